"""Which texts of a configuration must never be printed."""

from collections.abc import Iterator
from typing import assert_never
from urllib.parse import unquote, urlsplit

from crawler.model.alert import (
    AppriseChannel,
    Channel,
    EmailChannel,
    TerminalChannel,
    WebhookChannel,
)
from crawler.model.settings import Config

_SHORTEST = 4
"""Shorter texts stand everywhere: masking them would only blacken the log."""


def secrets_of(config: Config) -> frozenset[str]:
    """Return every secret text, and the passwords within, as a log line might hold them."""
    return frozenset(text for text in _secrets(config) if len(text) >= _SHORTEST)


def _secrets(config: Config) -> Iterator[str]:
    for channel in config.channels.values():
        yield from _of_channel(channel)
    for feed in config.feeds:
        if feed.url_secret:
            yield from _forms(feed.url)
        yield from (value.reveal() for value in feed.headers.values())
    if config.network.user_agent_secret:
        yield config.network.user_agent
    yield from (text for text in [_password(config.storage.reveal())] if text)


def _of_channel(channel: Channel) -> Iterator[str]:
    match channel:
        case EmailChannel(smtp=url) | AppriseChannel(url=url):
            yield from _forms(url.reveal())
        case WebhookChannel(url=url, secrets=secrets):
            yield from _forms(url.reveal())
            yield from (secret.reveal() for secret in secrets)
        case TerminalChannel():
            return
        case _:
            assert_never(channel)


def _forms(url: str) -> Iterator[str]:
    """Yield a URL and what errors and libraries quote of it: without login, its query, password."""
    yield url
    try:
        parts = urlsplit(url)
    except ValueError:
        return
    yield parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment="").geturl()
    yield parts.query
    yield parts.password or ""
    yield unquote(parts.password or "")


def _password(url: str) -> str | None:
    try:
        return urlsplit(url).password
    except ValueError:
        return None
