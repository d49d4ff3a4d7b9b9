"""Verification: a sound archive is clean, and every kind of damage is named."""

import asyncio
import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from crawler.model.archived import Damage, LetGo
from crawler.model.article import Capture, Origin
from crawler.model.errors import StoreError
from crawler.model.settings import Retention
from storage import open_store
from storage.seals import VERSION_COLUMNS, seal_version
from storage.verification import verification
from tests.storage.given import (
    DAY,
    LEASE_S,
    NOON,
    draft,
    feed,
    fetched,
    new_article,
    page,
    tasks,
)

FEED_BODY = b"<rss>the feed as it came</rss>"
FEED_ONLY = "https://a.example/2"


def feed_response(body: bytes = FEED_BODY) -> Capture:
    return Capture(
        body=body,
        sha256=hashlib.sha256(body).hexdigest(),
        url="https://a.example/feed",
        final_url="https://a.example/feed",
        status=200,
        fetched_at=NOON,
    )


@pytest.fixture
def archive(path: Path) -> Path:
    """An archive of an article from its page and one from the feed alone."""
    asyncio.run(_fill(path))
    return path


async def _fill(path: Path) -> None:
    store = await open_store(f"sqlite:///{path}")
    await store.sync_feeds([feed("a")], NOON)
    await store.make_due(["a"], NOON)
    claimed = await store.claim_feed_host(NOON, LEASE_S, 10)
    assert claimed is not None
    await store.record_refresh(
        claimed.lease,
        claimed.feeds[0],
        [page(1), page(2)],
        baseline=False,
        fetched_at=NOON,
        capture=feed_response(),
    )
    lease, (one, other) = await tasks(store)
    from_page = draft(one, "A treaty was signed in the capital today.")
    from_feed = draft(other, "The feed's own words.", origin=Origin.FEED, capture=None)
    await store.file(lease, [from_page, from_feed], new_article, NOON)
    await store.release_page_host(lease, NOON, NOON)
    await store.close()


def found(path: Path) -> list[Damage]:
    with verification(str(path), lambda kind, count: None) as check:
        return list(check.damage())


def harm(path: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("PRAGMA foreign_keys = OFF")
        assert db.execute(statement, values).rowcount > 0


def test_a_sound_archive_is_clean_and_everything_in_it_was_looked_at(archive: Path) -> None:
    counts: dict[str, int] = {}

    def progress(kind: str, count: int) -> None:
        counts[kind] = counts.get(kind, 0) + count

    with verification(str(archive), progress) as check:
        totals = check.totals()
        assert list(check.damage()) == []
        assert check.let_go() == ()
    assert counts == totals == {"raw": 2, "versions": 2, "feed_documents": 1, "articles": 2}


HARMS: dict[str, tuple[str, str, str]] = {
    "a changed body": (
        "UPDATE raw SET body = (SELECT body FROM raw WHERE bytes <> r.bytes) FROM raw AS r WHERE raw.bytes = 41",
        "raw",
        "its hash is another",
    ),
    "a body cut short": (
        "UPDATE raw SET body = substr(body, 1, 12) WHERE bytes = 41",
        "raw",
        "cannot be read",
    ),
    "a body that claims to be huge": (
        "UPDATE raw SET body = x'28b52ffde000000000010000002123' WHERE bytes = 41",
        "raw",
        "it would take 4294967296 bytes",
    ),
    "a body that is gone": ("DELETE FROM raw WHERE bytes = 41", "version", "is missing"),
    "a feed document that is gone": (
        "DELETE FROM raw WHERE bytes = 30",
        "feed document",
        "is missing",
    ),
    "a changed feed document": (
        "UPDATE feed_documents SET fetched_at = fetched_at + 1",
        "feed document",
        "its seal does not fit",
    ),
    "an unreadable feed document": (
        "UPDATE feed_documents SET response_json = '{'",
        "feed document",
        "its seal does not fit",
    ),
    "a changed text": (
        "UPDATE versions SET text = replace(text, 'signed', 'broken') WHERE id = 1",
        "version",
        "its seal does not fit",
    ),
    "a changed header": (
        "UPDATE versions SET response_json = replace(response_json, '200', '201') WHERE id = 1",
        "version",
        "its seal does not fit",
    ),
    "a version that is gone": ("DELETE FROM versions WHERE id = 1", "article", "newest version"),
    "versions miscounted": ("UPDATE articles SET versions = 3 WHERE id = 1", "article", "has 1"),
    "another text's hash": (
        "UPDATE articles SET text_hash = 'x' WHERE id = 1",
        "article",
        "the hash of its text",
    ),
    "a cut sketch": (
        "UPDATE articles SET sketch = x'00' WHERE id = 1",
        "article",
        "its sketch is cut off",
    ),
    "an article that is gone": ("DELETE FROM articles WHERE id = 1", "index", "article 1"),
    "a reference into nothing": ("DELETE FROM stories", "reference", "no row of stories"),
    "words nobody finds": (
        "DELETE FROM articles_fts_docsize WHERE id = 1",
        "article",
        "not in the full-text index",
    ),
    "an index that is damaged": (
        "UPDATE articles_fts_data SET block = x'ffffffffffff' WHERE id > 10",
        "index",
        "the full-text index is damaged",
    ),
}


@pytest.mark.parametrize("name", HARMS)
def test_damage_is_named(archive: Path, name: str) -> None:
    statement, thing, problem = HARMS[name]
    harm(archive, statement)
    damage = found(archive)
    assert any(each.thing == thing and problem in each.problem for each in damage), damage


def test_a_damaged_body_is_named_by_the_article_it_proves(archive: Path) -> None:
    harm(archive, "UPDATE raw SET body = x'00' WHERE bytes = 41")
    (damage,) = found(archive)
    assert (damage.article_id, damage.url, damage.version) == (1, "https://a.example/1", 1)
    assert damage.sha256 is not None


def test_a_damaged_feed_document_is_named_by_its_feed(archive: Path) -> None:
    harm(archive, "UPDATE raw SET body = x'00' WHERE bytes = ?", len(FEED_BODY))
    (damage,) = found(archive)
    assert (damage.article_id, damage.url) == (None, "https://a.example/feed")


async def test_a_body_let_go_by_retention_is_no_damage_and_has_its_day(archive: Path) -> None:
    store = await open_store(f"sqlite:///{archive}")
    rules = Retention(raw=DAY, articles=None, alerts=None)
    dropped = await store.prune(rules, NOON + 2 * DAY)
    await store.close()
    assert dropped["raw"] == 2
    with verification(str(archive), lambda kind, count: None) as check:
        assert list(check.damage()) == []
        assert check.let_go() == (LetGo(day=(NOON + 2 * DAY).date(), bodies=2),)


async def test_a_body_received_again_is_not_let_go_any_more(archive: Path) -> None:
    store = await open_store(f"sqlite:///{archive}")
    await store.prune(Retention(raw=DAY, articles=None, alerts=None), NOON + 2 * DAY)
    await fetched(store, "a", page(3), now=NOON + 3 * DAY)
    lease, (task,) = await tasks(store, NOON + 3 * DAY)
    again = draft(task, "A treaty was signed in the capital today.")
    await store.file(lease, [again], new_article, NOON + 3 * DAY)
    await store.close()
    with verification(str(archive), lambda kind, count: None) as check:
        assert sum(each.bodies for each in check.let_go()) == 1


def test_pages_that_cannot_be_read_cost_the_rows_on_them_alone(archive: Path) -> None:
    whole = bytearray(archive.read_bytes())
    at = whole.index(b"The feed's own words.")
    start = at // 4096 * 4096
    whole[start : start + 8] = b"\xff" * 8
    archive.write_bytes(whole)
    things = {each.thing for each in found(archive)}
    assert {"database", "version"} <= things


@pytest.mark.parametrize("content", [b"not a database at all, by far" * 40, None])
def test_what_is_no_archive_is_refused_in_one_line(path: Path, content: bytes | None) -> None:
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(StoreError) as caught:
        found(path)
    assert "\n" not in str(caught.value)


def test_a_seal_can_be_computed_with_any_json_library(archive: Path) -> None:
    with closing(sqlite3.connect(archive)) as db:
        db.row_factory = sqlite3.Row
        row = db.execute("SELECT * FROM versions WHERE id = 1").fetchone()
    text = json.dumps([row[c] for c in VERSION_COLUMNS], ensure_ascii=False, separators=(",", ":"))
    assert hashlib.sha256(text.encode()).hexdigest() == row["seal"] == seal_version(row)
