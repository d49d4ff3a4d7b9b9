"""Opening: one line that names the path and says what to do; nothing is ever overwritten."""
# ruff: noqa: ASYNC221, ASYNC240 - these tests' loop has nothing else to do while a file is written

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from crawler.model.errors import SchemaTooNewError, StoreError
from storage import open_store
from storage.opening import APPLICATION_ID, connect
from storage.protocol import Sought
from tests.storage.given import NOON, alerting, draft, feed, fetched, new_article, page, tasks

PAGE_BYTES = 4096
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="mounting a file system needs root")
as_user = pytest.mark.skipif(os.geteuid() == 0, reason="root may write what is read-only")


async def filled(url: str, articles: int = 1) -> None:
    store = await open_store(url)
    await store.sync_feeds([feed("a")], NOON)
    await fetched(store, "a", *(page(n) for n in range(articles)))
    lease, found = await tasks(store, limit=articles)
    drafts = [draft(task, f"{task.url} " + "words of an article " * 50) for task in found]
    await store.file(lease, drafts, alerting(), NOON)
    await store.close()


def without_texts(whole: bytes) -> bytes:
    """Return a database file in which every page that holds an article's text is gone."""
    pages = (whole[at : at + PAGE_BYTES] for at in range(0, len(whole), PAGE_BYTES))
    return b"".join(bytes(PAGE_BYTES) if b"words of an article" in page else page for page in pages)


async def refused(url: str, *, create: bool = True) -> str:
    with pytest.raises(StoreError) as caught:
        await open_store(url, create=create)
    text = str(caught.value)
    assert "\n" not in text
    return text


async def test_a_closed_archive_opens_again_with_everything_in_it(url: str, path: Path) -> None:
    await filled(url)
    assert not Path(f"{path}-wal").exists()
    store = await open_store(url, create=False)
    assert (await store.counts()).articles == 1
    assert [state.feed_id for state in await store.feed_states()] == ["a"]
    await store.close()


async def test_the_archives_own_folder_is_made_with_it(tmp_path: Path) -> None:
    store = await open_store(f"sqlite:///{tmp_path}/storage/w.db", create=True)
    await store.close()
    assert (tmp_path / "storage" / "w.db").is_file()


async def test_a_missing_folder_further_up_is_named_it_may_be_a_disk(tmp_path: Path) -> None:
    text = await refused(f"sqlite:///{tmp_path}/disk/storage/w.db")
    assert text.startswith(f"{tmp_path}/disk/storage/w.db: ")
    assert f"create {tmp_path}/disk/storage first" in text
    assert not (tmp_path / "disk").exists()


async def test_a_command_that_only_reads_makes_no_folder(tmp_path: Path) -> None:
    assert "create" in await refused(f"sqlite:///{tmp_path}/storage/w.db", create=False)
    assert not (tmp_path / "storage").exists()


async def test_a_folder_that_cannot_be_made_is_reported(tmp_path: Path) -> None:
    (tmp_path / "storage").write_text("a file")
    text = await refused(f"sqlite:///{tmp_path}/storage/w.db")
    assert "its folder cannot be made: File exists" in text


async def test_a_folder_is_no_database(tmp_path: Path) -> None:
    assert "this is a folder" in await refused(f"sqlite:///{tmp_path}")


async def test_a_command_that_only_reads_makes_no_database(url: str, path: Path) -> None:
    assert "there is no database yet" in await refused(url, create=False)
    assert not path.exists()


@pytest.mark.parametrize("engine", ["postgresql://me:secret@host/db", "mysql://x", "w.db"])
async def test_an_engine_that_does_not_exist_is_refused_without_showing_a_password(
    engine: str,
) -> None:
    text = await refused(engine)
    assert "use sqlite:///" in text
    assert "secret" not in text


async def test_a_file_that_is_no_database_is_left_as_it_is(url: str, path: Path) -> None:
    path.write_bytes(b"feeds:\n  - https://example.org/feed\n" * 100)
    before = path.read_bytes()
    assert "not a database" in await refused(url)
    assert path.read_bytes() == before


async def test_another_programs_database_is_left_as_it_is(url: str, path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE bookmarks (url)")
    before = path.read_bytes()
    assert "belongs to another program" in await refused(url)
    assert path.read_bytes() == before


async def test_an_empty_file_becomes_an_archive(url: str, path: Path) -> None:
    path.touch()
    await filled(url)
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)


async def test_a_newer_schema_is_not_touched(url: str, path: Path) -> None:
    await filled(url)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name) VALUES ('wirewatch', '9999_later')"
        )
    before = path.read_bytes()
    with pytest.raises(SchemaTooNewError, match="newer Wirewatch") as caught:
        await open_store(url)
    assert str(path) in str(caught.value)
    assert path.read_bytes() == before


@pytest.mark.parametrize("harm", ["cut", "zeroed", "scribbled"])
async def test_a_damaged_database_is_reported_and_left_as_it_is(
    url: str, path: Path, harm: str
) -> None:
    await filled(url, articles=60)
    whole = path.read_bytes()
    harmed = {
        "cut": whole[: len(whole) // 2 // PAGE_BYTES * PAGE_BYTES],
        "zeroed": without_texts(whole),
        "scribbled": whole[:PAGE_BYTES] + b"\xff" * PAGE_BYTES + whole[2 * PAGE_BYTES :],
    }[harm]
    path.write_bytes(harmed)
    text = await refused(url)
    assert text.startswith(f"{path}: ")
    assert "damaged" in text
    assert path.read_bytes() == harmed


async def test_a_big_database_is_looked_over_after_an_unclean_stop_only(
    url: str, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.opening.ALWAYS_CHECKED_BYTES", 0)
    await filled(url, articles=60)
    path.write_bytes(without_texts(path.read_bytes()))
    await (await open_store(url)).close()
    Path(f"{path}-wal").write_bytes(bytes(100))
    assert "damaged" in await refused(url)


async def test_damage_met_at_work_is_one_plain_line(
    url: str, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.opening.ALWAYS_CHECKED_BYTES", 0)
    await filled(url, articles=60)
    path.write_bytes(without_texts(path.read_bytes()))
    store = await open_store(url)
    with pytest.raises(StoreError, match="damaged"):
        await store.candidates("words", Sought(), None, 100)
    await store.close()


async def test_a_database_locked_by_another_program_is_waited_for_then_reported(
    url: str, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await filled(url)
    monkeypatch.setattr("storage.opening.BUSY_S", 0.05)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert "locked by another program" in await refused(url)
    await (await open_store(url)).close()


async def test_a_lock_taken_while_open_fails_writes_and_lets_reads_go_on(
    url: str, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.opening.BUSY_S", 0.05)
    await filled(url)
    store = await open_store(url)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="locked by another program"):
            await store.mute("treaty", NOON)
        assert (await store.counts()).articles == 1
    await store.mute("treaty", NOON)
    await store.close()


@as_user
async def test_a_read_only_file_is_reported(url: str, path: Path) -> None:
    await filled(url)
    path.chmod(0o444)
    assert "read-only" in await refused(url)


@as_user
async def test_an_unreadable_file_is_reported(url: str, path: Path) -> None:
    await filled(url)
    path.chmod(0)
    assert "no permission to read" in await refused(url)


@as_user
async def test_a_folder_one_may_not_write_in_is_reported(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    assert "no permission to create" in await refused(f"sqlite:///{tmp_path}/w.db")
    tmp_path.chmod(0o755)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of two mebibytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)],
        check=False,
        capture_output=True,
    )
    if done.returncode:
        pytest.skip("no file system can be mounted here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@as_root
async def test_a_read_only_disk_is_reported(small_disk: Path) -> None:
    url = f"sqlite:///{small_disk}/w.db"
    await filled(url)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    assert "read-only" in await refused(url)


@as_root
async def test_no_room_for_a_new_database_is_reported(small_disk: Path) -> None:
    (small_disk / "ballast").write_bytes(bytes(2 * 1024 * 1024 - 8192))
    assert "free" in await refused(f"sqlite:///{small_disk}/w.db")  # "some space", "its free space"


@as_root
async def test_a_full_disk_fails_the_write_keeps_what_was_stored_and_recovers(
    small_disk: Path,
) -> None:
    store = await open_store(f"sqlite:///{small_disk}/w.db")
    await store.sync_feeds([feed("a")], NOON)
    await fetched(store, "a", page(0), page(1), page(2))
    lease, (one, two, three) = await tasks(store)
    await store.file(lease, [draft(one)], new_article, NOON)
    ballast = small_disk / "ballast"
    with suppress(OSError), ballast.open("wb", buffering=0) as file:
        while file.write(bytes(4096)):
            pass
    big = draft(two, "word " * 200_000)
    with pytest.raises(StoreError, match="the disk is full"):
        await store.file(lease, [big], new_article, NOON)
    assert (await store.counts()).articles == 1
    ballast.unlink()
    await store.file(lease, [draft(three)], new_article, NOON)
    assert (await store.counts()).articles == 2
    await store.close()
    await (await open_store(f"sqlite:///{small_disk}/w.db")).close()


def test_what_is_committed_survives_power_loss(path: Path) -> None:
    """SQLite's promise under these settings: https://www.sqlite.org/pragma.html#pragma_synchronous."""
    with closing(connect(str(path), create=True)) as db:
        set_to = {
            name: db.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    full = 2
    assert set_to == {
        "journal_mode": "wal",
        "synchronous": full,
        "foreign_keys": 1,
        "busy_timeout": 10_000,
    }
