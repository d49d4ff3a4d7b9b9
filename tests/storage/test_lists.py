"""What is remembered of lists at an address."""

import sqlite3
from dataclasses import replace
from pathlib import Path

from crawler.model.listing import ListState, OpmlFeed
from crawler.model.web import Validators
from storage import open_store
from storage.protocol import Store
from tests.storage.given import HOUR, NOON

STATE = ListState(
    location="https://user:pass@l.example/list.opml",
    feeds=(OpmlFeed(url="https://a.example/1", title="Один", tags=("x", "y")),),
    validators=Validators(etag='"v"', last_modified="yesterday"),
    read_at=NOON,
    tried_at=NOON + HOUR,
    problem="it is gone",
)


async def test_a_list_comes_back_as_it_was_recorded(store: Store) -> None:
    other = ListState(location="https://m.example/list.opml")
    assert await store.list_states([STATE.location]) == (ListState(location=STATE.location),)
    await store.record_list(STATE)
    assert await store.list_states([other.location, STATE.location]) == (other, STATE)
    newer = replace(STATE, feeds=(), problem=None)
    await store.record_list(newer)
    assert await store.list_states([STATE.location]) == (newer,)


async def test_the_address_of_a_list_is_not_written_down(tmp_path: Path) -> None:
    path = tmp_path / "w.db"
    store = await open_store(f"sqlite:///{path}")
    await store.record_list(STATE)
    await store.close()
    with sqlite3.connect(path) as db:
        (row,) = db.execute("SELECT * FROM lists").fetchall()
    db.close()
    assert "l.example" not in "".join(row)
