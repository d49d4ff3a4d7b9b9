"""Backups: one moment of the archive, whoever writes meanwhile; never half, never a damaged one."""

import asyncio
import shutil
import sqlite3
from collections import namedtuple
from contextlib import closing
from pathlib import Path

import pytest

from crawler.model.errors import StoreError
from storage import open_store
from storage.backup import back_up, refuse_own_files
from storage.opening import connect
from storage.schema import MIGRATION_SET, is_up_to_date
from storage.verification import verification
from tests.storage.archives import fill

BULK = 20_000_000


@pytest.fixture
def archive(path: Path) -> Path:
    asyncio.run(fill(path))
    return path


def nobody(done: int, total: int) -> None:
    """Take no notice of progress."""


def backed_up(archive: Path, target: Path) -> int:
    return back_up(str(archive), target, target, nobody)


def test_a_copy_is_sound_and_a_database_by_itself(archive: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    assert backed_up(archive, copy) == copy.stat().st_size > 0
    assert not Path(f"{copy}-wal").exists()
    with closing(sqlite3.connect(copy)) as db:
        assert db.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    with verification(str(copy), lambda kind, count: None) as check:
        assert check.totals()["articles"] == 4
        assert list(check.damage()) == []


def test_a_writer_does_not_make_it_begin_again(archive: Path, tmp_path: Path) -> None:
    """Every look at the progress writes: a copy of a moving target would never be done."""
    with closing(connect(str(archive), create=False)) as writer:
        writer.execute("INSERT INTO raw VALUES ('x', 1, 0, randomblob(?))", (BULK,))
        seen: list[int] = []

        def write(done: int, total: int) -> None:
            assert not seen or done > seen[-1]
            seen.append(done)
            writer.execute("INSERT INTO mutes VALUES (?, 1)", (f"topic {done}",))

        copy = tmp_path / "copy.db"
        back_up(str(archive), copy, copy, write)
    assert len(seen) > 3
    with closing(sqlite3.connect(copy)) as db:
        assert db.execute("SELECT count(*) FROM mutes").fetchone() == (0,)
        assert db.execute("SELECT count(*) FROM raw WHERE sha256 = 'x'").fetchone() == (1,)


def test_a_damaged_archive_gives_no_backup(archive: Path, tmp_path: Path) -> None:
    whole = bytearray(archive.read_bytes())
    for page in range(6, len(whole) // 4096):
        whole[page * 4096 : page * 4096 + 8] = b"\xa5" * 8
    archive.write_bytes(whole)
    with pytest.raises(StoreError, match="the database is damaged") as caught:
        backed_up(archive, tmp_path / "copy.db")
    assert str(caught.value).startswith(f"{archive}: ")


def test_a_full_disk_is_told_before_anything_is_copied(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")  # noqa: PYI024 - what shutil returns
    monkeypatch.setattr("storage.backup.shutil.disk_usage", lambda _: usage(1, 1, 1000))
    with pytest.raises(StoreError, match=r"takes 0\.\d MB, and 0\.0 MB are free"):
        backed_up(archive, tmp_path / "copy.db")


def test_a_disk_that_fills_meanwhile_is_told_by_the_targets_name(archive: Path) -> None:
    with pytest.raises(StoreError) as caught:
        back_up(str(archive), Path("/dev/full"), Path("copy.db"), nobody)
    assert str(caught.value).startswith("copy.db: ")


def test_an_archive_of_an_older_release_is_copied_as_it_is(archive: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(archive)) as db, db:
        db.execute("DELETE FROM _sqlite_migrations WHERE name LIKE '0005%'")
    copy = tmp_path / "copy.db"
    backed_up(archive, copy)
    with closing(sqlite3.connect(copy)) as db:
        assert not is_up_to_date(db, str(copy))
        assert db.execute(
            "SELECT count(*) FROM _sqlite_migrations WHERE migration_set = ?", (MIGRATION_SET,)
        ).fetchone() > (0,)


@pytest.mark.parametrize("suffix", ["", "-wal", "-shm", "-lock"])
def test_the_archives_own_files_are_no_place_for_it(archive: Path, suffix: str) -> None:
    with pytest.raises(StoreError, match="belongs to the archive itself"):
        refuse_own_files(str(archive), Path(f"{archive}{suffix}"))


def test_another_name_of_the_archive_is_no_place_for_it(archive: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    other.hardlink_to(archive)
    with pytest.raises(StoreError, match="is the archive itself"):
        refuse_own_files(str(archive), other)
    refuse_own_files(str(archive), tmp_path / "free.db")


async def test_a_copy_put_in_place_is_the_archive_again(path: Path, tmp_path: Path) -> None:
    await fill(path)
    copy = tmp_path / "copy.db"
    await asyncio.to_thread(backed_up, path, copy)
    await asyncio.to_thread(shutil.copyfile, copy, path)
    store = await open_store(f"sqlite:///{path}", create=False)
    assert (await store.counts()).articles == 4
    await store.close()
