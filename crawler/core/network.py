"""Whether it is the network that is gone, and when feeds are asked again because of that.

Each feed backs off by itself, up to a day: after a day without a network most would be asked only
hours after it is back. So while no feed answers one is asked a minute, and when one does, all that
went unanswered are asked within minutes.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from crawler.model.errors import TimedOutError, UnreachableError
from crawler.model.feed import FeedId, FeedState, FeedStatus

GONE_AFTER = timedelta(minutes=15)
"""Without an answer of any feed for so long, it is not the feeds."""
FEWEST = 2
"""Fewer feeds tell nothing of the network."""
ENOUGH = 5
"""So many feeds that answered until then and do not any more stand for all."""
RETURN = timedelta(minutes=1)
"""Feeds that went unanswered are asked again within this time, not all at once; the alerts of all
are told together (``gaps.HOLD``)."""
PROBED, BACK = "no feed answers: one is asked a minute", "the network is back"
"""Why then."""

_UNANSWERED = frozenset({UnreachableError.kind, TimedOutError.kind})


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """A time in which no feed answered."""

    since: datetime
    """The last answer, or the first attempt in vain where that is later."""
    is_sure: bool
    """It is the network; else only some feeds were asked meanwhile, which may be chance."""
    next: FeedId | None
    """Whose answer would tell most: one not asked meanwhile, or else the one asked longest ago."""


def silence(states: Sequence[FeedState], now: datetime) -> Silence | None:
    """Return the time without an answer, if it is long enough to be looked into."""
    asked = {state.feed_id: at for state in states if (at := state.last_fetch_at) is not None}
    known = [state for state in states if state.feed_id in asked]
    failing = [state for state in known if state.error_kind in _UNANSWERED]
    begun = min((state.failing_since or now for state in failing), default=now)
    since = max([begun, *filter(None, map(_last_answer, known))])
    mute = {state.feed_id: state for state in failing if asked[state.feed_id] >= since}
    if now - since < GONE_AFTER or len(mute) < FEWEST:
        return None
    newly = [state for state in mute.values() if (state.failing_since or now) >= since]
    willing = [state.feed_id for state in known if state.status is not FeedStatus.PAUSED]
    return Silence(
        since=since,
        is_sure=len(mute) == len(known) or len(newly) >= ENOUGH,
        next=min(willing, key=lambda feed: (feed in mute, asked[feed]), default=None),
    )


def returning(
    states: Sequence[FeedState], now: datetime, spread: Callable[[], float]
) -> Mapping[FeedId, datetime]:
    """Return when the feeds that went unanswered are asked, now that one answers again.

    Args:
        states: of all feeds.
        now: the moment it was noticed.
        spread: draws a number in [0, 1), so that they are not asked all at once.
    """
    unanswered = (state for state in states if state.error_kind in _UNANSWERED)
    return {state.feed_id: now + RETURN * spread() for state in unanswered}


def _last_answer(state: FeedState) -> datetime | None:
    """Return when a feed last answered, be it with an error."""
    return state.last_ok_at if state.error_kind in _UNANSWERED else state.last_fetch_at
