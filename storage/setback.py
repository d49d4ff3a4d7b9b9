"""The clock was set back: what is due in a minute must not wait a minute and a day for it.

Moments in the archive are those of the wall clock, so that they mean something after a restart. A
machine that started with a wrong clock, or whose clock is set by hand, has written moments that lie
in the future now: they are brought forward by as much as the clock went back.
"""

import sqlite3
from dataclasses import replace
from datetime import datetime, timedelta

from crawler.model.feed import FeedState
from storage.queries import SQL
from storage.rows import MICROSECOND, feed_state, feed_state_json, maybe_us, to_moment, to_us

STEP = timedelta(minutes=1)
"""Smaller steps are left alone: what was due is late by no more than that."""


def since_last_beat(db: sqlite3.Connection, now: datetime) -> timedelta:
    """Bring all work forward if the last heartbeat lies in the future; return by how much."""
    row = db.execute(SQL["last_beat"]).fetchone()
    return _bring_forward(db, to_moment(row["moment"]) if row["moment"] else None, now)


def since_last_fetch(db: sqlite3.Connection, now: datetime) -> timedelta:
    """Do the same by the feeds' last fetches: a watch that was stopped left no heartbeat."""
    row = db.execute(SQL["last_fetch"]).fetchone()
    return _bring_forward(db, datetime.fromisoformat(row["moment"]) if row["moment"] else None, now)


def _bring_forward(db: sqlite3.Connection, latest: datetime | None, now: datetime) -> timedelta:
    if latest is None or latest - now < STEP:
        return timedelta(0)
    by = latest - now
    for row in db.execute(SQL["get_feeds"]).fetchall():
        state = _earlier(feed_state(row["state_json"]), by, now)
        db.execute(
            SQL["put_feed_state_held"],
            {
                "id": row["id"],
                "state_json": feed_state_json(state),
                "next_at": maybe_us(state.next_fetch_at),
            },
        )
    for statement in ("hasten_hosts", "hasten_pages", "hasten_deliveries"):
        db.execute(SQL[statement], {"by": by // MICROSECOND})
    db.execute(SQL["hasten_digests"], {"now": to_us(now)})
    return by


def _earlier(state: FeedState, by: timedelta, now: datetime) -> FeedState:
    """Return a feed's state with its next fetch brought forward, and nothing past in the future."""

    def past(moment: datetime | None) -> datetime | None:
        return None if moment is None else min(moment, now)

    return replace(
        state,
        next_fetch_at=None if state.next_fetch_at is None else state.next_fetch_at - by,
        last_fetch_at=past(state.last_fetch_at),
        last_ok_at=past(state.last_ok_at),
        last_full_at=past(state.last_full_at),
        last_new_at=past(state.last_new_at),
        failing_since=past(state.failing_since),
    )
