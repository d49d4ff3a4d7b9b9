"""A feed's state after an attempt, and what is asked of it next: histories, not moments."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.core.schedule import after, request_for
from crawler.model.errors import (
    BlockedError,
    ExtractError,
    ForbiddenError,
    GoneError,
    ParseError,
    StatusError,
    ThrottledError,
    TimedOutError,
    TooLargeError,
    UnreachableError,
    WirewatchError,
)
from crawler.model.feed import (
    Failed,
    FeedState,
    FeedStatus,
    Gap,
    Outcome,
    Unchanged,
)
from crawler.model.web import NotModified
from tests.crawler.core.schedule.given import (
    DAY,
    DOWN,
    FEED,
    HOUR,
    MINUTE,
    NEW,
    NEW_URL,
    NOON,
    SAME,
    URL,
    V1,
    V2,
    fresh,
    live,
    read,
)


def test_a_feed_read_is_well_and_remembers_what_to_ask_with() -> None:
    state = live([DOWN, read()])
    now = NOON + DAY
    assert (state.status, state.failures, state.last_error, state.error_kind) == (
        FeedStatus.OK, 0, None, None,
    )  # fmt: skip
    assert (state.validators, state.body_hash, state.baselined) == (V1, "h1", True)
    assert state.last_fetch_at == state.last_ok_at == state.last_full_at == now
    assert (state.next_fetch_at, state.next_fetch_reason, state.interval_s) == (
        now + 5 * MINUTE, "every 5m as configured", 300,
    )  # fmt: skip


def test_a_gap_is_remembered_until_the_next_one() -> None:
    late = Gap(since=NOON + 5 * MINUTE, fetched_at=NOON + DAY)
    state = live([read(), read()])
    assert state.gap == late
    in_time = replace(state, interval_s=2 * DAY.total_seconds())
    assert after(in_time, read(), FEED, NOON + 2 * DAY, 0.5).gap == late
    assert after(state, read(), FEED, NOON + 2 * DAY, 0.5).gap == Gap(
        since=NOON + DAY + 5 * MINUTE, fetched_at=NOON + 2 * DAY
    )


def test_not_modified_keeps_what_was_known() -> None:
    state = live([read(), Unchanged(reply=NotModified())])
    assert state.status is FeedStatus.NOT_MODIFIED
    assert (state.validators, state.body_hash) == (V1, "h1")
    assert state.last_full_at == NOON
    assert state.last_ok_at == NOON + DAY


def test_the_same_bytes_again_bring_new_validators() -> None:
    state = live([read(), Unchanged(reply=fresh(V2))])
    assert state.status is FeedStatus.NOT_MODIFIED
    assert (state.validators, state.last_full_at) == (V2, NOON + DAY)


def test_not_modified_keeps_the_hints_of_the_feed() -> None:
    auto = replace(FEED, every=None, bounds=(5 * MINUTE, DAY))

    def hour_later(before: FeedState) -> FeedState:
        return after(before, Unchanged(reply=NotModified()), auto, NOON + HOUR, 0.5)

    state = hour_later(live([read(ttl=23 * HOUR)], feed=auto))
    assert state.next_fetch_at == NOON + 24 * HOUR
    assert "ttl" in state.next_fetch_reason
    assert "ttl" not in hour_later(live([read()], feed=auto)).next_fetch_reason


def test_a_failure_saves_nothing_but_its_reason() -> None:
    before = live([read()])
    state = live([DOWN], before)
    assert (state.status, state.failures, state.error_kind) == (
        FeedStatus.FAILING, 1, "unreachable",
    )  # fmt: skip
    assert state.last_error == "nobody answers (it is tried again)"
    assert (state.validators, state.body_hash, state.last_ok_at, state.last_full_at) == (
        before.validators, before.body_hash, before.last_ok_at, before.last_full_at,
    )  # fmt: skip
    assert state.next_fetch_at == NOON + 10 * MINUTE
    assert state.next_fetch_reason == "back-off after 1 failure"


@pytest.mark.parametrize(
    ("error", "kind", "daily"),
    [
        (UnreachableError(URL, "p"), "unreachable", False),
        (TimedOutError(URL, "p"), "timeout", False),
        (TooLargeError(URL, "p"), "too_large", False),
        (StatusError(URL, 500, "p"), "status", False),
        (StatusError(URL, 404, "p"), "status", True),
        (StatusError(URL, 403, "p"), "status", True),
        (BlockedError(URL, "p"), "blocked", True),
        (ForbiddenError(URL, "p"), "forbidden", True),
        (ParseError(URL, "not_a_feed", "p"), "not_a_feed", True),
        (ParseError(URL, "malformed", "p"), "malformed", True),
        (ExtractError(URL, "p"), "malformed", False),
    ],
)
def test_errors_keep_their_kind_and_the_hopeless_are_tried_daily(
    error: WirewatchError, kind: str, daily: bool
) -> None:
    fast = replace(FEED, every=timedelta(seconds=1))
    state = live([Failed(error=error)] * 10, feed=fast)
    assert (state.status, state.error_kind, state.failures) == (FeedStatus.FAILING, kind, 10)
    assert state.last_error
    assert (state.next_fetch_reason == "daily after 10 failures") is daily


def test_a_feed_recovers_by_itself() -> None:
    state = live([*[DOWN] * 30, read()])
    assert (state.status, state.failures) == (FeedStatus.OK, 0)
    assert state.next_fetch_at == NOON + 30 * DAY + 5 * MINUTE


def test_it_is_known_since_when_a_feed_fails() -> None:
    assert live([read(), DOWN, DOWN]).failing_since == NOON + DAY
    assert live([DOWN, read()]).failing_since is None


def test_throttling_pauses_and_is_no_failure() -> None:
    throttled = Failed(error=ThrottledError(URL, "wait", NOON + HOUR))
    state = after(live([read()]), throttled, FEED, NOON, 0.5)
    assert (state.status, state.failures, state.error_kind) == (FeedStatus.PAUSED, 0, "throttled")
    assert state.next_fetch_at == NOON + HOUR
    assert state.next_fetch_reason == "throttled until 2024-11-09 13:00 UTC"


def test_gone_pauses_visibly_and_is_looked_at_weekly() -> None:
    state = live([Failed(error=GoneError(URL, "gone for good"))])
    assert (state.status, state.error_kind) == (FeedStatus.PAUSED, "gone")
    assert state.next_fetch_at == NOON + 7 * DAY
    assert live([Unchanged(reply=NotModified())], state).status is FeedStatus.NOT_MODIFIED


def test_a_way_that_leaves_https_is_remembered_until_it_stays() -> None:
    led_away = Unchanged(reply=NotModified(insecure=True))
    assert live([SAME, led_away]).insecure
    assert live([SAME, led_away, DOWN]).insecure
    assert not live([led_away, SAME]).insecure


ERRORS = st.sampled_from(
    [
        UnreachableError(URL, "p"),
        StatusError(URL, 404, "p"),
        GoneError(URL, "p"),
        ThrottledError(URL, "p", NOON + HOUR),
        ParseError(URL, "malformed", "p"),
    ]
)
OUTCOMES = (
    st.builds(Failed, error=ERRORS)
    | st.builds(read, moved_to=st.sampled_from([None, NEW_URL]), ttl=st.timedeltas(timedelta(0)))
    | st.builds(Unchanged, reply=st.builds(NotModified, moved_to=st.sampled_from([None, NEW_URL])))
)


@given(
    history=st.lists(OUTCOMES, min_size=1, max_size=20),
    every=st.none() | st.timedeltas(timedelta(seconds=1), DAY),
    spread=st.floats(0, 1, exclude_max=True),
)
def test_after_any_history_a_feed_is_asked_again_with_a_reason(
    history: list[Outcome], every: timedelta | None, spread: float
) -> None:
    feed, state, now = replace(FEED, every=every), NEW, NOON
    for outcome in history:
        state = after(state, outcome, feed, now, spread)
        assert state.next_fetch_at is not None
        assert now < state.next_fetch_at <= now + 8 * DAY
        assert state.next_fetch_reason
        assert (state.error_kind is None) == (state.last_error is None)
        assert request_for(feed, state, now).url in {URL, NEW_URL}
        now = state.next_fetch_at
