"""Archived pages read again by a later extractor: which are to be, and what came of it.

Nothing is decided: a re-reading joins no story, matches no topic and raises no alert. It becomes a
version of its own, with the capture it was read from; the index, the sketch and the article's row
follow it as they follow any new version.
"""

import sqlite3
from datetime import datetime

from crawler.model.archived import Rereading, RereadTask, Selection
from crawler.model.article import ArticleId, ArticleText, Origin
from crawler.model.entry import Entry
from crawler.model.errors import StoreError
from crawler.model.feed import FeedId
from crawler.model.web import Validators
from storage import articles, bodies, rows
from storage.index import TextIndex
from storage.provenance import bounds
from storage.queries import SQL
from storage.rows import to_moment, to_us


def due(
    db: sqlite3.Connection, extractor: str, wanted: Selection, after: ArticleId, limit: int
) -> tuple[RereadTask, ...]:
    """Return articles whose newest page this extractor has not read, by their numbers.

    Raises:
        StoreError: one of them is damaged.
    """
    since, until = bounds(wanted)
    asked = {
        "extractor": extractor,
        "after": after,
        "since": since,
        "until": until,
        "source": wanted.source,
        "topic": wanted.topic,
        "limit": limit,
    }
    return tuple(map(_task, db.execute(SQL["to_reread"], asked).fetchall()))


def record(
    db: sqlite3.Connection,
    task: RereadTask,
    extractor: str,
    rereading: Rereading | None,
    now: datetime,
) -> bool:
    """Note that a page was read again, and write what was read if that is a version.

    Returns:
        Whether it was: an article revised meanwhile keeps its newer version, nothing is written.
    """
    newest = db.execute(SQL["newest_version"], {"id": task.article_id}).fetchone()
    if newest is None or newest["version"] != task.version:
        return False
    if rereading is not None:
        index = TextIndex(db)
        articles.put_version(db, index, task.article_id, rereading, None)
        index.feed()
        newest = db.execute(SQL["newest_version"], {"id": task.article_id}).fetchone()
    done = {"version": newest["version"], "extractor": extractor, "at": to_us(now)}
    db.execute(SQL["put_rereading"], done)
    return True


def _task(row: sqlite3.Row) -> RereadTask:
    try:
        text = rows.article_text(row["text_json"], row["text"])
        return RereadTask(
            version=row["id"],
            article_id=ArticleId(row["article"]),
            url=row["url"],
            feed_id=FeedId(row["feed_id"]),
            entry=_entry(row["entry"], row["url"], text),
            fetched_at=to_moment(row["fetched_at"]),
            origin=Origin(row["origin"]),
            text=text,
            capture=rows.response(row["response_json"]),
            validators=Validators(etag=row["etag"], last_modified=row["last_modified"]),
        )
    except ValueError as error:
        raise StoreError(
            f"article {row['article']} is damaged; `wirewatch verify` names what is"
        ) from error


def _entry(packed: bytes | None, url: str, text: ArticleText) -> Entry:
    """Return what the feed said, or what the version says in its place."""
    if packed is not None:
        return rows.entry(bodies.decompressed(packed).decode())
    return Entry(
        url=url,
        title=text.title,
        author=text.author,
        published=text.published,
        language=text.language,
    )
