"""Deliveries: messages on their way, digests that gather, and what became of each."""

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from crawler.model.alert import Alert, AlertId, Delivery, DeliveryState, Message
from crawler.model.errors import LeaseLostError
from crawler.model.health import Accepted, Disabled
from crawler.model.lease import DeliveryLease, Lease
from storage import channels, rows
from storage.claims import MAX_UNREAD, lease_from
from storage.protocol.outbox import Gather, Issue
from storage.queries import SQL
from storage.rows import list_json, maybe_moment, to_json, to_moment, to_us

_MOST_GATHERED = 1_000
"""Late alerts that one transaction gathers."""
_ENDED_SENDERS = f"sending it ended {MAX_UNREAD} times in a row without a result"


def enqueue(
    db: sqlite3.Connection,
    message: Message,
    due: Iterable[tuple[str, datetime]],
    due_at: datetime | None = None,
) -> None:
    """Queue a message for channels, each from its moment on; what is queued already stays so.

    ``due_at``: when it would have been sent, had nothing been in the way; None = at its moment.
    """
    db.execute(
        SQL["put_message"],
        {
            "id": message.id,
            "type": message.type,
            "created_at": to_us(message.created_at),
            "data_json": to_json(message.data),
        },
    )
    for channel, next_at in due:
        db.execute(
            SQL["put_delivery"],
            {
                "message_id": message.id,
                "channel": channel,
                "next_at": to_us(next_at),
                "due_at": to_us(due_at or next_at),
            },
        )


def claim(
    db: sqlite3.Connection,
    now: datetime,
    lease_s: float,
    busy: Sequence[str],
    sending: Collection[int],
) -> DeliveryLease | None:
    """Claim the delivery due longest whose channel is not in ``busy``; counts the attempt."""
    asked = {"now": to_us(now), "busy": list_json(busy), "sending": list_json(sending)}
    while (row := db.execute(SQL["due_delivery"], asked).fetchone()) is not None:
        if row["unread"] < MAX_UNREAD:
            break
        buried = {"id": row["id"], "now": to_us(now), "problem": _ENDED_SENDERS}
        db.execute(SQL["bury_delivery"], buried)
    else:
        return None
    lease = lease_from(db, now, lease_s)
    held = {"id": row["id"], "token": lease.token, "until": to_us(lease.until), "now": to_us(now)}
    db.execute(SQL["hold_delivery"], {**held, "unread": row["unread"]})
    return DeliveryLease(lease=lease, delivery=rows.delivery(row), disabled=_disabled(row))


def end(
    db: sqlite3.Connection,
    lease: Lease,
    delivery_id: int,
    state: DeliveryState,
    *,
    now: datetime,
    problem: str | None = None,
) -> None:
    """Record that a delivery was sent, or is a dead letter."""
    done = db.execute(
        SQL["end_delivery"],
        {
            "id": delivery_id,
            "token": lease.token,
            "state": state,
            "now": to_us(now),
            "problem": problem,
        },
    )
    _require(done.rowcount, lease, delivery_id)


def put_back(
    db: sqlite3.Connection, lease: Lease, delivery_id: int, next_at: datetime, problem: str
) -> None:
    """Put a delivery back for a later attempt."""
    done = db.execute(
        SQL["retry_delivery"],
        {
            "id": delivery_id,
            "token": lease.token,
            "next_at": to_us(next_at),
            "problem": problem,
        },
    )
    _require(done.rowcount, lease, delivery_id)


def listed(
    db: sqlite3.Connection, states: Collection[DeliveryState], limit: int
) -> tuple[Delivery, ...]:
    """Return the deliveries in these states, newest first."""
    asked = {"states": list_json(states), "limit": limit}
    return tuple(map(rows.delivery, db.execute(SQL["list_deliveries"], asked)))


def of_message(db: sqlite3.Connection, message_id: str) -> tuple[Delivery, ...]:
    """Return the deliveries of a message."""
    asked = {"message_id": message_id}
    return tuple(map(rows.delivery, db.execute(SQL["deliveries_of"], asked)))


def accepted(db: sqlite3.Connection, since: datetime, limit: int) -> tuple[Accepted, ...]:
    """Return the alerts that were accepted somewhere, newest first."""
    asked = {"since": to_us(since), "limit": limit}
    return tuple(
        Accepted(
            outlet=row["outlet"] or "",
            published=datetime.fromisoformat(row["published"]) if row["published"] else None,
            accepted_at=to_moment(row["accepted_at"]),
        )
        for row in db.execute(SQL["accepted_alerts"], asked)
    )


def gather(
    db: sqlite3.Connection,
    channel: str,
    *,
    late: datetime,
    due_by: datetime,
    write: Gather,
    now: datetime,
) -> int:
    """Put messages in the place of a channel's late alerts; returns of how many."""
    asked = {"channel": channel, "late": to_us(late), "limit": _MOST_GATHERED}
    found = db.execute(SQL["late_deliveries"], asked).fetchall()
    if not any(row["next_at"] <= to_us(due_by) for row in found):
        return 0
    count = 0
    for message, carried in write(tuple(map(rows.delivery, found))):
        enqueue(db, message, ((channel, now),))
        ids = list_json(each.id for each in carried)
        marks = {"ids": ids, "message_id": message.id, "now": to_us(now)}
        count += db.execute(SQL["carry_deliveries"], marks).rowcount
    return count


def release_held(
    db: sqlite3.Connection, late: datetime, held_until: datetime, now: datetime
) -> None:
    """Let late alerts go that wait for each other."""
    asked = {"late": to_us(late), "held_until": to_us(held_until), "now": to_us(now)}
    db.execute(SQL["release_held"], asked)


def requeue(db: sqlite3.Connection, ids: Sequence[int] | None, now: datetime) -> int:
    """Give dead letters (None = all) and waiting retries all their attempts again, from now on."""
    channels.enable(db, ids)
    if ids is None:
        return db.execute(SQL["requeue_dead"], {"now": to_us(now)}).rowcount
    asked = {"ids": list_json(ids), "now": to_us(now)}
    return db.execute(SQL["requeue_deliveries"], asked).rowcount


def release_all(db: sqlite3.Connection) -> None:
    """Give every leased delivery back, counting no attempt: nobody died over it."""
    db.execute(SQL["return_deliveries"])


def free_all(db: sqlite3.Connection) -> None:
    """Free the deliveries of a holder who died; their attempts stay counted."""
    db.execute(SQL["free_deliveries"])


def sync_digests(
    db: sqlite3.Connection, digests: Sequence[str], by_topic: Mapping[str, Sequence[str]]
) -> int:
    """Move alerts from digests that are no more to those of their topic; count those left."""
    known = {"digests": list_json(digests), "by_topic": to_json(by_topic)}
    db.execute(SQL["wait_for_others"], known)
    db.execute(SQL["wait_for_others_only"], known)
    return int(db.execute(SQL["wait_for_none"], known).fetchone()[0])


def waiting(db: sqlite3.Connection, digest: str) -> tuple[Alert, ...]:
    """Return the alerts that wait for a digest, oldest first."""
    return tuple(map(rows.alert, db.execute(SQL["waiting_alerts"], {"digest": digest})))


def close_digest(
    db: sqlite3.Connection,
    digest: str,
    issues: Sequence[Issue],
    alerts: Sequence[AlertId],
    *,
    told_until: datetime,
    now: datetime,
) -> None:
    """Queue what a digest says and take its alerts off the waiting list."""
    for message, channels_ in issues:
        enqueue(db, message, ((channel, now) for channel in channels_))
    db.execute(SQL["waits_no_more"], {"digest": digest, "alerts": list_json(alerts)})
    closed = {"digest": digest, "now": to_us(now), "told_until": to_us(told_until)}
    db.execute(SQL["put_digest_closed"], closed)


def closed_at(db: sqlite3.Connection, digest: str) -> datetime | None:
    """Return when a digest was last closed."""
    row = db.execute(SQL["digest_closed"], {"digest": digest}).fetchone()
    return maybe_moment(None if row is None else row["closed_at"])


def told_until(db: sqlite3.Connection, digest: str) -> datetime | None:
    """Return the end of the last period that a digest told."""
    row = db.execute(SQL["digest_closed"], {"digest": digest}).fetchone()
    return maybe_moment(None if row is None else row["told_until"])


def _disabled(row: sqlite3.Row) -> Disabled | None:
    if row["disabled_since"] is None:
        return None
    return Disabled(since=to_moment(row["disabled_since"]), reason=row["disabled_reason"])


def _require(changed: int, lease: Lease, delivery_id: int) -> None:
    if not changed:
        raise LeaseLostError(
            f"delivery {delivery_id} is not in lease {lease.token} any more; the result is not "
            "recorded and may be sent again under the same id"
        )
