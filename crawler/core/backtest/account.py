"""What a topic would have done, added up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from crawler.model.article import Article, ArticleId
from crawler.model.topic import Match, Quote

MEASURED = ("within", "min_score")
"""Conditions that are missed by a figure; any other just fails."""
MOST_GAINED = 5_000
"""A condition that keeps out so many articles is needed: how many more it keeps out says nothing."""
NEAR_MISSES = 3
"""Kept for each condition: those that missed by least, then the newest."""


@dataclass(slots=True)
class Tally:
    """How often."""

    matches: int = 0
    alerts: int = 0

    def count(self, *, alert: bool) -> None:
        """Count one match."""
        self.matches += 1
        self.alerts += alert


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMiss:
    """An article that matches but for one condition."""

    article_id: ArticleId
    title: str
    url: str
    outlet: str
    missed: float | None
    """By how many tokens (`within`), by what score (`min_score`); None = the condition just fails."""


@dataclass(slots=True, kw_only=True)
class Cost:
    """What one condition of the topic does."""

    label: str
    written: str
    gained: int = 0
    """Matches there would be more without it; at least so many when ``settled``."""
    lost: int = 0
    """Matches there would be fewer without it."""
    near_misses: list[NearMiss] = field(default_factory=list)

    @property
    def settled(self) -> bool:
        """Whether so much would be gained that no more is counted."""
        return self.gained >= MOST_GAINED

    def miss(self, article: Article, missed: float | None) -> None:
        """Count an article only this condition keeps out; keep it if it is among the nearest."""
        if self.settled:
            return
        self.gained += 1
        near = NearMiss(
            article_id=article.id,
            title=article.title,
            url=article.url,
            outlet=article.outlet,
            missed=missed if self.label in MEASURED else None,
        )
        self.near_misses.append(near)
        self.near_misses.sort(key=lambda each: (each.missed or 0.0, -each.article_id))
        del self.near_misses[NEAR_MISSES:]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A match to read: what the reader would have seen."""

    article: Article
    match: Match
    quotes: tuple[Quote, ...]
    became: str
    """`new` or `growing` when it would have been alerted, else why it would have been held back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What a topic would have done."""

    topic: str
    since: datetime
    until: datetime
    articles: int
    """In the archive, first seen in that time."""
    stories: int
    """That matched."""
    total: Tally
    days: Mapping[date, Tally]
    """In UTC, each day of the span."""
    sources: Mapping[str, Tally]
    languages: Mapping[str, Tally]
    kinds: Mapping[str, int]
    """Alerts by their kind."""
    held_back: Mapping[str, int]
    """Matches that raise no alert, by reason."""
    costs: Sequence[Cost]
    samples: Sequence[Sample]
    compared: int
    """Articles whose facts were compared."""
    uncompared: int
    """Articles whose facts were not, because there are too many: they count as no follow-up."""
