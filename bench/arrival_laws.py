"""Laws by which entries arrive: drawn moments, and what the law lets expect of every minute.

Times are seconds from the first Monday on. What is expected is known to nobody who watches; from it
bench.arrival_floor tells what the best of schedules could do.
"""

import math
import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import NormalDist

MINUTE, HOUR, DAY, WEEK = 60.0, 3_600.0, 86_400.0, 604_800.0
BEFORE = -2 * WEEK
"""Entries begin so long before the first look: first documents have a history."""

Rate = Callable[[float], float]
"""Arrivals an hour at a moment."""


@dataclass(frozen=True, slots=True)
class Stream:
    """Moments as the dice drew them, and the arrivals to expect in each minute."""

    moments: list[float]
    expected: dict[int, float]

    def __add__(self, other: "Stream") -> "Stream":
        minutes = {*self.expected, *other.expected}
        both = {each: self.expected.get(each, 0) + other.expected.get(each, 0) for each in minutes}
        return Stream(self.moments + other.moments, both)


def flat(a_day: float) -> Rate:
    return lambda _: a_day / 24


def office(a_day: float, zone: int) -> Rate:
    """Mondays to Fridays from eight to six; a thirtieth of that otherwise."""

    def rate(moment: float) -> float:
        day, hour = divmod((moment + zone * HOUR) % WEEK, DAY)
        busy = day < 5 and 8 <= hour / HOUR < 18
        return a_day / 10 * (1 if busy else 1 / 30)

    return rate


def newspaper(a_day: float, zone: int) -> Rate:
    """A long day with its peak at three, quiet nights, slower weekends."""

    def rate(moment: float) -> float:
        day, second = divmod((moment + zone * HOUR) % WEEK, DAY)
        hour = second / HOUR
        shape = 0.15 + math.sin((hour - 6) / 18 * math.pi) if hour >= 6 else 0.1
        return a_day / 14.8 * shape * (0.6 if day >= 5 else 1)

    return rate


def poisson(dice: random.Random, rate: Rate, end: float) -> Stream:
    """Draw the moments of an inhomogeneous Poisson process (thinning)."""
    top = max(rate(BEFORE + step * HOUR / 2) for step in range(int((end - BEFORE) / HOUR * 2)))
    found, moment = [], BEFORE
    while (moment := moment + dice.expovariate(top) * HOUR) < end:
        if dice.random() * top < rate(moment):
            found.append(moment)
    minutes = range(int(BEFORE // MINUTE), int(end // MINUTE))
    law = {minute: rate((minute + 0.5) * MINUTE) * MINUTE / HOUR for minute in minutes}
    return Stream(found, law)


def bursts(dice: random.Random, a_week: float, size: float, lasting: float, end: float) -> Stream:
    """Draw breaking news: so many a week, each calling forth about ``size`` entries.

    When the news breaks is part of the law: the best of schedules hears of it at once.
    """
    starts = poisson(dice, flat(a_week / 7), end).moments
    found = [
        start + dice.expovariate(1 / lasting)
        for start in starts
        for _ in range(max(1, round(dice.gauss(size, size / 4))))
    ]
    law = defaultdict[int, float](float)
    for start in starts:
        until = start + 12 * lasting
        _add(law, size, start, until, lambda age: -math.expm1(-max(age, 0) / lasting))
    return Stream(found, law)


def batches(
    dice: random.Random, hour: float, size: float, days: Sequence[int], end: float
) -> Stream:
    """Draw what is published in one go at about the same hour of some days."""
    found, law = [], defaultdict[int, float](float)
    for day in range(int(BEFORE // DAY), int(end // DAY)):
        if day % 7 in days:
            planned = day * DAY + hour * HOUR
            start = planned + dice.gauss(0, 5 * MINUTE)
            count = max(1, round(dice.gauss(size, size / 5)))
            found += [start + dice.uniform(0, 90) for _ in range(count)]
            _add_normal(law, size, planned + 45, 5 * MINUTE)
    return Stream(found, law)


def by_the_clock(dice: random.Random, stream: Stream, every: float) -> Stream:
    """Move moments to the last full half hour or so, as editors who plan ahead do."""
    moved = [moment // every * every + abs(dice.gauss(0, MINUTE)) for moment in stream.moments]
    late, law = NormalDist(), defaultdict[int, float](float)
    for minute, count in stream.expected.items():
        full = int(minute * MINUTE // every * every // MINUTE)
        for past in range(4):
            law[full + past] += count * 2 * (late.cdf(past + 1) - late.cdf(past))
    return Stream(moved, law)


def regular(dice: random.Random, every: float, past: float, loose: float, end: float) -> Stream:
    """Draw one entry a turn, so long past it."""
    turns, law = range(int(BEFORE // every), int(end // every)), defaultdict[int, float](float)
    for turn in turns:
        _add_normal(law, 1, turn * every + past, loose)
    return Stream([turn * every + past + dice.gauss(0, loose) for turn in turns], law)


def _add_normal(law: dict[int, float], size: float, mean: float, loose: float) -> None:
    spread = NormalDist(0, loose).cdf
    _add(law, size, mean - 4 * loose, mean + 4 * loose, lambda age: spread(age - 4 * loose))


def _add(
    law: dict[int, float], size: float, begin: float, end: float, part: Callable[[float], float]
) -> None:
    """Add ``size`` arrivals, of which ``part(age)`` have come so long after the beginning."""
    for minute in range(int(begin // MINUTE), int(end // MINUTE) + 1):
        age = minute * MINUTE - begin
        law[minute] += size * (part(age + MINUTE) - part(age))
