"""Feeds: the configuration's list, their states, and what a fetch of one brought."""

import hashlib
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from crawler.model.article import Capture
from crawler.model.feed import Feed, FeedId, FeedState, FeedStatus
from crawler.model.lease import FeedHostLease, HostKind, Lease
from crawler.model.web import NO_VALIDATORS
from storage import claims, documents, entries
from storage.protocol import NewPage
from storage.queries import SQL
from storage.rows import (
    MICROSECOND,
    feed_state,
    feed_state_json,
    list_json,
    maybe_us,
    to_us,
)


def sync(db: sqlite3.Connection, feeds: Sequence[Feed], now: datetime) -> None:
    """Make the archive's list of feeds that of the configuration (see the protocol)."""
    known = {row["feed_id"]: row for row in db.execute(SQL["get_feeds"])}
    for position, feed in enumerate(feeds):
        before = known.pop(feed.id, None)
        state, host = _state_under(feed, before, now), host_of(feed.url)
        if before is not None and before["url_hash"] != _url_hash(feed):
            claims.revoke(db, HostKind.FEED, before["host"], to_us(now))
        db.execute(
            SQL["put_feed"],
            {
                "feed_id": feed.id,
                "position": position,
                "url_hash": _url_hash(feed),
                "host": host,
                "every_us": _longest(feed) // MICROSECOND,
                "next_at": maybe_us(state.next_fetch_at),
                "state_json": feed_state_json(state),
            },
        )
        if state.next_fetch_at is not None:
            claims.hasten(db, HostKind.FEED, host, to_us(state.next_fetch_at))
    for feed_id in known:
        db.execute(SQL["forget_feed"], {"feed_id": feed_id})


def states(db: sqlite3.Connection) -> tuple[FeedState, ...]:
    """Return the state of every configured feed, in the order of the configuration."""
    return tuple(feed_state(row["state_json"]) for row in db.execute(SQL["feed_states"]))


def make_due(db: sqlite3.Connection, feed_ids: Sequence[str] | None, now: datetime) -> None:
    """Make feeds due now; None means all that are configured."""
    wanted = None if feed_ids is None else set(feed_ids)
    for row in db.execute(SQL["get_feeds"]).fetchall():
        if row["position"] is None or not (wanted is None or row["feed_id"] in wanted):
            continue
        state = feed_state(row["state_json"])
        _put_state(db, replace(state, next_fetch_at=now, next_fetch_reason="asked for by hand"))
        claims.hasten(db, HostKind.FEED, row["host"], to_us(now))


def hasten(db: sqlite3.Connection, moments: Mapping[FeedId, datetime], reason: str) -> None:
    """Have feeds be asked at these moments, where that is sooner than they would be."""
    for row in db.execute(SQL["get_feeds"]).fetchall():
        moment, state = moments.get(row["feed_id"]), feed_state(row["state_json"])
        if moment is None or state.next_fetch_at is None or state.next_fetch_at <= moment:
            continue
        _put_state(db, replace(state, next_fetch_at=moment, next_fetch_reason=reason))
        claims.hasten(db, HostKind.FEED, row["host"], to_us(moment))


def claim(
    db: sqlite3.Connection, now: datetime, lease_s: float, limit: int
) -> FeedHostLease | None:
    """Claim the host that waited longest, with up to ``limit`` of its due feeds."""

    def due(host: str) -> list[sqlite3.Row]:
        asked = {"host": host, "now": to_us(now), "limit": limit}
        return claims.together(db.execute(SQL["due_feeds"], asked).fetchall())

    claimed = claims.claim(db, HostKind.FEED, now, lease_s, due)
    if claimed is None:
        return None
    return _held(db, *claimed)


def claim_one(
    db: sqlite3.Connection, feed_id: str, now: datetime, lease_s: float
) -> FeedHostLease | None:
    """Claim one feed of a host, due or not; None when it is unknown or its host is held."""
    rows = db.execute(SQL["one_feed"], {"feed_id": feed_id}).fetchall()
    if not rows:
        return None
    host: str = rows[0]["host"]
    lease = claims.claim_host(db, HostKind.FEED, host, now, lease_s)
    return _held(db, host, lease, rows) if lease else None


def _held(
    db: sqlite3.Connection, host: str, lease: Lease, rows: Sequence[sqlite3.Row]
) -> FeedHostLease:
    """Hand the feeds of a claimed host out under its lease."""
    ids = [row["id"] for row in rows]
    db.execute(SQL["hold_feeds"], {"token": lease.token, "ids": list_json(ids)})
    return FeedHostLease(
        host=host, lease=lease, feeds=tuple(feed_state(row["state_json"]) for row in rows)
    )


def release(db: sqlite3.Connection, lease: Lease, ready_at: datetime) -> None:
    """Give a host back; feeds whose fetch was not recorded come back later, and alone."""
    claims.require(db, HostKind.FEED, lease)
    db.execute(SQL["return_feeds"], claims.returned(lease, ready_at))
    claims.release(db, HostKind.FEED, lease, ready_at)


def release_all(db: sqlite3.Connection) -> None:
    """Give every leased feed back: nobody died over it."""
    db.execute(SQL["return_all_feeds"])


def record(
    db: sqlite3.Connection,
    lease: Lease,
    state: FeedState,
    pages: Sequence[NewPage],
    *,
    baseline: bool,
    fetched_at: datetime,
    capture: Capture | None = None,
) -> int:
    """Record one fetch: the feed's new state and the entries not seen before."""
    claims.require(db, HostKind.FEED, lease)
    feed: int = db.execute(SQL["feed_number"], {"feed_id": state.feed_id}).fetchone()["id"]
    new = entries.not_seen(db, feed, pages, fetched_at)
    document = documents.put(db, capture, fetched_at) if new and capture is not None else None
    showing = entries.Showing(state.feed_id, fetched_at, baseline, document)
    for page in new:
        entries.record(db, feed, page, showing)
    _put_state(db, replace(state, entries=state.entries + len(new)))
    return len(new)


def unseen(db: sqlite3.Connection, feed_id: str, keys: Collection[str]) -> frozenset[str]:
    """Return the keys the feed has not shown before."""
    feed = db.execute(SQL["feed_number"], {"feed_id": feed_id}).fetchone()
    asked = {"feed": feed and feed["id"], "keys": list_json(keys)}
    return frozenset(row["value"] for row in db.execute(SQL["entries_not_seen"], asked))


def host_of(url: str) -> str:
    """Return the host whose patience a feed's fetches use up; a URL without one is its own."""
    return urlsplit(url).hostname or url


# --- the configuration's list


def _state_under(feed: Feed, before: sqlite3.Row | None, now: datetime) -> FeedState:
    """Return a feed's state under the configuration as it is now."""
    if before is None:
        return FeedState(feed_id=feed.id, next_fetch_at=now, next_fetch_reason="new feed")
    state = feed_state(before["state_json"])
    if before["url_hash"] != _url_hash(feed):
        return replace(
            state,
            status=FeedStatus.PENDING,
            validators=NO_VALIDATORS,
            body_hash=None,
            last_error=None,
            error_kind=None,
            failures=0,
            failing_since=None,
            moved_to=None,
            moved_seen=0,
            insecure=False,
            habit=None,
            next_fetch_at=now,
            next_fetch_reason="the URL changed",
        )
    longest = _longest(feed)
    if longest // MICROSECOND < before["every_us"]:
        return _hastened(state, longest)
    return state


def _hastened(state: FeedState, longest: timedelta) -> FeedState:
    """Return the state due no later than ``longest`` after the last fetch."""
    if state.last_fetch_at is None or state.next_fetch_at is None:
        return state
    latest = state.last_fetch_at + longest
    if state.next_fetch_at <= latest:
        return state
    return replace(state, next_fetch_at=latest, next_fetch_reason="the interval became shorter")


def _longest(feed: Feed) -> timedelta:
    return feed.every if feed.every is not None else feed.bounds[1]


def _url_hash(feed: Feed) -> str:
    return hashlib.sha256(feed.url.encode()).hexdigest()


def _put_state(db: sqlite3.Connection, state: FeedState) -> None:
    db.execute(
        SQL["put_feed_state"],
        {
            "feed_id": state.feed_id,
            "state_json": feed_state_json(state),
            "next_at": maybe_us(state.next_fetch_at),
        },
    )
