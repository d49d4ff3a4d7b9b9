"""What a feed states: the feed itself and its entries."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """A file or picture an entry points to."""

    url: str
    type: str | None = None
    length: int | None = None
    """Bytes, as declared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item as a feed states it, its texts cut to the caps of `crawler.core.feeds.limits`."""

    id: str | None = None
    """guid, atom:id, rdf:about or JSON id."""
    url: str | None = None
    """Absolute, http(s)."""
    title: str | None = None
    """Plain text, white space collapsed."""
    published: datetime | None = None
    updated: datetime | None = None
    author: str | None = None
    """Names joined with ", "."""
    summary: str | None = None
    """HTML with absolute links, not sanitised."""
    content: str | None = None
    """HTML with absolute links, not sanitised."""
    categories: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedInfo:
    """What a feed says about itself."""

    title: str | None = None
    link: str | None = None
    language: str | None = None
    format: str
    """rss090 … atom10, cdf, json10, json11, sitemap, sitemap-news, sitemap-index, page."""
    author: str | None = None
    """Names of the feed's authors, which count for entries that name none."""
    ttl: timedelta | None = None
    """How long the feed wants not to be asked again: rss:ttl, sy:updatePeriod."""
    skip_hours: tuple[int, ...] = ()
    """Hours of the day, UTC, in which the feed does not change (RSS skipHours)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFeed:
    """A feed read: its own statements and its entries in document order."""

    feed: FeedInfo
    entries: tuple[Entry, ...]
    dropped: int = 0
    """Entries beyond the cap, counted and not kept."""
