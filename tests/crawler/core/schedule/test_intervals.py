"""When a feed is asked again, rule by rule."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.core.schedule.intervals import (
    CEILING,
    Hints,
    after_failures,
    duration,
    host_pause,
    when_gone,
    when_throttled,
    when_well,
)
from crawler.model.entry import FeedInfo
from crawler.model.feed import Feed, FeedId, FirstRun
from crawler.model.habit import Habit

NOON = datetime(2024, 11, 9, 12, tzinfo=UTC)
MINUTE, HOUR, WEEK = timedelta(minutes=1), timedelta(hours=1), timedelta(weeks=1)
AUTO_FEED = Feed(
    id=FeedId("tass"),
    url="https://tass.example/rss",
    name="TASS",
    bounds=(5 * MINUTE, 12 * HOUR),
    full_text=True,
    recheck=48 * HOUR,
    first_run=FirstRun.BASELINE,
)
EVERY_5M = replace(AUTO_FEED, every=5 * MINUTE)


WINDOW = 20
HABIT = Habit(
    since=NOON - 4 * WEEK,
    at=NOON,
    week=(3.3,) * 168,
    minutes=(8.0,) * 60,
    window=WINDOW,
    chances=1e6,
)
"""About one entry an hour, whatever the hour."""
PACE = "it brings about 25 a day"


@pytest.mark.parametrize(
    ("feed", "hints", "wait", "reason"),
    [
        (EVERY_5M, Hints(), 5 * MINUTE, "every 5m as configured"),
        (EVERY_5M, Hints(not_before=NOON + HOUR), 5 * MINUTE, "every 5m as configured"),
        (EVERY_5M, Hints(ttl=HOUR, skip_hours=(12,)), 5 * MINUTE, "every 5m as configured"),
        (replace(AUTO_FEED, every=timedelta(seconds=1)), Hints(), timedelta(seconds=1), "every 1s as configured"),
        (AUTO_FEED, Hints(), 15 * MINUTE, f"auto: 15m, {PACE}"),
        (replace(AUTO_FEED, bounds=(HOUR, 2 * HOUR)), Hints(), HOUR, f"auto: 1h, the shortest allowed; {PACE}"),
        (replace(AUTO_FEED, bounds=(MINUTE, 2 * MINUTE)), Hints(), 2 * MINUTE, f"auto: 2m, the longest allowed; {PACE}"),
        (AUTO_FEED, Hints(not_before=NOON + MINUTE), 15 * MINUTE, f"auto: 15m, {PACE}"),
        (AUTO_FEED, Hints(not_before=NOON + HOUR), HOUR, "auto: 15m, slower because of its caching headers"),
        (AUTO_FEED, Hints(ttl=HOUR), HOUR, "auto: 15m, slower because the feed says so (ttl)"),
        (AUTO_FEED, Hints(ttl=HOUR, not_before=NOON + 2 * HOUR), 2 * HOUR, "auto: 15m, slower because of its caching headers"),
        (AUTO_FEED, Hints(ttl=3 * HOUR, not_before=NOON + 2 * HOUR), 3 * HOUR, "auto: 15m, slower because the feed says so (ttl)"),
        (AUTO_FEED, Hints(ttl=timedelta(days=9_999_999)), 12 * HOUR, "auto: 15m, slower because the feed says so (ttl)"),
        (AUTO_FEED, Hints(skip_hours=(12, 13, 14)), 3 * HOUR, "auto: 15m, outside its skipHours"),
        (AUTO_FEED, Hints(skip_hours=(13, 14)), 15 * MINUTE, f"auto: 15m, {PACE}"),
        (AUTO_FEED, Hints(ttl=HOUR, skip_hours=(13,)), 2 * HOUR, "auto: 15m, outside its skipHours"),
        (AUTO_FEED, Hints(skip_hours=tuple(range(24))), 15 * MINUTE, f"auto: 15m, {PACE}"),
        (AUTO_FEED, Hints(skip_hours=tuple(range(23))), 11 * HOUR, "auto: 15m, outside its skipHours"),
    ],
)  # fmt: skip
def test_hints_slow_down_what_is_left_to_us(
    feed: Feed, hints: Hints, wait: timedelta, reason: str
) -> None:
    schedule = when_well(feed, hints, HABIT, NOON, 0)
    assert (schedule.next_at - NOON, schedule.reason) == (wait, reason)


@pytest.mark.parametrize(
    ("habit", "wait", "reason"),
    [
        (replace(HABIT, limit_s=420), 7 * MINUTE, "auto: 7m, shorter because its entries were all new: some may have been missed"),
        (replace(HABIT, limit_s=60), 5 * MINUTE, "auto: 5m, shorter because its entries were all new: some may have been missed"),
        (replace(HABIT, limit_s=7200), 15 * MINUTE, f"auto: 15m, {PACE}"),
        (replace(HABIT, surge=50), 10 * MINUTE, "auto: 10m, before its 20 entries could all be new"),
        (replace(HABIT, week=(300.0,) * 168), 5 * MINUTE, "auto: 5m, the shortest allowed; it brings about 2291 a day"),
        (replace(HABIT, week=(0.0,) * 168), 12 * HOUR, "auto: 12h, the longest allowed; it brings about 0.042 a day"),
    ],
)  # fmt: skip
def test_what_is_left_to_us_says_what_decided(habit: Habit, wait: timedelta, reason: str) -> None:
    schedule = when_well(AUTO_FEED, Hints(), habit, NOON, 0)
    assert (schedule.next_at - NOON, schedule.reason) == (wait, reason)


def test_hints_are_gathered_from_feed_and_server() -> None:
    info = FeedInfo(format="rss20", ttl=HOUR, skip_hours=(1, 2))
    assert Hints.of(info, NOON) == Hints(not_before=NOON, ttl=HOUR, skip_hours=(1, 2))


@pytest.mark.parametrize(
    ("failures", "hopeless", "wait", "reason"),
    [
        (1, False, 10 * MINUTE, "back-off after 1 failure"),
        (2, False, 20 * MINUTE, "back-off after 2 failures"),
        (3, True, 40 * MINUTE, "back-off after 3 failures"),
        (8, False, 1280 * MINUTE, "back-off after 8 failures"),
        (9, False, CEILING, "back-off after 9 failures"),
        (10**6, False, CEILING, "back-off after 1000000 failures"),
        (10, True, CEILING, "daily after 10 failures"),
    ],
)
def test_failures_back_off_and_never_end(
    failures: int, hopeless: bool, wait: timedelta, reason: str
) -> None:
    schedule = after_failures(EVERY_5M, failures, NOON, 0.5, hopeless=hopeless)
    assert (schedule.next_at - NOON, schedule.reason) == (wait, reason)


def test_a_hopeless_feed_of_every_second_is_asked_daily_in_the_end() -> None:
    feed = replace(AUTO_FEED, every=timedelta(seconds=1))
    waits = [
        after_failures(feed, failures, NOON, 0.5, hopeless=True).next_at - NOON
        for failures in (9, 10)
    ]
    assert waits == [timedelta(seconds=512), CEILING]


def test_throttling_waits_for_the_server_but_never_hastens() -> None:
    later = when_throttled(EVERY_5M, NOON + HOUR, NOON)
    assert (later.next_at, later.reason) == (NOON + HOUR, "throttled until 2024-11-09 13:00 UTC")
    assert when_throttled(EVERY_5M, NOON + MINUTE, NOON).next_at == NOON + 5 * MINUTE


@pytest.mark.parametrize(
    ("host", "minutes", "pause"),
    [
        ("news.example", (), None),
        ("news.example", (30,), None),
        ("news.example", (30, 20, 40), 20),
        ("8.8.8.8", (30, 20), 20),
        ("10.0.0.8", (30, 20), None),
        ("rss-bridge", (30, 20), None),
        ("bridge.lan", (30, 20), None),
    ],
)
def test_a_public_host_pauses_when_several_of_its_feeds_were_throttled(
    host: str, minutes: tuple[int, ...], pause: int | None
) -> None:
    expected = None if pause is None else NOON + pause * MINUTE
    assert host_pause(host, [NOON + each * MINUTE for each in minutes]) == expected


def test_what_is_gone_is_looked_at_weekly() -> None:
    schedule = when_gone(AUTO_FEED, NOON, 0.5)
    assert schedule.next_at == NOON + timedelta(days=7)
    assert "410" in schedule.reason


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(1, "1s"), (90, "90s"), (60, "1m"), (5400, "90m"), (7200, "2h"), (604_800, "7d"), (0, "0s")],
)
def test_durations_are_written_as_in_the_configuration(seconds: int, text: str) -> None:
    assert duration(timedelta(seconds=seconds)) == text


spreads = st.floats(0, 1, exclude_max=True)
moments = st.timedeltas(timedelta(days=-9_000), timedelta(days=9_000)).map(NOON.__add__)


@given(
    now=moments,
    spread=spreads,
    ttl=st.none() | st.timedeltas(timedelta(0)),
    ahead=st.none() | st.timedeltas(timedelta(0), timedelta(days=1)),
    skip=st.lists(st.integers(0, 23)).map(tuple),
    lowest=st.integers(1, 60),
)
def test_an_automatic_interval_never_leaves_its_bounds(
    *,
    now: datetime, spread: float, ttl: timedelta | None, ahead: timedelta | None,
    skip: tuple[int, ...],
    lowest: int,
) -> None:  # fmt: skip
    hints = Hints(not_before=None if ahead is None else now + ahead, ttl=ttl, skip_hours=skip)
    feed = replace(AUTO_FEED, bounds=(lowest * MINUTE, 12 * HOUR))
    habit = replace(HABIT, at=now, since=now - WEEK)
    hinted = when_well(feed, hints, habit, now, spread)
    plain = when_well(feed, Hints(), habit, now, spread)
    assert plain.next_at <= hinted.next_at <= now + feed.bounds[1]
    assert plain.next_at >= now + feed.bounds[0]


@given(failures=st.integers(1, 10**9), spread=spreads, hopeless=st.booleans())
def test_a_failing_feed_is_always_asked_again_within_a_day(
    failures: int, spread: float, hopeless: bool
) -> None:
    schedule = after_failures(EVERY_5M, failures, NOON, spread, hopeless=hopeless)
    assert NOON + 5 * MINUTE < schedule.next_at <= NOON + CEILING


@given(spread=spreads)
def test_jitter_spreads_feeds_that_fail_together(spread: float) -> None:
    wait = after_failures(EVERY_5M, 1, NOON, spread, hopeless=False).next_at - NOON
    assert 7.5 * MINUTE <= wait <= 12.5 * MINUTE
