"""One host's due feeds, start to finish: fetch -> interpret -> parse -> plan -> record.

request_for(feed, state)          what to ask, with which validators
fetcher.fetch                     bytes, bounded and guarded       -> FetchError
interpret                         what the answer means            -> FetchError
sandbox: parse_feed | parse_page  entries                          -> ParseError
after(state, outcome)             the feed's next state: when it is fetched again, and why then
store.record_refresh              state and new pages to read, one transaction
"""

import asyncio
import hashlib
import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from crawler.clock import Clock
from crawler.core.entries import entry_key
from crawler.core.feeds import parse_feed
from crawler.core.feeds.page import parse_page
from crawler.core.intervals import host_pause
from crawler.core.replies import interpret
from crawler.core.schedule import after, request_for
from crawler.core.urls import host_of, normalise, url_key
from crawler.failpoints import reach
from crawler.model.entry import Entry, ParsedFeed
from crawler.model.errors import FetchError, ParseError, SandboxError, ThrottledError
from crawler.model.feed import (
    Failed,
    Feed,
    FeedState,
    FeedType,
    FirstRun,
    Outcome,
    Refreshed,
    Unchanged,
)
from crawler.model.lease import FEED_ONLY_HOST, FeedHostLease, Lease
from crawler.model.web import Fresh, NotModified, Purpose, Request
from crawler.net.fetcher import Fetcher
from crawler.sandbox import Sandbox
from storage.protocol import NewPage, Store

log = logging.getLogger(__name__)

LEASE_S = 20 * 31 + 30.0  # 20 feeds x (deadline + gap) + slack: facts on claims
FEEDS_PER_LEASE = 20
CHILD_SITEMAPS = 5  # of a sitemap index, newest first: what one fetch of a source may cost


@dataclass(frozen=True, slots=True, kw_only=True)
class Refresher:
    """Refreshes the feeds of a claimed host."""

    feeds: Mapping[str, Feed]
    fetcher: Fetcher
    sandbox: Sandbox
    store: Store
    clock: Clock
    new_pages: Callable[[], None]
    """Called when there are pages to read."""
    fetched: Callable[[], None]
    """Called after each feed, for a progress bar."""

    async def claim(self, now: datetime) -> FeedHostLease | None:
        """Claim the next host with feeds due at ``now``."""
        return await self.store.claim_feed_host(now, LEASE_S, FEEDS_PER_LEASE)

    async def carry_out(self, job: FeedHostLease) -> None:
        """Refresh every feed of the host, as many at once as politeness lets through."""
        throttled: list[datetime] = []
        try:
            async with asyncio.TaskGroup() as feeds:
                for state in job.feeds:
                    feeds.create_task(self._refresh(job.lease, state, throttled))
        finally:
            now = self.clock.now()
            ready_at = host_pause(job.host, throttled) or now
            await asyncio.shield(self.store.release_feed_host(job.lease, now, ready_at))

    async def _refresh(self, lease: Lease, state: FeedState, throttled: list[datetime]) -> None:
        feed = self.feeds[state.feed_id]
        fetched_at = self.clock.now()
        outcome = await self._attempt(feed, state, fetched_at)
        if isinstance(outcome, Failed) and isinstance(outcome.error, ThrottledError):
            throttled.append(outcome.error.until)
        reach("after_fetch")
        now = self.clock.now()
        pages = self._plan(feed, outcome)
        new = await self.store.record_refresh(
            lease,
            after(state, outcome, feed, now, self.clock.spread()),
            pages,
            baseline=feed.first_run is FirstRun.BASELINE and not state.baselined,
            fetched_at=now,
        )
        reach("after_store")
        _report(feed, outcome, new)
        if new:
            self.new_pages()
        self.fetched()

    async def _attempt(self, feed: Feed, state: FeedState, now: datetime) -> Outcome:
        """Fetch and read; whatever the publisher does wrong becomes ``Failed``."""
        try:
            reply = await self._fetch(request_for(feed, state, now))
            if isinstance(reply, NotModified):
                return Unchanged(reply=reply)
            body_hash = hashlib.sha256(reply.response.body).hexdigest()
            if body_hash == state.body_hash:
                return Unchanged(reply=reply)
            parsed = await self._parse(feed, reply)
        except (FetchError, ParseError, SandboxError) as error:
            return Failed(error=error)
        return Refreshed(reply=reply, parsed=parsed, body_hash=body_hash)

    async def _fetch(self, request: Request) -> Fresh | NotModified:
        return interpret(await self.fetcher.fetch(request), self.clock.now())

    async def _parse(self, feed: Feed, reply: Fresh) -> ParsedFeed:
        response = reply.response
        content_type = response.header("content-type")
        if feed.type is FeedType.PAGE and feed.select is not None:
            return await self.sandbox.call(
                parse_page,
                response.body,
                feed.select,
                url=response.final_url,
                content_type=content_type,
            )
        parsed = await self.sandbox.call(
            parse_feed, response.body, url=response.final_url, content_type=content_type
        )
        if parsed.feed.format == "sitemap-index":
            return await self._children(feed, parsed)
        return parsed

    async def _children(self, feed: Feed, index: ParsedFeed) -> ParsedFeed:
        """Follow the newest sitemaps of an index; one that fails leaves its siblings' entries."""
        newest = sorted(index.entries, key=_last_modified, reverse=True)[:CHILD_SITEMAPS]
        entries: list[Entry] = []
        failed: FetchError | ParseError | None = None
        for child in newest:
            if child.url is None:
                continue
            try:
                reply = await self._fetch(
                    Request(url=child.url, purpose=Purpose.SITEMAP, headers=_revealed(feed))
                )
                if isinstance(reply, Fresh):
                    parsed = await self.sandbox.call(
                        parse_feed, reply.response.body, url=child.url, content_type=None
                    )
                    entries += parsed.entries
            except (FetchError, ParseError) as error:
                failed = error
        if failed is not None and not entries:
            raise failed
        return replace(index, entries=tuple(entries))

    def _plan(self, feed: Feed, outcome: Outcome) -> tuple[NewPage, ...]:
        if not isinstance(outcome, Refreshed):
            return ()
        return tuple(new_pages(feed, outcome.parsed.entries))


def new_pages(feed: Feed, entries: Iterable[Entry]) -> Iterable[NewPage]:
    """Yield a page for every entry that can be filed: it has an address to be known by."""
    for entry in entries:
        url = normalise(entry.url) if entry.url else None
        key, host = (url_key(url), host_of(url)) if url else (None, None)
        if url is None or key is None or host is None:
            continue
        yield NewPage(
            key=entry_key(entry),
            url_key=key,
            host=host if feed.full_text else FEED_ONLY_HOST,
            url=url,
            entry=entry,
        )


def _revealed(feed: Feed) -> dict[str, str]:
    return {name: value.reveal() for name, value in feed.headers.items()}


def _last_modified(entry: Entry) -> str:
    moment = entry.updated or entry.published
    return moment.isoformat() if moment else ""


def _report(feed: Feed, outcome: Outcome, new: int) -> None:
    match outcome:
        case Failed(error=error):
            log.warning("feed failed", extra={"feed": feed.id, "error": str(error)})
        case Refreshed(parsed=parsed):
            log.info(
                "feed read", extra={"feed": feed.id, "entries": len(parsed.entries), "new": new}
            )
        case Unchanged():
            log.debug("feed unchanged", extra={"feed": feed.id})
