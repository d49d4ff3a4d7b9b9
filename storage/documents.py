"""Feed documents: what proves a text that came from the feed, and the entry behind an article.

A document is kept while a page waits to be read that it showed, and for good when a version's text
came from it. Its body lies among the other raw bodies, once by hash.
"""

import sqlite3
from datetime import datetime

from crawler.model.article import ArticleId, Capture
from crawler.model.entry import Entry
from storage import bodies, rows
from storage.queries import SQL
from storage.rows import to_us
from storage.seals import seal_document


def put(db: sqlite3.Connection, capture: Capture, now: datetime) -> int:
    """Keep a feed's response; return its row."""
    bodies.put(db, capture, now)
    stated = {
        "fetched_at": to_us(now),
        "raw_sha256": capture.sha256,
        "response_json": rows.response_json(capture),
    }
    row = db.execute(SQL["put_feed_document"], {**stated, "seal": seal_document(stated)}).fetchone()
    number: int = row["id"]
    return number


def of_page(db: sqlite3.Connection, page_id: int) -> int | None:
    """Return the document that showed a page, if it was kept."""
    number: int | None = db.execute(SQL["document_of_page"], {"id": page_id}).fetchone()[0]
    return number


def put_entry(db: sqlite3.Connection, article_id: ArticleId, entry: Entry) -> None:
    """Keep the entry that led to an article's newest version: it is read with the page again."""
    packed = bodies.compressed(rows.entry_json(entry).encode())
    db.execute(SQL["put_shown"], {"article_id": article_id, "entry": packed})


def drop_of_nobody(db: sqlite3.Connection, before: datetime, limit: int) -> int:
    """Let go of documents that prove nothing: no page waits and no version came from them."""
    asked = {"before": to_us(before), "limit": limit}
    found = db.execute(SQL["documents_of_nobody"], asked).fetchall()
    for row in found:
        db.execute(SQL["drop_document"], {"id": row["id"]})
        bodies.drop_unneeded(db, row["raw_sha256"])
    return len(found)
