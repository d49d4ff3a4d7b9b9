"""When to look at a feed again: as soon as what is thought to wait there is worth a request.

What an entry's waiting costs is taken to grow with its fourth root: the first minutes count most.
Looks each T at a feed of r arrivals an hour then cost least, with the requests they take, where T
is in proportion to r to the power of -4/5; so one figure shares requests among all feeds and all
hours. (Were each minute as dear as the first, the power would be -1/2: Cho and Garcia-Molina,
Effective page refresh policies for web crawlers, ACM TODS 28, 2003. Were only the first dear, -1:
a look for each so many entries. Simulated, -4/5 brings both busy and quiet feeds forward; -9/10
gains nothing for the busy ones.) Where the rate changes, a look is due when postponing it costs the
entries that wait as much as it gains for those to come until the look after it, when
waiting >= rate x T, with a T that is allowed. After a rush that is at once.
"""

import math
from dataclasses import dataclass
from enum import StrEnum

from crawler.core.schedule.forecast import HOUR_S, cooled, forecast
from crawler.model.habit import Habit

EVEN_H = 0.25
"""Hours between two looks at a feed that brings one entry an hour: the price of a request."""
POWER = 4 / 5
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
    if habit.limit_s is not None and habit.limit_s < highest_s:
        longest_s, at_last = max(habit.limit_s, lowest_s), Cause.OVERRUN
    look = forecast(habit)
    room = habit.window * SAFE_PART or math.inf
    surge = max(habit.surge, habit.window * SURPRISE_PART)
    earliest = moment = look.start_s + lowest_s
    waiting = look.expected(look.start_s, moment)
    for end, arrivals in look.minute_by_minute(moment, look.start_s + longest_s):
        rate = arrivals * HOUR_S / (end - moment)
        next_h = max(even_h * rate**-POWER, lowest_s / HOUR_S)
        is_worth_it = waiting >= rate * next_h
        if is_worth_it or waiting + surge * (1 - cooled(moment - look.start_s)) >= room:
            if moment == earliest:
                return Pause(lowest_s, Cause.LOWEST)
            return Pause(moment - look.start_s, Cause.HABIT if is_worth_it else Cause.WINDOW)
        waiting, moment = waiting + arrivals, end
    return Pause(longest_s, at_last)
