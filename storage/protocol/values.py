"""What goes into a store and comes out of it, beside the values of the model."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from crawler.model.alert import DeliveryState
from crawler.model.entry import Entry
from crawler.model.filing import Archive, Draft, Filing
from crawler.model.story import Cluster, Merger

Decide = Callable[[Draft, Archive], Filing]
DecideMerger = Callable[[Cluster, Archive], Merger | None]


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
class Sought:
    """Which articles a search looks among; None does not narrow."""

    since: datetime | None = None
    """First seen at this moment or later."""
    until: datetime | None = None
    """First seen before this moment."""
    sources: tuple[str, ...] | None = None
    """Names of outlets, ids of feeds."""
    language: str | None = None
    feeds: tuple[str, ...] | None = None
    """Ids of feeds."""
    topic: str | None = None
    """Matched this topic."""
