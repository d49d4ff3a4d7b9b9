"""When a look at a feed is worth its price."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.core.schedule.forecast import HOUR_S, MINUTE_S, WEEK_S, cooled, forecast
from crawler.core.schedule.polling import EVEN_H, SAFE_PART, Cause, pause_after
from crawler.model.habit import Habit

NOON = datetime(2024, 11, 7, 12, tzinfo=UTC)  # a Thursday: hour 12 of the week as it is counted
LOWEST, HIGHEST = 300.0, 12 * 3_600.0
LOOKS = 3.15
"""What four weeks of looks at an hour of the week are worth, faded."""


def even(a_day: float, **changes: object) -> Habit:
    """Return the habit of a feed that brings so much at any hour."""
    given = {
        "since": NOON - timedelta(weeks=4),
        "at": NOON,
        "week": (a_day / 24 * LOOKS,) * 168,
        "minutes": (a_day * 28 / 60,) * 60,
    }
    return Habit(**{**given, **changes})  # type: ignore[arg-type]


def minutes_to_wait(habit: Habit) -> float:
    return pause_after(habit, LOWEST, HIGHEST).length_s / MINUTE_S


@pytest.mark.parametrize(("a_day", "minutes"), [(96, 5), (48, 7), (24, 15), (3, 97), (0.75, 340)])
def test_the_more_news_the_more_looks(a_day: float, minutes: float) -> None:
    assert minutes_to_wait(even(a_day)) == pytest.approx(minutes, rel=0.15)


def test_a_quiet_feed_is_looked_at_more_often_by_entry_than_a_busy_one() -> None:
    entries = [a_day * minutes_to_wait(even(a_day)) for a_day in (0.75, 3, 24, 48)]
    assert entries[0] < entries[1] < entries[2]
    assert entries[2] > entries[3]


def test_the_interval_stays_in_its_bounds_and_says_which_held_it() -> None:
    assert pause_after(even(10_000), 60, 3_600).cause is Cause.LOWEST
    assert pause_after(even(10_000), 60, 3_600).length_s == 60
    assert pause_after(even(0.01), 60, 3_600).cause is Cause.HIGHEST
    assert pause_after(even(0.01), 60, 3_600).length_s == 3_600
    assert pause_after(even(24), 60, 3_600).cause is Cause.HABIT


def test_after_a_rush_the_feed_is_asked_at_once_and_not_in_its_midst() -> None:
    rush = tuple(4.0 if hour == 14 else 0.0 for hour in range(168))  # 14:10 to 14:15 on Thursdays
    clock = tuple(30.0 if 10 <= minute < 15 else 0.0 for minute in range(60))
    habit = even(0, week=rush, minutes=clock)
    at = replace(habit, at=NOON + timedelta(hours=2, minutes=8))
    assert minutes_to_wait(at) == pytest.approx(7, abs=1)


def test_nights_are_left_alone() -> None:
    day = tuple(6.0 if 6 <= hour % 24 < 18 else 0.0 for hour in range(168))
    noon, night = even(0, week=day), even(0, week=day, at=NOON + timedelta(hours=8))
    assert minutes_to_wait(noon) < 15
    assert minutes_to_wait(night) > 90


def test_news_calls_for_looks_at_once() -> None:
    quiet = even(1)
    hot = replace(quiet, heat=5.0, followed=20.0, chances=30.0)
    assert minutes_to_wait(hot) < minutes_to_wait(quiet) / 3


def test_a_window_is_not_left_to_fill_up_at_the_worst_rate_seen() -> None:
    small = even(6, window=20, surge=30.0)
    pause = pause_after(small, LOWEST, HIGHEST)
    assert pause.cause is Cause.WINDOW
    assert pause.length_s == pytest.approx(20 * MINUTE_S, abs=MINUTE_S)  # half of the thirty
    assert pause_after(replace(small, surge=10.0), LOWEST, HIGHEST).cause is Cause.HABIT
    assert pause_after(replace(small, window=1_000), LOWEST, HIGHEST).cause is Cause.HABIT


def test_where_even_the_shortest_pause_may_overrun_it_is_kept_and_said() -> None:
    flooded = pause_after(even(6, window=20, surge=300.0), LOWEST, HIGHEST)
    assert (flooded.length_s, flooded.cause) == (LOWEST, Cause.LOWEST)


@given(
    a_day=st.floats(0, 500), surge=st.floats(0, 200), window=st.integers(1, 100),
    second=st.integers(0, 604_800),
)  # fmt: skip
def test_no_price_leaves_a_document_to_fill_up(
    *, a_day: float, surge: float, window: int, second: int
) -> None:
    habit = even(a_day, window=window, surge=surge, at=NOON + timedelta(seconds=second))
    pause = pause_after(habit, 0, HIGHEST, even_h=1e6)
    look = forecast(habit)
    expected = look.expected(look.start_s, look.start_s + pause.length_s)
    assert expected + surge * (1 - cooled(pause.length_s)) <= SAFE_PART * window + 1e-6


def test_an_overrun_limits_the_interval_within_its_bounds() -> None:
    assert pause_after(even(1, limit_s=900.0), LOWEST, HIGHEST) == pause_after(
        even(1), LOWEST, 900.0
    ).__class__(900.0, Cause.OVERRUN)
    assert pause_after(even(1, limit_s=20.0), LOWEST, HIGHEST).length_s == LOWEST
    assert pause_after(even(1, limit_s=1e6), LOWEST, HIGHEST).cause is Cause.HABIT


@given(
    a_day=st.floats(0, 5_000),
    heat=st.floats(0, 50),
    lowest=st.floats(0, 3_600),
    wider=st.floats(0, 86_400),
    second=st.integers(0, 604_800),
)
def test_dearer_requests_are_fewer_and_bounds_are_kept(
    *, a_day: float, heat: float, lowest: float, wider: float, second: int
) -> None:
    habit = even(a_day, heat=heat, at=NOON + timedelta(seconds=second))
    cheap = pause_after(habit, lowest, lowest + wider, even_h=EVEN_H)
    dear = pause_after(habit, lowest, lowest + wider, even_h=EVEN_H * 2)
    assert lowest <= cheap.length_s
    assert cheap.length_s <= dear.length_s + 1e-3
    assert dear.length_s <= lowest + wider


# --- the forecast they rest on


@given(
    begin=st.floats(0, WEEK_S), first=st.floats(0, 40_000), second=st.floats(0, 40_000),
    heat=st.floats(0, 20),
)  # fmt: skip
def test_a_forecast_adds_up(*, begin: float, first: float, second: float, heat: float) -> None:
    uneven = even(
        0,
        week=tuple(hour % 7 * 0.5 for hour in range(168)),
        minutes=tuple(float(minute % 9) for minute in range(60)),
        heat=heat,
    )
    look = forecast(uneven)
    begin += look.start_s
    middle, end = begin + first, begin + first + second
    whole = look.expected(begin, end)
    assert look.expected(begin, middle) + look.expected(middle, end) == pytest.approx(whole)
    assert sum(minute.arrivals for minute in look.minute_by_minute(begin, end)) == pytest.approx(
        whole
    )


def test_what_was_seen_outweighs_what_is_usual_the_more_of_it_there_is() -> None:
    week = tuple(3.0 if hour == 14 else 0.0 for hour in range(168))
    fourteen = NOON.timestamp() + 2 * HOUR_S

    def hour(weeks: int) -> float:
        habit = even(0, week=week, since=NOON - timedelta(weeks=weeks), minutes=(1.0,) * 60)
        return forecast(habit).usual(fourteen, fourteen + HOUR_S)

    assert hour(1) > hour(2) > hour(8)
    other_day = forecast(even(0, week=week)).usual(fourteen + 86_400, fourteen + 90_000)
    other_hour = forecast(even(0, week=week)).usual(fourteen + 7_200, fourteen + 10_800)
    assert hour(4) > other_day > other_hour


@pytest.mark.parametrize("counts", [(0.0, 0.0, 1.0), (0.0, 2.0, 1.0, 1.0)])
def test_what_looks_like_a_clock_by_chance_is_not_taken_for_one(counts: tuple[float, ...]) -> None:
    chance = (counts * 60)[:60]
    assert share_of_minute_5(chance) < 1.5 / 60
    clock = tuple(sum(chance) / 2 if minute in {5, 35} else 0.0 for minute in range(60))
    assert share_of_minute_5(clock) > 0.3


def share_of_minute_5(minutes: tuple[float, ...]) -> float:
    five = NOON.timestamp() + 5 * MINUTE_S
    look = forecast(even(24, minutes=minutes))
    return look.usual(five, five + MINUTE_S) / look.usual(five, five + HOUR_S)


def test_in_the_midst_of_a_rush_no_look_keeps_the_next_from_coming_at_its_end() -> None:
    clock = tuple(100.0 if minute in {2, 5} else 0.0 for minute in range(60))
    assert minutes_to_wait(even(48, minutes=clock)) == pytest.approx(6)


def test_a_feed_nothing_is_known_of_is_asked_within_the_hour() -> None:
    unknown = Habit(since=NOON, at=NOON)
    assert 10 < minutes_to_wait(unknown) < 60
