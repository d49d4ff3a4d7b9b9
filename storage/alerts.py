"""Alerts as decided: written with what carries them, or with why nothing does; mutes."""

import sqlite3
from collections.abc import Mapping
from datetime import datetime, timedelta

from crawler.model.alert import Alert, AlertHistory, AlertId, Suppressed, message_of
from storage import deliveries, rows
from storage.queries import SQL
from storage.rows import list_json, maybe_moment, maybe_us, to_json, to_moment, to_us

_DAY = timedelta(days=1)


def put(db: sqlite3.Connection, alert: Alert, now: datetime) -> None:
    """Write an alert, one delivery a channel, one waiting entry a digest; once for each id."""
    new = db.execute(
        SQL["put_alert"],
        {
            "id": alert.id,
            "topic": alert.topic,
            "story_id": alert.story_id,
            "article_id": alert.article_id,
            "kind": alert.kind,
            "created_at": to_us(alert.created_at),
            "outlets": alert.outlets,
            "notify_json": list_json(alert.notify),
            "digests_json": list_json(alert.digests),
            "exempt_json": list_json(alert.exempt),
            "send_after": maybe_us(alert.send_after),
            "data_json": to_json(alert.data),
        },
    ).rowcount
    if not new:
        return  # said before: it goes out once
    earliest = max(now, alert.held_until or now)
    quiet = max(earliest, alert.send_after or now)
    due = [(channel, earliest if channel in alert.exempt else quiet) for channel in alert.notify]
    if due:
        deliveries.enqueue(db, message_of(alert), due, alert.due_at)
    for digest in alert.digests:
        db.execute(SQL["wait_for_digest"], {"digest": digest, "alert_id": alert.id})


def put_suppressed(db: sqlite3.Connection, held_back: Suppressed) -> None:
    """Record a match that raised no alert, and why."""
    db.execute(
        SQL["put_suppressed"],
        {
            "topic": held_back.topic,
            "story_id": held_back.story_id,
            "article_id": held_back.article_id,
            "kind": held_back.kind,
            "reason": held_back.reason,
            "at": to_us(held_back.at),
        },
    )


def history(db: sqlite3.Connection, topic: str, story_id: str, now: datetime) -> AlertHistory:
    """Return what was alerted for a topic, as far as a decision about a story needs it."""
    about = {"topic": topic, "story_id": story_id}
    told = db.execute(SQL["alerts_of_story"], about).fetchall()
    muted = db.execute(SQL["muted_until"], {"topic": topic, "now": to_us(now)}).fetchone()
    day = {"topic": topic, "since": to_us(now - _DAY)}
    return AlertHistory(
        last_for_story_at=to_moment(told[-1]["created_at"]) if told else None,
        alerts_for_story=len(told),
        outlets_at_last=told[-1]["outlets"] if told else 0,
        first_alert_id=AlertId(told[0]["id"]) if told else None,
        alerts_last_day=db.execute(SQL["alerts_since"], day).fetchone()[0],
        muted_until=maybe_moment(None if muted is None else muted["until"]),
        matches_for_story=db.execute(SQL["matches_of_story"], about).fetchone()[0],
    )


def mute(db: sqlite3.Connection, topic: str, until: datetime) -> None:
    """Keep recording a topic, stop sending until a moment."""
    db.execute(SQL["put_mute"], {"topic": topic, "until": to_us(until)})


def unmute(db: sqlite3.Connection, topic: str) -> None:
    """Send a topic's alerts again."""
    db.execute(SQL["drop_mute"], {"topic": topic})


def mutes(db: sqlite3.Connection) -> Mapping[str, datetime]:
    """Return until when topics are muted."""
    return {row["topic"]: to_moment(row["until"]) for row in db.execute(SQL["get_mutes"])}


def log(
    db: sqlite3.Connection, topic: str | None, since: datetime | None, limit: int
) -> tuple[Alert, ...]:
    """Return alerts, newest first."""
    asked = {"topic": topic, "since": maybe_us(since) or 0, "limit": limit}
    statement = "list_alerts" if topic is None else "list_alerts_of_topic"
    return tuple(map(rows.alert, db.execute(SQL[statement], asked)))


def get(db: sqlite3.Connection, beginning: str) -> Alert | None:
    """Return an alert by its id, or by an unambiguous beginning of it."""
    found = db.execute(SQL["alerts_beginning"], {"beginning": beginning}).fetchall()
    if not found or (len(found) > 1 and found[0]["id"] != beginning):
        return None
    return rows.alert(found[0])


def suppressed(db: sqlite3.Connection, since: datetime) -> tuple[Suppressed, ...]:
    """Return what was held back, newest first."""
    return tuple(map(rows.suppressed, db.execute(SQL["list_suppressed"], {"since": to_us(since)})))
