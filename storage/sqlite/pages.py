"""Pages to read and what was read from them."""

from collections.abc import Sequence
from datetime import datetime

import storage.filing
import storage.pages
from crawler.model.filing import Draft, Filed
from crawler.model.lease import Lease, PageHostLease
from storage.protocol import Decide
from storage.sqlite.connections import Connections


class SqlitePages(Connections):
    """Pages to read and what was read from them."""

    async def claim_page_host(
        self, now: datetime, lease_s: float, limit: int, feed_only_limit: int
    ) -> PageHostLease | None:
        """Claim the host that waited longest, with up to ``limit`` of its due pages."""
        return await self._writer.run(
            lambda db: storage.pages.claim(db, now, lease_s, limit, feed_only_limit)
        )

    async def file(
        self, lease: Lease, drafts: Sequence[Draft], decide: Decide, now: datetime
    ) -> tuple[Filed, ...]:
        """Decide and write each draft, in order, all in one transaction."""
        return await self._writer.run(
            lambda db: storage.filing.file(db, lease, drafts, decide, now)
        )

    async def postpone_page(
        self, lease: Lease, page_id: int, due_at: datetime, problem: str
    ) -> None:
        """Put a page back that could not be read and has no text of the feed's to stand in."""
        await self._writer.run(
            lambda db: storage.pages.postpone(db, lease, page_id, due_at, problem)
        )

    async def drop_page(self, lease: Lease, page_id: int, problem: str) -> None:
        """Give a page up for good; the reason is kept."""
        await self._writer.run(lambda db: storage.pages.give_up(db, lease, page_id, problem))

    async def recheck_done(
        self, lease: Lease, page_id: int, now: datetime, next_at: datetime | None = None
    ) -> None:
        """Record a look that found nothing changed; the next is at ``next_at``, None = never."""
        await self._writer.run(lambda db: storage.pages.looked(db, lease, page_id, now, next_at))

    async def release_page_host(self, lease: Lease, now: datetime, ready_at: datetime) -> None:
        """Give a host back, its unread pages included."""
        await self._writer.run(lambda db: storage.pages.release(db, lease, ready_at))
