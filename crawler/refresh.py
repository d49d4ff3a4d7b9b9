"""One host's due feeds, start to finish: fetch -> interpret -> parse -> plan -> record.

attempt.make                      fetch, interpret, parse: an outcome
after(state, outcome)             the feed's next state: when it is fetched again, and why then
store.record_refresh              state and new pages to read, one transaction
"""

import asyncio
import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from crawler.attempt import Attempt
from crawler.clock import Clock
from crawler.core.captures import feed_capture
from crawler.core.entries import entry_key
from crawler.core.schedule import after, host_pause
from crawler.core.urls import host_of, normalise, url_key
from crawler.failpoints import reach
from crawler.model.article import Capture
from crawler.model.entry import Entry
from crawler.model.errors import ThrottledError
from crawler.model.feed import (
    Failed,
    Feed,
    FeedId,
    FeedState,
    FirstRun,
    Gap,
    Outcome,
    Refreshed,
    Unchanged,
)
from crawler.model.habit import Arrivals
from crawler.model.lease import FEED_ONLY_HOST, FeedHostLease, Lease
from storage.protocol import NewPage, Store

log = logging.getLogger(__name__)

LEASE_S = 20 * 31 + 30.0  # 20 feeds x (deadline + gap) + slack: facts on claims
FEEDS_PER_LEASE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Refresher:
    """Refreshes the feeds of a claimed host."""

    feeds: Mapping[str, Feed]
    attempt: Attempt
    store: Store
    clock: Clock
    new_pages: Callable[[], None]
    """Called when there are pages to read."""
    fetched: Callable[[], None]
    """Called after each feed, for a progress bar."""
    gaps: dict[FeedId, Gap]
    """The last gap of each feed that had one, for whoever reads what it brought."""

    async def claim(self, now: datetime) -> FeedHostLease | None:
        """Claim the next host with feeds due at ``now``."""
        return await self.store.claim_feed_host(now, LEASE_S, FEEDS_PER_LEASE)

    async def claim_one(self, feed_id: str, now: datetime) -> FeedHostLease | None:
        """Claim one feed, due or not."""
        return await self.store.claim_feed(feed_id, now, LEASE_S)

    async def carry_out(self, job: FeedHostLease) -> None:
        """Refresh every feed of the host, as many at once as politeness lets through."""
        throttled: list[datetime] = []
        try:
            async with asyncio.TaskGroup() as feeds:
                for state in job.feeds:
                    feeds.create_task(self._refresh(job.lease, state, throttled))
        finally:
            now = self.clock.now()
            ready_at = host_pause(job.host, throttled) or _began_at(job.lease)
            await asyncio.shield(self.store.release_feed_host(job.lease, now, ready_at))

    async def _refresh(self, lease: Lease, state: FeedState, throttled: list[datetime]) -> None:
        feed = self.feeds[state.feed_id]
        fetched_at = self.clock.now()
        outcome = await self.attempt.make(feed, state, fetched_at)
        if isinstance(outcome, Failed) and isinstance(outcome.error, ThrottledError):
            throttled.append(outcome.error.until)
        reach("after_fetch")
        now = self.clock.now()
        pages = self._plan(feed, outcome)
        if isinstance(outcome, Refreshed):
            outcome = replace(outcome, arrivals=await self._arrivals(state, pages))
        state_after = after(state, outcome, feed, now, self.clock.spread())
        if state_after.gap is not None:
            self.gaps[feed.id] = state_after.gap
        new = await self.store.record_refresh(
            lease,
            state_after,
            pages,
            baseline=feed.first_run is FirstRun.BASELINE and not state.baselined,
            fetched_at=now,
            capture=_proof(feed, outcome),
        )
        reach("after_store")
        _report(feed, outcome, new)
        if new:
            self.new_pages()
        self.fetched()

    async def _arrivals(self, state: FeedState, pages: Sequence[NewPage]) -> Arrivals:
        """Return what came since the last look; all there is, while no habit is known."""
        dates = {page.key: page.entry.published or page.entry.updated for page in pages}
        came: Collection[str] = dates
        if state.habit is not None:
            came = await self.store.unseen_entries(state.feed_id, dates)
        return Arrivals(dates=tuple(dates[key] for key in came), entries=len(dates))

    def _plan(self, feed: Feed, outcome: Outcome) -> tuple[NewPage, ...]:
        if not isinstance(outcome, Refreshed):
            return ()
        return tuple(new_pages(feed, outcome.parsed.entries))


def _began_at(lease: Lease) -> datetime:
    """Return when a host was claimed: one pass takes only what was ready when it began.

    A host that were ready from its release on would lose all its feeds but those of the first
    lease to the pass after.
    """
    return lease.until - timedelta(seconds=LEASE_S)


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


def _proof(feed: Feed, outcome: Outcome) -> Capture | None:
    """Return the response behind the entries; an index of sitemaps holds none itself."""
    if not isinstance(outcome, Refreshed) or outcome.parsed.feed.format == "sitemap-index":
        return None
    return feed_capture(feed, outcome.reply.response)


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
