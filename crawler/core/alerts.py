"""Alert or not: one match of one article, and what the reader was told before.

    new        the first match of a story for a topic
    growing    a story told before gained independent outlets (3, then 6, 12, …) or new facts
    edited     an article of a story told before was changed in a way that matters

Whatever raises no alert is recorded with its reason. A copy is no news by itself: it folds under
the first publisher and counts as no outlet of its own.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from crawler.model.alert import AlertHistory
from crawler.model.topic import AlertKind, AlertPer, AlertRule

FIRST_GROWTH = 3
"""Independent outlets at which a story is worth a second word; then at each doubling."""
NEW_FACTS_SHARE = 0.1
"""Share of an article's facts (figures, names of people and bodies) that no article of the story had:
a development. A long article has some stray figure anyway."""


class Reason(StrEnum):
    """Why a match raised no alert."""

    BASELINE = "baseline"
    COPY = "copy"
    SEEN = "seen"
    EVENT_OFF = "event_off"
    MUTED = "muted"
    MIN_SOURCES = "min_sources"
    COOLDOWN = "cooldown"
    MAX_PER_DAY = "max_per_day"


class Arrival(StrEnum):
    """What the article is to the archive."""

    NEW = "new"
    COPY = "copy"
    EDITED = "edited"
    """A new version that matters."""
    RETOUCHED = "retouched"
    """A new version that does not matter, or the page in place of the feed's summary."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """A match, with what decides whether it is news."""

    arrival: Arrival
    baseline: bool
    """Stored without alerting: its feed's first run."""
    outlets: int
    """Independent outlets of the story, this article's included."""
    facts: int
    """Facts the article states."""
    new_facts: int
    """Of these, facts no article of the story stated before."""
    history: AlertHistory


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What becomes of a match."""

    kind: AlertKind
    reason: Reason | None = None
    """Why no alert is raised; None = one is."""


def decide(rule: AlertRule, occasion: Occasion, now: datetime) -> Decision:
    """Decide whether a match raises an alert.

    Args:
        rule: the topic's `alert` section.
        occasion: the match.
        now: the moment of deciding.
    """
    kind, reason = _event(rule, occasion)
    return Decision(kind=kind, reason=reason or _held_back(rule, kind, occasion, now))


def _event(rule: AlertRule, occasion: Occasion) -> tuple[AlertKind, Reason | None]:
    """Name what happened, and why it is no news in itself if it is none."""
    if occasion.baseline:
        return AlertKind.NEW, Reason.BASELINE
    if occasion.arrival in {Arrival.EDITED, Arrival.RETOUCHED}:
        return _version_event(occasion)
    if rule.per is AlertPer.ARTICLE:
        return AlertKind.NEW, None
    if occasion.arrival is Arrival.COPY:
        # Of a story nobody was told yet (its first reports were a baseline, or did not match) a
        # copy tells it; of any other it is no news.
        untold = occasion.history.alerts_for_story == 0
        return AlertKind.NEW, None if untold else Reason.COPY
    return _story_event(rule, occasion)


def _story_event(rule: AlertRule, occasion: Occasion) -> tuple[AlertKind, Reason | None]:
    told = occasion.history.alerts_for_story > 0
    if not told and AlertKind.NEW in rule.events:
        return AlertKind.NEW, None
    if has_grown(occasion):
        return AlertKind.GROWING, None
    # Never told because new stories are switched off: that is the reason to show.
    return (AlertKind.GROWING, Reason.SEEN) if told else (AlertKind.NEW, None)


def _version_event(occasion: Occasion) -> tuple[AlertKind, Reason | None]:
    if not occasion.history.alerts_for_story and occasion.history.matches_for_story == 0:
        return AlertKind.NEW, None  # it matches only now
    if occasion.arrival is Arrival.EDITED:
        return AlertKind.EDITED, None
    return AlertKind.EDITED, Reason.SEEN


def has_grown(occasion: Occasion) -> bool:
    """Tell whether a story is worth another word: more outlets, or news."""
    if occasion.outlets >= next_threshold(occasion.history.outlets_at_last):
        return True
    if occasion.facts == 0:  # own words that cannot be compared: better told than missed
        return True
    return occasion.new_facts >= max(1.0, NEW_FACTS_SHARE * occasion.facts)


def next_threshold(outlets: int) -> int:
    """Return the number of independent outlets at which a story told with ``outlets`` has grown."""
    threshold = FIRST_GROWTH
    while threshold <= outlets:
        threshold *= 2
    return threshold


def _held_back(
    rule: AlertRule, kind: AlertKind, occasion: Occasion, now: datetime
) -> Reason | None:
    history = occasion.history
    if kind not in rule.events:
        return Reason.EVENT_OFF
    if history.muted_until is not None and now < history.muted_until:
        return Reason.MUTED
    if occasion.outlets < rule.min_sources:
        return Reason.MIN_SOURCES
    last = history.last_for_story_at
    if last is not None and now - last < rule.cooldown and rule.cooldown > timedelta(0):
        return Reason.COOLDOWN
    if rule.max_per_day is not None and history.alerts_last_day >= rule.max_per_day:
        return Reason.MAX_PER_DAY
    return None
