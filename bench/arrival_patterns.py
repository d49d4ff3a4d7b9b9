"""Feeds that never were: when their entries appear, what dates they claim, how many they show."""

import math
import random
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from bench.arrival_laws import (
    BEFORE,
    DAY,
    HOUR,
    MINUTE,
    Stream,
    batches,
    bursts,
    by_the_clock,
    flat,
    newspaper,
    office,
    poisson,
    regular,
)


@dataclass(frozen=True, slots=True)
class Source:
    """A feed: its entries in the order they appear, and its window."""

    pattern: str
    appears: tuple[float, ...]
    dates: tuple[float | None, ...]
    window: int
    expected: Mapping[int, float]
    """Arrivals that its law lets expect, by minute; empty where it is not known."""


def source(
    pattern: str,
    stream: Stream,
    *,
    window: int = 30,
    dated: bool = True,
    rebuilt: float = 0.0,
) -> Source:
    """Return a feed; ``rebuilt``: its document is made anew only so often, entries wait for that."""
    appears, dates, expected = sorted(stream.moments), [], stream.expected
    dates = [each if dated else None for each in appears]
    if rebuilt:
        appears = [math.ceil(each / rebuilt) * rebuilt for each in appears]
        expected = defaultdict(float)
        for minute, count in stream.expected.items():
            expected[int(math.ceil((minute + 0.5) * MINUTE / rebuilt) * rebuilt // MINUTE)] += count
    return Source(pattern, tuple(appears), tuple(dates), window, expected)


def population(seed: int, end: float) -> list[Source]:
    """Return the feeds of a house: many ordinary ones, some odd ones, two very busy ones."""
    dice = random.Random(seed)
    feeds = [each for _ in range(2) for each in _ordinary(dice, end)] + _odd(dice, end)
    stream = poisson(dice, newspaper(500, 0), end) + bursts(dice, 3, 25, HOUR / 3, end)
    feeds.append(source("wire, window 20", stream, window=20))
    stream = regular(dice, 5 * MINUTE, 20, 10, end)
    feeds.append(source("bulletin, 5 min", stream, window=20))
    return feeds


def _ordinary(dice: random.Random, end: float) -> list[Source]:
    zones = (0, 9, -5, 3)
    feeds = [source("poisson", poisson(dice, flat(n), end)) for n in (1, 3, 8, 15, 30, 60)]
    for place, a_day in enumerate((3, 8, 15, 25, 40, 60, 10, 20)):
        stream = poisson(dice, office(a_day, zones[place % 4]), end)
        feeds.append(source("office hours", stream, dated=place % 4 != 3))
    for place, a_day in enumerate((10, 20, 30, 50, 80, 120, 40, 25)):
        stream = poisson(dice, newspaper(a_day, zones[place % 4]), end)
        feeds.append(source("newspaper", stream, rebuilt=[0, 0, 5 * MINUTE, 0][place % 4]))
    for a_day in (5, 15, 30, 60):
        stream = by_the_clock(dice, poisson(dice, newspaper(a_day, 1), end), 30 * MINUTE)
        feeds.append(source("by the clock", stream))
    for a_day, a_week, size, lasting in ((2, 2, 20, HOUR), (8, 3, 15, HOUR), (20, 1, 40, 3 * HOUR), (1, 5, 8, HOUR / 2)):  # fmt: skip
        stream = poisson(dice, flat(a_day), end) + bursts(dice, a_week, size, lasting, end)
        feeds.append(source("breaking news", stream))
    return feeds


def _odd(dice: random.Random, end: float) -> list[Source]:
    feeds = []
    for hour, size in ((2.5, 10), (6.1, 20), (22.0, 40)):
        stream = batches(dice, hour, size, range(7), end)
        feeds.append(source("nightly batch", stream, window=60))
    for hour, size, day in ((9.2, 1, 1), (16.0, 3, 4), (7.0, 1, 6)):
        feeds.append(source("weekly", batches(dice, hour, size, [day], end), window=10))
    days = range(int(BEFORE // DAY), int(end // DAY), 28)
    for past, loose in ((4 * MINUTE, 40), (31 * MINUTE, 5)):
        feeds.append(source("bulletin, hourly", regular(dice, HOUR, past, loose, end), window=20))
    for place in range(4):
        if place < 2:
            monthly = [(day + dice.uniform(0, 28)) * DAY for day in days]
            law = dict.fromkeys(range(int(end // MINUTE)), 1 / 28 / 1440)
            feeds.append(source("monthly", Stream(monthly, law)))
        dead = [BEFORE + dice.uniform(0, 3) * DAY for _ in range(15 - place)]
        feeds.append(source("dead", Stream(dead, {})))
    return feeds
