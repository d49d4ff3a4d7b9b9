"""The contract of a store. One method is one transaction.

Durability: when a method returns, what it wrote survives ``kill -9`` and power loss. Methods may
share one physical transaction (group commit) as long as each is atomic by itself.

Leases: ``claim_*`` hands out work that is due and held by nobody, counts the attempt, and holds
it until ``lease.until``; work of a dead holder comes back by itself when that moment passes.
``record_*`` under a token that is not current raises ``LeaseLostError`` and writes nothing.

Work that ends without a result (its holder died, or gave the host back without recording it) is
handed out alone the next time, later each time it is given back; a page or delivery that ended so
five times in a row is given up, visibly. A feed never is.

Every method raises ``StoreError`` (never an engine's own exception), naming the database.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from crawler.model.alert import Alert, AlertId, DeliveryState, Digest, Message, Suppressed
from crawler.model.article import Article, ArticleId
from crawler.model.entry import Entry
from crawler.model.feed import Feed, FeedState
from crawler.model.filing import Archive, Draft, Filed, Filing
from crawler.model.lease import DeliveryLease, FeedHostLease, Lease, PageHostLease
from crawler.model.settings import Retention
from crawler.model.story import Story

Decide = Callable[[Draft, Archive], Filing]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPage:
    """An entry a feed shows, to be read if it was not seen before."""

    key: str
    """What the entry is recognised by within its feed (core.entries.entry_key)."""
    url_key: str
    """Normal form of its URL."""
    host: str
    """Where it is fetched; FEED_ONLY_HOST when it is not."""
    url: str
    entry: Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """The daemon that holds the database."""

    pid: int
    host: str
    since: datetime
    heartbeat_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What `status` says of the archive."""

    articles: int
    versions: int
    stories: int
    bytes: int
    pages_waiting: int
    deliveries: Mapping[DeliveryState, int]
    topics: Mapping[str, tuple[int, int]]
    """Per topic: matches and alerts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A search result."""

    article: Article
    rank: float
    """Higher is better."""


class Store(Protocol):
    """What the house asks of an archive."""

    # --- the house itself
    async def close(self) -> None:
        """Finish what was begun and let go of the database."""
        ...

    async def hold(self, holder: Holder) -> None:
        """Become the one daemon on this database.

        Raises:
            LockedError: another daemon holds it and is alive.
        """
        ...

    async def heartbeat(self, now: datetime, config_error: str | None) -> None:
        """Say that the daemon is alive and whether the last reload was refused."""
        ...

    async def let_go(self) -> None:
        """Give up the hold and hand every lease back."""
        ...

    async def holder(self) -> tuple[Holder, str | None] | None:
        """Return who holds the database (and its config error), or None; dead ones do not count."""
        ...

    # --- feeds
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

    async def make_due(self, feed_ids: Sequence[str] | None, now: datetime) -> None:
        """Make these feeds (None = all) due now."""
        ...

    async def claim_feed_host(
        self, now: datetime, lease_s: float, limit: int
    ) -> FeedHostLease | None:
        """Claim the host that waited longest, with up to ``limit`` of its due feeds."""
        ...

    async def record_refresh(
        self,
        lease: Lease,
        state: FeedState,
        pages: Sequence[NewPage],
        *,
        baseline: bool,
        fetched_at: datetime,
    ) -> int:
        """Record one fetch: the feed's new state and the entries not seen before.

        Entries seen before (same ``key``) are passed over. An entry whose ``url_key`` belongs to a
        known article becomes a re-check of it; otherwise a page to read, due at once. ``baseline``
        marks those pages. Returns how many entries were new.
        """
        ...

    async def release_feed_host(self, lease: Lease, now: datetime, ready_at: datetime) -> None:
        """Give a host back: ready when its next feed is due, but not before ``ready_at``."""
        ...

    # --- pages
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

    # --- deliveries
    async def claim_delivery(
        self, now: datetime, lease_s: float, busy: Sequence[str]
    ) -> DeliveryLease | None:
        """Claim the delivery due longest whose channel is not in ``busy``; counts the attempt."""
        ...

    async def record_sent(self, lease: Lease, delivery_id: int, now: datetime) -> None:
        """Mark a delivery accepted by its receiver."""
        ...

    async def record_retry(
        self, lease: Lease, delivery_id: int, next_at: datetime, problem: str
    ) -> None:
        """Put a delivery back for a later attempt."""
        ...

    async def record_dead(
        self, lease: Lease, delivery_id: int, now: datetime, problem: str
    ) -> None:
        """Make a delivery a dead letter, with the reason."""
        ...

    async def enqueue(self, message: Message, channels: Sequence[str], now: datetime) -> None:
        """Queue a message; one already queued under its id for a channel is left as it is."""
        ...

    async def waiting_for_digest(self, name: str) -> tuple[Alert, ...]:
        """Return the alerts that wait for a digest, oldest first."""
        ...

    async def close_digest(
        self, digest: Digest, message: Message, alerts: Sequence[AlertId], now: datetime
    ) -> None:
        """Queue a digest for its channels and take its alerts off the waiting list, atomically."""
        ...

    async def last_digest_at(self, name: str) -> datetime | None:
        """Return when a digest was last closed."""
        ...

    # --- mutes
    async def mute(self, topic: str, until: datetime) -> None:
        """Keep recording a topic, stop sending until a moment."""
        ...

    async def unmute(self, topic: str) -> None:
        """Send a topic's alerts again."""
        ...

    async def mutes(self) -> Mapping[str, datetime]:
        """Return until when topics are muted, ended mutes included."""
        ...

    # --- looking things up
    async def counts(self) -> Counts:
        """Return the figures of `status`."""
        ...

    async def articles_read(self, since: datetime) -> int:
        """Return how many articles were first seen after a moment."""
        ...

    async def search(self, match: str, limit: int) -> tuple[Hit, ...]:
        """Return articles for an FTS5 expression, best first.

        Raises:
            StoreError: the expression is not one.
        """
        ...

    async def alerts(
        self, topic: str | None, since: datetime | None, limit: int
    ) -> tuple[Alert, ...]:
        """Return alerts, newest first."""
        ...

    async def alert(self, alert_id: str) -> Alert | None:
        """Return an alert by its id, or by an unambiguous beginning of it."""
        ...

    async def suppressed(self, since: datetime) -> tuple[Suppressed, ...]:
        """Return what was held back, newest first."""
        ...

    async def story(self, story_id: str) -> Story | None:
        """Return a story with its sources in order of publication."""
        ...

    async def article(self, article_id: ArticleId) -> Article | None:
        """Return an article with its newest version."""
        ...

    async def prune(self, retention: Retention, now: datetime) -> Mapping[str, int]:
        """Drop what retention lets go; returns how many rows of which kind."""
        ...
