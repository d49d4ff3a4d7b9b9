"""What is configured, tried: every feed, list and channel, without storing or sending anything."""

from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from crawler.attempt import Attempt
from crawler.clock import Clock
from crawler.core.feeds.choice import newest
from crawler.core.feeds.opml import read_opml
from crawler.core.replies import INSECURE, interpret
from crawler.core.schedule import kind_of, sentence_of
from crawler.core.urls import mask_userinfo
from crawler.deliver.apprise import AppriseDeliverer
from crawler.deliver.email import EmailDeliverer
from crawler.model.alert import (
    AppriseChannel,
    Channel,
    EmailChannel,
    TerminalChannel,
    WebhookChannel,
)
from crawler.model.errors import DeliveryError, FetchError, ParseError, SandboxError
from crawler.model.feed import Failed, Feed, FeedState, Refreshed
from crawler.model.settings import Config, NetworkPolicy, OpmlSource
from crawler.model.web import Fresh, Purpose, Request
from crawler.net.fetcher import Fetcher
from crawler.net.reach import reach
from crawler.sandbox import Sandbox


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """How one thing fared."""

    what: str
    """feed, list or channel."""
    name: str
    """A feed's id, a list's address, a channel's name."""
    ok: bool
    says: str
    """What was found, or what is wrong and what to do about it."""
    error_kind: str | None = None
    entries: int | None = None
    newest: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prober:
    """Tries one thing at a time; politeness is the fetcher's."""

    policy: NetworkPolicy
    fetcher: Fetcher
    sandbox: Sandbox
    clock: Clock

    def all_of(self, config: Config) -> list[Awaitable[Probe]]:
        """Return the probes of everything a configuration names, not yet begun."""
        return [
            *(self.feed(feed) for feed in config.feeds),
            *(self.list(source) for source in config.opml),
            *(self.channel(channel) for channel in config.channels.values()),
        ]

    async def feed(self, feed: Feed) -> Probe:
        """Fetch and read a feed, as the watch would for the first time."""
        attempt = Attempt(fetcher=self.fetcher, sandbox=self.sandbox, clock=self.clock)
        now = self.clock.now()
        outcome = await attempt.make(feed, FeedState(feed_id=feed.id), now)
        match outcome:
            case Refreshed(reply=reply, parsed=parsed):
                latest = newest(parsed.entries, now)
                entries = len(parsed.entries) + parsed.dropped
                says = f"{entries} entries" + (
                    f", the newest of {latest:%Y-%m-%d}" if latest else ""
                )
                if reply.insecure:
                    says += f"; {INSECURE}"
                return Probe(
                    what="feed", name=feed.id, ok=True, says=says, entries=entries, newest=latest
                )
            case Failed(error=error):
                return _failed("feed", feed.id, sentence_of(error), kind_of(error))
            case _:  # nothing was asked conditionally
                return Probe(what="feed", name=feed.id, ok=True, says="not modified")

    async def list(self, source: OpmlSource) -> Probe:
        """Fetch and read a list at an address."""
        name = mask_userinfo(source.location)
        request = Request(url=source.location, purpose=Purpose.FEED)
        try:
            reply = interpret(await self.fetcher.fetch(request), self.clock.now())
            body = reply.response.body if isinstance(reply, Fresh) else b""
            feeds = await self.sandbox.call(read_opml, body)
        except (FetchError, ParseError, SandboxError) as error:
            return _failed("list", name, sentence_of(error), kind_of(error))
        if not feeds:
            return _failed("list", name, "the list is empty", "malformed")
        return Probe(
            what="list", name=name, ok=True, says=f"{len(feeds)} feeds", entries=len(feeds)
        )

    async def channel(self, channel: Channel) -> Probe:
        """Try a channel as far as that goes without sending anything."""
        try:
            says = await self._connected(channel)
        except DeliveryError as error:
            return _failed("channel", channel.name, error.problem, None)
        except FetchError as error:
            return _failed("channel", channel.name, sentence_of(error), error.kind)
        return Probe(what="channel", name=channel.name, ok=True, says=says)

    async def _connected(self, channel: Channel) -> str:
        match channel:
            case EmailChannel():
                return await EmailDeliverer(channel, self.clock).connected()
            case WebhookChannel():
                await reach(channel.url.reveal(), self.policy)
                return "its server is there; nothing was posted"
            case AppriseChannel():
                await AppriseDeliverer(channel, self.policy.allow_networks).understood()
                return "the address is understood; whether it works shows when something is sent"
            case TerminalChannel():
                return "prints where the watch runs"
            case _:
                assert_never(channel)


def _failed(what: str, name: str, says: str, kind: str | None) -> Probe:
    return Probe(what=what, name=name, ok=False, says=says, error_kind=kind)
