"""What becomes of a feed after an attempt: FeedState + Outcome -> FeedState, next fetch included."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import assert_never

from crawler.core.gaps import gap_ended
from crawler.core.schedule.asking import moved
from crawler.core.schedule.faults import is_hopeless, kind_of, sentence_of
from crawler.core.schedule.habit import newest, observe
from crawler.core.schedule.intervals import (
    Hints,
    Schedule,
    after_failures,
    when_gone,
    when_throttled,
    when_well,
)
from crawler.model.errors import GoneError, ThrottledError, WirewatchError
from crawler.model.feed import (
    Failed,
    Feed,
    FeedState,
    FeedStatus,
    Outcome,
    Refreshed,
    Unchanged,
)
from crawler.model.habit import NOTHING_NEW
from crawler.model.web import Fresh, NotModified

MOVE_DOUBTED_AFTER = 3
"""Failures in a row at a new URL after which the user's own is asked again."""


def after(
    state: FeedState, outcome: Outcome, feed: Feed, now: datetime, spread: float
) -> FeedState:
    """Return what is remembered of a feed after an attempt.

    Args:
        state: before the attempt.
        outcome: what the attempt brought.
        feed: as configured.
        now: the moment of the attempt; the next fetch is counted from it.
        spread: a number in [0, 1) for jitter; 0.5 = none.

    Returns:
        The new state. ``entries`` is the store's to count.
    """
    state = replace(state, last_fetch_at=now)
    match outcome:
        case Refreshed(reply=reply, parsed=parsed, body_hash=body_hash, arrivals=arrivals):
            habit = observe(state.habit, arrivals, now)
            hints = Hints.of(parsed.feed, reply.not_before)
            state = replace(
                _well(state, FeedStatus.OK, reply, feed, now),
                body_hash=body_hash,
                ttl_s=None if hints.ttl is None else hints.ttl.total_seconds(),
                skip_hours=hints.skip_hours,
                baselined=True,
                last_new_at=newest(state.habit, arrivals, now) or state.last_new_at,
                habit=habit,
                gap=gap_ended(state, now) or state.gap,
            )
            return _scheduled(state, when_well(feed, hints, habit, now, spread))
        case Unchanged(reply=reply):
            habit = observe(state.habit, NOTHING_NEW, now)
            state = replace(_well(state, FeedStatus.NOT_MODIFIED, reply, feed, now), habit=habit)
            hints = Hints(
                not_before=reply.not_before,
                ttl=None if state.ttl_s is None else timedelta(seconds=state.ttl_s),
                skip_hours=state.skip_hours,
            )
            return _scheduled(state, when_well(feed, hints, habit, now, spread))
        case Failed(error=error):
            return _failed(state, error, feed, now, spread)
        case _:
            assert_never(outcome)


def _well(
    state: FeedState, status: FeedStatus, reply: Fresh | NotModified, feed: Feed, now: datetime
) -> FeedState:
    if isinstance(reply, Fresh):  # a complete body that was parsed, now or when it first came
        state = replace(state, validators=reply.validators, last_full_at=now)
    return replace(
        moved(state, reply.moved_to, feed),
        insecure=reply.insecure,
        status=status,
        last_ok_at=now,
        last_error=None,
        error_kind=None,
        failures=0,
        failing_since=None,
    )


def _failed(
    state: FeedState, error: WirewatchError, feed: Feed, now: datetime, spread: float
) -> FeedState:
    state = replace(
        state,
        last_error=sentence_of(error),
        error_kind=kind_of(error),
        failing_since=state.failing_since or now,
    )
    if isinstance(error, ThrottledError):  # the server's wish, not the feed's failure
        state = replace(state, status=FeedStatus.PAUSED)
        return _scheduled(state, when_throttled(feed, error.until, now))
    state = replace(state, failures=state.failures + 1)
    if state.failures >= MOVE_DOUBTED_AFTER:
        state = replace(state, moved_to=None, moved_seen=0)
    if isinstance(error, GoneError):
        state = replace(state, status=FeedStatus.PAUSED)
        return _scheduled(state, when_gone(feed, now, spread))
    return _scheduled(
        replace(state, status=FeedStatus.FAILING),
        after_failures(feed, state.failures, now, spread, hopeless=is_hopeless(error)),
    )


def _scheduled(state: FeedState, schedule: Schedule) -> FeedState:
    return replace(
        state,
        next_fetch_at=schedule.next_at,
        next_fetch_reason=schedule.reason,
        interval_s=schedule.interval.total_seconds(),
    )
