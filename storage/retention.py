"""Retention: what is let go, and when. Never a version without its article.

Bodies, articles and alerts follow the configuration. The rest is working memory with ages of its
own. Everything goes in small transactions, so that the daemon's work is not kept waiting; one
that is cut off goes on where it stopped the next time.
"""

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
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
LINE_AGE = timedelta(days=90)
"""Lines that changed so long ago tell of a site that looks different now."""
GIVEN_UP_AGE = timedelta(days=30)
"""For how long a page that was given up is remembered with its reason."""
NO_AGE = timedelta(0)
"""A feed's response that proves no text and that no page waits for goes at once."""
_CHUNK = 500
"""Rows a transaction."""

_PAGES = 256
"""Pages given back a transaction: a megabyte, moved in some milliseconds."""
_MOST_PAGES = 256 * 1024
"""Given back in one go, a gigabyte; the rest waits for the next time."""

_Step = Callable[[sqlite3.Connection, datetime], int]


@dataclass(frozen=True, slots=True)
class _Kind:
    """Something that is let go by age."""

    age: timedelta | None
    """None = never."""
    step: _Step
    """Drops up to _CHUNK that are older, returns how many."""
    chosen: str
    """The statement that drops them or lists them: what it is about can be counted."""


async def prune(writer: Writer, rules: Retention, now: datetime) -> Mapping[str, int]:
    """Drop what retention lets go; returns how many rows of which kind.

    Raises:
        StoreError: the database refused; what was dropped before stays dropped.
    """
    return {
        name: await _until_none_left(writer, kind.step, now - kind.age)
        for name, kind in _kinds(rules, now).items()
        if kind.age is not None
    }


def prunable(db: sqlite3.Connection, rules: Retention, now: datetime) -> Mapping[str, int]:
    """Count what ``prune`` would drop, without what is emptied only by dropping something else."""
    return {
        name: _count(db, kind.chosen, now - kind.age)
        for name, kind in _kinds(rules, now).items()
        if kind.age is not None
    }


async def give_back_space(writer: Writer) -> int:
    """Return free pages at the end of the file to the disk, in small steps; returns bytes.

    Databases of before this was possible keep their free pages for what comes.
    """
    before, size = await writer.run(_free_pages)
    left = before
    while left and before - left < _MOST_PAGES:
        await writer.run(lambda db: db.execute(f"PRAGMA incremental_vacuum({_PAGES})").fetchall())
        now_left, _ = await writer.run(_free_pages)
        if now_left >= left:
            break
        left = now_left
    return (before - left) * size


def _free_pages(db: sqlite3.Connection) -> tuple[int, int]:
    """Return how many pages are free and how large a page is."""
    free: int = db.execute("PRAGMA freelist_count").fetchone()[0]
    size: int = db.execute("PRAGMA page_size").fetchone()[0]
    return free, size


def _count(db: sqlite3.Connection, statement: str, before: datetime) -> int:
    """Count the rows a statement would drop or lists."""
    dropping = SQL[statement].replace("DELETE FROM", "SELECT count(*) FROM", 1)
    counting = dropping
    if dropping == SQL[statement]:
        counting = f"SELECT count(*) FROM ({dropping})"  # noqa: S608 - a statement of ours
    number: int = db.execute(counting, {"before": to_us(before), "limit": -1}).fetchone()[0]
    return number


def _kinds(rules: Retention, now: datetime) -> Mapping[str, _Kind]:
    """Return what is let go, in the order it has to go: what refers before what is referred to."""
    return {
        "raw": _Kind(rules.raw, _drop_bodies(now), "drop_old_raw"),
        "articles": _Kind(rules.articles, _drop_articles, "old_articles"),
        "stories": _deleted(rules.articles, "prune_stories"),
        "alerts": _deleted(rules.alerts, "prune_alerts"),
        "suppressed": _deleted(rules.alerts, "prune_suppressed"),
        "deliveries": _deleted(rules.alerts, "prune_deliveries"),
        "messages": _deleted(rules.alerts, "prune_messages"),
        "sketches": _Kind(SKETCH_AGE, _drop_sketches, "old_sketches"),
        "story_terms": _deleted(STORY_AGE, "prune_story_terms"),
        "terms": _deleted(TERM_AGE, "prune_terms"),
        "entries": _deleted(ENTRY_AGE, "prune_entries"),
        "shifting_lines": _deleted(LINE_AGE, "prune_shifting_lines"),
        "pages": _deleted(GIVEN_UP_AGE, "prune_pages"),
        "hosts": _deleted(GIVEN_UP_AGE, "prune_hosts"),
        "feed_documents": _Kind(NO_AGE, _drop_documents, "documents_of_nobody"),
    }


async def _until_none_left(writer: Writer, step: _Step, before: datetime) -> int:
    total = 0
    while dropped := await writer.run(lambda db: step(db, before)):
        total += dropped
    return total


def _deleted(age: timedelta | None, statement: str) -> _Kind:
    def step(db: sqlite3.Connection, before: datetime) -> int:
        return db.execute(SQL[statement], {"before": to_us(before), "limit": _CHUNK}).rowcount

    return _Kind(age, step, statement)


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
