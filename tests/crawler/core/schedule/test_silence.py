"""Feeds that answer and bring nothing."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from crawler.core.schedule.habit import observe
from crawler.core.schedule.silence import silences, silent_since
from crawler.model.feed import FeedId, FeedState, FeedStatus
from crawler.model.habit import NOTHING_NEW, Arrivals
from tests.crawler.core.schedule.given import FEED

NOON = datetime(2024, 11, 6, 12, tzinfo=UTC)  # a Wednesday
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)


def lived(
    comes: timedelta, since: timedelta, quiet: timedelta, *, weekdays_only: bool = False
) -> FeedState:
    """Return the state of a feed looked at hourly that brought an entry so often, then nothing."""
    habit = observe(None, Arrivals(entries=0), NOON - since)
    last = NOON - since
    while habit.at < NOON + quiet:
        now = habit.at + HOUR
        due = now - last >= comes and now <= NOON
        if weekdays_only and (now.weekday() > 4 or not 8 <= now.hour < 18):
            due = False
        arrivals = Arrivals(dates=(now,), entries=20) if due else NOTHING_NEW
        last = now if due else last
        habit = observe(habit, arrivals, now)
    return FeedState(
        feed_id=FEED.id, status=FeedStatus.OK, habit=habit, last_new_at=last, last_ok_at=habit.at
    )


@pytest.mark.parametrize(
    ("state", "silent"),
    [
        (lived(2 * HOUR, 2 * WEEK, 4 * HOUR), False),
        (lived(2 * HOUR, 2 * WEEK, 9 * HOUR), True),
        (lived(DAY, 2 * WEEK, 2 * DAY), False),
        (lived(DAY, 2 * WEEK, 4 * DAY), True),
        (lived(WEEK, 8 * WEEK, 2 * WEEK), False),
        (lived(WEEK, 8 * WEEK, 4 * WEEK), True),
        (lived(HOUR, 4 * WEEK, 18 * HOUR, weekdays_only=True), False),  # of which 12 are a night
        (lived(HOUR, 4 * WEEK, 5 * DAY, weekdays_only=True), True),
        (lived(HOUR, 3 * DAY, 12 * HOUR), False),  # weekends are not known yet
        (lived(HOUR, 3 * DAY, 4 * DAY), True),
        (lived(WEEK, 4 * WEEK, 8 * WEEK), False),  # too few silences ended to know
    ],
)
def test_a_feed_is_silent_beyond_three_times_its_habit(state: FeedState, *, silent: bool) -> None:
    assert silent_since(state, 3.0) == (state.last_new_at if silent else None)


QUIET = lived(2 * HOUR, 2 * WEEK, DAY)


@pytest.mark.parametrize(
    ("bound", "silent"), [(12 * HOUR, True), (2 * DAY, False), (3.0, True), (30.0, False), (None, False)]
)  # fmt: skip
def test_the_bound_is_a_duration_or_a_multiple_or_never(
    bound: timedelta | float | None, *, silent: bool
) -> None:
    assert (silent_since(QUIET, bound) is not None) is silent


@pytest.mark.parametrize(
    "state",
    [
        replace(QUIET, status=FeedStatus.FAILING),
        replace(QUIET, status=FeedStatus.PAUSED),
        replace(QUIET, habit=None),
        FeedState(feed_id=FEED.id),
        FeedState(feed_id=FEED.id, status=FeedStatus.OK),
        replace(QUIET, last_new_at=None),
    ],
)
def test_of_a_feed_that_fails_or_was_never_heard_nothing_is_said(state: FeedState) -> None:
    assert silent_since(state, 3.0) is None


def test_silent_feeds_are_told_with_since_when_and_what_to_do() -> None:
    talking = replace(QUIET, last_new_at=QUIET.last_ok_at)
    told = silences([(FEED, QUIET), (replace(FEED, id=FeedId("b")), talking)], 12 * HOUR)
    assert list(told) == [FEED.id]
    trouble = told[FEED.id]
    assert (trouble.name, trouble.since) == ("TASS", QUIET.last_new_at)
    assert "nothing new" in trouble.problem
    assert "discover" in trouble.advice
