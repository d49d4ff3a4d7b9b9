"""Backups: a copy of one moment of the archive, made while others read and write it.

The copy is made by SQLite's backup interface within one read transaction: writers go on in the
write-ahead log and the copy does not have to begin again, however busy they are
(https://www.sqlite.org/backup.html). It is checked before it counts, and is a database by itself,
without a log beside it: putting it in the archive's place restores it.
"""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from crawler.model.errors import StoreError
from storage.faults import store_error
from storage.opening import connect_as_it_is

Progress = Callable[[int, int], None]
"""Told how many pages are copied, and of how many."""

_PAGES = 1024
"""Copied in one go: 4 MiB between two looks at the progress."""
_OF_THE_SOURCE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_PRIMARY = 0xFF  # extended result codes keep the primary one in their lowest byte


def back_up(path: str, part: Path, shown: Path, progress: Progress) -> int:
    """Copy the archive at ``path`` to ``part``; return the copy's size in bytes.

    Args:
        path: the archive.
        part: the file to fill; left to the caller when this fails.
        shown: what ``part`` will be called: errors name it.
        progress: told of every 4 MiB.

    Raises:
        StoreError: the archive cannot be read, is damaged, or the copy does not fit on the disk.
    """
    with closing(connect_as_it_is(path)) as source:
        try:
            _check_room(source, part, shown)
            with closing(sqlite3.connect(part, isolation_level=None)) as copy:
                _copy(source, copy, progress)
                _check(copy, path)
        except sqlite3.Error as error:
            code = getattr(error, "sqlite_errorcode", 0) & _PRIMARY
            blamed = path if code in _OF_THE_SOURCE else str(shown)
            raise store_error(blamed, error) from error
    return part.stat().st_size


def refuse_own_files(path: str, target: Path) -> None:
    """See that what is made of an archive does not take its place.

    Raises:
        StoreError: ``target`` is the archive, or one of the files beside it.
    """
    wanted = target.resolve()
    for suffix in ("", "-wal", "-shm", "-lock"):
        if wanted == Path(f"{path}{suffix}").resolve():
            raise StoreError(f"{target}: this belongs to the archive itself; name another file")
    if target.exists() and Path(path).exists() and target.samefile(path):
        raise StoreError(f"{target}: this is the archive itself; name another file")


def _copy(source: sqlite3.Connection, copy: sqlite3.Connection, progress: Progress) -> None:
    source.execute("BEGIN")
    source.execute("SELECT 1 FROM sqlite_master").fetchone()  # from here on, this one moment
    source.backup(
        copy,
        pages=_PAGES,
        progress=lambda _, remaining, total: progress(total - remaining, total),
    )
    source.execute("ROLLBACK")
    copy.execute("PRAGMA journal_mode = DELETE")


def _check(copy: sqlite3.Connection, path: str) -> None:
    found = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise StoreError(
            f"{path}: the database is damaged, no backup was made of it; `wirewatch verify` names "
            f"what is damaged ({' '.join(found.split())})"
        )


def _check_room(source: sqlite3.Connection, part: Path, shown: Path) -> None:
    pages: int = source.execute("PRAGMA page_count").fetchone()[0]
    size: int = source.execute("PRAGMA page_size").fetchone()[0]
    free = shutil.disk_usage(part.parent).free
    if free < pages * size:
        raise StoreError(
            f"{shown}: it takes {pages * size / 1e6:.1f} MB, and {free / 1e6:.1f} MB are free on "
            "its disk; free some space or name a file on another disk"
        )
