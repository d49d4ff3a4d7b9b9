"""News that calls forth news: of what came between two looks, how much was to be expected anyway."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from crawler.core.schedule.forecast import (
    DAY_S,
    HEAT_S,
    HOUR_S,
    MINUTE_S,
    Forecast,
    cooled,
    following,
)

MAX_SHARE = 0.7
"""Of an arrival that is put down to those before it, at most: a steady stream is a habit, too."""
_STEPS = 60  # an unknown moment is spread over the time between two looks in so many parts


@dataclass(frozen=True, slots=True)
class Look:
    """The time between two looks at a feed, and when entries came in it."""

    begin_s: float
    end_s: float
    moments: tuple[float, ...]
    """Of entries whose date can be believed, in order."""
    unknown: int
    """Entries that came at an unknown moment of it."""

    @classmethod
    def at(cls, dates: Iterable[datetime | None], begin: datetime, end: datetime) -> "Look":
        """Tell the dates that lie in this time from those that are lies, late or missing."""
        claims = tuple(dates)
        moments = sorted(date.timestamp() for date in claims if date and begin < date <= end)
        unknown = len(claims) - len(moments)
        return cls(begin.timestamp(), end.timestamp(), tuple(moments), unknown)

    @property
    def elapsed_s(self) -> float:
        """The length of this time."""
        return self.end_s - self.begin_s

    @property
    def midnights(self) -> int:
        """Midnights in this time: counts fade there, so that rounding does not keep small ones."""
        return int(self.end_s // DAY_S) - int(self.begin_s // DAY_S)

    @property
    def count(self) -> int:
        """Entries that came."""
        return len(self.moments) + self.unknown


@dataclass(frozen=True, slots=True)
class Rush:
    """What became of a feed's heat between two looks."""

    unprompted: tuple[tuple[float, float], ...]
    """Moments, and how much of an arrival that nothing called forth came then."""
    followed: float
    """Arrivals that earlier ones called forth."""
    chances: float
    """Arrivals that could have called forth others in this time, each as far as it cooled."""
    heat: float
    """At the end."""
    peak: float
    """Arrivals that came at once, beyond what was to be expected."""


def follow(known: Forecast, look: Look) -> Rush:
    """Follow a feed's heat through a look, arrival by arrival.

    Each arrival was called forth by those before it in the measure in which their heat explains
    it better than the habit does (the expectation step of EM for Hawkes processes: Veen and
    Schoenberg, JASA 103, 2008).
    """
    heat, last, peak, followed = known.habit.heat, look.begin_s, 0.0, 0.0
    weighed: list[tuple[float, float]] = []
    reach = following(known.habit) / HEAT_S
    for moment in look.moments:
        heat *= cooled(moment - last)
        share = _share(reach * heat, known.rate(moment) / HOUR_S)
        followed += share
        weighed.append((moment, 1 - share))
        heat, last = heat + 1, moment
        peak = max(peak, heat)
    warm = known.habit.heat * cooled(look.elapsed_s)
    usual = known.trend * known.usual(look.begin_s, look.end_s)
    chances = known.habit.heat - warm + sum(1 - cooled(look.end_s - each) for each in look.moments)
    if look.unknown:
        share = _share(following(known.habit) * (known.habit.heat - warm), usual)
        followed += share * look.unknown
        weighed += _spread(look, (1 - share) * look.unknown)
    at_once = min(HEAT_S / look.elapsed_s, 1.0)
    return Rush(
        unprompted=tuple(weighed),
        followed=followed,
        chances=chances,
        heat=heat * cooled(look.end_s - last) + look.unknown * cooled(look.elapsed_s / 2),
        peak=peak + (look.unknown - usual) * at_once,
    )


def _share(heated: float, usual: float) -> float:
    return min(heated / (heated + usual), MAX_SHARE)


def _spread(look: Look, weight: float) -> list[tuple[float, float]]:
    """Return moments all over the time, with equal weights."""
    steps = min(max(math.ceil(look.elapsed_s / MINUTE_S), 1), _STEPS)
    step = look.elapsed_s / steps
    return [(look.begin_s + (place + 0.5) * step, weight / steps) for place in range(steps)]
