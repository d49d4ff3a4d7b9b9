"""Schedules under test: ours as it is, four others from their published rules, in our own words.

Each decides, from what a look at a feed showed, when the next one is. No server hints are given:
all would obey them alike. Every scheduler gets a perfect timer, which some do not have.
"""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

from bench.arrival_laws import DAY, HOUR, MINUTE, WEEK
from crawler.core.schedule.habit import observe
from crawler.core.schedule.intervals import JITTER, MAX_JITTER
from crawler.core.schedule.polling import pause_after
from crawler.model.habit import Arrivals, Habit

MONDAY = datetime(2024, 9, 2, tzinfo=UTC)
LOWEST, HIGHEST = 5 * MINUTE, DAY  # the bounds of the others; our default is 12 hours


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at a feed showed."""

    now: float
    new: Sequence[float | None]
    """The dates of the entries not seen before."""
    entries: int
    """In the document."""
    changed: bool


class Schedule(Protocol):
    """One feed's schedule."""

    def next_after(self, look: Look, dice: random.Random) -> float:
        """Return the moment of the next look."""
        ...


@dataclass(slots=True)
class Ours:
    """What `every: auto` does."""

    even_h: float
    habit: Habit | None = None

    def next_after(self, look: Look, dice: random.Random) -> float:
        dates = [None if date is None else _moment(date) for date in look.new]
        arrivals = Arrivals(dates=tuple(dates), entries=look.entries if look.changed else None)
        self.habit = observe(self.habit, arrivals, _moment(look.now))
        pause = pause_after(self.habit, LOWEST, HIGHEST, even_h=self.even_h)
        return (
            look.now
            + pause.length_s
            + min(pause.length_s * JITTER, MAX_JITTER.total_seconds()) * dice.random()
        )


@dataclass(slots=True)
class RoundRobin:
    """Miniflux's default: every 60 minutes."""

    def next_after(self, look: Look, dice: random.Random) -> float:
        return look.now + HOUR


@dataclass(slots=True)
class EntryFrequency:
    """Miniflux: a week divided by the entries of the last one, between 5 minutes and a day."""

    dates: list[float] = field(default_factory=list)

    def next_after(self, look: Look, dice: random.Random) -> float:
        self.dates += [look.now if date is None else date for date in look.new]
        self.dates = [date for date in self.dates if date > look.now - WEEK]
        if not self.dates:
            return look.now + DAY
        return look.now + min(max(WEEK / len(self.dates), 5 * MINUTE), DAY)


@dataclass(slots=True)
class IntervalController:
    """Media Cloud's rss-fetcher: judges every second success by the share of known entries."""

    pace: float = 1.0
    """What its minutes are multiplied by: the same rules, oftener."""
    minutes: int = 360
    successes: int = 0

    def next_after(self, look: Look, dice: random.Random) -> float:
        self.successes += 1
        if self.successes == 2:
            self.successes = 0
            known = 1 - len(look.new) / look.entries if look.entries else 1.0
            if known >= 0.67:
                self.minutes = min(self.minutes + (10 if self.minutes < 60 else 60), 1_440)
            elif known < 0.33:
                self.minutes = 360 if self.minutes > 360 else max(self.minutes - 60, 10)
        return look.now + max(self.minutes * self.pace * MINUTE, LOWEST)


@dataclass(slots=True)
class Grid:
    """lemon24/reader: an hourly grid all feeds share, and a quarter of an hour of jitter."""

    def next_after(self, look: Look, dice: random.Random) -> float:
        return (math.floor(look.now / HOUR) + 1 + 0.25 * dice.random()) * HOUR


PEERS = {
    "Miniflux round_robin": RoundRobin,
    "Miniflux entry_frequency": EntryFrequency,
    "Media Cloud controller": IntervalController,
    "reader grid": Grid,
}


def _moment(second: float) -> datetime:
    return MONDAY + timedelta(seconds=second)
