"""What the archive knows of one article, for people: its versions, its alerts, where it stood."""

from dataclasses import dataclass
from datetime import datetime

from crawler.model.alert import Alert
from crawler.model.archived import ArchivedVersion
from crawler.model.article import Absence, Article
from crawler.model.entry import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """A topic the article matched."""

    topic: str
    score: float
    version: int
    """Number of the version that matched last."""
    matched_at: datetime


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
