"""How many arrivals a feed's habit lets us expect, minute by minute.

rate = hour of the week x minute of the hour x trend of the last days + what the last news calls forth

The hours of the week are few observations each, so an hour leans on the same hour of the other
days, and that on the feed's mean: the less was seen, the more (Poisson counts under Gamma priors:
Gelman et al., Bayesian Data Analysis, §2.6). That news calls forth news is the self-exciting
process of Hawkes (Biometrika 58, 1971).
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crawler.model.habit import HOURS_OF_WEEK, MINUTES_OF_HOUR, Habit

MINUTE_S, HOUR_S, DAY_S, WEEK_S = 60, 3_600, 86_400, 604_800
HALF_LIFE_WEEKS = 4
"""Counts halve in this time: a publisher's new ways are believed within a month."""
FADE = math.log(2) / (HALF_LIFE_WEEKS * WEEK_S)
"""By which counts fade, a second."""
HEAT_S = 1_800
"""News calls forth news for about this long."""
_COLD_S = 20 * HEAT_S
MAX_FOLLOWED = 0.9
"""One arrival calls forth fewer than one: with more, the forecast would grow without end."""

_PRIOR_HOURS, _PRIOR_ARRIVALS = 2.0, 1.0  # a feed nothing is known of: one every other hour
_HOUR_SHAPE, _MINUTE_SHAPE, _TREND_SHAPE = 0.6, 0.25, 2.0  # arrivals that outweigh the prior
_FOLLOWED_PRIOR, _CHANCES_PRIOR = 1.0, 5.0
_DAY_HOURS, _WEEK_DAYS = 24, 7


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a habit lets us expect from ``Habit.at`` on; moments are seconds since 1970."""

    start_s: float
    hours: tuple[float, ...]
    """Arrivals in each hour of the week."""
    minutes: tuple[float, ...]
    """The share of each minute in its hour."""
    trend: float
    excited: float
    """Arrivals that the news before the start will call forth, all told."""

    def minute_by_minute(self, begin_s: float, end_s: float) -> Iterator[tuple[float, float]]:
        """Yield the end of each minute between two moments with the arrivals expected in it."""
        moment = begin_s
        while moment < end_s:
            minute = int(moment // MINUTE_S)
            end = min((minute + 1.0) * MINUTE_S, end_s)
            usual = self.hours[minute // MINUTES_OF_HOUR % HOURS_OF_WEEK]
            usual *= self.minutes[minute % MINUTES_OF_HOUR] * (end - moment) / MINUTE_S
            yield end, self.trend * usual + self.called_forth(moment, end)
            moment = end

    def expected(self, begin_s: float, end_s: float) -> float:
        """Return the arrivals to expect between two moments."""
        return self.trend * self.usual(begin_s, end_s) + self.called_forth(begin_s, end_s)

    def usual(self, begin_s: float, end_s: float) -> float:
        """Return the arrivals an average week brings between two moments."""
        total, moment = 0.0, begin_s
        while moment < end_s:
            hour = moment // HOUR_S
            end = min((hour + 1) * HOUR_S, end_s)
            share = self._share(moment - hour * HOUR_S, end - hour * HOUR_S)
            total += self.hours[int(hour) % HOURS_OF_WEEK] * share
            moment = end
        return total

    def called_forth(self, begin_s: float, end_s: float) -> float:
        """Return the arrivals between two moments that earlier news calls forth."""
        if not self.excited or begin_s - self.start_s > _COLD_S:
            return 0.0
        return self.excited * (cooled(begin_s - self.start_s) - cooled(end_s - self.start_s))

    def _share(self, begin_s: float, end_s: float) -> float:
        """Return the part of an hour's arrivals that comes between two of its seconds."""
        if end_s - begin_s == HOUR_S:
            return 1.0
        first, last = int(begin_s // MINUTE_S), math.ceil(end_s / MINUTE_S) - 1
        early = self.minutes[first] * (begin_s / MINUTE_S - first)
        late = self.minutes[last] * (last + 1 - end_s / MINUTE_S)
        return sum(self.minutes[first : last + 1]) - early - late


def forecast(habit: Habit) -> Forecast:
    """Return what a habit lets us expect from its last observation on."""
    since, at = habit.since.timestamp(), habit.at.timestamp()
    return Forecast(
        start_s=at,
        hours=_hours(habit.week, _looks(since, at)),
        minutes=_minutes(habit.minutes),
        trend=(_TREND_SHAPE + habit.seen) / (_TREND_SHAPE + habit.expected),
        excited=following(habit) * habit.heat,
    )


def expected_a_day(habit: Habit) -> float:
    """Return the arrivals to expect on an average day of these."""
    look = forecast(habit)
    return look.trend * sum(look.hours) / _WEEK_DAYS


def following(habit: Habit) -> float:
    """Return how many arrivals one arrival calls forth."""
    share = (_FOLLOWED_PRIOR + habit.followed) / (_CHANCES_PRIOR + habit.chances)
    return min(share, MAX_FOLLOWED)


def cooled(elapsed_s: float) -> float:
    """Return what is left of an arrival's heat after a time."""
    return math.exp(-elapsed_s / HEAT_S)


def _looks(since_s: float, at_s: float) -> list[float]:
    """Return how often each hour of the week was watched, faded as its count is."""
    weeks, rest = divmod(at_s - since_s, WEEK_S)
    kept = math.exp(-FADE * WEEK_S)
    looks = [(1 - kept**weeks) / (1 - kept)] * HOURS_OF_WEEK
    moment = since_s
    while moment < since_s + rest:
        hour = moment // HOUR_S
        end = min((hour + 1) * HOUR_S, since_s + rest)
        looks[int(hour) % HOURS_OF_WEEK] += kept**weeks * (end - moment) / HOUR_S
        moment = end
    return looks


def _hours(week: Sequence[float], looks: Sequence[float]) -> tuple[float, ...]:
    """Return the arrivals of each hour of the week, each leaning on its hour of the day."""
    mean = (_PRIOR_ARRIVALS + sum(week)) / (_PRIOR_HOURS + sum(looks))
    days = [
        (_HOUR_SHAPE + sum(week[hour::_DAY_HOURS]))
        / (_HOUR_SHAPE / mean + sum(looks[hour::_DAY_HOURS]))
        for hour in range(_DAY_HOURS)
    ]
    return tuple(
        (_HOUR_SHAPE + count) / (_HOUR_SHAPE / days[place % _DAY_HOURS] + look)
        for place, (count, look) in enumerate(zip(week, looks, strict=True))
    )


def _minutes(counts: Sequence[float]) -> tuple[float, ...]:
    total = sum(counts) + _MINUTE_SHAPE * MINUTES_OF_HOUR
    return tuple((count + _MINUTE_SHAPE) / total for count in counts)
