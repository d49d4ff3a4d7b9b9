"""Feeds as configured, what the archive remembers of them, and what an attempt brought."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from crawler.model.entry import ParsedFeed
from crawler.model.errors import WirewatchError
from crawler.model.habit import NOTHING_NEW, Arrivals, Habit
from crawler.model.secret import Secret
from crawler.model.web import NO_VALIDATORS, Fresh, NotModified, Validators

FeedId = NewType("FeedId", str)


class FeedType(StrEnum):
    """How a source lists its news."""

    FEED = "feed"
    SITEMAP = "sitemap"
    PAGE = "page"


class FirstRun(StrEnum):
    """What the first successful fetch of a feed does."""

    BASELINE = "baseline"
    ALERT = "alert"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selectors:
    """CSS selectors of a page without a feed; ``selector@attribute`` reads an attribute."""

    item: str
    link: str = "a@href"
    title: str = "a"
    date: str | None = None
    summary: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A place where links to news appear, as configured, defaults applied."""

    id: FeedId
    url: str
    url_secret: bool = False
    """The URL holds a value from the environment: it is shown masked."""
    name: str
    """The outlet's name: what `sources:` of a topic and alerts call it."""
    type: FeedType = FeedType.FEED
    tags: tuple[str, ...] = ()
    lang: str | None = None
    every: timedelta | None = None
    """None = auto."""
    bounds: tuple[timedelta, timedelta]
    full_text: bool
    recheck: timedelta
    """For how long an article is looked at again for silent edits; zero = never."""
    first_run: FirstRun
    select: Selectors | None = None
    headers: Mapping[str, Secret] = field(default_factory=dict)


class FeedStatus(StrEnum):
    """The word `status` shows."""

    PENDING = "pending"
    OK = "ok"
    NOT_MODIFIED = "not_modified"
    FAILING = "failing"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A time in which a feed was not read, by the fetch that ended it."""

    since: datetime
    """When it should have been read."""
    fetched_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """What the archive remembers of a feed between two fetches."""

    feed_id: FeedId
    status: FeedStatus = FeedStatus.PENDING
    validators: Validators = NO_VALIDATORS
    body_hash: str | None = None
    """sha256 of the last body that was parsed: equal means nothing changed."""
    last_error: str | None = None
    error_kind: str | None = None
    failures: int = 0
    """In a row; throttling does not count."""
    failing_since: datetime | None = None
    """The first of these failures, or the moment it was told to wait."""
    last_fetch_at: datetime | None = None
    last_ok_at: datetime | None = None
    last_full_at: datetime | None = None
    """The last unconditional fetch: once a day validators are left out, some servers lie."""
    last_new_at: datetime | None = None
    next_fetch_at: datetime | None = None
    next_fetch_reason: str = ""
    interval_s: float = 0.0
    entries: int = 0
    """Entries ever seen in this feed."""
    baselined: bool = False
    """A first successful fetch happened."""
    moved_to: str | None = None
    """Where permanent redirects point, and how often in a row they did."""
    moved_seen: int = 0
    insecure: bool = False
    """A redirect leads from its https address to plain http: anybody on the way may write in it."""
    ttl_s: float | None = None
    """How long the feed wants not to be asked again; kept, since a 304 does not repeat it."""
    skip_hours: tuple[int, ...] = ()
    """Hours of the day, UTC, in which the feed does not change; kept likewise."""
    habit: Habit | None = None
    """How the feed brings its news; None = not read yet."""
    gap: Gap | None = None
    """The last time it was not read for long: what that fetch brought is told as late, also after a restart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refreshed:
    """A feed was fetched and read."""

    reply: Fresh
    parsed: ParsedFeed
    body_hash: str
    arrivals: Arrivals = NOTHING_NEW


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """The server said 304, or sent the same bytes again."""

    reply: NotModified | Fresh


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """The fetch or the reading failed."""

    error: WirewatchError


Outcome = Refreshed | Unchanged | Failed
