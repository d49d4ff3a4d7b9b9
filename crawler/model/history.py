"""What the archive knows of one article, for people: its versions, its alerts, where it stood."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from crawler.model.alert import Alert
from crawler.model.archived import ArchivedVersion
from crawler.model.article import Absence, Article, ArticleId
from crawler.model.entry import Entry
from crawler.model.story import Story


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """A topic the article matched."""

    topic: str
    score: float
    version: int
    """Number of the version that matched last."""
    matched_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A short text that is part of a long one: a flash in a round-up, no copy."""

    inner_id: ArticleId
    inner_outlet: str
    outer_id: ArticleId
    outer_outlet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """A story that became part of another."""

    story_id: str
    """Still finds it."""
    into_id: str
    """What it became part of, which may itself be part of another by now."""
    title: str
    reason: str
    merged_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryHistory:
    """All that is known of a story."""

    story: Story
    reasons: Mapping[ArticleId, str]
    """Why each article belongs to it."""
    merged: tuple[Merged, ...]
    """What became part of it, oldest first."""
    passages: tuple[Passage, ...]
    alerts: tuple[Alert, ...]
    """Alerts about it, oldest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleHistory:
    """All that is known of an article."""

    article: Article
    story_title: str
    story_why: str
    """Why it belongs to its story."""
    addresses: tuple[str, ...]
    """Normal forms of every URL it is known by."""
    entry: Entry | None
    """What the feed said, where that was kept."""
    versions: tuple[ArchivedVersion, ...]
    """In order; responses without their bodies."""
    absences: tuple[Absence, ...]
    """When its page was not there, oldest first."""
    matched: tuple[Matched, ...]
    alerts: tuple[Alert, ...]
    """Alerts about this article, oldest first."""
    next_look_at: datetime | None
    """When its page is looked at again; None = no more."""
    passages: tuple[Passage, ...] = ()
    """Texts of which it is a part, and those that are part of it."""
