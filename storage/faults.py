"""SQLite's errors in plain sentences: the one place where they become ``StoreError``.

Result codes: https://www.sqlite.org/rescode.html
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from crawler.model.errors import StoreError, StoreUnavailableError

DAMAGED = "the database is damaged; it was left as it is, restore a backup"
_PRIMARY = 0xFF  # extended codes keep the primary one in their lowest byte

_SENTENCES = {
    sqlite3.SQLITE_FULL: "the disk is full; free some space, nothing that was stored is lost",
    sqlite3.SQLITE_READONLY: "the database is read-only; make the file and its folder writable",
    sqlite3.SQLITE_BUSY: "the database is locked by another program; close that program",
    sqlite3.SQLITE_LOCKED: "the database is locked by another program; close that program",
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: "this file is not a database; it was left as it is",
    sqlite3.SQLITE_CANTOPEN: "the database cannot be opened; is its folder there and writable?",
    sqlite3.SQLITE_PERM: "no permission to use the database",
    sqlite3.SQLITE_IOERR: "the disk cannot be read or written; check it and its free space",
    sqlite3.SQLITE_NOMEM: "not enough memory to use the database",
}


_PASSING = frozenset(_SENTENCES) - {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
"""What an operator mends without losing anything; the database itself is sound."""


def store_error(path: str, error: sqlite3.Error) -> StoreError:
    """Return the error in one line that names the database, what is wrong and what to do."""
    code = getattr(error, "sqlite_errorcode", 0) & _PRIMARY  # 0: an error of the module itself
    said = f"{path}: {_SENTENCES.get(code, f'the database refused: {error}')}"
    return StoreUnavailableError(said) if code in _PASSING else StoreError(said)


@contextmanager
def translated(path: str) -> Iterator[None]:
    """Turn SQLite's errors of the block into ``StoreError``.

    Raises:
        StoreError: anything the block raised as ``sqlite3.Error``.
    """
    try:
        yield
    except sqlite3.Error as error:
        raise store_error(path, error) from error
