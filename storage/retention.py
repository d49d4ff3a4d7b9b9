"""Retention: what is let go, and when. Never a version without its article.

Bodies, articles and alerts follow the configuration. The rest is working memory with ages of its
own. Everything goes in small transactions, so that the daemon's work is not kept waiting; one
that is cut off goes on where it stopped the next time.
"""

import sqlite3
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from crawler.model.settings import Retention
from storage import articles, bodies, documents, stories
from storage.connection import Writer
from storage.index import TextIndex
from storage.queries import SQL
from storage.rows import to_us

SKETCH_AGE = timedelta(days=7)
"""The window in which copies are looked for."""
STORY_AGE = timedelta(days=14)
"""A story silent for so long is joined no more: beyond any window of the clustering."""
TERM_AGE = timedelta(days=90)
"""A term that did not occur for so long is as good as new."""
ENTRY_AGE = timedelta(days=180)
"""An entry that no feed has shown for so long may be forgotten; feeds do not dig that deep."""
GIVEN_UP_AGE = timedelta(days=30)
"""For how long a page that was given up is remembered with its reason."""
NO_AGE = timedelta(0)
"""A feed's response that proves no text and that no page waits for goes at once."""
_CHUNK = 500
"""Rows a transaction."""

_Step = Callable[[sqlite3.Connection, datetime], int]


async def prune(writer: Writer, rules: Retention, now: datetime) -> Mapping[str, int]:
    """Drop what retention lets go; returns how many rows of which kind.

    Raises:
        StoreError: the database refused; what was dropped before stays dropped.
    """
    steps: list[tuple[str, _Step, timedelta | None]] = [
        ("raw", _drop_bodies(now), rules.raw),
        ("articles", _drop_articles, rules.articles),
        ("stories", _deleting("prune_stories"), rules.articles),
        ("alerts", _deleting("prune_alerts"), rules.alerts),
        ("suppressed", _deleting("prune_suppressed"), rules.alerts),
        ("deliveries", _deleting("prune_deliveries"), rules.alerts),
        ("messages", _deleting("prune_messages"), rules.alerts),
        ("sketches", _drop_sketches, SKETCH_AGE),
        ("story_terms", _deleting("prune_story_terms"), STORY_AGE),
        ("terms", _deleting("prune_terms"), TERM_AGE),
        ("entries", _deleting("prune_entries"), ENTRY_AGE),
        ("pages", _deleting("prune_pages"), GIVEN_UP_AGE),
        ("hosts", _deleting("prune_hosts"), GIVEN_UP_AGE),
        ("feed_documents", _drop_documents, NO_AGE),
    ]
    return {
        kind: await _until_none_left(writer, step, now - age)
        for kind, step, age in steps
        if age is not None
    }


async def _until_none_left(writer: Writer, step: _Step, before: datetime) -> int:
    total = 0
    while dropped := await writer.run(lambda db: step(db, before)):
        total += dropped
    return total


def _deleting(statement: str) -> _Step:
    def step(db: sqlite3.Connection, before: datetime) -> int:
        return db.execute(SQL[statement], {"before": to_us(before), "limit": _CHUNK}).rowcount

    return step


def _drop_bodies(now: datetime) -> _Step:
    return lambda db, before: bodies.drop_old(db, before, now, _CHUNK)


def _drop_documents(db: sqlite3.Connection, before: datetime) -> int:
    return documents.drop_of_nobody(db, before, _CHUNK)


def _drop_articles(db: sqlite3.Connection, before: datetime) -> int:
    old = db.execute(SQL["old_articles"], {"before": to_us(before), "limit": _CHUNK}).fetchall()
    index = TextIndex(db)
    for row in old:
        index.take_out(row["id"], row["title"], row["text"])
        articles.drop_sketch(db, row["id"], row["sketch"])
        captures = db.execute(SQL["raw_of_article"], {"id": row["id"]}).fetchall()
        db.execute(SQL["drop_article"], {"id": row["id"]})
        for capture in captures:
            bodies.drop_unneeded(db, capture["raw_sha256"])
        stories.count_member(db, row["story"], -1)
    return len(old)


def _drop_sketches(db: sqlite3.Connection, before: datetime) -> int:
    old = db.execute(SQL["old_sketches"], {"before": to_us(before), "limit": _CHUNK}).fetchall()
    for row in old:
        articles.drop_sketch(db, row["id"], row["sketch"])
        db.execute(SQL["forget_sketch"], {"id": row["id"]})
    return len(old)
