"""Articles a search may find: by the words of the full-text index, newest first."""

import sqlite3

from crawler.model.article import Article, ArticleId
from crawler.model.errors import StoreError
from storage import rows
from storage.protocol import Sought
from storage.queries import SQL
from storage.rows import list_json, maybe_us
from storage.words import expression

_FIRST, _LAST = -(2**63), 2**63 - 1
_MOST_BOUNDED = 50_000
"""A span of time with more articles is not worth looking for its first and last."""


def candidates(
    db: sqlite3.Connection,
    match: str | None,
    sought: Sought,
    below: ArticleId | None,
    limit: int,
) -> tuple[Article, ...]:
    """Return articles for an FTS5 expression (None = all), those filed last first.

    Raises:
        StoreError: the expression is not one.
    """
    asked = _asked(db, sought, below, limit)
    if match is None:
        return tuple(map(rows.article, db.execute(SQL["newest_articles"], asked)))
    try:
        found = db.execute(SQL["candidates"], {**asked, "match": expression(match)}).fetchall()
    except sqlite3.OperationalError as error:
        raise not_an_expression(match, error) from error
    return tuple(map(rows.article, found))


def not_an_expression(match: str, error: sqlite3.OperationalError) -> Exception:
    """Return what to raise for an error of a full-text query: our own if the words are to blame."""
    if error.sqlite_errorcode != sqlite3.SQLITE_ERROR:
        return error
    return StoreError(f"{match}: not a search expression ({error})")


def _asked(
    db: sqlite3.Connection, sought: Sought, below: ArticleId | None, limit: int
) -> dict[str, object]:
    span = {
        "since": _FIRST if sought.since is None else maybe_us(sought.since),
        "until": _LAST if sought.until is None else maybe_us(sought.until),
    }
    first, last = _FIRST, _LAST
    if sought.since is not None or sought.until is not None:
        ids = db.execute(SQL["articles_seen_between"], {**span, "most": _MOST_BOUNDED}).fetchone()
        if ids["articles"] == 0:
            first, last = 1, 0
        elif ids["articles"] < _MOST_BOUNDED:
            first, last = ids["first"], ids["last"]
    if below is not None:
        last = min(last, below - 1)
    return {
        **span,
        "first": first,
        "last": last,
        "language": sought.language,
        "sources": None if sought.sources is None else list_json(sought.sources),
        "feeds": None if sought.feeds is None else list_json(sought.feeds),
        "topic": sought.topic,
        "limit": limit,
    }
