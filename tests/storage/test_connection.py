"""The writer's thread: what was told is durable, neighbours in a group do not harm each other."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from crawler.model.errors import StoreError
from storage.connection import Reader, Writer
from storage.opening import connect, connect_reader


@pytest.fixture
async def writer(path: Path) -> AsyncIterator[Writer]:
    writer = Writer(connect(str(path), create=True), str(path))
    yield writer
    await writer.close()


def put(topic: str) -> Callable[[sqlite3.Connection], str]:
    def operation(db: sqlite3.Connection) -> str:
        db.execute("INSERT INTO mutes (topic, until) VALUES (?, 1)", (topic,))
        return topic

    return operation


def topics(path: Path) -> list[str]:
    with sqlite3.connect(path) as db:
        found = [row[0] for row in db.execute("SELECT topic FROM mutes ORDER BY topic")]
    db.close()
    return found


class Gate:
    """An operation that keeps the writer's thread busy until it is opened."""

    def __init__(self) -> None:
        self.reached, self.opened = threading.Event(), threading.Event()

    def __call__(self, db: sqlite3.Connection) -> None:
        self.reached.set()
        assert self.opened.wait(10)


async def grouped(
    writer: Writer, *operations: Callable[[sqlite3.Connection], object]
) -> list[object]:
    """Have operations wait behind a closed gate, so that they share its transaction."""
    gate = Gate()
    first = asyncio.create_task(writer.run(gate))
    await asyncio.to_thread(gate.reached.wait, 10)
    waiting = [asyncio.create_task(writer.run(operation)) for operation in operations]
    await asyncio.sleep(0)  # let them line up
    gate.opened.set()
    results = await asyncio.gather(*waiting, return_exceptions=True)
    await first
    return list(results)


async def test_what_run_returned_from_is_on_disk(writer: Writer, path: Path) -> None:
    assert await writer.run(put("a")) == "a"
    assert topics(path) == ["a"]


async def test_operations_that_wait_share_one_commit(writer: Writer, path: Path) -> None:
    before = await writer.run(lambda db: db.execute("PRAGMA data_version").fetchone()[0])
    watcher = sqlite3.connect(path)
    versions = watcher.execute("PRAGMA data_version").fetchone()[0]
    results = await grouped(writer, *(put(str(n)) for n in range(20)))
    assert results == [str(n) for n in range(20)]
    assert watcher.execute("PRAGMA data_version").fetchone()[0] == versions + 1
    watcher.close()
    assert before == await writer.run(lambda db: db.execute("PRAGMA data_version").fetchone()[0])


async def test_one_that_fails_rolls_back_alone(writer: Writer, path: Path) -> None:
    def half(db: sqlite3.Connection) -> None:
        put("half")(db)
        raise ZeroDivisionError

    results = await grouped(writer, put("a"), half, put("a"), put("b"))
    assert results[0] == "a"
    assert isinstance(results[1], ZeroDivisionError)
    assert isinstance(results[2], StoreError)
    assert str(path) in str(results[2])
    assert isinstance(results[2].__cause__, sqlite3.IntegrityError)
    assert results[3] == "b"
    assert topics(path) == ["a", "b"]


async def test_a_transaction_lost_as_a_whole_is_tried_again_one_by_one(
    writer: Writer, path: Path
) -> None:
    def ruin(db: sqlite3.Connection) -> None:
        put("ruin")(db)
        db.execute("INSERT OR ROLLBACK INTO mutes (topic, until) VALUES ('ruin', 2)")

    results = await grouped(writer, put("a"), ruin, put("b"))
    assert (results[0], results[2]) == ("a", "b")
    assert isinstance(results[1], StoreError)
    assert topics(path) == ["a", "b"]


async def test_a_commit_that_fails_fails_its_operations_and_no_later_ones(
    writer: Writer, path: Path
) -> None:
    def postponed(db: sqlite3.Connection) -> None:
        db.execute("PRAGMA defer_foreign_keys = ON")
        db.execute("INSERT INTO digest_waiting (digest, alert_id) VALUES ('d', 'none')")

    results = await grouped(writer, put("a"), postponed, put("b"))
    assert (results[0], results[2]) == ("a", "b")
    assert isinstance(results[1], StoreError)
    with pytest.raises(StoreError, match="FOREIGN KEY"):
        await writer.run(postponed)
    assert await writer.run(put("c")) == "c"
    assert topics(path) == ["a", "b", "c"]


async def test_one_cancelled_before_its_turn_does_not_run(writer: Writer, path: Path) -> None:
    gate = Gate()
    first = asyncio.create_task(writer.run(gate))
    await asyncio.to_thread(gate.reached.wait, 10)
    cancelled = asyncio.create_task(writer.run(put("never")))
    await asyncio.sleep(0)
    cancelled.cancel()
    with pytest.raises(asyncio.CancelledError):
        await cancelled
    gate.opened.set()
    await first
    assert await writer.run(put("a")) == "a"
    assert topics(path) == ["a"]


async def test_one_cancelled_in_mid_run_completes_unheard(writer: Writer, path: Path) -> None:
    gate = Gate()

    def slow(db: sqlite3.Connection) -> None:
        gate(db)
        put("done")(db)

    task = asyncio.create_task(writer.run(slow))
    await asyncio.to_thread(gate.reached.wait, 10)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    gate.opened.set()
    await writer.run(put("after"))
    assert topics(path) == ["after", "done"]


async def test_a_group_ends_although_more_waits(
    writer: Writer, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.connection.GROUP_S", 0.0)
    with sqlite3.connect(path) as watcher:
        before = watcher.execute("PRAGMA data_version").fetchone()[0]
        await grouped(writer, put("a"), put("b"))
        assert topics(path) == ["a", "b"]
        assert watcher.execute("PRAGMA data_version").fetchone()[0] > before
    watcher.close()


async def test_closing_finishes_what_waits_and_refuses_what_comes(path: Path) -> None:
    writer = Writer(connect(str(path), create=True), str(path))
    waiting = [asyncio.create_task(writer.run(put(str(n)))) for n in range(5)]
    await asyncio.sleep(0)
    await writer.close()
    await asyncio.gather(*waiting)
    assert topics(path) == list("01234")
    with pytest.raises(StoreError, match="closed"):
        await writer.run(put("late"))
    await writer.close()


async def test_a_reader_goes_on_while_the_writer_writes_and_cannot_write(
    writer: Writer, path: Path
) -> None:
    reader = Reader(connect_reader(str(path)), str(path))
    await writer.run(put("a"))
    gate = Gate()

    def slow(db: sqlite3.Connection) -> None:
        put("b")(db)
        gate(db)

    writing = asyncio.create_task(writer.run(slow))
    await asyncio.to_thread(gate.reached.wait, 10)
    assert await reader.run(lambda db: db.execute("SELECT count(*) FROM mutes").fetchone()[0]) == 1
    gate.opened.set()
    await writing
    assert await reader.run(lambda db: db.execute("SELECT count(*) FROM mutes").fetchone()[0]) == 2
    with pytest.raises(StoreError, match="read-only"):
        await reader.run(put("c"))
    await reader.close()
    with pytest.raises(StoreError, match="closed"):
        await reader.run(put("d"))
