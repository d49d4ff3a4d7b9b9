"""What is known of feeds."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from crawler.model.article import Capture
from crawler.model.feed import Feed, FeedId, FeedState
from crawler.model.lease import FeedHostLease, Lease
from crawler.model.listing import ListState
from storage.protocol.values import NewPage


class FeedStore(Protocol):
    """What is known of feeds."""

    async def sync_feeds(self, feeds: Sequence[Feed], now: datetime) -> None:
        """Make the archive's list of feeds that of the configuration.

        New feeds are due at once; feeds no longer configured are kept but never claimed; a feed
        whose URL changed forgets its validators and is due at once; one whose interval became
        shorter is due no later than a new interval from its last fetch.
        """
        ...

    async def feed_states(self) -> tuple[FeedState, ...]:
        """Return the state of every configured feed, in the order of the configuration."""
        ...

    async def list_states(self, locations: Sequence[str]) -> tuple[ListState, ...]:
        """Return what is known of lists of feeds, in this order; one never read is empty."""
        ...

    async def record_list(self, state: ListState) -> None:
        """Remember a list as it was read, or why it could not be."""
        ...

    async def hasten_feeds(self, moments: Mapping[FeedId, datetime], reason: str) -> None:
        """Have feeds be asked at these moments, where that is sooner than they would be."""
        ...

    async def make_due(self, feed_ids: Sequence[str] | None, now: datetime) -> None:
        """Make these feeds (None = all) due now."""
        ...

    async def claim_feed_host(
        self, now: datetime, lease_s: float, limit: int
    ) -> FeedHostLease | None:
        """Claim the host that waited longest, with up to ``limit`` of its due feeds."""
        ...

    async def unseen_entries(self, feed_id: str, keys: Collection[str]) -> frozenset[str]:
        """Return those of these entry keys that the feed has not shown before."""
        ...

    async def claim_feed(self, feed_id: str, now: datetime, lease_s: float) -> FeedHostLease | None:
        """Claim one feed of a host, due or not; None when it is unknown or its host is held."""
        ...

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
        """Record one fetch: the feed's new state and the entries not seen before.

        Entries seen before (same ``key``) are passed over. An entry whose ``url_key`` belongs to a
        known article becomes a re-check of it; otherwise a page to read, due at once. ``baseline``
        marks those pages. ``capture`` is the feed's response: it is kept, once by hash, when it
        shows new entries, as the proof of texts that come from the feed. Returns how many entries
        were new.
        """
        ...

    async def release_feed_host(self, lease: Lease, now: datetime, ready_at: datetime) -> None:
        """Give a host back: ready when its next feed is due, but not before ``ready_at``."""
        ...
