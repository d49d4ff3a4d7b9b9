"""Claiming hosts: whoever holds a host's token may record results of its feeds or pages.

The claim takes the host that has been ready longest, not the oldest work: a host with a thousand
feeds starves nobody. While a host is held its ``ready_at`` is the end of the lease, so a dead
holder's host comes back through the very index claims are made from.
"""

import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta

from crawler.model.errors import LeaseLostError
from crawler.model.lease import HostKind, Lease
from storage.queries import SQL
from storage.rows import MICROSECOND, to_us

MAX_UNREAD = 5
"""Work that ended so many holders in a row is given up, visibly (limits table: five deaths)."""
_UNREAD_WAIT, _UNREAD_DOUBLINGS = timedelta(seconds=10), 9
"""What comes back without a result waits 10 s, then twice as long each time, up to 85 minutes."""
_NEXT_WORK = {HostKind.FEED: "next_feed_of_host", HostKind.PAGE: "next_page_of_host"}


def new_token(db: sqlite3.Connection) -> int:
    """Return a fencing token greater than every one before."""
    token: int = db.execute(SQL["next_token"]).fetchone()[0]
    return token


def lease_from(db: sqlite3.Connection, now: datetime, lease_s: float) -> Lease:
    """Return a lease that begins now."""
    return Lease(token=new_token(db), until=now + timedelta(seconds=lease_s))


def claim(
    db: sqlite3.Connection,
    kind: HostKind,
    now: datetime,
    lease_s: float,
    due: Callable[[str], list[sqlite3.Row]],
) -> tuple[str, Lease, list[sqlite3.Row]] | None:
    """Claim the host that has been ready longest and has work.

    Args:
        db: the writer's connection.
        kind: which queue.
        now: the moment of the claim.
        lease_s: seconds until the host comes back by itself.
        due: returns a host's due work; a host found without is put to rest.

    Returns:
        The host, the lease and the work, or None when no host is ready.
    """
    while (row := _ready(db, kind, now)) is not None:
        work = due(row["host"])
        if not work:
            rest(db, kind, row["host"])
            continue
        return row["host"], _hold(db, kind, row["host"], now, lease_s), work
    return None


def claim_host(
    db: sqlite3.Connection, kind: HostKind, host: str, now: datetime, lease_s: float
) -> Lease | None:
    """Claim a certain host, whatever is due there; None while somebody holds it."""
    asked = {"kind": kind, "host": host, "now": to_us(now)}
    if db.execute(SQL["free_host"], asked).fetchone() is None:
        return None
    return _hold(db, kind, host, now, lease_s)


def unread(row: sqlite3.Row) -> int:
    """Return how often in a row work came back without a result, a dead holder's included."""
    times: int = row["unread"] + (row["token"] is not None)
    return times


def together(rows: list[sqlite3.Row]) -> list[sqlite3.Row]:
    """Return what may be handed out together: what came back without a result goes alone.

    Should it be what ended its holder, it takes no other work with it.
    """
    suspects = [row for row in rows if unread(row)]
    return suspects[:1] or rows


def returned(lease: Lease, ready_at: datetime) -> dict[str, int]:
    """Return the values of a statement that takes back what a lease leaves without a result."""
    return {
        "token": lease.token,
        "ready_at": to_us(ready_at),
        "wait": _UNREAD_WAIT // MICROSECOND,
        "doublings": _UNREAD_DOUBLINGS,
    }


def require(db: sqlite3.Connection, kind: HostKind, lease: Lease) -> str:
    """Return the host a lease holds.

    Raises:
        LeaseLostError: it holds none any more.
    """
    row = db.execute(SQL["host_of_token"], {"token": lease.token, "kind": kind}).fetchone()
    if row is None:
        raise LeaseLostError(
            f"lease {lease.token} of a {kind} host ran out at {lease.until:%H:%M:%S} UTC or was "
            "handed back; the result is not recorded, the work is done again"
        )
    host: str = row["host"]
    return host


def release(db: sqlite3.Connection, kind: HostKind, lease: Lease, not_before: datetime) -> None:
    """Give a host back: ready when its next work is, but not before ``not_before``."""
    host = require(db, kind, lease)
    db.execute(
        SQL["release_host"],
        {
            "kind": kind,
            "token": lease.token,
            "not_before": to_us(not_before),
            "next_at": _next_work(db, kind, host),
        },
    )


def release_all(db: sqlite3.Connection) -> None:
    """Give every host back, whoever holds it: its holder is gone."""
    for row in db.execute(SQL["held_hosts"]).fetchall():
        rest(db, HostKind(row["kind"]), row["host"])


def rest(db: sqlite3.Connection, kind: HostKind, host: str) -> None:
    """Leave a host until its next work."""
    db.execute(
        SQL["rest_host"], {"kind": kind, "host": host, "next_at": _next_work(db, kind, host)}
    )


def hasten(db: sqlite3.Connection, kind: HostKind, host: str, due_at: int) -> None:
    """Note that a host has work due at ``due_at`` (microseconds)."""
    db.execute(SQL["hasten_host"], {"kind": kind, "host": host, "due_at": due_at})


def revoke(db: sqlite3.Connection, kind: HostKind, host: str, due_at: int) -> None:
    """Take a host from its holder, because what it fetches is no longer what is configured."""
    db.execute(SQL["revoke_host"], {"kind": kind, "host": host, "due_at": due_at})


def _ready(db: sqlite3.Connection, kind: HostKind, now: datetime) -> sqlite3.Row | None:
    row: sqlite3.Row | None = db.execute(
        SQL["ready_host"], {"kind": kind, "now": to_us(now)}
    ).fetchone()
    return row


def _hold(
    db: sqlite3.Connection, kind: HostKind, host: str, now: datetime, lease_s: float
) -> Lease:
    lease = lease_from(db, now, lease_s)
    db.execute(
        SQL["hold_host"],
        {"kind": kind, "host": host, "token": lease.token, "until": to_us(lease.until)},
    )
    return lease


def _next_work(db: sqlite3.Connection, kind: HostKind, host: str) -> int | None:
    next_at: int | None = db.execute(SQL[_NEXT_WORK[kind]], {"host": host}).fetchone()[0]
    return next_at
