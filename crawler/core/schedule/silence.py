"""Feeds that answer and bring nothing: silent for longer than is their habit."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from crawler.model.alert import Trouble
from crawler.model.feed import Feed, FeedState, FeedStatus

KNOWN_GAPS = 5
"""Fewer silences that ended do not tell what is usual."""
KNOWN_TIME = timedelta(weeks=1)
"""Until a whole week was seen, weekends are unknown,"""
WEEKEND = timedelta(days=3)
"""and a silence must outlast one to be told."""

_WELL = {FeedStatus.OK, FeedStatus.NOT_MODIFIED}


def silent_since(state: FeedState, bound: timedelta | float | None) -> datetime | None:
    """Return since when a feed is silent, as of its last answer; None = it is not.

    A feed that fails is not silent: nobody knows what it would bring.

    Args:
        state: of the feed.
        bound: a duration, or a multiple of the longest silence the feed is used to, counted in
            hours in which it usually is awake; None = silence means nothing.
    """
    if bound is None or state.status not in _WELL:
        return None
    if state.last_ok_at is None or state.last_new_at is None:
        return None
    lasting = state.last_ok_at - state.last_new_at
    if isinstance(bound, timedelta):
        return state.last_new_at if lasting > bound else None
    habit = state.habit
    if habit is None or habit.gaps < KNOWN_GAPS or habit.quiet_h <= bound * habit.longest_gap_h:
        return None
    if habit.at - habit.since < KNOWN_TIME and lasting < WEEKEND:
        return None
    return state.last_new_at


def silences(
    feeds: Iterable[tuple[Feed, FeedState]], bound: timedelta | float | None
) -> Mapping[str, Trouble]:
    """Return the feeds that are silent, by id, as health messages and digests tell of them."""
    return {
        feed.id: Trouble(
            name=feed.name,
            problem="nothing new for longer than is its habit",
            since=since,
            advice="look whether the outlet moved its feed; `wirewatch feeds discover` finds others",
        )
        for feed, state in feeds
        if (since := silent_since(state, bound)) is not None
    }
