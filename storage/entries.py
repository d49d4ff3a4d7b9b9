"""What a feed's fetch showed: entries not seen before, and what is to be read for each."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from crawler.model.lease import HostKind, PageReason
from storage import claims
from storage.protocol import NewPage
from storage.queries import SQL
from storage.rows import entry_json, list_json, to_us

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Showing:
    """The fetch that showed the entries."""

    feed_id: str
    fetched_at: datetime
    baseline: bool
    """It is the feed's first: nothing of it alerts."""
    document: int | None
    """The row of the feed's response, if it was kept."""


def not_seen(
    db: sqlite3.Connection, feed: int, pages: Iterable[NewPage], now: datetime
) -> list[NewPage]:
    """Return the pages whose keys the feed has not shown before, each key once."""
    by_key: dict[str, NewPage] = {}
    for page in pages:
        by_key.setdefault(page.key, page)
    keys = {"feed": feed, "keys": list_json(by_key)}
    new = {row["value"] for row in db.execute(SQL["entries_not_seen"], keys)}
    if len(new) < len(by_key):
        db.execute(
            SQL["touch_entries"], {**keys, "now": to_us(now), "yesterday": to_us(now - _DAY)}
        )
    return [page for key, page in by_key.items() if key in new]


def record(db: sqlite3.Connection, feed: int, page: NewPage, showing: Showing) -> None:
    """Note an entry and queue what there is to read: a new page, a second look, or nothing."""
    title = page.entry.title or ""
    article = db.execute(SQL["article_of_url"], {"url_key": page.url_key}).fetchone()
    if article is None:
        _queue_new(db, page, showing)
    elif not _knows_title(db, article["article_id"], title):
        _queue_look(db, page, article["article_id"], showing)
    db.execute(
        SQL["put_entry"],
        {
            "feed": feed,
            "key": page.key,
            "url_key": page.url_key,
            "title": title,
            "now": to_us(showing.fetched_at),
        },
    )


def _knows_title(db: sqlite3.Connection, article_id: int, title: str) -> bool:
    if not title:
        return True
    known = {"article_id": article_id, "title": title}
    return db.execute(SQL["title_is_known"], known).fetchone() is not None


def _queue_new(db: sqlite3.Connection, page: NewPage, showing: Showing) -> None:
    """Queue a page to read, unless another feed showed it and it waits already."""
    waiting = db.execute(SQL["waiting_page"], {"url_key": page.url_key}).fetchone()
    if waiting is None:
        _put_page(db, page, showing)
    elif waiting["baseline"] and not showing.baseline:
        db.execute(SQL["page_is_news"], {"id": waiting["id"]})


def _queue_look(db: sqlite3.Connection, page: NewPage, article_id: int, showing: Showing) -> None:
    """Have an article read again now: a feed shows it under a title not seen before."""
    due_at = to_us(showing.fetched_at)
    planned = db.execute(
        SQL["hasten_page"], {"article_id": article_id, "due_at": due_at}
    ).fetchone()
    if planned is not None:
        claims.hasten(db, HostKind.PAGE, planned["host"], due_at)
        return
    _put_page(db, page, replace(showing, baseline=False), article_id)


def _put_page(
    db: sqlite3.Connection, page: NewPage, showing: Showing, article_id: int | None = None
) -> None:
    """Queue a page: a new one, or an article known already for another look."""
    reason = PageReason.NEW if article_id is None else PageReason.RECHECK
    validators = db.execute(SQL["page_validators"], {"id": article_id}).fetchone()
    moment = to_us(showing.fetched_at)
    db.execute(
        SQL["put_page"],
        {
            "host": page.host,
            "rank": 0 if reason is PageReason.NEW else 1,
            "due_at": moment,
            "reason": reason,
            "url": page.url,
            "url_key": page.url_key,
            "feed_id": showing.feed_id,
            "entry_json": entry_json(page.entry),
            "seen_at": moment,
            "feed_fetched_at": moment,
            "baseline": showing.baseline,
            "article_id": article_id,
            "etag": validators and validators["etag"],
            "last_modified": validators and validators["last_modified"],
            "feed_document": showing.document,
        },
    )
    claims.hasten(db, HostKind.PAGE, page.host, moment)
