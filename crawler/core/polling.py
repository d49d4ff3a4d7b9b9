"""When to look at a feed again: as soon as what is thought to wait there is worth a request.

Looks that follow each other every T at a feed of r arrivals an hour cost r T/2 hours of waiting
and one request each T; the sum is least at T = sqrt(2 price / r). So the price of a request, in
hours that one entry may wait, shares requests among all feeds and hours as the square root of
their rates (Cho and Garcia-Molina, Effective page refresh policies for web crawlers, ACM TODS 28,
2003). Where the rate changes, a look is due when postponing it costs the entries that wait as
much as it gains for those to come: waiting >= rate x T. After a rush that is at once.
"""

import math
from dataclasses import dataclass
from enum import StrEnum

from crawler.core.forecast import HOUR_S, cooled, forecast
from crawler.model.habit import Habit

PRICE_H = 1 / 32
"""A request is worth an entry's waiting for two minutes: at one entry an hour, each 15 minutes."""
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
    habit: Habit, lowest_s: float, highest_s: float, *, price_h: float = PRICE_H
) -> Pause:
    """Return how long to leave a feed alone after ``habit.at``.

    Args:
        habit: what is known of the feed.
        lowest_s: not shorter.
        highest_s: not longer.
        price_h: hours that one entry may wait for the price of a request.
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
        is_worth_it = waiting * waiting >= 2 * price_h * rate
        if is_worth_it or waiting + surge * (1 - cooled(moment - look.start_s)) >= room:
            if moment == earliest:
                return Pause(lowest_s, Cause.LOWEST)
            return Pause(moment - look.start_s, Cause.HABIT if is_worth_it else Cause.WINDOW)
        waiting, moment = waiting + arrivals, end
    return Pause(longest_s, at_last)
