"""Opening a SQLite archive: every way it can be unfit, found before anything is written.

Order: the folder, the file, whose database it is, whether it is sound, its schema. A file that
fails any of these is left exactly as it was found.
"""

import os
import sqlite3
from pathlib import Path

from crawler.model.errors import StoreError
from storage.faults import DAMAGED, translated
from storage.holding import is_held, lock_file
from storage.schema import bring_up_to_date, is_up_to_date

MEMORY = ":memory:"
APPLICATION_ID = 0x57495245
"""\"WIRE\": marks our databases among others (https://www.sqlite.org/fileformat.html §1.3.17)."""
BUSY_S = 10.0
"""For how long a lock of another program is waited for."""
ALWAYS_CHECKED_BYTES = 64 * 1024 * 1024
"""Up to this size damage is looked for at every start, above only after an unclean stop."""
_HEADER_BYTES, _WRITE_VERSION, _ROLLBACK_JOURNAL = 100, 18, b"\x01"
"""The database header, and in it how it is written: backups are, archives are never, without a
write-ahead log (https://www.sqlite.org/fileformat.html §1.3)."""
_WAL_LIMIT_BYTES = 64 * 1024 * 1024
_CACHE_KIB = 2 * 1024  # for each of two connections; the operating system keeps the rest


def connect(path: str, *, create: bool) -> sqlite3.Connection:
    """Open the archive for writing, with its schema up to date.

    The connection is in autocommit mode: transactions are begun and ended by who uses it.

    Raises:
        StoreError: the archive cannot be used; one line that names the path.
        SchemaTooNewError: a newer release wrote it.
    """
    if path != MEMORY:
        _look_at_file(Path(path), create=create)
    mode = "memory" if path == MEMORY else "rwc"
    with translated(path):
        db = sqlite3.connect(
            _uri(path, mode),
            uri=True,
            timeout=BUSY_S,
            isolation_level=None,
            check_same_thread=False,  # made here, used by the writer's thread alone afterwards
        )
    try:
        with translated(path):
            _prepare(db, path)
    except StoreError:
        db.close()
        raise
    return db


def connect_reader(path: str) -> sqlite3.Connection:
    """Open a second connection to an archive that ``connect`` has opened; it cannot write.

    Raises:
        StoreError: the archive cannot be opened.
    """
    with translated(path):
        db = sqlite3.connect(
            _uri(path, "ro"),
            uri=True,
            timeout=BUSY_S,
            isolation_level=None,
            check_same_thread=False,
        )
        db.row_factory = sqlite3.Row
    return db


def connect_as_it_is(path: str) -> sqlite3.Connection:
    """Open an archive that may be damaged, of whatever release: nothing is checked or written.

    Raises:
        StoreError: it is not there, not ours, or not a database at all.
    """
    _look_at_file(Path(path), create=False)
    db = connect_reader(path)
    try:
        with translated(path):
            _refuse_foreign(db, path)
    except StoreError:
        db.close()
        raise
    return db


def connect_to_inspect(path: str) -> sqlite3.Connection:
    """Open an archive that may be damaged, to look at it with this release's eyes.

    One of an older release is brought up to date first; that one has to be sound.

    Raises:
        StoreError: it is not there, not ours, or not a database at all.
    """
    db = connect_as_it_is(path)
    try:
        with translated(path):
            current = is_up_to_date(db, path)
    except StoreError:
        db.close()
        raise
    if current:
        return db
    db.close()
    connect(path, create=False).close()
    return connect_reader(path)


def _uri(path: str, mode: str) -> str:
    if path == MEMORY:
        return f"file:{MEMORY}?mode={mode}"
    return f"{Path(path).absolute().as_uri()}?mode={mode}"


def _look_at_file(path: Path, *, create: bool) -> None:
    """Find what SQLite would describe badly or not at all.

    Raises:
        StoreError: see the sentences.
    """
    if not path.parent.is_dir():
        _make_folder(path, create=create)
    if path.is_dir():
        raise StoreError(f"{path}: this is a folder; `storage:` needs the name of a file in it")
    if not path.exists():
        if not create:
            raise StoreError(f"{path}: there is no database yet; `wirewatch once` makes one")
        if not os.access(path.parent, os.W_OK):
            raise StoreError(f"{path}: no permission to create it; make {path.parent} writable")
        return
    if not os.access(path, os.R_OK):
        raise StoreError(f"{path}: no permission to read it")
    if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        raise StoreError(
            f"{path}: the database is read-only; make the file and its folder writable"
        )
    _look_for_loss(path)


def _make_folder(path: Path, *, create: bool) -> None:
    """Make the archive's own folder, but none above it: what is missing there may be a disk.

    Raises:
        StoreError: it is not to be made, or cannot be.
    """
    if not create or not path.parent.parent.is_dir():
        raise StoreError(f"{path}: its folder does not exist; create {path.parent} first")
    try:
        path.parent.mkdir()
    except OSError as error:
        raise StoreError(
            f"{path}: its folder cannot be made: {error.strerror}; create {path.parent} first"
        ) from error


def _look_for_loss(path: Path) -> None:
    """Refuse what SQLite would take for an empty archive, or would mix with another one.

    Raises:
        StoreError: the file is empty though a daemon held it once; or a backup was put in place
            of a database whose write-ahead log was left behind, and which SQLite would apply to it.
    """
    if path.stat().st_size == 0 and lock_file(str(path)).exists():
        raise StoreError(
            f"{path}: the file is empty, but it was an archive before; restore a backup, or "
            "delete it to begin a new one"
        )
    log = Path(f"{path}-wal")
    if not log.exists() or log.stat().st_size == 0 or is_held(str(path)):
        return
    with path.open("rb") as file:
        header = file.read(_HEADER_BYTES)
    if header[_WRITE_VERSION : _WRITE_VERSION + 1] == _ROLLBACK_JOURNAL:
        raise StoreError(
            f"{path}: it is a backup put in place of another database, whose log {log.name} is "
            f"still there and must not be mixed with it; delete {log}"
        )


def _prepare(db: sqlite3.Connection, path: str) -> None:
    db.row_factory = sqlite3.Row
    worth_a_look = path != MEMORY and _is_worth_a_look(Path(path))
    _refuse_foreign(db, path)
    if worth_a_look:
        _refuse_damaged(db, path)
    db.execute("PRAGMA foreign_keys = ON")
    if _is_new(db):
        db.execute("PRAGMA auto_vacuum = INCREMENTAL")  # so that retention can give space back
    db.execute("BEGIN IMMEDIATE")  # the first lock: a read-only or locked database shows here
    db.execute("ROLLBACK")
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")  # a match told to nobody must survive power loss
    db.execute(f"PRAGMA journal_size_limit = {_WAL_LIMIT_BYTES}")
    db.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    db.execute("PRAGMA temp_store = MEMORY")  # what savepoints copy: kilobytes, not worth a file
    bring_up_to_date(db, path, APPLICATION_ID)


def _is_worth_a_look(path: Path) -> bool:
    """Tell whether to look for damage: where it is quick, and after an unclean stop.

    The last to close a database removes its write-ahead log; one that is left over without a
    daemon tells of a crash.
    """
    if not path.exists():
        return False
    log = Path(f"{path}-wal")
    unclean = log.exists() and log.stat().st_size > 0 and not is_held(str(path))
    return unclean or path.stat().st_size <= ALWAYS_CHECKED_BYTES


def _refuse_foreign(db: sqlite3.Connection, path: str) -> None:
    application: int = db.execute("PRAGMA application_id").fetchone()[0]
    if application != APPLICATION_ID and not _is_new(db):
        raise StoreError(
            f"{path}: this database belongs to another program; it was left as it is, "
            "give `storage:` another name"
        )


def _is_new(db: sqlite3.Connection) -> bool:
    return db.execute("SELECT 1 FROM sqlite_master").fetchone() is None


def _refuse_damaged(db: sqlite3.Connection, path: str) -> None:
    found: str = db.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise StoreError(f"{path}: {DAMAGED} ({' '.join(found.split())})")
