"""The archive read out: articles with every version, in the order they were first seen."""

import sqlite3
from datetime import datetime

from crawler.model.archived import ArchivedArticle, ArchivedVersion, Selection
from crawler.model.article import Origin
from crawler.model.errors import StoreError
from storage import rows
from storage.queries import SQL
from storage.rows import maybe_us, to_moment, to_us

_FIRST, _LAST = -(2**63), 2**63 - 1


def archived(
    db: sqlite3.Connection, wanted: Selection, after: ArchivedArticle | None, limit: int
) -> tuple[ArchivedArticle, ...]:
    """Return up to ``limit`` articles behind ``after`` in the order they were first seen.

    Raises:
        StoreError: one of them is damaged.
    """
    begin, end = bounds(wanted)
    asked = {
        "at": begin if after is None else max(begin, to_us(after.article.first_seen_at)),
        "after": _FIRST if after is None else after.article.id,
        "until": end,
        "source": wanted.source,
        "topic": wanted.topic,
        "limit": limit,
    }
    found = db.execute(SQL["archived_articles"], asked).fetchall()
    return tuple(_archived(db, row) for row in found)


def bounds(wanted: Selection) -> tuple[int, int]:
    """Return the moments between which the articles wanted were first seen."""
    return _us(wanted.since, _FIRST), _us(wanted.until, _LAST)


def version(row: sqlite3.Row) -> ArchivedVersion:
    """Return a version with what is known of the responses behind it."""
    return ArchivedVersion(
        id=row["id"],
        number=row["number"],
        fetched_at=to_moment(row["fetched_at"]),
        origin=Origin(row["origin"]),
        problem=row["problem"],
        text=rows.article_text(row["text_json"], row["text"]),
        seal=row["seal"],
        page=rows.maybe_response(row["response_json"]),
        feed_document=rows.maybe_response(row["document_json"]),
    )


def _archived(db: sqlite3.Connection, row: sqlite3.Row) -> ArchivedArticle:
    key = {"id": row["id"]}
    try:
        return ArchivedArticle(
            article=rows.article(row),
            topics=tuple(found["topic"] for found in db.execute(SQL["topics_of_article"], key)),
            versions=tuple(version(found) for found in db.execute(SQL["archived_versions"], key)),
        )
    except ValueError as error:  # JSON that is none, a word that is no origin
        raise StoreError(
            f"article {row['id']} is damaged; `wirewatch verify` names what is, restore a backup"
        ) from error


def _us(moment: datetime | None, otherwise: int) -> int:
    us = maybe_us(moment)
    return otherwise if us is None else us
