"""Texts that are the same, copies, or about the same event."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from crawler.model.article import ArticleId


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """What a text is recognised by."""

    text_hash: str
    """sha256 (hex) of the normalised title-free text: equal = same article text."""
    sketch: frozenset[int]
    """Sampled 64-bit shingle hashes, as signed integers."""
    shingles: int
    """How many shingles the whole text has, before sampling."""
    language: str | None
    terms: Mapping[str, float]
    """Raw weights of the terms that tell the event: the input to clustering."""
    facts: frozenset[str]
    """Figures, dates and names: evidence for a story and for what is new in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """An article of the window that shares hashes with a sketch."""

    article_id: ArticleId
    story_id: str
    outlet: str
    url: str
    common: int
    """Hashes in common."""
    size: int
    """Hashes of that article's sketch."""
    shingles: int
    first_seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """A story as clustering sees it."""

    story_id: str
    language: str | None
    centroid: Mapping[str, float]
    members: int
    newest_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An outlet's article in a story, in order of publication."""

    article_id: ArticleId
    outlet: str
    url: str
    title: str
    language: str | None
    published: datetime | None
    first_seen_at: datetime
    copy_of: ArticleId | None
    """Set when the text is a copy: folded, counted once."""

    @property
    def told_at(self) -> datetime:
        """When it was published, as far as that can be believed: never after it was first seen."""
        return min(self.published or self.first_seen_at, self.first_seen_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """All articles that tell one event."""

    id: str
    title: str
    first_seen_at: datetime
    sources: tuple[Source, ...]
    facts: frozenset[str] = frozenset()
    """What its articles have stated so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merger:
    """Two stories that proved to be one, and the values of the one that stays."""

    kept_id: str
    """The older one."""
    gone_id: str
    centroid: Mapping[str, float]
    facts: frozenset[str]
    reason: str
    """One sentence for `wirewatch story ID`."""
