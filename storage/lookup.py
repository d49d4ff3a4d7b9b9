"""Looking things up: the figures of `status`."""

import sqlite3
from datetime import datetime
from pathlib import Path

from crawler.model.alert import DeliveryState
from storage import rows
from storage.opening import MEMORY
from storage.protocol import Counts
from storage.queries import SQL


def counts(db: sqlite3.Connection, path: str) -> Counts:
    """Return the figures of `status`."""
    archive = db.execute(SQL["count_archive"]).fetchone()
    by_state = _tally(db, "count_deliveries", "state")
    matches, alerts = _tally(db, "count_matches", "topic"), _tally(db, "count_alerts", "topic")
    return Counts(
        articles=archive["articles"],
        versions=archive["versions"],
        stories=archive["stories"],
        bytes=_bytes(db, path),
        pages_waiting=archive["pages_waiting"],
        deliveries={state: by_state.get(state, 0) for state in DeliveryState},
        topics={
            topic: (matches.get(topic, 0), alerts.get(topic, 0))
            for topic in sorted(matches.keys() | alerts.keys())
        },
    )


def articles_read(db: sqlite3.Connection, since: datetime) -> int:
    """Return how many articles were first seen after a moment."""
    number: int = db.execute(SQL["articles_read"], {"since": rows.to_us(since)}).fetchone()[0]
    return number


def _tally(db: sqlite3.Connection, statement: str, key: str) -> dict[str, int]:
    return {row[key]: row["number"] for row in db.execute(SQL[statement])}


def _bytes(db: sqlite3.Connection, path: str) -> int:
    """Return what the database takes on disk, its write-ahead log included."""
    if path == MEMORY:
        pages: int = db.execute("PRAGMA page_count").fetchone()[0]
        size: int = db.execute("PRAGMA page_size").fetchone()[0]
        return pages * size
    files = (Path(path), Path(f"{path}-wal"))
    return sum(file.stat().st_size for file in files if file.exists())
