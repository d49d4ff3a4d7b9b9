"""Claims on work: held for a while by one worker, with a fencing token."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from crawler.model.alert import Delivery
from crawler.model.article import ArticleId
from crawler.model.entry import Entry
from crawler.model.feed import FeedState
from crawler.model.health import Disabled
from crawler.model.web import NO_VALIDATORS, Validators


class HostKind(StrEnum):
    """Which queue of a host is claimed."""

    FEED = "feed"
    PAGE = "page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """A claim; a result recorded under a token that is no longer current is refused."""

    token: int
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedHostLease:
    """A host and its due feeds."""

    host: str
    lease: Lease
    feeds: tuple[FeedState, ...]


class PageReason(StrEnum):
    """Why a page is to be read."""

    NEW = "new"
    """An entry not seen before."""
    RETRY = "retry"
    """The page could not be had; the feed's own text stands in."""
    RECHECK = "recheck"
    """A look for silent edits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTask:
    """One page to read."""

    id: int
    reason: PageReason
    url: str
    """As the feed gave it; `feed-only` tasks are not fetched."""
    feed_id: str
    entry: Entry
    seen_at: datetime
    """When the entry was first seen."""
    feed_fetched_at: datetime
    """When the feed document that showed it arrived."""
    baseline: bool
    """Stored without alerting: the feed's first run."""
    attempts: int
    """Counted when leased."""
    article_id: ArticleId | None = None
    """Known for retries and re-checks."""
    validators: Validators = NO_VALIDATORS
    """Of the page's last version, for re-checks."""


FEED_ONLY_HOST = ""
"""The `host` of tasks that need no fetch (full_text: false): claimed in large batches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageHostLease:
    """A host and some of its due pages."""

    host: str
    lease: Lease
    pages: tuple[PageTask, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryLease:
    """A delivery to carry out."""

    lease: Lease
    delivery: Delivery
    disabled: Disabled | None = None
    """Set where the channel is sent nothing any more."""
