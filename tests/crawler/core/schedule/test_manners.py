"""Histories of a feed left to us, and when it is asked next and why then: the rules as one table."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from crawler.core.schedule import after, request_for
from crawler.core.schedule.intervals import CEILING
from crawler.model.entry import FeedInfo, ParsedFeed
from crawler.model.errors import (
    GoneError,
    ParseError,
    StatusError,
    ThrottledError,
    UnreachableError,
)
from crawler.model.feed import (
    Failed,
    Feed,
    FeedId,
    FeedState,
    FeedStatus,
    FirstRun,
    Outcome,
    Refreshed,
    Unchanged,
)
from crawler.model.habit import Arrivals
from crawler.model.web import NO_VALIDATORS, Fresh, NotModified, Response, Validators

NOON = datetime(2024, 11, 6, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
URL = "https://tass.example/rss"
FEED = Feed(
    id=FeedId("tass"),
    url=URL,
    name="TASS",
    bounds=(5 * MINUTE, 12 * HOUR),
    full_text=True,
    recheck=48 * HOUR,
    first_run=FirstRun.BASELINE,
)
HOURLY = tuple(NOON - 30 * MINUTE - n * HOUR for n in range(24 * 14))


def read(
    *dates: datetime | None,
    entries: int = 400,
    ttl: timedelta | None = None,
    skip: tuple[int, ...] = (),
    fresh_for: timedelta | None = None,
    moved_to: str | None = None,
) -> Refreshed:
    response = Response(url=URL, final_url=moved_to or URL, status=200, fetched_at=NOON)
    return Refreshed(
        reply=Fresh(
            response=response,
            validators=Validators(etag='"1"'),
            not_before=None if fresh_for is None else NOON + fresh_for,
            moved_to=moved_to,
        ),
        parsed=ParsedFeed(feed=FeedInfo(format="rss20", ttl=ttl, skip_hours=skip), entries=()),
        body_hash="h",
        arrivals=Arrivals(dates=dates, entries=entries),
    )


BEGUN = after(FeedState(feed_id=FEED.id), read(*HOURLY), FEED, NOON, 0)
"""An entry an hour for two weeks, at half past."""
SAME = Unchanged(reply=NotModified())
DOWN = Failed(error=UnreachableError(URL, "nobody answers"))
MISSING = Failed(error=StatusError(URL, 404, "not found"))
NONSENSE = Failed(error=ParseError(URL, "not_a_feed", "an HTML page"))


def throttled(wait: timedelta) -> Failed:
    return Failed(error=ThrottledError(URL, "slow down", NOON + wait))


@pytest.mark.parametrize(
    ("history", "status", "wait", "reason"),
    [
        ([SAME], "not_modified", 31 * MINUTE, "auto: 31m, it brings about 2"),
        ([read(ttl=3 * HOUR)], "ok", 3 * HOUR, "slower because the feed says so (ttl)"),
        ([read(ttl=3 * HOUR), SAME], "not_modified", 3 * HOUR, "slower because the feed says so (ttl)"),
        ([read(ttl=30 * DAY)], "ok", 12 * HOUR, "slower because the feed says so (ttl)"),
        ([read(fresh_for=2 * HOUR)], "ok", 2 * HOUR, "slower because of its caching headers"),
        ([read(fresh_for=MINUTE)], "ok", 31 * MINUTE, "auto: 31m, it brings about 2"),
        ([read(fresh_for=-DAY)], "ok", 31 * MINUTE, "auto: 31m, it brings about 2"),
        ([read(skip=(12, 13, 14))], "ok", 3 * HOUR, "outside its skipHours"),
        ([throttled(2 * HOUR)], "paused", 2 * HOUR, "throttled until 2024-11-06 14:00 UTC"),
        ([throttled(-DAY)], "paused", 15 * MINUTE, "throttled until 2024-11-05 12:00 UTC"),
        ([DOWN], "failing", 30 * MINUTE, "back-off after 1 failure"),
        ([DOWN] * 3, "failing", 2 * HOUR, "back-off after 3 failures"),
        ([DOWN] * 30, "failing", CEILING, "back-off after 30 failures"),
        ([DOWN, throttled(HOUR), DOWN], "failing", HOUR, "back-off after 2 failures"),
        ([MISSING] * 10, "failing", CEILING, "daily after 10 failures"),
        ([NONSENSE] * 10, "failing", CEILING, "daily after 10 failures"),
        ([Failed(error=GoneError(URL, "gone"))], "paused", 7 * DAY, "410 Gone; looked at weekly"),
        ([*[DOWN] * 30, SAME], "not_modified", 31 * MINUTE, "auto: 31m, it brings about 2"),
        ([throttled(HOUR), SAME], "not_modified", 31 * MINUTE, "auto: 31m, it brings about 2"),
    ],
)  # fmt: skip
def test_when_a_feed_is_asked_next_and_why_then(
    history: list[Outcome], status: str, wait: timedelta, reason: str
) -> None:
    state = BEGUN
    for outcome in history:
        spread = 0.0 if not isinstance(outcome, Failed) else 0.5
        state = after(state, outcome, FEED, NOON, spread)
    assert state.next_fetch_at is not None
    assert (state.status, state.next_fetch_at - NOON) == (FeedStatus(status), wait)
    assert reason in state.next_fetch_reason


def test_an_overrun_shortens_at_once_and_says_so_until_all_is_well() -> None:
    slow = replace(FEED, bounds=(MINUTE, 12 * HOUR))
    state = after(BEGUN, read(*[None] * 2, entries=2), slow, NOON + 40 * MINUTE, 0)
    state = after(state, read(*[None] * 2, entries=2), slow, NOON + 44 * MINUTE, 0)
    assert state.next_fetch_at == NOON + 46 * MINUTE
    assert "all new: some may have been missed" in state.next_fetch_reason
    for _ in range(40):
        now = state.next_fetch_at
        assert now is not None
        state = after(state, read(entries=2), slow, now, 0)
    assert "all new" not in state.next_fetch_reason


@pytest.mark.parametrize("every", [timedelta(seconds=1), 12 * HOUR])
def test_an_interval_the_user_wrote_is_taken_literally_whatever_is_learned(
    every: timedelta,
) -> None:
    literal = replace(FEED, every=every)
    for outcome in (read(*[None] * 9, entries=9, ttl=DAY, skip=(12, 13)), SAME):
        state = after(BEGUN, outcome, literal, NOON + HOUR, 0.9)
        assert state.next_fetch_at == NOON + HOUR + every
        assert state.next_fetch_reason.endswith("as configured")
        assert state.habit != BEGUN.habit  # learned all the same: silence is judged by it


def test_failures_teach_nothing_about_the_feed() -> None:
    for outcome in (DOWN, throttled(HOUR), MISSING):
        assert after(BEGUN, outcome, FEED, NOON + HOUR, 0).habit == BEGUN.habit


def test_what_is_new_is_dated_and_a_first_document_by_what_it_claims() -> None:
    first = after(FeedState(feed_id=FEED.id), read(NOON - DAY, NOON - 2 * DAY), FEED, NOON, 0)
    assert first.last_new_at == NOON - DAY
    assert after(first, SAME, FEED, NOON + HOUR, 0).last_new_at == NOON - DAY
    assert after(first, read(None), FEED, NOON + HOUR, 0).last_new_at == NOON + HOUR


def test_once_a_day_a_feed_that_says_not_modified_must_show_itself() -> None:
    state = BEGUN
    asked = []
    for hour in range(1, 50):
        now = NOON + hour * HOUR
        unconditional = request_for(FEED, state, now).validators == NO_VALIDATORS
        asked += [hour] if unconditional else []
        state = after(state, read() if unconditional else SAME, FEED, now, 0)
    assert asked == [24, 48]
