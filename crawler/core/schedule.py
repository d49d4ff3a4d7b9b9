"""What becomes of a feed after an attempt, and what is asked of it next.

FeedState + Outcome -> FeedState, with the next fetch and why then
Feed + FeedState    -> Request
"""

from collections import defaultdict
from dataclasses import replace
from datetime import datetime, timedelta
from typing import assert_never

from crawler.core.habit import newest, observe
from crawler.core.intervals import (
    Hints,
    Schedule,
    after_failures,
    when_gone,
    when_throttled,
    when_well,
)
from crawler.core.targets import target_of
from crawler.model.errors import (
    AGAIN,
    BlockedError,
    FetchError,
    ForbiddenError,
    GoneError,
    ParseError,
    StatusError,
    ThrottledError,
    WirewatchError,
)
from crawler.model.feed import (
    Failed,
    Feed,
    FeedState,
    FeedStatus,
    FeedType,
    Outcome,
    Refreshed,
    Unchanged,
)
from crawler.model.habit import NOTHING_NEW
from crawler.model.web import NO_VALIDATORS, Fresh, NotModified, Purpose, Request

FULL_EVERY = timedelta(hours=24)
"""Validators are left out once in this time: some servers say 304 for ever."""
MOVES_BELIEVED = 3
"""A permanent redirect seen this often in a row replaces the URL that is asked."""
MOVE_DOUBTED_AFTER = 3
"""Failures in a row at a new URL after which the user's own is asked again."""

_SERVER_ERROR = 500
_ADVICE = defaultdict(
    lambda: AGAIN,
    {
        "not_a_feed": "look for a feed or a sitemap on its site: `wirewatch feeds discover`",
        "malformed": f"the publisher has to mend it; {AGAIN}",
    },
)
"""What may be done, where the error does not know better."""
PURPOSES = {
    FeedType.FEED: Purpose.FEED,
    FeedType.SITEMAP: Purpose.SITEMAP,
    FeedType.PAGE: Purpose.FEED,  # named by the user: robots.txt is not asked
}
"""What a feed of each type is fetched for."""


def request_for(feed: Feed, state: FeedState, now: datetime) -> Request:
    """Return what to fetch for a feed.

    Once in `FULL_EVERY` the request is unconditional. A permanent move seen `MOVES_BELIEVED`
    times in a row is followed at once; at a new origin the user's headers stay behind.
    """
    url = _asked_url(feed, state)
    headers = {name: secret.reveal() for name, secret in feed.headers.items()}
    if url != feed.url and target_of(url).origin != target_of(feed.url).origin:
        headers = {}
    full = state.last_full_at is None or now - state.last_full_at >= FULL_EVERY
    return Request(
        url=url,
        purpose=PURPOSES[feed.type],
        validators=NO_VALIDATORS if full else state.validators,
        headers=headers,
    )


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
        _moved(state, reply.moved_to, feed),
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
        after_failures(feed, state.failures, now, spread, hopeless=_is_hopeless(error)),
    )


def _scheduled(state: FeedState, schedule: Schedule) -> FeedState:
    return replace(
        state,
        next_fetch_at=schedule.next_at,
        next_fetch_reason=schedule.reason,
        interval_s=schedule.interval.total_seconds(),
    )


def _asked_url(feed: Feed, state: FeedState) -> str:
    if state.moved_to is not None and state.moved_seen >= MOVES_BELIEVED:
        return state.moved_to
    return feed.url


def _moved(state: FeedState, moved_to: str | None, feed: Feed) -> FeedState:
    if moved_to is None:
        if _asked_url(feed, state) == feed.url:  # no redirect any more
            return replace(state, moved_to=None, moved_seen=0)
        return state  # the new URL answers by itself
    seen = state.moved_seen + 1 if moved_to == state.moved_to else 1
    return replace(state, moved_to=moved_to, moved_seen=seen)


def _is_hopeless(error: WirewatchError) -> bool:
    """Tell errors that only a person can mend from those that pass by themselves."""
    match error:
        case StatusError(status=status):
            return status < _SERVER_ERROR
        case ParseError() | BlockedError() | ForbiddenError():
            return True
        case _:
            return False


def kind_of(error: WirewatchError) -> str:
    """Return the word for an error, as `status` shows it."""
    return error.kind if isinstance(error, FetchError | ParseError) else "malformed"


def sentence_of(error: WirewatchError) -> str:
    """Return problem and advice; the URL stands beside it in `status`."""
    if isinstance(error, FetchError | ParseError):
        return f"{error.problem} ({error.advice or _ADVICE[kind_of(error)]})"
    return f"{error} ({_ADVICE[kind_of(error)]})"
