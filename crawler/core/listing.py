"""When a list of feeds at an address is read again, and what becomes of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from crawler.model.listing import ListState, OpmlFeed
from crawler.model.web import Fresh

READ_EVERY = timedelta(days=1)
TRY_AGAIN_AFTER = timedelta(hours=1)
"""After an attempt that brought nothing."""
EMPTY = "the list is empty (its feeds stay as they were)"


def is_due(state: ListState, now: datetime) -> bool:
    """Tell whether a list is to be read: never tried, a day old, or an hour after a failure."""
    if state.tried_at is None:
        return True
    wait = READ_EVERY if state.problem is None else TRY_AGAIN_AFTER
    return now - state.tried_at >= wait


def unchanged(state: ListState, now: datetime) -> ListState:
    """Return a list after its server said that nothing changed."""
    return replace(state, read_at=now, tried_at=now, problem=None)


def brought(state: ListState, reply: Fresh, feeds: Sequence[OpmlFeed], now: datetime) -> ListState:
    """Return a list after a version of it was read; an empty one counts as broken."""
    if not feeds:
        return failed(state, EMPTY, now)
    return replace(
        state,
        feeds=tuple(feeds),
        validators=reply.validators,
        read_at=now,
        tried_at=now,
        problem=None,
    )


def failed(state: ListState, problem: str, now: datetime) -> ListState:
    """Return a list that could not be read: its last good version stays."""
    return replace(state, tried_at=now, problem=problem)
