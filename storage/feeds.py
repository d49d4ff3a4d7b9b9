"""Feeds: the configuration's list, their states, and what a fetch of one brought."""

import hashlib
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from crawler.model.feed import Feed, FeedState, FeedStatus
from crawler.model.lease import FeedHostLease, HostKind, Lease, PageReason
from crawler.model.web import NO_VALIDATORS
from storage import claims
from storage.protocol import NewPage
from storage.queries import SQL
from storage.rows import (
    MICROSECOND,
    entry_json,
    feed_state,
    feed_state_json,
    list_json,
    maybe_us,
    to_us,
)

_DAY = timedelta(days=1)


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
    host, lease, rows = claimed
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
) -> int:
    """Record one fetch: the feed's new state and the entries not seen before."""
    claims.require(db, HostKind.FEED, lease)
    feed: int = db.execute(SQL["feed_number"], {"feed_id": state.feed_id}).fetchone()["id"]
    new = _not_seen(db, feed, pages, fetched_at)
    for page in new:
        _record_entry(db, feed, state.feed_id, page, baseline=baseline, fetched_at=fetched_at)
    _put_state(db, replace(state, entries=state.entries + len(new)))
    return len(new)


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
            moved_to=None,
            moved_seen=0,
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


# --- entries


def _not_seen(
    db: sqlite3.Connection, feed: int, pages: Iterable[NewPage], now: datetime
) -> list[NewPage]:
    """Return the pages whose keys the feed has not shown before, each key once."""
    by_key: dict[str, NewPage] = {}
    for page in pages:
        by_key.setdefault(page.key, page)
    keys = {"feed": feed, "keys": list_json(by_key)}
    new = {row["value"] for row in db.execute(SQL["entries_not_seen"], keys)}
    if len(new) < len(by_key):
        db.execute(
            SQL["touch_entries"], {**keys, "now": to_us(now), "yesterday": to_us(now - _DAY)}
        )
    return [page for key, page in by_key.items() if key in new]


def _record_entry(
    db: sqlite3.Connection,
    feed: int,
    feed_id: str,
    page: NewPage,
    *,
    baseline: bool,
    fetched_at: datetime,
) -> None:
    """Note an entry and queue what there is to read: a new page, a second look, or nothing."""
    title = page.entry.title or ""
    article = db.execute(SQL["article_of_url"], {"url_key": page.url_key}).fetchone()
    if article is None:
        _queue_new(db, feed_id, page, baseline=baseline, fetched_at=fetched_at)
    elif not _knows_title(db, article["article_id"], title):
        _queue_look(db, feed_id, page, article["article_id"], fetched_at)
    db.execute(
        SQL["put_entry"],
        {
            "feed": feed,
            "key": page.key,
            "url_key": page.url_key,
            "title": title,
            "now": to_us(fetched_at),
        },
    )


def _knows_title(db: sqlite3.Connection, article_id: int, title: str) -> bool:
    if not title:
        return True
    known = {"article_id": article_id, "title": title}
    return db.execute(SQL["title_is_known"], known).fetchone() is not None


def _queue_new(
    db: sqlite3.Connection, feed_id: str, page: NewPage, *, baseline: bool, fetched_at: datetime
) -> None:
    """Queue a page to read, unless another feed showed it and it waits already."""
    waiting = db.execute(SQL["waiting_page"], {"url_key": page.url_key}).fetchone()
    if waiting is None:
        _put_page(db, feed_id, page, PageReason.NEW, baseline=baseline, fetched_at=fetched_at)
    elif waiting["baseline"] and not baseline:
        db.execute(SQL["page_is_news"], {"id": waiting["id"]})


def _queue_look(
    db: sqlite3.Connection, feed_id: str, page: NewPage, article_id: int, fetched_at: datetime
) -> None:
    """Have an article read again now: a feed shows it under a title not seen before."""
    due_at = to_us(fetched_at)
    planned = db.execute(
        SQL["hasten_page"], {"article_id": article_id, "due_at": due_at}
    ).fetchone()
    if planned is not None:
        claims.hasten(db, HostKind.PAGE, planned["host"], due_at)
        return
    _put_page(
        db,
        feed_id,
        page,
        PageReason.RECHECK,
        baseline=False,
        fetched_at=fetched_at,
        article_id=article_id,
    )


def _put_page(
    db: sqlite3.Connection,
    feed_id: str,
    page: NewPage,
    reason: PageReason,
    *,
    baseline: bool,
    fetched_at: datetime,
    article_id: int | None = None,
) -> None:
    validators = db.execute(SQL["page_validators"], {"id": article_id}).fetchone()
    moment = to_us(fetched_at)
    db.execute(
        SQL["put_page"],
        {
            "host": page.host,
            "rank": 0 if reason is PageReason.NEW else 1,
            "due_at": moment,
            "reason": reason,
            "url": page.url,
            "url_key": page.url_key,
            "feed_id": feed_id,
            "entry_json": entry_json(page.entry),
            "seen_at": moment,
            "feed_fetched_at": moment,
            "baseline": baseline,
            "article_id": article_id,
            "etag": validators and validators["etag"],
            "last_modified": validators and validators["last_modified"],
        },
    )
    claims.hasten(db, HostKind.PAGE, page.host, moment)
