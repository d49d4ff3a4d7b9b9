"""Learning a feed's habit, look by look."""

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from crawler.core.schedule.forecast import (
    DAY_S,
    FADE,
    HOUR_S,
    MINUTE_S,
    Forecast,
    cooled,
    forecast,
)
from crawler.core.schedule.rush import Look, follow
from crawler.model.habit import HOURS_OF_WEEK, MINUTES_OF_HOUR, Arrivals, Habit

HISTORY = timedelta(weeks=4)
"""How far back the dates of a first document tell a feed's habit."""
TREND_S = 2 * DAY_S
"""The time in which it shows that a feed wakes or goes to sleep."""
SURGE_S = 14 * DAY_S
"""For how long a surge is remembered."""
GAP_S = 14 * DAY_S
"""For how long the longest silence is, and for at least"""
GAPS_KEPT = 12
"""times its own length: a monthly feed has months between its silences."""
RELAXED = 1.25
"""After an overrun the interval grows back by this factor with every look that was in time."""
IN_TIME = 0.5
"""A look was in time that found no more than this part of the window new."""
RELAXED_S = DAY_S
"""An interval that has grown back so far is no limit any more."""

_DIGITS = 3  # counts are stored with each look, no longer than they are worth
_PINNED = 10  # one in so many of the oldest entries may be pinned: it tells no history


def observe(before: Habit | None, arrivals: Arrivals, now: datetime) -> Habit:
    """Return the habit after a look at the feed.

    A date outside the time since the last look is a lie, or the entry appeared late: it came at
    an unknown moment of that time.

    Args:
        before: what was known. None = nothing: the document's dates are its history; so they are
            after weeks without a look.
        arrivals: what the look brought.
        now: the moment of the look.
    """
    if before is None or now - before.at > HISTORY:
        return _from_history(arrivals, now)
    if now <= before.at:  # the clock was set back: there is no time in which anything came
        return before
    return _learned(before, arrivals, now)


def newest(before: Habit | None, arrivals: Arrivals, now: datetime) -> datetime | None:
    """Return when the last of the arrivals came, as far as it is known; None = nothing did.

    What a first document shows may be old; later, what is new came since the last look.
    """
    if not arrivals.dates:
        return None
    if before is not None:
        return now
    return max((date for date in arrivals.dates if date and date <= now), default=now)


def is_overrun(before: Habit, arrivals: Arrivals) -> bool:
    """Tell whether entries may have come and gone between two looks: none that is there is known."""
    return bool(arrivals.entries) and before.window > 0 and len(arrivals.dates) == arrivals.entries


def _from_history(arrivals: Arrivals, now: datetime) -> Habit:
    dates = sorted(date for date in arrivals.dates if date and now - HISTORY < date <= now)
    dates = dates[len(dates) // _PINNED :]
    since = dates[0] if dates else now
    look = Look.at(dates[1:], since, now)  # the first opens the time
    start = Habit(since=since, at=now, window=arrivals.entries or 0)
    counted = _counted(start, look, [(moment, 1.0) for moment in look.moments])
    heat = sum(cooled(look.end_s - moment) for moment in look.moments)
    return _with_gaps(replace(counted, heat=heat), forecast(counted), look)


def _learned(before: Habit, arrivals: Arrivals, now: datetime) -> Habit:
    known = forecast(before)
    look = Look.at(arrivals.dates, before.at, now)
    if is_overrun(before, arrivals):  # as many again are taken to be lost: they are arrivals, too
        look = replace(look, unknown=look.unknown + look.count)
    rush = follow(known, look)
    usual = known.usual(look.begin_s, look.end_s)
    kept = math.exp(-FADE * DAY_S * look.midnights)
    lately = math.exp(-look.elapsed_s / TREND_S)
    surge = before.surge * math.exp(-look.elapsed_s / SURGE_S)
    after = replace(
        before,
        at=now,
        week=_faded(before.week, kept),
        minutes=_faded(before.minutes, kept),
        seen=before.seen * lately + look.count - rush.followed,
        expected=before.expected * lately + usual,
        heat=rush.heat,
        followed=before.followed * kept + rush.followed,
        chances=before.chances * kept + rush.chances,
        window=before.window if arrivals.entries is None else arrivals.entries,
        surge=max(surge, rush.peak),
        limit_s=_limit(before, arrivals, look.elapsed_s),
    )
    return _with_gaps(_counted(after, look, rush.unprompted), known, look)


def _counted(habit: Habit, look: Look, weighed: Sequence[tuple[float, float]]) -> Habit:
    """Return the habit with arrivals, each with its weight, in their hours and minutes."""
    if not weighed:
        return habit
    week, minutes = list(habit.week), list(habit.minutes)
    for moment, weight in weighed:
        days = look.end_s // DAY_S - moment // DAY_S
        aged = weight * math.exp(-FADE * DAY_S * days)
        hour = int(moment // HOUR_S) % HOURS_OF_WEEK
        minute = int(moment // MINUTE_S) % MINUTES_OF_HOUR
        week[hour] = round(week[hour] + aged, _DIGITS)
        minutes[minute] = round(minutes[minute] + aged, _DIGITS)
    return replace(habit, week=tuple(week), minutes=tuple(minutes))


def _faded(counts: tuple[float, ...], kept: float) -> tuple[float, ...]:
    if kept == 1:
        return counts
    return tuple(round(count * kept, _DIGITS) for count in counts)


def _with_gaps(habit: Habit, known: Forecast, look: Look) -> Habit:
    """Return the habit with the silences that ended in this look, and the one that goes on."""
    lasting = max(GAP_S, GAPS_KEPT * habit.longest_gap_h * HOUR_S)
    longest = habit.longest_gap_h * math.exp(-look.elapsed_s / lasting)
    if not look.count:
        quiet = habit.quiet_h + known.awake_h(look.begin_s, look.end_s)
        return replace(habit, quiet_h=quiet, longest_gap_h=longest)
    stops = sorted(look.moments) or [look.end_s]
    gaps = [known.awake_h(*pair) for pair in pairwise(stops)]
    gaps.append(habit.quiet_h + known.awake_h(look.begin_s, stops[0]))
    return replace(
        habit,
        quiet_h=known.awake_h(stops[-1], look.end_s),
        longest_gap_h=max(longest, *gaps),
        gaps=habit.gaps + len(gaps),
    )


def _limit(before: Habit, arrivals: Arrivals, elapsed_s: float) -> float | None:
    """Return the interval that overruns allow: halved by each, growing back while there is none."""
    if is_overrun(before, arrivals):
        return min(elapsed_s, before.limit_s or elapsed_s) / 2
    if before.limit_s is None or before.limit_s * RELAXED > RELAXED_S:
        return None
    if len(arrivals.dates) > before.window * IN_TIME:
        return before.limit_s
    return before.limit_s * RELAXED
