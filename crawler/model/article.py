"""Articles: one page at one canonical URL, and its versions."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

ArticleId = NewType("ArticleId", int)


class Precision(StrEnum):
    """How exact a publication date is."""

    TIME = "time"
    DAY = "day"


class Origin(StrEnum):
    """Where a version's text came from."""

    PAGE = "page"
    FEED = "feed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleText:
    """A page or feed entry in its cleaned form."""

    title: str
    author: str | None = None
    """Names joined with ", "."""
    published: datetime | None = None
    published_precision: Precision = Precision.TIME
    updated: datetime | None = None
    language: str | None = None
    """ISO 639-1, lower case."""
    canonical_url: str | None = None
    text: str
    """Paragraphs separated by a blank line."""
    extractor: str
    """Name and version, so that a better one can be run over the archive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """The raw response behind a version: what proves it."""

    body: bytes
    sha256: str
    """Hex, of ``body``."""
    url: str
    final_url: str
    hops: tuple[tuple[str, int, str], ...] = ()
    """(url, status, location) of every redirect followed."""
    status: int
    headers: tuple[tuple[str, str], ...] = ()
    request_headers: tuple[tuple[str, str], ...] = ()
    ip: str | None = None
    http_version: str | None = None
    """``HTTP/1.1``; None = not noted."""
    fetched_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LineHistory:
    """How often lines of one shape differed between two fetches of a page."""

    times: int
    """Looks at this article."""
    articles: int
    """Articles of the same host, this one included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """A time in which an article's page was not there."""

    since: datetime
    """The first look that found nothing."""
    confirmed_at: datetime | None = None
    """The second; None = seen missing once."""
    back_at: datetime | None = None
    """When a look found it again."""
    problem: str
    """What was found instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What the archive knows of an article, its newest version included."""

    id: ArticleId
    url: str
    """Canonical where the page states one, else the URL the feed gave, tracking removed."""
    feed_id: str
    """The feed that showed it first."""
    outlet: str
    """The name of that feed: who published it."""
    first_seen_at: datetime
    story_id: str
    copy_of: ArticleId | None = None
    """The first article with this text at another outlet."""
    versions: int
    origin: Origin
    problem: str | None = None
    """Why the page could not be read, when the feed's own text stands in."""
    text_hash: str
    title: str
    author: str | None = None
    published: datetime | None = None
    language: str | None = None
    text: str
