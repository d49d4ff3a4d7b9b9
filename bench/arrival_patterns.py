"""Feeds that never were: when their entries appear, what dates they claim, how many they show.

Times are seconds from the first Monday on; everything is drawn from one seed.
"""

import math
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

MINUTE, HOUR, DAY, WEEK = 60.0, 3_600.0, 86_400.0, 604_800.0
BEFORE = -2 * WEEK
"""Entries begin so long before the first look: first documents have a history."""


@dataclass(frozen=True, slots=True)
class Source:
    """A feed: its entries in the order they appear, and its window."""

    pattern: str
    appears: tuple[float, ...]
    dates: tuple[float | None, ...]
    window: int


Rate = Callable[[float], float]
"""Arrivals an hour at a moment."""


def poisson(dice: random.Random, rate: Rate, end: float) -> list[float]:
    """Draw the moments of an inhomogeneous Poisson process (thinning)."""
    top = max(rate(BEFORE + step * HOUR / 2) for step in range(int((end - BEFORE) / HOUR * 2)))
    found, moment = [], BEFORE
    while (moment := moment + dice.expovariate(top) * HOUR) < end:
        if dice.random() * top < rate(moment):
            found.append(moment)
    return found


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


def bursts(
    dice: random.Random, a_week: float, size: float, lasting: float, end: float
) -> list[float]:
    """Draw breaking news: so many a week, each calling forth about ``size`` entries."""
    return [
        start + dice.expovariate(1 / lasting)
        for start in poisson(dice, flat(a_week / 7), end)
        for _ in range(max(1, round(dice.gauss(size, size / 4))))
    ]


def batches(
    dice: random.Random, hour: float, size: float, days: Sequence[int], end: float
) -> list[float]:
    """Draw what is published in one go at about the same hour of some days."""
    found = []
    for day in range(int(BEFORE // DAY), int(end // DAY)):
        if day % 7 in days:
            start = day * DAY + hour * HOUR + dice.gauss(0, 5 * MINUTE)
            count = max(1, round(dice.gauss(size, size / 5)))
            found += [start + dice.uniform(0, 90) for _ in range(count)]
    return found


def by_the_clock(dice: random.Random, moments: Iterable[float], every: float) -> list[float]:
    """Move moments to the last full half hour or so, as editors who plan ahead do."""
    return [moment // every * every + abs(dice.gauss(0, MINUTE)) for moment in moments]


def regular(
    dice: random.Random, every: float, past: float, loose: float, end: float
) -> list[float]:
    return [
        turn * every + past + dice.gauss(0, loose)
        for turn in range(int(BEFORE // every), int(end // every))
    ]


def source(
    pattern: str,
    moments: Iterable[float],
    *,
    window: int = 30,
    dated: bool = True,
    rebuilt: float = 0.0,
) -> Source:
    """Return a feed; ``rebuilt``: its document is made anew only so often, entries wait for that."""
    written = sorted(moments)
    appears = [math.ceil(each / rebuilt) * rebuilt if rebuilt else each for each in written]
    dates = [each if dated else None for each in written]
    return Source(pattern, tuple(appears), tuple(dates), window)


def population(seed: int, end: float) -> list[Source]:
    """Return the feeds of a house: many ordinary ones, some odd ones, two very busy ones."""
    dice = random.Random(seed)
    feeds = [each for _ in range(2) for each in _ordinary(dice, end)] + _odd(dice, end)
    moments = poisson(dice, newspaper(500, 0), end) + bursts(dice, 3, 25, HOUR / 3, end)
    feeds.append(source("wire, window 20", moments, window=20))
    moments = regular(dice, 5 * MINUTE, 20, 10, end)
    feeds.append(source("bulletin, 5 min", moments, window=20))
    return feeds


def _ordinary(dice: random.Random, end: float) -> list[Source]:
    zones = (0, 9, -5, 3)
    feeds = [source("poisson", poisson(dice, flat(n), end)) for n in (1, 3, 8, 15, 30, 60)]
    for place, a_day in enumerate((3, 8, 15, 25, 40, 60, 10, 20)):
        moments = poisson(dice, office(a_day, zones[place % 4]), end)
        feeds.append(source("office hours", moments, dated=place % 4 != 3))
    for place, a_day in enumerate((10, 20, 30, 50, 80, 120, 40, 25)):
        moments = poisson(dice, newspaper(a_day, zones[place % 4]), end)
        feeds.append(source("newspaper", moments, rebuilt=[0, 0, 5 * MINUTE, 0][place % 4]))
    for a_day in (5, 15, 30, 60):
        moments = by_the_clock(dice, poisson(dice, newspaper(a_day, 1), end), 30 * MINUTE)
        feeds.append(source("by the clock", moments))
    for a_day, a_week, size, lasting in ((2, 2, 20, HOUR), (8, 3, 15, HOUR), (20, 1, 40, 3 * HOUR), (1, 5, 8, HOUR / 2)):  # fmt: skip
        moments = poisson(dice, flat(a_day), end) + bursts(dice, a_week, size, lasting, end)
        feeds.append(source("breaking news", moments))
    return feeds


def _odd(dice: random.Random, end: float) -> list[Source]:
    feeds = []
    for hour, size in ((2.5, 10), (6.1, 20), (22.0, 40)):
        moments = batches(dice, hour, size, range(7), end)
        feeds.append(source("nightly batch", moments, window=60))
    for hour, size, day in ((9.2, 1, 1), (16.0, 3, 4), (7.0, 1, 6)):
        feeds.append(source("weekly", batches(dice, hour, size, [day], end), window=10))
    days = range(int(BEFORE // DAY), int(end // DAY), 28)
    for past, loose in ((4 * MINUTE, 40), (31 * MINUTE, 5)):
        feeds.append(source("bulletin, hourly", regular(dice, HOUR, past, loose, end), window=20))
    for place in range(4):
        if place < 2:
            monthly = [(day + dice.uniform(0, 28)) * DAY for day in days]
            feeds.append(source("monthly", monthly))
        dead = [BEFORE + dice.uniform(0, 3) * DAY for _ in range(15 - place)]
        feeds.append(source("dead", dead))
    return feeds
