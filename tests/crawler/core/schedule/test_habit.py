"""Learning a feed's habit: what is counted where, what is believed, what is forgotten."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.core.schedule.forecast import forecast
from crawler.core.schedule.habit import HISTORY, RELAXED, is_overrun, newest, observe
from crawler.model.habit import NOTHING_NEW, Arrivals, Habit

NOON = datetime(2024, 11, 7, 12, tzinfo=UTC)  # a Thursday, as the first day of 1970 was
MINUTE, HOUR, DAY, WEEK = (
    timedelta(minutes=1),
    timedelta(hours=1),
    timedelta(days=1),
    timedelta(weeks=1),
)
UNKNOWN = observe(None, Arrivals(entries=0), NOON)


def came(*dates: datetime | None, entries: int = 20) -> Arrivals:
    return Arrivals(dates=dates, entries=entries)


def watched(habit: Habit, every: timedelta, looks: int, *, each: int = 0) -> Habit:
    """Look so often; each look finds so many entries without a date."""
    for _ in range(looks):
        arrivals = came(*[None] * each) if each else NOTHING_NEW
        habit = observe(habit, arrivals, habit.at + every)
    return habit


def a_day(habit: Habit) -> float:
    return forecast(habit).a_day()


# --- the first document


def test_the_dates_of_a_first_document_are_a_history() -> None:
    hourly = observe(None, came(*[NOON - n * HOUR for n in range(24 * 7)]), NOON)
    assert hourly.since == NOON - (24 * 7 - 1 - 16) * HOUR  # a tenth may be pinned
    assert a_day(hourly) == pytest.approx(24, rel=0.1)
    assert hourly.gaps
    assert hourly.longest_gap_h == pytest.approx(1, rel=0.05)


def test_of_a_pinned_entry_no_history_is_made() -> None:
    dates = [NOON - 20 * DAY, *[NOON - n * HOUR for n in range(20)]]
    assert observe(None, came(*dates), NOON).since == NOON - 18 * HOUR


@pytest.mark.parametrize(
    "date", [None, NOON + MINUTE, NOON - HISTORY, datetime(1970, 1, 1, tzinfo=UTC)]
)
def test_dates_nobody_can_believe_make_no_history(date: datetime | None) -> None:
    habit = observe(None, came(date, date), NOON)
    assert (habit.since, sum(habit.week), habit.gaps) == (NOON, 0, 0)
    assert habit.window == 20


def test_after_weeks_without_a_look_the_document_is_history_again() -> None:
    old = watched(UNKNOWN, HOUR, 10, each=1)
    now = old.at + HISTORY + HOUR
    assert observe(old, came(now - HOUR, now), now) == observe(None, came(now - HOUR, now), now)


# --- look by look


def test_an_entry_is_counted_in_the_hour_and_minute_it_claims() -> None:
    habit = observe(UNKNOWN, came(NOON + timedelta(hours=2, minutes=7)), NOON + 3 * HOUR)
    assert [hour for hour, count in enumerate(habit.week) if count] == [14]
    assert [minute for minute, count in enumerate(habit.minutes) if count] == [7]


@pytest.mark.parametrize("date", [None, NOON - MINUTE, NOON + 3 * HOUR, NOON - 1000 * DAY])
def test_an_entry_whose_date_is_no_use_came_some_time_since_the_last_look(
    date: datetime | None,
) -> None:
    habit = observe(UNKNOWN, came(date), NOON + 2 * HOUR)
    assert [hour for hour, count in enumerate(habit.week) if count] == [12, 13]
    assert sum(habit.week) == pytest.approx(1, abs=0.1)
    assert sum(map(bool, habit.minutes)) == 30


def test_rates_rise_fast_and_fall_slowly() -> None:
    quiet = watched(UNKNOWN, HOUR, 14 * 24)
    assert a_day(quiet) < 0.2
    awake = watched(quiet, HOUR, 24, each=4)
    assert a_day(awake) > 40  # of 96, after a day
    asleep = watched(awake, HOUR, 48)
    assert 2 < a_day(asleep) < a_day(awake) / 2


def test_not_modified_counts_as_nothing_new() -> None:
    busy = watched(UNKNOWN, HOUR, 48, each=2)
    rates = [a_day(busy)]
    for _ in range(20):
        busy = watched(busy, 6 * HOUR, 1)
        rates.append(a_day(busy))
    assert rates == sorted(rates, reverse=True)


def test_counts_are_forgotten_whatever_their_size() -> None:
    habit = watched(observe(UNKNOWN, came(NOON + MINUTE), NOON + HOUR), HOUR, 24 * 7 * 30)
    assert sum(habit.week) < 0.1
    assert sum(habit.minutes) < 0.1


def test_news_is_thought_to_call_forth_news_where_it_did() -> None:
    bursting = steady = watched(UNKNOWN, HOUR, 24)
    for _ in range(20):
        start = bursting.at + 10 * HOUR
        bursting = observe(bursting, NOTHING_NEW, start)
        for n in range(8):
            moment = start + n * 10 * MINUTE
            bursting = observe(bursting, came(moment, moment), moment + 5 * MINUTE)
        steady = watched(steady, HOUR, 11)
        steady = observe(steady, came(steady.at + MINUTE), steady.at + HOUR)
    hot, warm = forecast(bursting), forecast(steady)
    assert hot.excited / bursting.heat > 2 * warm.excited / steady.heat


def test_a_clock_set_back_teaches_nothing() -> None:
    assert observe(UNKNOWN, came(NOON), NOON - HOUR) is UNKNOWN
    assert observe(UNKNOWN, came(NOON), NOON) is UNKNOWN


# --- the window


FULL = observe(None, came(*[None] * 20), NOON)


@pytest.mark.parametrize(
    ("before", "arrivals", "overrun"),
    [
        (FULL, came(*[None] * 20), True),
        (FULL, came(*[None] * 19), False),
        (FULL, came(entries=0), False),
        (FULL, NOTHING_NEW, False),
        (UNKNOWN, came(*[None] * 20), False),
    ],
)
def test_a_window_is_overrun_when_nothing_in_it_was_known(
    before: Habit, arrivals: Arrivals, *, overrun: bool
) -> None:
    assert is_overrun(before, arrivals) is overrun


def test_an_overrun_halves_the_interval_and_looks_in_time_give_it_back_slowly() -> None:
    overrun = came(*[None] * 20)
    once = observe(FULL, overrun, NOON + HOUR)
    assert once.limit_s == 1_800
    twice = observe(once, overrun, once.at + 30 * MINUTE)
    assert twice.limit_s == 900
    late = observe(once, overrun, once.at + 4 * HOUR)  # a limit is not raised by one more
    assert late.limit_s == 900
    barely = observe(twice, came(*[None] * 11), twice.at + 15 * MINUTE)
    assert barely.limit_s == 900
    relaxed = observe(twice, NOTHING_NEW, twice.at + 15 * MINUTE)
    assert relaxed.limit_s == 900 * RELAXED
    assert watched(relaxed, HOUR, 40).limit_s is None


def test_a_surge_is_what_came_at_once_beyond_the_usual_and_is_remembered_for_weeks() -> None:
    calm = watched(FULL, HOUR, 100, each=1)
    assert calm.surge < 1
    begun = calm.at + 20 * MINUTE
    dated = came(*[begun + n * MINUTE for n in range(15)])
    surged = observe(calm, dated, calm.at + HOUR)
    assert surged.surge == pytest.approx(12, rel=0.2)
    assert observe(calm, came(*[None] * 15), calm.at + HOUR).surge == pytest.approx(7, rel=0.1)
    assert surged.surge / 2 < watched(surged, HOUR, 100, each=1).surge < surged.surge


def test_what_an_overrun_lost_counts_as_having_come() -> None:
    whole = observe(FULL, came(*[None] * 20, entries=40), NOON + DAY)
    lost = observe(FULL, came(*[None] * 20), NOON + DAY)
    assert sum(lost.week) > 1.5 * sum(whole.week)


# --- silences


def test_nights_are_no_silence_for_a_feed_that_sleeps() -> None:
    habit, now = UNKNOWN, NOON
    for _ in range(28 * 24):
        now += HOUR
        awake = 8 <= now.hour < 18
        habit = observe(habit, came(now - MINUTE) if awake else NOTHING_NEW, now)
    assert habit.longest_gap_h < 5  # of the fourteen of each night
    assert watched(habit, HOUR, 12).quiet_h < watched(habit, HOUR, 24).quiet_h - 4


def test_a_silence_ends_with_the_first_entry_and_begins_with_the_last() -> None:
    even = replace(
        UNKNOWN, since=NOON - 4 * WEEK, week=(1.0,) * 168, longest_gap_h=2.0, quiet_h=4.0
    )
    ended = observe(even, came(NOON + 3 * HOUR, NOON + 4 * HOUR), NOON + 10 * HOUR)
    assert (ended.longest_gap_h, ended.quiet_h) == pytest.approx((7, 6), rel=0.03)
    assert ended.gaps == 2
    undated = observe(even, came(None, None), NOON + 10 * HOUR)
    assert (undated.longest_gap_h, undated.quiet_h) == pytest.approx((14, 0), rel=0.03)


@pytest.mark.parametrize(
    ("before", "dates", "newest_at"),
    [
        (None, [NOON - DAY, NOON - WEEK, NOON + DAY, None], NOON - DAY),
        (None, [NOON + DAY, None], NOON),
        (None, [], None),
        (UNKNOWN, [NOON - DAY], NOON),
        (UNKNOWN, [], None),
    ],
)
def test_when_the_newest_came(
    before: Habit | None, dates: list[datetime | None], newest_at: datetime | None
) -> None:
    assert newest(before, came(*dates), NOON) == newest_at


# --- whatever comes


DATES = [datetime(year, 1, 1) for year in (1900, 2200)]  # noqa: DTZ001 - hypothesis adds the zone
dates = st.none() | st.datetimes(DATES[0], DATES[1], timezones=st.just(UTC))
looks = st.tuples(
    st.timedeltas(timedelta(seconds=-5), timedelta(days=40)),
    st.lists(dates | st.floats(0, 1), max_size=5),
    st.none() | st.integers(0, 5),
)


@given(history=st.lists(looks, max_size=8))
def test_whatever_a_feed_claims_its_habit_stays_sane(
    history: list[tuple[timedelta, list[datetime | float | None], int | None]],
) -> None:
    habit: Habit | None = None
    now = NOON
    for elapsed, claims, known in history:
        now += elapsed
        told = tuple(now - each * elapsed if isinstance(each, float) else each for each in claims)
        entries = None if known is None else len(told) + known
        habit = observe(habit, Arrivals(dates=told, entries=entries), now)
        look = forecast(habit)
        assert all(count >= 0 for count in habit.week + habit.minutes)
        assert habit.surge >= 0
        assert habit.longest_gap_h >= 0 <= habit.quiet_h
        assert 0 < look.a_day() < 1e6
        assert look.expected(look.start_s, look.start_s + 3_600) > 0
