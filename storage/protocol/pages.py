"""Pages to read and what was read from them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from crawler.model.filing import Draft, Filed
from crawler.model.lease import Lease, PageHostLease
from storage.protocol.values import Decide


class PageStore(Protocol):
    """Pages to read and what was read from them."""

    async def claim_page_host(
        self, now: datetime, lease_s: float, limit: int, feed_only_limit: int
    ) -> PageHostLease | None:
        """Claim the host that waited longest, with up to ``limit`` of its due pages.

        FEED_ONLY_HOST hands out up to ``feed_only_limit``.
        """
        ...

    async def file(
        self, lease: Lease, drafts: Sequence[Draft], decide: Decide, now: datetime
    ) -> tuple[Filed, ...]:
        """Decide and write each draft, in order, all in one transaction.

        Writes the article or version, its raw capture (once by hash), sketch, story, matches,
        alerts, suppressions, one delivery for each channel of ``alert.notify`` and one waiting
        entry for each of ``alert.digests``. The task comes back at ``draft.retry_at`` or else at
        ``draft.recheck_at``; with neither it is done. ``decide`` may be called more than once
        for a draft (a transaction that has to be repeated) and must be pure.
        """
        ...

    async def postpone_page(
        self, lease: Lease, page_id: int, due_at: datetime, problem: str
    ) -> None:
        """Put a page back that could not be read and has no text of the feed's to stand in."""
        ...

    async def drop_page(self, lease: Lease, page_id: int, problem: str) -> None:
        """Give a page up for good; the reason is kept."""
        ...

    async def recheck_done(
        self, lease: Lease, page_id: int, now: datetime, next_at: datetime | None = None
    ) -> None:
        """Record a look that found nothing changed; the next is at ``next_at``, None = never."""
        ...

    async def release_page_host(self, lease: Lease, now: datetime, ready_at: datetime) -> None:
        """Give a host back, its unread pages included."""
        ...
