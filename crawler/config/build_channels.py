"""Channels, digests and quiet hours of the file -> their models, every name checked."""

import importlib.util
from collections.abc import Iterator, Mapping
from typing import assert_never

from crawler.config.findings import Findings
from crawler.config.near import suggestion
from crawler.config.nodes import NodePath
from crawler.config.places import Places
from crawler.config.schema import FeedsFile
from crawler.config.schema_channels import (
    AnyChannel,
    AppriseSection,
    EmailSection,
    TerminalSection,
    WebhookSection,
)
from crawler.model.alert import (
    TERMINAL,
    AppriseChannel,
    Channel,
    Digest,
    EmailChannel,
    Quiet,
    TerminalChannel,
    WebhookChannel,
)
from crawler.model.secret import Secret


def build_channels(file: FeedsFile, places: Places, findings: Findings) -> Mapping[str, Channel]:
    """Return the channels by name, the terminal among them; note what cannot be."""
    for name, section in file.channels.items():
        if name == TERMINAL.name and not isinstance(section, TerminalSection):
            findings.error(
                places.key("channels", name),
                f"the name '{name}' belongs to the channel that is always there",
                "choose another name",
            )
        if isinstance(section, AppriseSection) and importlib.util.find_spec("apprise") is None:
            findings.warn(
                places.key("channels", name),
                "apprise is not installed, so nothing can be sent here: pip install 'wirewatch[apprise]'",
            )
    channels = {name: _channel(name, section) for name, section in file.channels.items()}
    channels.setdefault(TERMINAL.name, TERMINAL)
    return channels


def build_digests(file: FeedsFile) -> tuple[Digest, ...]:
    """Return the digests in the order of the file."""
    return tuple(
        Digest(
            name=name, cron=entry.cron, tz=entry.tz, to=entry.to, send_empty=entry.empty == "send"
        )
        for name, entry in file.digests.items()
    )


def build_quiet(file: FeedsFile) -> Quiet | None:
    """Return the quiet hours, if there are any."""
    if file.quiet is None:
        return None
    start, end = file.quiet.hours
    return Quiet(start_minute=start, end_minute=end, tz=file.quiet.tz, exempt=file.quiet.exempt)


def check_references(file: FeedsFile, places: Places, findings: Findings) -> None:
    """Note every channel and digest that is named and does not exist, and those never named."""
    channels = (*places.names("channels"), TERMINAL.name)
    digests = places.names("digests")
    used: set[str] = {TERMINAL.name}
    for path, who, name in _channel_references(file):
        used.add(name)
        if name not in channels:
            findings.error(
                places.value(*path),
                f"{who} sends to the channel '{name}', which does not exist",
                suggestion(name, channels, "define it under channels:"),
            )
    for name in file.channels:
        if name not in used:
            findings.warn(places.key("channels", name), f"nothing is sent to the channel '{name}'")
    wanted: set[str] = set()
    for number, topic in enumerate(file.topics):
        for index, name in enumerate(topic.digest):
            wanted.add(name)
            if name not in digests:
                findings.error(
                    places.value("topics", number, "digest", index),
                    f"the topic '{topic.name}' goes into the digest '{name}', which does not exist",
                    suggestion(name, digests, "define it under digests:"),
                )
    for name in file.digests:
        if name not in wanted:
            findings.warn(places.key("digests", name), f"no topic goes into the digest '{name}'")


def _channel_references(file: FeedsFile) -> Iterator[tuple[NodePath, str, str]]:
    for number, topic in enumerate(file.topics):
        for index, name in enumerate(topic.notify):
            yield ("topics", number, "notify", index), f"the topic '{topic.name}'", name
    for digest, entry in file.digests.items():
        for index, name in enumerate(entry.to):
            yield ("digests", digest, "to", index), f"the digest '{digest}'", name
    for index, name in enumerate(file.health.notify):
        yield ("health", "notify", index), "health", name
    for index, name in enumerate(file.quiet.exempt if file.quiet else ()):
        yield ("quiet", "except", index), "quiet", name


def _channel(name: str, section: AnyChannel) -> Channel:
    match section:
        case EmailSection():
            return EmailChannel(
                name=name,
                smtp=Secret(section.smtp),
                sender=section.sender,
                to=section.to,
                retry=section.retry,
                timeout=section.timeout,
                list_unsubscribe=section.list_unsubscribe,
            )
        case WebhookSection():
            return WebhookChannel(
                name=name,
                url=Secret(section.url),
                secrets=tuple(map(Secret, section.secret)),
                retry=section.retry,
                timeout=section.timeout,
            )
        case AppriseSection():
            return AppriseChannel(
                name=name, url=Secret(section.url), retry=section.retry, timeout=section.timeout
            )
        case TerminalSection():
            return TerminalChannel(name=name, retry=section.retry, timeout=section.timeout)
        case _:
            assert_never(section)
