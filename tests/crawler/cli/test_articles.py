"""`articles re-extract`: a later extractor over the archived pages, versions apart, nobody alerted."""

import asyncio
import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crawler.cli.main import main
from crawler.core.articles import EXTRACTOR
from crawler.model.archived import EVERYTHING
from crawler.model.article import ArticleId, ArticleText, Origin
from storage import open_store
from tests.storage.archives import capture, decide, showing
from tests.storage.given import NOON, alerting, draft, feed, fingerprint, tasks

OLD = "wirewatch-0"
SENTENCES = (
    "Envoys of Norland and Sondria signed a treaty on fishing in Port Avel on Tuesday evening.",
    "It allows each country two hundred and forty boats around the Tarvik islands from May on.",
    "The quota of eighteen thousand tonnes disappoints the fishermen of Hafnar, their union said.",
)
HTML = (
    "<!doctype html><html lang='en'><head><title>Treaty signed</title></head><body><article>"
    "<h1>Treaty signed in Port Avel</h1>"
    f"{''.join(f'<p>{each}</p>' for each in SENTENCES)}</article></body></html>"
).encode()
WALL = b"<!doctype html><html><head><title>Please log in</title></head><body></body></html>"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "feeds.yaml").write_text(
        "storage: sqlite:///w.db\nfeeds: [{url: https://a.example/feed, id: a, name: A}]\n"
    )
    asyncio.run(_fill())
    return tmp_path


async def _fill() -> None:
    """Two pages an older extractor read badly, one of which holds no article, and a feed's text."""
    store = await open_store("sqlite:///w.db")
    await store.sync_feeds([feed("a")], NOON)
    await showing(store, 1, 2, 3)
    lease, (one, two, three) = await tasks(store)
    old = ArticleText(title="Treaty", text="A teaser.", language="en", extractor=OLD)
    page = draft(one, text=old, capture=capture(one.url, HTML), fingerprint=fingerprint(old.text))
    wall = replace(page, task=two, url=two.url, url_keys=("a.example/2",))
    wall = replace(wall, capture=capture(two.url, WALL), text=replace(old, title="Another"))
    from_feed = draft(three, "The feed's words.", origin=Origin.FEED, capture=None)
    await store.file(lease, [page], alerting(), NOON)
    await store.file(lease, [wall, from_feed], decide, NOON)
    await store.release_page_host(lease, NOON, NOON)
    await store.close()


def asked(statement: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect("w.db")) as db:
        return db.execute(statement).fetchall()


def reread(capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, Any]:
    assert main(["articles", "re-extract", "--json", *options]) == 0
    account: dict[str, Any] = json.loads(capsys.readouterr().out)
    return account


def test_what_is_read_otherwise_becomes_a_version_told_apart_by_its_extractor(
    capsys: pytest.CaptureFixture[str],
) -> None:
    account = reread(capsys)
    assert (account["read"], account["changed"], account["unreadable"]) == (2, 1, 1)
    assert account["fields"]["text"] == {"other": 1}
    versions = asked(
        "SELECT number, json_extract(text_json, '$.extractor'), raw_sha256, fetched_at "
        "FROM versions WHERE article_id = 1 ORDER BY number"
    )
    assert [(number, by) for number, by, *_ in versions] == [(1, OLD), (2, EXTRACTOR)]
    assert versions[0][2:] == versions[1][2:]
    (text,) = asked("SELECT text FROM versions WHERE article_id = 1 AND number = 2")[0]
    assert text == "\n\n".join(SENTENCES)


def test_nobody_is_alerted_and_the_archive_stays_sound(capsys: pytest.CaptureFixture[str]) -> None:
    before = asked("SELECT id FROM alerts"), asked("SELECT id FROM deliveries")
    assert len(before[0]) == 1
    reread(capsys)
    assert (asked("SELECT id FROM alerts"), asked("SELECT id FROM deliveries")) == before
    assert main(["verify"]) == 0


def test_the_index_follows(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "teaser", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 2
    reread(capsys)
    main(["search", "Hafnar", "--json"])
    assert [each["id"] for each in json.loads(capsys.readouterr().out)] == [1]
    main(["search", "teaser", "--json"])
    assert [each["id"] for each in json.loads(capsys.readouterr().out)] == [2]


def test_a_page_is_read_once_by_each_extractor(capsys: pytest.CaptureFixture[str]) -> None:
    reread(capsys)
    assert reread(capsys)["read"] == 0
    assert main(["articles", "re-extract"]) == 0
    assert capsys.readouterr().out.startswith("nothing to do: ")


def test_a_dry_run_counts_and_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert reread(capsys, "--dry-run")["changed"] == 1
    assert asked("SELECT count(*) FROM versions") == [(3,)]
    assert reread(capsys)["changed"] == 1


def test_what_changed_most_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["articles", "re-extract"]) == 0
    out = capsys.readouterr().out
    assert "2 pages read by wirewatch-1: 0 say the same, 1 became a new version" in out
    assert "1 hold no article it can find" in out
    assert "article 1, " in out
    assert "https://a.example/1" in out


@pytest.mark.parametrize(
    ("options", "count"),
    [(("--source", "B"), 0), (("--source", "A"), 2), (("--until", "2026-03-01"), 0)],
)
def test_articles_are_chosen(
    capsys: pytest.CaptureFixture[str], options: tuple[str, ...], count: int
) -> None:
    assert reread(capsys, *options)["read"] == count


def test_a_damaged_body_is_counted_and_left(capsys: pytest.CaptureFixture[str]) -> None:
    with closing(sqlite3.connect("w.db")) as db, db:
        db.execute("UPDATE raw SET body = x'00'")
    account = reread(capsys)
    assert (account["damaged"], account["changed"]) == (2, 0)


def test_a_reading_that_says_the_same_makes_no_version(capsys: pytest.CaptureFixture[str]) -> None:
    reread(capsys)
    with closing(sqlite3.connect("w.db")) as db, db:
        db.execute("DELETE FROM rereadings")
        db.execute("UPDATE versions SET text_json = replace(text_json, 'wirewatch-1', 'w-0')")
    account = reread(capsys)
    assert (account["same"], account["changed"]) == (1, 0)
    assert reread(capsys)["read"] == 0


async def test_an_article_revised_meanwhile_keeps_its_newer_version() -> None:
    store = await open_store("sqlite:///w.db")
    task, _ = await store.to_reread(EXTRACTOR, EVERYTHING, ArticleId(0), 10)
    assert await store.record_rereading(replace(task, version=99), EXTRACTOR, None, NOON) is False
    assert len(await store.to_reread(EXTRACTOR, EVERYTHING, ArticleId(0), 10)) == 2
    await store.close()


async def test_an_entry_that_was_not_kept_is_made_up_from_the_version() -> None:
    with closing(sqlite3.connect("w.db")) as db, db:
        db.execute("DELETE FROM shown")
    store = await open_store("sqlite:///w.db")
    task, _ = await store.to_reread(EXTRACTOR, EVERYTHING, ArticleId(0), 10)
    assert (task.entry.url, task.entry.title) == ("https://a.example/1", "Treaty")
    await store.close()
