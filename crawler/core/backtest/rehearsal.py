"""Which matches would have been alerts: the rules of `crawler.core.alerts` over the past.

Stories and copies are as the archive has them. What the archive does not tell is left out: edits
(a match is the article as it is now), mutes, and that a feed's first articles are a baseline.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from crawler.core.alerts import Arrival, Decision, Occasion, decide
from crawler.model.alert import AlertHistory
from crawler.model.article import ArticleId
from crawler.model.story import Source
from crawler.model.topic import AlertKind, AlertRule

_DAY = timedelta(days=1)
Facts = frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A match, with what its story was like when the article came."""

    article_id: ArticleId
    story_id: str
    at: datetime
    copied: bool
    outlets: int
    """Independent outlets of the story by then."""
    facts: int
    new_facts: int


@dataclass(slots=True)
class _Told:
    alerts: int = 0
    last_at: datetime | None = None
    outlets: int = 0
    matches: int = 0


@dataclass(slots=True)
class _Log:
    stories: defaultdict[str, _Told] = field(default_factory=lambda: defaultdict(_Told))
    day: deque[datetime] = field(default_factory=deque)

    def history(self, story_id: str, now: datetime) -> AlertHistory:
        while self.day and self.day[0] <= now - _DAY:
            self.day.popleft()
        told = self.stories[story_id]
        return AlertHistory(
            last_for_story_at=told.last_at,
            alerts_for_story=told.alerts,
            outlets_at_last=told.outlets,
            alerts_last_day=len(self.day),
            matches_for_story=told.matches,
        )

    def note(self, sighting: Sighting, decision: Decision) -> None:
        told = self.stories[sighting.story_id]
        told.matches += 1
        if decision.reason is None:
            told.alerts += 1
            told.last_at, told.outlets = sighting.at, sighting.outlets
            self.day.append(sighting.at)


def sightings(
    story_id: str, sources: Iterable[Source], matched: frozenset[ArticleId], facts: dict[int, Facts]
) -> list[Sighting]:
    """Return the matches of one story as they came.

    Args:
        story_id: of the story.
        sources: its articles, in any order.
        matched: the articles that match.
        facts: what articles state, by their id; of one that is missing nothing is taken for new.
    """
    outlets: set[str] = set()
    known: set[str] = set()
    found = []
    for source in sorted(sources, key=lambda source: (source.first_seen_at, source.article_id)):
        own = facts.get(source.article_id)
        if source.copy_of is None:
            outlets.add(source.outlet)
        if source.article_id in matched:
            found.append(
                Sighting(
                    article_id=source.article_id,
                    story_id=story_id,
                    at=source.first_seen_at,
                    copied=source.copy_of is not None,
                    outlets=len(outlets),
                    facts=1 if own is None else len(own),
                    new_facts=0 if own is None else len(own - known),
                )
            )
        known |= own or frozenset()
    return found


def needs_facts(rule: AlertRule, matches: int) -> bool:
    """Tell whether what articles state can decide: not where a story's first match is its only one."""
    return matches > 1 or AlertKind.NEW not in rule.events


def rehearse(rule: AlertRule, seen: Sequence[Sighting]) -> list[Decision]:
    """Return what would have become of each match; ``seen`` is in the order of time."""
    log = _Log()
    decisions = []
    for sighting in seen:
        occasion = Occasion(
            arrival=Arrival.COPY if sighting.copied else Arrival.NEW,
            baseline=False,
            outlets=sighting.outlets,
            facts=sighting.facts,
            new_facts=sighting.new_facts,
            history=log.history(sighting.story_id, sighting.at),
        )
        decision = decide(rule, occasion, sighting.at)
        log.note(sighting, decision)
        decisions.append(decision)
    return decisions
