"""One daemon for a database, and what its death leaves behind: real processes, really killed."""
# ruff: noqa: ASYNC240 - these tests wait for another process

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from crawler.model.errors import LockedError, StoreError
from storage import open_store
from storage.protocol import Holder, Store
from tests.conftest import ROOT
from tests.storage.given import HOUR, NOON, alerting, draft, feed, fetched, page

Start = Callable[[str, str], "subprocess.Popen[str]"]


def me(pid: int = 1) -> Holder:
    return Holder(pid=pid, host="h", since=NOON, heartbeat_at=NOON)


@pytest.fixture
def start() -> Iterator[Start]:
    """Start another process on an archive; it is killed at the end of the test."""
    started: list[subprocess.Popen[str]] = []

    def run(what: str, url: str) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.storage.other_process", what, url],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


async def test_the_holder_is_known_until_it_lets_go(store: Store) -> None:
    assert await store.holder() is None
    await store.hold(me())
    assert await store.holder() == (me(), None)
    await store.heartbeat(NOON + HOUR, "feeds.yaml:1:1: no")
    held = await store.holder()
    assert held is not None
    assert (held[0].heartbeat_at, held[1]) == (NOON + HOUR, "feeds.yaml:1:1: no")
    await store.let_go()
    assert await store.holder() is None


async def test_a_second_daemon_in_one_process_is_refused_until_the_first_closes(url: str) -> None:
    first, second = await open_store(url), await open_store(url)
    await first.hold(me())
    with pytest.raises(LockedError, match="process 1 on h since 2026-03-01 12:00:00 UTC") as caught:
        await second.hold(me(2))
    assert caught.value.holder.startswith("process 1 on h")
    assert await second.holder() == (me(), None)
    await first.close()
    assert await second.holder() is None
    await second.hold(me(2))
    await second.close()


async def test_a_second_daemon_is_refused_by_another_process_until_that_is_killed(
    url: str, path: Path, start: Start
) -> None:
    other = start("hold", url)
    assert line(other) == "held"
    store = await open_store(url)
    with pytest.raises(LockedError, match=rf"{path}: .*\(process {other.pid} on here") as caught:
        await store.hold(me())
    assert "stop it first" in str(caught.value)
    held = await store.holder()
    assert held is not None
    assert held[0].pid == other.pid
    other.kill()
    other.wait()
    assert await store.holder() is None
    await store.hold(me())
    await store.close()


async def test_a_holder_that_has_not_signed_yet_is_refused_all_the_same(url: str) -> None:
    first, second = await open_store(url), await open_store(url)
    await first.hold(me())
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as db, db:
        db.execute("DELETE FROM daemon")
    with pytest.raises(LockedError, match="another Wirewatch"):
        await second.hold(me(2))
    await first.close()
    await second.close()


async def test_a_lock_file_that_cannot_be_made_is_named(url: str, path: Path) -> None:
    store = await open_store(url)
    Path(f"{path}-lock").mkdir()
    with pytest.raises(StoreError, match="lock: cannot be made"):
        await store.hold(me())
    await store.close()


async def test_a_kill_in_mid_transaction_loses_nothing_that_was_told(
    url: str, path: Path, start: Start
) -> None:
    store = await open_store(url)
    await store.sync_feeds([feed("a")], NOON)
    await fetched(store, "a", *(page(n) for n in range(6)))
    await store.close()
    worker = start("work", url)
    told = [line(worker) for _ in range(3)]
    assert line(worker) == "in mid-transaction"
    worker.kill()
    worker.wait()
    assert Path(f"{path}-wal").stat().st_size > 0
    store = await open_store(url)
    assert (await store.counts()).articles == len(told)
    assert {alert.data["article"]["title"] for alert in await store.alerts(None, None, 9)} == {
        f"Title {url.rpartition('/')[2]}" for url in told
    }
    await store.hold(me(os.getpid()))
    left = []
    while (claimed := await store.claim_page_host(NOON, 60, 9, 9)) is not None:
        assert len(claimed.pages) == 1  # whatever killed the worker meets nobody else
        await store.file(claimed.lease, [draft(claimed.pages[0])], alerting(), NOON)
        left.append(claimed.pages[0].url)
        await store.release_page_host(claimed.lease, NOON, NOON)
    assert sorted(told + left) == [f"https://a.example/{n}" for n in range(6)]
    assert (await store.counts()).articles == 6
    await store.close()


@pytest.mark.parametrize("deed", ["deleted", "replaced"])
async def test_a_heartbeat_notices_that_the_file_is_no_longer_the_one_opened(
    tmp_path: Path, deed: str
) -> None:
    path = tmp_path / "wire.db"
    store = await open_store(f"sqlite:///{path}")
    await store.hold(me())
    await store.heartbeat(NOON + HOUR, None)
    kept = path.rename(tmp_path / "moved.db")
    if deed == "replaced":
        path.write_bytes(kept.read_bytes())
    with pytest.raises(StoreError, match=f"{path}: the database was moved, replaced or deleted"):
        await store.heartbeat(NOON + 2 * HOUR, None)
    await store.close()
