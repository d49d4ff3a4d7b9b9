"""When to look at a feed again: as soon as what is thought to wait there is worth a request.

Were each minute of waiting as dear as the first, looks each T would share requests best with T in
proportion to r to the power of -1/2, for r arrivals an hour (Cho and Garcia-Molina, Effective page
refresh policies for web crawlers, ACM TODS 28, 2003); were only the first dear, -1: a look for each
so many entries. We want half of all entries within minutes, and no quiet feed forgotten: so a
little less than that for feeds of fewer than an entry an hour, and a little more for the others.
One figure, the price of a request, shares requests among all feeds and hours.

Where the rate changes from minute to minute, as by the clock, looks fall into the lull after a
rush: fewer entries are worth one there. Whatever the price, no look comes later than the document
could be full of new entries: a hard limit, as are the bounds and what overruns taught.
"""

import math
from dataclasses import dataclass
from enum import StrEnum

from crawler.core.schedule.forecast import (
    HOUR_S,
    MINUTE_S,
    Forecast,
    Minute,
    cooled,
    forecast,
)
from crawler.model.habit import Habit

EVEN_H = 0.25
"""Hours between two looks at a feed that brings one entry an hour: the price of a request."""
QUIET, BUSY = 0.9, 1.2
"""Powers of the rate by which looks follow it, below an entry an hour and above,"""
LULL = 0.3
"""and by which fewer entries are worth a look where the minutes after it will bring less."""
SAFE_PART = 0.75
"""Of a document's window that new entries may take up,"""
SURPRISE_PART = 0.25
"""were as much of it, at least, to come at once beyond all expectation."""


class Cause(StrEnum):
    """What decided about an interval."""

    HABIT = "habit"
    WINDOW = "window"
    """The document would soon be full of new entries."""
    OVERRUN = "overrun"
    """It was."""
    LOWEST = "lowest"
    HIGHEST = "highest"


@dataclass(frozen=True, slots=True)
class Pause:
    """How long to leave a feed alone, and why so long."""

    length_s: float
    cause: Cause


def pause_after(
    habit: Habit, lowest_s: float, highest_s: float, *, even_h: float = EVEN_H
) -> Pause:
    """Return how long to leave a feed alone after ``habit.at``.

    Args:
        habit: what is known of the feed.
        lowest_s: not shorter.
        highest_s: not longer.
        even_h: hours between two looks at a feed of one entry an hour.
    """
    longest_s, at_last = highest_s, Cause.HIGHEST
    if habit.limit_s is not None and habit.limit_s < longest_s:
        longest_s, at_last = habit.limit_s, Cause.OVERRUN
    look = forecast(habit)
    filled_s = _filled_after(look, longest_s)
    if filled_s < longest_s:
        longest_s, at_last = filled_s, Cause.WINDOW if filled_s > lowest_s else Cause.LOWEST
    if longest_s <= lowest_s:
        return Pause(lowest_s, at_last)
    earliest = moment = look.start_s + lowest_s
    waiting = look.expected(look.start_s, moment)
    for minute in look.minute_by_minute(moment, look.start_s + longest_s):
        if waiting >= _worth_a_look(minute, even_h, lowest_s / HOUR_S):
            if moment == earliest:
                return Pause(lowest_s, Cause.LOWEST)
            return Pause(moment - look.start_s, Cause.HABIT)
        waiting, moment = waiting + minute.arrivals, minute.end_s
    return Pause(longest_s, at_last)


def _worth_a_look(minute: Minute, even_h: float, lowest_h: float) -> float:
    """Return how many entries must wait for a look in this minute to be worth its price."""
    steady = minute.steady
    even = even_h * min(math.pow(steady, 1 - QUIET), math.pow(steady, 1 - BUSY))
    return max(even * math.pow(minute.rate / steady, LULL), minute.rate * lowest_h)


def _filled_after(look: Forecast, longest_s: float) -> float:
    """Return the whole minutes after which new entries could fill the document.

    They are those to expect, and as many beyond that as ever came at once.
    """
    habit = look.habit
    room = habit.window * SAFE_PART or math.inf
    surge = max(habit.surge, habit.window * SURPRISE_PART)

    def fills(elapsed_s: float) -> bool:
        expected = look.expected(look.start_s, look.start_s + elapsed_s)
        return expected + surge * (1 - cooled(elapsed_s)) >= room

    if not fills(longest_s):
        return longest_s
    short, long = 0, math.ceil(longest_s / MINUTE_S)
    while long - short > 1:
        middle = (short + long) // 2
        short, long = (short, middle) if fills(middle * MINUTE_S) else (middle, long)
    return short * MINUTE_S
