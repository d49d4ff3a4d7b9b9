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
from typing import NamedTuple

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
_HOUR_SHAPE, _TREND_SHAPE = 0.6, 2.0  # arrivals that outweigh the prior
_FOLLOWED_PRIOR, _CHANCES_PRIOR = 2.0, 20.0
_PAIRS_PRIOR, _PAIRS_BY_CHANCE_PRIOR = 8.0, 4.0
_EVENEST, _SHARPEST = 50.0, 0.02  # shapes: past these, more evidence changes nothing
_DAY_HOURS, _WEEK_DAYS = 24, 7


class Minute(NamedTuple):
    """What to expect of a minute, or of the part of one that lies between two moments."""

    end_s: float
    arrivals: float
    rate: float
    """Arrivals an hour, were all of it like this minute."""
    steady: float
    """Arrivals an hour, by the hour of the week and by what is called forth: minutes left aside."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a habit lets us expect from ``Habit.at`` on; moments are seconds since 1970.

    Hours and minutes are estimated when they are asked for: a forecast is made at every look, and
    few look far ahead.
    """

    habit: Habit
    start_s: float
    looks: list[float]
    """How often each hour of the week was watched."""
    leans: list[float]
    """Of each hour of the day, the looks that what it leans on is worth."""
    mean: float
    """Arrivals an hour over all hours."""
    shape: float
    """Arrivals that each minute of the hour leans on."""
    minutes: float
    """Arrivals in all minutes of the hour, with what they lean on."""
    trend: float
    excited: float
    """Arrivals that the news before the start will call forth, all told."""

    def minute_by_minute(self, begin_s: float, end_s: float) -> Iterator[Minute]:
        """Yield what to expect of each minute between two moments."""
        moment, hour, usual = begin_s, -1, 0.0
        warm = self.called_forth(begin_s, math.inf)
        while moment < end_s:
            minute = int(moment // MINUTE_S)
            if minute // MINUTES_OF_HOUR != hour:
                hour = minute // MINUTES_OF_HOUR
                usual = self.trend * self._hour(hour)
            end = min((minute + 1.0) * MINUTE_S, end_s)
            part = (end - moment) / MINUTE_S
            cooler = warm * (_MINUTE_COOLS if part == 1 else cooled(end - moment))
            arrivals = usual * self._minute(minute) * part + warm - cooler
            rate = arrivals * MINUTES_OF_HOUR / part
            yield Minute(end, arrivals, rate, usual + warm * HOUR_S / HEAT_S)
            moment, warm = end, cooler

    def expected(self, begin_s: float, end_s: float) -> float:
        """Return the arrivals to expect between two moments."""
        return self.trend * self.usual(begin_s, end_s) + self.called_forth(begin_s, end_s)

    def usual(self, begin_s: float, end_s: float) -> float:
        """Return the arrivals an average week brings between two moments."""
        total, moment = 0.0, begin_s
        while moment < end_s:
            hour = int(moment // HOUR_S)
            end = min((hour + 1.0) * HOUR_S, end_s)
            total += self._hour(hour) * self._share(moment - hour * HOUR_S, end - hour * HOUR_S)
            moment = end
        return total

    def rate(self, moment_s: float) -> float:
        """Return the arrivals an hour that these days bring in the minute of a moment."""
        minute = int(moment_s // MINUTE_S)
        share = self._minute(minute) * MINUTES_OF_HOUR
        return self.trend * self._hour(minute // MINUTES_OF_HOUR) * share

    def awake_h(self, begin_s: float, end_s: float) -> float:
        """Return the hours between two moments in which the feed usually is awake.

        An hour that brings less than the average one counts for what it brings: nights and weekends
        of a feed that sleeps then are no silence.
        """
        total, moment = 0.0, begin_s
        while moment < end_s:
            hour = int(moment // HOUR_S)
            end = min((hour + 1.0) * HOUR_S, end_s)
            total += min(self._hour(hour) / self.mean, 1.0) * (end - moment) / HOUR_S
            moment = end
        return total

    def called_forth(self, begin_s: float, end_s: float) -> float:
        """Return the arrivals between two moments that earlier news calls forth."""
        if not self.excited or begin_s - self.start_s > _COLD_S:
            return 0.0
        return self.excited * (cooled(begin_s - self.start_s) - cooled(end_s - self.start_s))

    def a_day(self) -> float:
        """Return the arrivals to expect on an average day of these."""
        unprompted = self.trend * sum(map(self._hour, range(HOURS_OF_WEEK))) / _WEEK_DAYS
        return unprompted / (1 - following(self.habit))

    def _hour(self, hour: int) -> float:
        """Return the arrivals an average week brings in an hour, counted from the epoch."""
        place = hour % HOURS_OF_WEEK
        lean = self.leans[place % _DAY_HOURS]
        return (_HOUR_SHAPE + self.habit.week[place]) / (lean + self.looks[place])

    def _minute(self, minute: int) -> float:
        """Return the part of an hour's arrivals that comes in one of its minutes."""
        return (self.shape + self.habit.minutes[minute % MINUTES_OF_HOUR]) / self.minutes

    def _share(self, begin_s: float, end_s: float) -> float:
        """Return the part of an hour's arrivals that comes between two of its seconds."""
        if end_s - begin_s == HOUR_S:
            return 1.0
        first, last = int(begin_s // MINUTE_S), math.ceil(end_s / MINUTE_S) - 1
        early = self._minute(first) * (begin_s / MINUTE_S - first)
        late = self._minute(last) * (last + 1 - end_s / MINUTE_S)
        whole = sum(self.habit.minutes[first : last + 1]) + self.shape * (last + 1 - first)
        return whole / self.minutes - early - late


def forecast(habit: Habit) -> Forecast:
    """Return what a habit lets us expect from its last observation on."""
    start_s = habit.at.timestamp()
    looks = _looks(habit.since.timestamp(), start_s)
    shape = _minute_shape(habit.minutes)
    mean = (_PRIOR_ARRIVALS + sum(habit.week)) / (_PRIOR_HOURS + sum(looks))
    return Forecast(
        habit=habit,
        start_s=start_s,
        looks=looks,
        leans=_leans(habit.week, looks, mean),
        mean=mean,
        shape=shape,
        minutes=sum(habit.minutes) + shape * MINUTES_OF_HOUR,
        trend=(_TREND_SHAPE + habit.seen) / (_TREND_SHAPE + habit.expected),
        excited=following(habit) * habit.heat,
    )


def following(habit: Habit) -> float:
    """Return how many arrivals one arrival calls forth."""
    share = (_FOLLOWED_PRIOR + habit.followed) / (_CHANCES_PRIOR + habit.chances)
    return min(share, MAX_FOLLOWED)


def cooled(elapsed_s: float) -> float:
    """Return what is left of an arrival's heat after a time."""
    return math.exp(-elapsed_s / HEAT_S)


_MINUTE_COOLS = cooled(MINUTE_S)


def _looks(since_s: float, at_s: float) -> list[float]:
    """Return how often each hour of the week was watched, faded as its count is."""
    weeks, rest = divmod(at_s - since_s, WEEK_S)
    kept = math.exp(-FADE * WEEK_S)
    looks = [(1 - kept**weeks) / (1 - kept)] * HOURS_OF_WEEK
    once_more = kept**weeks
    begin, end = since_s / HOUR_S, (since_s + rest) / HOUR_S
    for hour in range(int(begin), math.ceil(end)):
        looks[hour % HOURS_OF_WEEK] += once_more
    looks[int(begin) % HOURS_OF_WEEK] -= once_more * (begin - int(begin))
    looks[int(end) % HOURS_OF_WEEK] -= once_more * (math.ceil(end) - end)
    return looks


def _leans(week: Sequence[float], looks: Sequence[float], mean: float) -> list[float]:
    """Return what each hour of the day leans on: its mean over the days, and theirs over all."""
    return [
        _HOUR_SHAPE
        * (_HOUR_SHAPE / mean + sum(looks[hour::_DAY_HOURS]))
        / (_HOUR_SHAPE + sum(week[hour::_DAY_HOURS]))
        for hour in range(_DAY_HOURS)
    ]


def _minute_shape(minutes: Sequence[float]) -> float:
    """Return the arrivals each minute leans on: few where a feed goes by the clock, else many.

    Arrivals share a minute by chance once in 60 pairs; k times as often in the mean of a Dirichlet
    prior of shape a with k = 60 (a + 1) / (60 a + 1). Without this, where a feed of twenty entries
    happened to bring them would be taken for its clock.
    """
    together = sum(count * (count - 1) for count in minutes if count > 1)
    by_chance = sum(minutes) ** 2 / MINUTES_OF_HOUR
    k = (_PAIRS_PRIOR + together) / (_PAIRS_BY_CHANCE_PRIOR + by_chance)
    if k <= 1:
        return _EVENEST
    shape = (MINUTES_OF_HOUR - k) / (MINUTES_OF_HOUR * (k - 1))
    return min(max(shape, _SHARPEST), _EVENEST)
