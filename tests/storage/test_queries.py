"""Named queries: found by name, all used, and none of the hot ones walks through a table."""

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

import storage
from storage.opening import MEMORY, connect
from storage.queries import SQL, load
from tests.conftest import ROOT

WALKS = {
    "count_alerts": "figures of status: an index from end to end",
    "count_archive": "figures of status: the smallest index from end to end",
    "count_deliveries": "figures of status: an index from end to end",
    "count_matches": "figures of status: an index from end to end",
    "get_feeds": "the configuration is compared with all of it",
    "feed_states": "all of it is asked for",
    "get_holder": "one row",
    "get_troubles": "a handful of rows",
    "enable_readdressed": "a handful of rows",
    "get_mutes": "a handful of rows",
    "drop_holder": "one row",
    "put_heartbeat": "one row",
    "next_token": "one row",
    "held_hosts": "the held ones only, by their index",
    "free_deliveries": "once at start",
    "return_deliveries": "once at the end",
    "wait_for_none": "once at start; what waits for a digest is little",
    "return_all_feeds": "the held ones only, by their index",
    "return_all_pages": "the held ones only, by their index",
    "unsettled_stories": "the changed ones only, by their index",
    "to_reread": "a command: articles in the order of their numbers",
    "to_verify": "all of it is looked at",
    "let_go_by_day": "all of it is looked at",
    "indexed_without_article": "all of it is looked at",
    "sketched_without_article": "all of it is looked at",
    "note_old_raw": "retention, in the background",
    "documents_of_nobody": "retention, in the background",
    "prune_story_terms": "retention, in the background",
    "prune_terms": "retention, in the background",
    "prune_entries": "retention, in the background",
    "prune_pages": "retention, in the background",
    "prune_hosts": "retention, in the background",
    "hasten_digests": "when the clock was set back",
    "hasten_pages": "when the clock was set back",
    "prune_deliveries": "retention, in the background",
    "prune_messages": "retention, in the background",
}
HARMLESS = (
    "VIRTUAL TABLE",
    "CONSTANT ROW",
    "SCAN channels",
    "SCAN c",
    "SCAN h",
    "SCAN telling",
    "SCAN told",
    "SCAN shared",
    "SCAN found",
    "SCAN f",
    "SCAN (subquery",
)


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    db = connect(MEMORY, create=True)
    yield db
    db.close()


@pytest.mark.parametrize("name", sorted(set(SQL) - set(WALKS)))
def test_a_hot_query_finds_its_rows_by_an_index(db: sqlite3.Connection, name: str) -> None:
    plan = [
        row["detail"] for row in db.execute(f"EXPLAIN QUERY PLAN {SQL[name]}", defaultdict(int))
    ]
    walks = [
        step
        for step in plan
        if step.startswith("SCAN") and not any(map(step.__contains__, HARMLESS))
    ]
    assert walks == []


@pytest.mark.parametrize("name", sorted(WALKS))
def test_a_query_excused_from_that_is_still_one(db: sqlite3.Connection, name: str) -> None:
    db.execute(f"EXPLAIN {SQL[name]}", defaultdict(int))


def test_every_query_is_used() -> None:
    source = "\n".join(file.read_text() for file in (ROOT / "storage").glob("*.py"))
    assert {name for name in SQL if not re.search(rf'"{name}"', source)} == set()


def test_a_name_that_is_there_twice_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage.queries, "files", lambda package: tmp_path)
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "notes.txt").write_text("no SQL")
    (tmp_path / "x" / "one.sql").write_text("-- name: a\nSELECT 1\n\n-- name: b\nSELECT 2\n")
    assert load("x") == {"a": "SELECT 1", "b": "SELECT 2"}
    (tmp_path / "x" / "two.sql").write_text("-- name: a\nSELECT 3")
    with pytest.raises(ValueError, match="a is there twice"):
        load("x")
    (tmp_path / "x" / "two.sql").write_text("SELECT 3")
    with pytest.raises(ValueError, match="text before the first"):
        load("x")
