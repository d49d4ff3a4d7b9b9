"""``Store`` on SQLite: every method hands one operation to the thread that writes or reads."""

import asyncio
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime

import storage.alerts
import storage.articles
import storage.claims
import storage.deliveries
import storage.feeds
import storage.filing
import storage.holding
import storage.lookup
import storage.opening
import storage.pages
import storage.retention
import storage.stories
from crawler.model.alert import Alert, AlertId, DeliveryState, Digest, Message, Suppressed
from crawler.model.article import Article, ArticleId
from crawler.model.feed import Feed, FeedState
from crawler.model.filing import Draft, Filed
from crawler.model.lease import DeliveryLease, FeedHostLease, Lease, PageHostLease
from crawler.model.settings import Retention
from crawler.model.story import Story
from storage.connection import Operation, Reader, T, Writer
from storage.protocol import Counts, Decide, Hit, Holder, NewPage

_HOLD_TRIES, _HOLD_PAUSE_S = 5, 0.05
"""A command that looks whether a daemon lives has the lock for a moment: not to be refused by it."""


class SqliteStore:
    """An archive in one file, or in memory."""

    def __init__(self, path: str, writer: Writer, reader: Reader | None) -> None:
        self._path, self._writer, self._reader = path, writer, reader
        self._hold: storage.holding.Hold | None = None
        self._opened = storage.holding.identity(path)

    @classmethod
    def open(cls, path: str, *, create: bool) -> "SqliteStore":
        """Open an archive; blocks while it is checked and brought up to date.

        Raises:
            StoreError: it cannot be used.
        """
        writer = Writer(storage.opening.connect(path, create=create), path)
        if path == storage.opening.MEMORY:
            return cls(path, writer, None)
        return cls(path, writer, Reader(storage.opening.connect_reader(path), path))

    async def _read(self, operation: Operation[T]) -> T:
        """Read beside the writer; what is in memory has one connection only."""
        return await (self._reader or self._writer).run(operation)

    # --- the house itself

    async def close(self) -> None:
        """Finish what was begun and let go of the database."""
        if self._reader is not None:
            await self._reader.close()
        await self._writer.close()
        self._free_lock()

    async def hold(self, holder: Holder) -> None:
        """Become the one daemon on this database; the leases of a dead one come back at once."""
        if self._path != storage.opening.MEMORY:
            self._hold = await self._take_lock()

        def become(db: sqlite3.Connection) -> None:
            storage.claims.release_all(db)
            storage.deliveries.free_all(db)
            storage.holding.write_holder(db, holder)

        await self._writer.run(become)

    async def heartbeat(self, now: datetime, config_error: str | None) -> None:
        """Say that the daemon is alive and whether the last reload was refused."""

        def beat(db: sqlite3.Connection) -> None:
            storage.holding.check_in_place(self._path, self._opened)
            storage.holding.beat(db, now, config_error)

        await self._writer.run(beat)

    async def let_go(self) -> None:
        """Give up the hold and hand every lease back."""

        def leave(db: sqlite3.Connection) -> None:
            storage.feeds.release_all(db)
            storage.pages.release_all(db)
            storage.claims.release_all(db)
            storage.deliveries.release_all(db)
            storage.holding.drop_holder(db)

        await self._writer.run(leave)
        self._free_lock()

    async def holder(self) -> tuple[Holder, str | None] | None:
        """Return who holds the database (and its config error), or None; dead ones do not count."""
        if self._path != storage.opening.MEMORY and not storage.holding.is_held(self._path):
            return None
        return await self._read(storage.holding.read_holder)

    async def _take_lock(self) -> storage.holding.Hold:
        for _ in range(_HOLD_TRIES):
            hold = storage.holding.take(self._path)
            if hold is not None:
                return hold
            await asyncio.sleep(_HOLD_PAUSE_S)
        noted = await self._read(storage.holding.read_holder)
        raise storage.holding.locked(self._path, noted and noted[0])

    def _free_lock(self) -> None:
        if self._hold is not None:
            self._hold.let_go()
            self._hold = None

    # --- feeds

    async def sync_feeds(self, feeds: Sequence[Feed], now: datetime) -> None:
        """Make the archive's list of feeds that of the configuration."""
        await self._writer.run(lambda db: storage.feeds.sync(db, feeds, now))

    async def feed_states(self) -> tuple[FeedState, ...]:
        """Return the state of every configured feed, in the order of the configuration."""
        return await self._read(storage.feeds.states)

    async def make_due(self, feed_ids: Sequence[str] | None, now: datetime) -> None:
        """Make these feeds (None = all) due now."""
        await self._writer.run(lambda db: storage.feeds.make_due(db, feed_ids, now))

    async def claim_feed_host(
        self, now: datetime, lease_s: float, limit: int
    ) -> FeedHostLease | None:
        """Claim the host that waited longest, with up to ``limit`` of its due feeds."""
        return await self._writer.run(lambda db: storage.feeds.claim(db, now, lease_s, limit))

    async def record_refresh(
        self,
        lease: Lease,
        state: FeedState,
        pages: Sequence[NewPage],
        *,
        baseline: bool,
        fetched_at: datetime,
    ) -> int:
        """Record one fetch: the feed's new state and the entries not seen before."""
        return await self._writer.run(
            lambda db: storage.feeds.record(
                db, lease, state, pages, baseline=baseline, fetched_at=fetched_at
            )
        )

    async def release_feed_host(self, lease: Lease, now: datetime, ready_at: datetime) -> None:
        """Give a host back: ready when its next feed is due, but not before ``ready_at``."""
        await self._writer.run(lambda db: storage.feeds.release(db, lease, ready_at))

    # --- pages

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
        await self._writer.run(lambda db: storage.pages.looked(db, lease, page_id, next_at))

    async def release_page_host(self, lease: Lease, now: datetime, ready_at: datetime) -> None:
        """Give a host back, its unread pages included."""
        await self._writer.run(lambda db: storage.pages.release(db, lease, ready_at))

    # --- deliveries

    async def claim_delivery(
        self, now: datetime, lease_s: float, busy: Sequence[str]
    ) -> DeliveryLease | None:
        """Claim the delivery due longest whose channel is not in ``busy``; counts the attempt."""
        return await self._writer.run(lambda db: storage.deliveries.claim(db, now, lease_s, busy))

    async def record_sent(self, lease: Lease, delivery_id: int, now: datetime) -> None:
        """Mark a delivery accepted by its receiver."""
        await self._writer.run(
            lambda db: storage.deliveries.end(db, lease, delivery_id, DeliveryState.SENT, now=now)
        )

    async def record_retry(
        self, lease: Lease, delivery_id: int, next_at: datetime, problem: str
    ) -> None:
        """Put a delivery back for a later attempt."""
        await self._writer.run(
            lambda db: storage.deliveries.put_back(db, lease, delivery_id, next_at, problem)
        )

    async def record_dead(
        self, lease: Lease, delivery_id: int, now: datetime, problem: str
    ) -> None:
        """Make a delivery a dead letter, with the reason."""
        await self._writer.run(
            lambda db: storage.deliveries.end(
                db, lease, delivery_id, DeliveryState.DEAD, now=now, problem=problem
            )
        )

    async def enqueue(self, message: Message, channels: Sequence[str], now: datetime) -> None:
        """Queue a message; one already queued under its id for a channel is left as it is."""
        due = tuple((channel, now) for channel in channels)
        await self._writer.run(lambda db: storage.deliveries.enqueue(db, message, due))

    async def waiting_for_digest(self, name: str) -> tuple[Alert, ...]:
        """Return the alerts that wait for a digest, oldest first."""
        return await self._read(lambda db: storage.deliveries.waiting(db, name))

    async def close_digest(
        self, digest: Digest, message: Message, alerts: Sequence[AlertId], now: datetime
    ) -> None:
        """Queue a digest for its channels and take its alerts off the waiting list, atomically."""
        await self._writer.run(
            lambda db: storage.deliveries.close_digest(db, digest, message, alerts, now)
        )

    async def last_digest_at(self, name: str) -> datetime | None:
        """Return when a digest was last closed."""
        return await self._read(lambda db: storage.deliveries.closed_at(db, name))

    # --- mutes

    async def mute(self, topic: str, until: datetime) -> None:
        """Keep recording a topic, stop sending until a moment."""
        await self._writer.run(lambda db: storage.alerts.mute(db, topic, until))

    async def unmute(self, topic: str) -> None:
        """Send a topic's alerts again."""
        await self._writer.run(lambda db: storage.alerts.unmute(db, topic))

    async def mutes(self) -> Mapping[str, datetime]:
        """Return until when topics are muted, ended mutes included."""
        return await self._read(storage.alerts.mutes)

    # --- looking things up

    async def counts(self) -> Counts:
        """Return the figures of `status`."""
        return await self._read(lambda db: storage.lookup.counts(db, self._path))

    async def articles_read(self, since: datetime) -> int:
        """Return how many articles were first seen after a moment."""
        return await self._read(lambda db: storage.lookup.articles_read(db, since))

    async def search(self, match: str, limit: int) -> tuple[Hit, ...]:
        """Return articles for an FTS5 expression, best first."""
        return await self._read(lambda db: storage.lookup.search(db, match, limit))

    async def alerts(
        self, topic: str | None, since: datetime | None, limit: int
    ) -> tuple[Alert, ...]:
        """Return alerts, newest first."""
        return await self._read(lambda db: storage.alerts.log(db, topic, since, limit))

    async def alert(self, alert_id: str) -> Alert | None:
        """Return an alert by its id, or by an unambiguous beginning of it."""
        return await self._read(lambda db: storage.alerts.get(db, alert_id))

    async def suppressed(self, since: datetime) -> tuple[Suppressed, ...]:
        """Return what was held back, newest first."""
        return await self._read(lambda db: storage.alerts.suppressed(db, since))

    async def story(self, story_id: str) -> Story | None:
        """Return a story with its sources in order of publication."""
        return await self._read(lambda db: storage.stories.get(db, story_id))

    async def article(self, article_id: ArticleId) -> Article | None:
        """Return an article with its newest version."""
        return await self._read(lambda db: storage.articles.get(db, article_id))

    # --- retention

    async def prune(self, retention: Retention, now: datetime) -> Mapping[str, int]:
        """Drop what retention lets go; returns how many rows of which kind."""
        return await storage.retention.prune(self._writer, retention, now)
