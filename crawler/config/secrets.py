"""Which texts of a configuration must never be printed."""

from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from crawler.model.alert import AppriseChannel, EmailChannel, WebhookChannel
from crawler.model.settings import Config

_SHORTEST = 4
"""Shorter texts stand everywhere: masking them would only blacken the log."""


def secrets_of(config: Config) -> frozenset[str]:
    """Return every secret text, and the passwords within, as a log line might hold them."""
    return frozenset(text for text in _secrets(config) if len(text) >= _SHORTEST)


def _secrets(config: Config) -> Iterator[str]:
    for channel in config.channels.values():
        if isinstance(channel, EmailChannel):
            yield from _with_password(channel.smtp.reveal())
        elif isinstance(channel, WebhookChannel):
            yield from _with_password(channel.url.reveal())
            for secret in channel.secrets:
                yield secret.reveal()
        elif isinstance(channel, AppriseChannel):
            yield from _with_password(channel.url.reveal())
    for feed in config.feeds:
        if feed.url_secret:
            yield from _with_password(feed.url)
        for value in feed.headers.values():
            yield value.reveal()
    if config.network.user_agent_secret:
        yield config.network.user_agent
    password = _password(config.storage.reveal())
    if password:
        yield password


def _with_password(url: str) -> Iterator[str]:
    """Yield a URL and, since libraries quote them alone, its password both ways of writing."""
    yield url
    password = _password(url)
    if password:
        yield password
        yield unquote(password)


def _password(url: str) -> str | None:
    try:
        return urlsplit(url).password
    except ValueError:
        return None
