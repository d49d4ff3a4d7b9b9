"""What is known of feeds."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

import storage.feeds
import storage.lists
from crawler.model.article import Capture
from crawler.model.feed import Feed, FeedId, FeedState
from crawler.model.lease import FeedHostLease, Lease
from crawler.model.listing import ListState
from storage.protocol import NewPage
from storage.sqlite.connections import Connections


class SqliteFeeds(Connections):
    """What is known of feeds."""

    async def sync_feeds(self, feeds: Sequence[Feed], now: datetime) -> None:
        """Make the archive's list of feeds that of the configuration."""
        await self._writer.run(lambda db: storage.feeds.sync(db, feeds, now))

    async def feed_states(self) -> tuple[FeedState, ...]:
        """Return the state of every configured feed, in the order of the configuration."""
        return await self._read(storage.feeds.states)

    async def list_states(self, locations: Sequence[str]) -> tuple[ListState, ...]:
        """Return what is known of lists of feeds, in this order; one never read is empty."""
        return await self._read(lambda db: storage.lists.states(db, locations))

    async def record_list(self, state: ListState) -> None:
        """Remember a list as it was read, or why it could not be."""
        await self._writer.run(lambda db: storage.lists.put(db, state))

    async def hasten_feeds(self, moments: Mapping[FeedId, datetime], reason: str) -> None:
        """Have feeds be asked at these moments, where that is sooner than they would be."""
        await self._writer.run(lambda db: storage.feeds.hasten(db, moments, reason))

    async def make_due(self, feed_ids: Sequence[str] | None, now: datetime) -> None:
        """Make these feeds (None = all) due now."""
        await self._writer.run(lambda db: storage.feeds.make_due(db, feed_ids, now))

    async def claim_feed_host(
        self, now: datetime, lease_s: float, limit: int
    ) -> FeedHostLease | None:
        """Claim the host that waited longest, with up to ``limit`` of its due feeds."""
        return await self._writer.run(lambda db: storage.feeds.claim(db, now, lease_s, limit))

    async def unseen_entries(self, feed_id: str, keys: Collection[str]) -> frozenset[str]:
        """Return those of these entry keys that the feed has not shown before."""
        return await self._read(lambda db: storage.feeds.unseen(db, feed_id, keys))

    async def claim_feed(self, feed_id: str, now: datetime, lease_s: float) -> FeedHostLease | None:
        """Claim one feed of a host, due or not; None when it is unknown or its host is held."""
        return await self._writer.run(lambda db: storage.feeds.claim_one(db, feed_id, now, lease_s))

    async def record_refresh(
        self,
        lease: Lease,
        state: FeedState,
        pages: Sequence[NewPage],
        *,
        baseline: bool,
        fetched_at: datetime,
        capture: Capture | None = None,
    ) -> int:
        """Record one fetch: the feed's new state and the entries not seen before."""
        return await self._writer.run(
            lambda db: storage.feeds.record(
                db,
                lease,
                state,
                pages,
                baseline=baseline,
                fetched_at=fetched_at,
                capture=capture,
            )
        )

    async def release_feed_host(self, lease: Lease, now: datetime, ready_at: datetime) -> None:
        """Give a host back: ready when its next feed is due, but not before ``ready_at``."""
        await self._writer.run(lambda db: storage.feeds.release(db, lease, ready_at))
