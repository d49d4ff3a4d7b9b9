import asyncio
import os
import resource
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pytest

from crawler.clock import SystemClock
from crawler.model.topic import Topic
from crawler.publish import Publisher, write_all
from crawler.workers import Bell
from storage import open_store
from tests.sample_alerts import NOON

ROOT = Path(__file__).resolve().parents[2]


def test_files_are_written_with_their_folders(tmp_path: Path) -> None:
    write_all(tmp_path / "out", {"index.html": b"a", "topics/x.atom": b"b"})
    assert (tmp_path / "out/topics/x.atom").read_bytes() == b"b"
    assert sorted(path.name for path in tmp_path.rglob("*.*")) == ["index.html", "x.atom"]


def test_an_equal_file_is_left_alone(tmp_path: Path) -> None:
    write_all(tmp_path, {"index.html": b"a"})
    before = (tmp_path / "index.html").stat().st_ino
    write_all(tmp_path, {"index.html": b"a"})
    assert (tmp_path / "index.html").stat().st_ino == before


def test_a_changed_file_is_replaced_whole(tmp_path: Path) -> None:
    write_all(tmp_path, {"index.html": b"a"})
    write_all(tmp_path, {"index.html": b"b"})
    assert (tmp_path / "index.html").read_bytes() == b"b"


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("in the way")
    with pytest.raises(OSError, match="out"):
        write_all(tmp_path / "out", {"index.html": b"a"})


WRITER = """
import sys
from pathlib import Path
from crawler.publish import write_all
print("ready", flush=True)
while True:
    for letter in b"ab":
        write_all(Path(sys.argv[1]), {"alerts.atom": bytes([letter]) * 3_000_000})
"""


def test_a_writer_that_is_killed_leaves_a_whole_file_and_the_next_one_tidies_up(
    tmp_path: Path,
) -> None:
    for _ in range(1):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path)],
            cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE,
        ) as writer:  # fmt: skip
            assert writer.stdout is not None
            writer.stdout.readline()
            seen = set[bytes]()
            while len(seen) < 2:
                with suppress(FileNotFoundError):  # before the first is written
                    seen.add((tmp_path / "alerts.atom").read_bytes())
            writer.kill()
        assert seen == {b"a" * 3_000_000, b"b" * 3_000_000}
    write_all(tmp_path, {"alerts.atom": b"c"})
    assert [path.name for path in tmp_path.iterdir()] == ["alerts.atom"]


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """Let writes fail as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_leaves_the_old_file_and_no_part_of_the_new_one(tmp_path: Path) -> None:
    write_all(tmp_path, {"index.html": b"old"})
    with files_of_at_most(100), pytest.raises(OSError, match="too large"):
        write_all(tmp_path, {"index.html": b"new" * 100})
    assert [path.name for path in tmp_path.iterdir()] == ["index.html"]
    assert (tmp_path / "index.html").read_bytes() == b"old"


@pytest.fixture
async def publisher(tmp_path: Path) -> AsyncIterator[Publisher]:
    store = await open_store("sqlite:///:memory:")
    yield Publisher(
        folder=tmp_path / "out",
        topics=(Topic(name="treaty", title="Treaty watch"),),
        store=store,
        clock=SystemClock(),
        bell=Bell(),
        published_at="https://wire.example/out/",
    )
    await store.close()


async def test_files_stand_before_the_first_alert_and_know_their_address(
    publisher: Publisher,
) -> None:
    await publisher.publish()
    assert "No alerts" in (publisher.folder / "index.html").read_text("utf-8")
    feed = (publisher.folder / "topics/treaty.atom").read_text("utf-8")
    assert 'href="https://wire.example/out/topics/treaty.atom"' in feed


@dataclass(frozen=True, slots=True)
class AskedClock(SystemClock):
    """A clock that tells when it is asked: whenever something is published."""

    asked: asyncio.Semaphore

    def now(self) -> datetime:
        self.asked.release()
        return NOON


async def test_files_are_written_at_the_start_and_again_after_a_ring(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawler.publish.SETTLE_S", 0)
    asked, stop = asyncio.Semaphore(0), asyncio.Event()
    async with asyncio.timeout(20):
        serving = asyncio.create_task(replace(publisher, clock=AskedClock(asked)).serve(stop))
        await asked.acquire()
        publisher.bell.ring()
        await asked.acquire()
        stop.set()
        await serving
    assert "9 Nov 2024, 12:00 UTC" in (publisher.folder / "index.html").read_text("utf-8")


async def test_a_folder_that_cannot_be_written_is_said_and_not_fatal(
    publisher: Publisher, caplog: pytest.LogCaptureFixture
) -> None:
    publisher.folder.write_text("in the way")
    await publisher.publish()
    (record,) = caplog.records
    assert record.message == "not published"
    assert "out" in record.error  # type: ignore[attr-defined]
