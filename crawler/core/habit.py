"""Learning a feed's habit, look by look."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from crawler.core.forecast import (
    DAY_S,
    FADE,
    HOUR_S,
    MINUTE_S,
    Forecast,
    cooled,
    following,
    forecast,
)
from crawler.model.habit import HOURS_OF_WEEK, MINUTES_OF_HOUR, Arrivals, Habit

HISTORY = timedelta(weeks=4)
"""How far back the dates of a first document tell a feed's habit."""
TREND_S = 2 * DAY_S
"""The time in which it shows that a feed wakes or goes to sleep."""
SURGE_S = 14 * DAY_S
"""For how long a surge is remembered."""
RELAXED = 1.25
"""After an overrun the interval grows back by this factor with every look that was in time."""
RELAXED_S = DAY_S
"""An interval that has grown back so far is no limit any more."""

_PINNED = 10  # one in so many of the oldest entries may be pinned: it tells no history
_FULL_QUARTER = 4  # arrivals that filled a smaller part of the window are no danger to it


@dataclass(frozen=True, slots=True)
class _Look:
    """The time between two looks and what came in it."""

    begin_s: float
    end_s: float
    moments: tuple[float, ...]
    """When entries came whose date can be believed."""
    unknown: int
    """Entries that came at an unknown moment."""

    @property
    def elapsed_s(self) -> float:
        return self.end_s - self.begin_s

    @property
    def midnights(self) -> int:
        """Midnights passed: counts fade there, so that rounding does not keep small ones."""
        return int(self.end_s // DAY_S) - int(self.begin_s // DAY_S)

    @property
    def count(self) -> int:
        return len(self.moments) + self.unknown

    def arrivals(self) -> list[tuple[float, float]]:
        """Return moments with their weights; an unknown moment is spread over the time."""
        found = [(moment, 1.0) for moment in self.moments]
        if not self.unknown:
            return found
        steps = min(max(math.ceil(self.elapsed_s / MINUTE_S), 1), MINUTES_OF_HOUR)
        step = self.elapsed_s / steps
        each = self.unknown / steps
        return found + [(self.begin_s + (place + 0.5) * step, each) for place in range(steps)]


def observe(before: Habit | None, arrivals: Arrivals, now: datetime) -> Habit:
    """Return the habit after a look at the feed.

    A date outside the time since the last look is a lie, or the entry appeared late: it came at
    an unknown moment of that time.

    Args:
        before: what was known; None = nothing, so that the document's dates are its history.
        arrivals: what the look brought.
        now: the moment of the look.
    """
    if before is None:
        return _from_history(arrivals, now)
    if now <= before.at:  # the clock was set back: there is no time in which anything came
        return before
    return _learned(before, arrivals, now)


def is_overrun(before: Habit, arrivals: Arrivals) -> bool:
    """Tell whether entries may have come and gone between two looks: none that is there is known."""
    return bool(arrivals.entries) and before.window > 0 and len(arrivals.dates) == arrivals.entries


def _from_history(arrivals: Arrivals, now: datetime) -> Habit:
    dates = sorted(date for date in arrivals.dates if date and now - HISTORY < date <= now)
    dates = dates[len(dates) // _PINNED :]
    since = dates[0] if dates else now
    look = _Look(
        begin_s=since.timestamp(),
        end_s=now.timestamp(),
        moments=tuple(date.timestamp() for date in dates[1:]),  # the first opens the time
        unknown=0,
    )
    start = Habit(since=since, at=now, window=arrivals.entries or 0)
    return replace(_counted(start, look, 1.0), heat=_heat(look))


def _learned(before: Habit, arrivals: Arrivals, now: datetime) -> Habit:
    known = forecast(before)
    look = _look(arrivals.dates, before.at.timestamp(), now.timestamp())
    usual = known.usual(look.begin_s, look.end_s)
    warm = before.heat * cooled(look.elapsed_s)
    chances = before.heat - warm + sum(1 - cooled(look.end_s - each) for each in look.moments)
    called_forth = following(before) * chances
    share = called_forth / (called_forth + known.trend * usual)
    kept = math.exp(-FADE * DAY_S * look.midnights)
    lately = math.exp(-look.elapsed_s / TREND_S)
    after = replace(
        before,
        at=now,
        week=tuple(count * kept for count in before.week),
        minutes=tuple(count * kept for count in before.minutes),
        seen=before.seen * lately + look.count * (1 - share),
        expected=before.expected * lately + usual,
        heat=warm + _heat(look),
        followed=before.followed * kept + look.count * share,
        chances=before.chances * kept + chances,
        window=before.window if arrivals.entries is None else arrivals.entries,
        surge=_surge(before, known, look),
        limit_s=_limit(before, arrivals, look.elapsed_s),
    )
    return _counted(after, look, 1 - share)


def _look(dates: Sequence[datetime | None], begin_s: float, end_s: float) -> _Look:
    stamps = [date.timestamp() for date in dates if date is not None]
    moments = tuple(stamp for stamp in stamps if begin_s < stamp <= end_s)
    return _Look(begin_s, end_s, moments, unknown=len(dates) - len(moments))


def _counted(habit: Habit, look: _Look, share: float) -> Habit:
    """Return the habit with arrivals in their hours and minutes, each weighing ``share``."""
    week, minutes = list(habit.week), list(habit.minutes)
    for moment, weight in look.arrivals():
        days = look.end_s // DAY_S - moment // DAY_S
        aged = share * weight * math.exp(-FADE * DAY_S * days)
        week[int(moment // HOUR_S) % HOURS_OF_WEEK] += aged
        minutes[int(moment // MINUTE_S) % MINUTES_OF_HOUR] += aged
    return replace(habit, week=_rounded(week), minutes=_rounded(minutes))


def _rounded(counts: Iterable[float]) -> tuple[float, ...]:
    """Return counts no longer than they are worth: they are stored with each look."""
    return tuple(round(count, 3) for count in counts)


def _heat(look: _Look) -> float:
    """Return the heat at the end of a look: of an unknown moment, that of the middle."""
    heat = sum(cooled(look.end_s - moment) for moment in look.moments)
    return heat + look.unknown * cooled(look.elapsed_s / 2)


def _surge(before: Habit, known: Forecast, look: _Look) -> float:
    """Return by how much arrivals outran the forecast at worst, where they filled a good part."""
    faded = 1 + (before.surge - 1) * math.exp(-look.elapsed_s / SURGE_S)
    if look.count * _FULL_QUARTER < before.window:
        return faded
    return max(faded, look.count / (known.expected(look.begin_s, look.end_s) + 1))


def _limit(before: Habit, arrivals: Arrivals, elapsed_s: float) -> float | None:
    """Return the interval that overruns allow: halved by each, growing back while there is none."""
    if is_overrun(before, arrivals):
        return min(elapsed_s, before.limit_s or elapsed_s) / 2
    if before.limit_s is None or before.limit_s * RELAXED > RELAXED_S:
        return None
    return before.limit_s * RELAXED
