"""What is wrong with the watch itself, and how its channels do."""

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from crawler.model.alert import DeliveryState, Message, Trouble
from crawler.model.health import ChannelRecord
from storage import channels, deliveries, rows
from storage.queries import SQL
from storage.rows import maybe_moment, to_moment


def troubles(db: sqlite3.Connection) -> Mapping[str, Trouble]:
    """Return what is known to be wrong, by key."""
    return {
        row["key"]: rows.trouble(row["trouble_json"]) for row in db.execute(SQL["get_troubles"])
    }


def record(
    db: sqlite3.Connection,
    begun: Mapping[str, Trouble],
    ended: Collection[str],
    message: Message,
    channels: Sequence[str],
) -> None:
    """Note what began and what ended, and queue the message that says so."""
    db.executemany(
        SQL["put_trouble"],
        [{"key": key, "trouble_json": rows.trouble_json(each)} for key, each in begun.items()],
    )
    db.executemany(SQL["drop_trouble"], [{"key": key} for key in ended])
    if channels:
        due = ((channel, message.created_at) for channel in channels)
        deliveries.enqueue(db, message, due)


def channel_record(db: sqlite3.Connection, channel: str) -> ChannelRecord:
    """Return how the deliveries of a channel ended."""
    sent, _ = _last(db, channel, DeliveryState.SENT)
    dead, said = _last(db, channel, DeliveryState.DEAD)
    refused = db.execute(SQL["oldest_refused"], {"channel": channel}).fetchone()
    return ChannelRecord(
        channel=channel,
        last_sent_at=sent,
        last_dead_at=dead,
        refused_since=to_moment(refused["created_at"]) if refused else None,
        last_error=refused["last_error"] if refused else said,
        disabled=channels.disabled(db, channel),
    )


def _last(
    db: sqlite3.Connection, channel: str, state: DeliveryState
) -> tuple[datetime | None, str | None]:
    """Return when the newest delivery of a channel ended so, and what was said of it."""
    row = db.execute(SQL["last_done"], {"channel": channel, "state": state}).fetchone()
    return (maybe_moment(row["done_at"]), row["last_error"]) if row else (None, None)
