"""Articles: a row of what is known, its versions, its addresses, its raw bodies, its index."""

import sqlite3
from collections.abc import Collection

from crawler.model.archived import Rereading
from crawler.model.article import Article, ArticleId
from crawler.model.filing import Draft
from storage import rows
from storage.index import TextIndex
from storage.overlaps import COMMON_HASH
from storage.queries import SQL
from storage.rows import list_json, maybe_us, pack, to_us, unpack
from storage.seals import seal_version


def get(db: sqlite3.Connection, article_id: ArticleId) -> Article | None:
    """Return an article with its newest version."""
    row = db.execute(SQL["article_by_id"], {"id": article_id}).fetchone()
    return None if row is None else rows.article(row)


def known_by(db: sqlite3.Connection, url_keys: Collection[str]) -> Article | None:
    """Return the article known by any of these normal forms of its URL, the oldest if several."""
    row = db.execute(SQL["article_known_by"], {"url_keys": list_json(url_keys)}).fetchone()
    return None if row["id"] is None else get(db, row["id"])


def put_article(
    db: sqlite3.Connection, draft: Draft, *, story: int, why: str, copy_of: ArticleId | None
) -> ArticleId:
    """Write the row of an article not seen before, which ``put_version`` fills; return its id."""
    row = db.execute(
        SQL["put_article"],
        {
            "url": draft.url,
            "feed_id": draft.feed.id,
            "outlet": draft.feed.name,
            "first_seen_at": to_us(draft.task.seen_at),
            "story": story,
            "story_why": why,
            "copy_of": copy_of,
            **_newest(draft),
        },
    ).fetchone()
    return ArticleId(row["id"])


def put_version(
    db: sqlite3.Connection,
    index: TextIndex,
    article_id: ArticleId,
    draft: Draft | Rereading,
    feed_document: int | None,
) -> None:
    """Write a version, sealed; the index, the sketch and the article's row become the new text's.

    Args:
        db: the writer's connection.
        index: is told the new text.
        article_id: whose version it is.
        draft: what was read.
        feed_document: the row of the feed's response, where the text came from it.
    """
    old = db.execute(SQL["version_to_replace"], {"id": article_id}).fetchone()
    if old is not None:
        index.take_out(article_id, old["title"], old["text"])
        drop_sketch(db, article_id, old["sketch"])
    capture = draft.capture
    newest = _newest(draft)
    stated = {
        **newest,
        "fetched_at": to_us(draft.fetched_at),
        "text_json": rows.article_text_json(draft.text),
        "text": draft.text.text,
        "raw_sha256": capture and capture.sha256,
        "response_json": capture and rows.response_json(capture),
    }
    version = db.execute(
        SQL["put_version"],
        {
            **stated,
            "article_id": article_id,
            "etag": draft.validators.etag,
            "last_modified": draft.validators.last_modified,
            "feed_document": feed_document,
            "seal": seal_version(stated),
        },
    ).fetchone()
    pointer = {"id": article_id, "version": version["id"], "number": version["number"]}
    db.execute(SQL["point_at_version"], {**pointer, **newest})
    index.put(article_id, draft.text.title, draft.text.text)
    sketch = list_json(draft.fingerprint.sketch)
    db.execute(
        SQL["put_sketch"], {"article_id": article_id, "sketch": sketch, "common": COMMON_HASH}
    )


def fold_under(
    db: sqlite3.Connection, original: ArticleId, draft: Draft, superseded: ArticleId
) -> None:
    """Make an article and its copies copies of the one being filed, which was published before."""
    note = f"; a copy of “{draft.text.title}” ({draft.feed.name}), read later but published earlier"
    folded = {"original": original, "superseded": superseded, "note": note}
    db.execute(SQL["fold_under"], folded)


def put_urls(db: sqlite3.Connection, article_id: ArticleId, url_keys: Collection[str]) -> None:
    """Note the addresses an article is known by; one that is another article's stays so."""
    for url_key in url_keys:
        db.execute(SQL["put_url"], {"url_key": url_key, "article_id": article_id})


def drop_sketch(db: sqlite3.Connection, article_id: int, packed: bytes | None) -> None:
    """Take an article's hashes out of the window."""
    if packed:
        db.execute(
            SQL["drop_sketch"], {"article_id": article_id, "sketch": list_json(unpack(packed))}
        )


def _newest(draft: Draft | Rereading) -> dict[str, object]:
    """Return the columns of an article that its newest version decides."""
    return {
        "origin": draft.origin,
        "problem": draft.problem,
        "text_hash": draft.fingerprint.text_hash,
        "title": draft.text.title,
        "author": draft.text.author,
        "published": maybe_us(draft.text.published),
        "language": draft.text.language,
        "shingles": draft.fingerprint.shingles,
        "sketch": pack(draft.fingerprint.sketch),
    }
