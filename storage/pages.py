"""Pages to read: claimed by host, put back, given up, looked at again."""

import sqlite3
from dataclasses import replace
from datetime import datetime, timedelta

from crawler.model.errors import LeaseLostError
from crawler.model.lease import FEED_ONLY_HOST, HostKind, Lease, PageHostLease
from storage import absences, claims
from storage.queries import SQL
from storage.rows import list_json, page_task, to_us

_REST = timedelta(seconds=30)
"""Between five deaths over one text and the next five: whatever ends the watch, others get their turn."""
_ENDED_READERS = f"reading it ended {claims.MAX_UNREAD} times in a row without a result"


def claim(
    db: sqlite3.Connection, now: datetime, lease_s: float, limit: int, feed_only_limit: int
) -> PageHostLease | None:
    """Claim the host that waited longest, with up to ``limit`` of its due pages."""

    def due(host: str) -> list[sqlite3.Row]:
        bound = feed_only_limit if host == FEED_ONLY_HOST else limit
        asked = {"host": host, "now": to_us(now), "limit": bound}
        rows = claims.together(db.execute(SQL["due_pages"], asked).fetchall())
        if rows and claims.unread(rows[0]) >= claims.MAX_UNREAD:
            _spare_readers(db, rows[0], now)
            return due(host)
        return rows

    claimed = claims.claim(db, HostKind.PAGE, now, lease_s, due)
    if claimed is None:
        return None
    host, lease, rows = claimed
    ids = [row["id"] for row in rows]
    db.execute(SQL["hold_pages"], {"token": lease.token, "ids": list_json(ids)})
    pages = tuple(replace(page_task(row), attempts=row["attempts"] + 1) for row in rows)
    return PageHostLease(host=host, lease=lease, pages=pages)


def _spare_readers(db: sqlite3.Connection, page: sqlite3.Row, now: datetime) -> None:
    """Have the feed's own text read in place of a page that ends its readers.

    They may have ended for reasons of their own (a machine that starts over and over): an article
    that was never filed is not given up. If its text ends them too, it waits before the next five.
    """
    if page["article_id"] is not None:
        db.execute(SQL["give_up_page"], {"id": page["id"], "problem": _ENDED_READERS})
        return
    due_at = to_us(now if page["host"] != FEED_ONLY_HOST else now + _REST)
    stand_in = {"id": page["id"], "host": FEED_ONLY_HOST, "due_at": due_at}
    db.execute(SQL["read_entry_instead"], stand_in | {"problem": _ENDED_READERS})
    claims.hasten(db, HostKind.PAGE, FEED_ONLY_HOST, due_at)


def require(db: sqlite3.Connection, lease: Lease, page_id: int) -> None:
    """Make sure that a page is still in the lease it was handed out under.

    Raises:
        LeaseLostError: it is not; nothing was written.
    """
    claims.require(db, HostKind.PAGE, lease)
    held = {"id": page_id, "token": lease.token}
    if db.execute(SQL["page_is_held"], held).fetchone() is None:
        raise LeaseLostError(
            f"page {page_id} is not in lease {lease.token} any more; the result is not recorded"
        )


def postpone(
    db: sqlite3.Connection, lease: Lease, page_id: int, due_at: datetime, problem: str
) -> None:
    """Put a page back for a later attempt."""
    require(db, lease, page_id)
    db.execute(SQL["postpone_page"], {"id": page_id, "due_at": to_us(due_at), "problem": problem})


def give_up(db: sqlite3.Connection, lease: Lease, page_id: int, problem: str) -> None:
    """Never try a page again; the reason is kept."""
    require(db, lease, page_id)
    db.execute(SQL["give_up_page"], {"id": page_id, "problem": problem})


def looked(
    db: sqlite3.Connection, lease: Lease, page_id: int, now: datetime, next_at: datetime | None
) -> None:
    """Record a look that found nothing changed; None means it was the last."""
    require(db, lease, page_id)
    article = db.execute(SQL["article_of_page"], {"id": page_id}).fetchone()
    if article["article_id"] is not None:
        absences.found_again(db, article["article_id"], now)
    if next_at is None:
        db.execute(SQL["page_read"], {"id": page_id})
    else:
        db.execute(SQL["next_look"], {"id": page_id, "due_at": to_us(next_at)})


def release(db: sqlite3.Connection, lease: Lease, ready_at: datetime) -> None:
    """Give a host back, its unread pages included: they come back later, and alone."""
    claims.require(db, HostKind.PAGE, lease)
    db.execute(SQL["return_pages"], claims.returned(lease, ready_at))
    claims.release(db, HostKind.PAGE, lease, ready_at)


def release_all(db: sqlite3.Connection) -> None:
    """Give every leased page back, counting no attempt: nobody died over it."""
    db.execute(SQL["return_all_pages"])
