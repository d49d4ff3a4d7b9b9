"""How many articles match a topic, and which topics are in a surge that was told."""

import sqlite3
from collections.abc import Mapping
from datetime import datetime, timedelta

from crawler.model.alert import Volume
from crawler.model.topic import Surge
from storage.queries import SQL
from storage.rows import maybe_moment, to_moment, to_us


def volume(db: sqlite3.Connection, topic: str, rule: Surge, now: datetime) -> Volume:
    """Return how many articles matched a topic within the window, and within the time before it."""
    window = now - rule.window
    asked = {"topic": topic, "begin": to_us(window - rule.over), "window": to_us(window)}
    counted = db.execute(SQL["volume"], asked).fetchone()
    first = db.execute(SQL["first_match"], {"topic": topic}).fetchone()["at"]
    muted = db.execute(SQL["muted_until"], {"topic": topic, "now": to_us(now)}).fetchone()
    return Volume(
        recent=counted["recent"],
        before=counted["before"],
        known=timedelta(0) if first is None else max(timedelta(0), window - to_moment(first)),
        surging=db.execute(SQL["surging"], {"topic": topic}).fetchone() is not None,
        muted_until=maybe_moment(None if muted is None else muted["until"]),
    )


def note(db: sqlite3.Connection, surging: Mapping[str, bool], now: datetime) -> None:
    """Remember which surges began, and forget those that ended."""
    for topic, begun in surging.items():
        statement = "put_surge" if begun else "drop_surge"
        db.execute(SQL[statement], {"topic": topic, "since": to_us(now)})
