"""One daemon for a database: a lock the system frees when its holder dies, and a row that tells who.

The lock is ``flock`` on a file beside the database; it needs no heartbeat to be believed and
cannot be left behind. It is bound to the open file: a child made by ``fork`` without ``exec``
shares it, so worker processes have to be spawned.
"""

import fcntl
import os
import sqlite3
from datetime import datetime
from pathlib import Path

from crawler.model.errors import LockedError, StoreError, StoreUnavailableError
from storage.protocol import Holder
from storage.queries import SQL
from storage.rows import to_moment, to_us

MIN_FREE_BYTES = 100 * 2**20
"""What SQLite needs to finish a checkpoint of its largest log (64 MiB), and a reserve."""


class Hold:
    """The lock on ``<database>-lock``, held while the object's file is open."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def let_go(self) -> None:
        """Free the lock."""
        os.close(self._descriptor)


def take(path: str) -> Hold | None:
    """Take the lock of a database, or return None when somebody has it.

    Raises:
        StoreError: the lock file cannot be made.
    """
    try:
        descriptor = os.open(lock_file(path), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise StoreError(f"{lock_file(path)}: cannot be made: {error.strerror}") from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return Hold(descriptor)


def identity(path: str) -> tuple[int, int] | None:
    """Return what tells a file from all others, or None when there is no file."""
    try:
        found = os.stat(path)  # noqa: PTH116 - follows links like SQLite
    except OSError:
        return None
    return found.st_dev, found.st_ino


def check_in_place(path: str, opened: tuple[int, int] | None) -> None:
    """See that the database is still the file that was opened.

    A deleted file lives on for who has it open: everything would seem to be stored, until the
    end of the process.

    Raises:
        StoreError: it was deleted, moved or replaced.
    """
    if identity(path) != opened:
        raise StoreError(
            f"{path}: the database was moved, replaced or deleted while it was in use; "
            "put it back and start again"
        )


def free_bytes(path: str) -> int:
    """Return the room left on the disk of a database."""
    disk = os.statvfs(Path(path).absolute().parent)
    return disk.f_bavail * disk.f_frsize


def check_room(path: str) -> None:
    """See that the disk has room for what is begun to be finished.

    Raises:
        StoreUnavailableError: less than MIN_FREE_BYTES are free.
    """
    free = free_bytes(path)
    if free < MIN_FREE_BYTES:
        raise StoreUnavailableError(
            f"{path}: only {free // 2**20} MiB are free on its disk; free some space "
            f"(below {MIN_FREE_BYTES // 2**20} MiB nothing is fetched)"
        )


def is_held(path: str) -> bool:
    """Tell whether a living process holds a database."""
    if not lock_file(path).exists():
        return False
    hold = take(path)
    if hold is None:
        return True
    hold.let_go()
    return False


def locked(path: str, holder: Holder | None) -> LockedError:
    """Return the error that names the holder."""
    if holder is None:  # it has the lock and has not written its row yet
        return LockedError(f"{path}: another Wirewatch holds this database", "unknown")
    who = f"process {holder.pid} on {holder.host} since {holder.since:%Y-%m-%d %H:%M:%S} UTC"
    return LockedError(f"{path}: another Wirewatch holds this database ({who}); stop it first", who)


def write_holder(db: sqlite3.Connection, holder: Holder) -> None:
    """Note who holds the database."""
    db.execute(
        SQL["put_holder"],
        {
            "pid": holder.pid,
            "host": holder.host,
            "since": to_us(holder.since),
            "heartbeat_at": to_us(holder.heartbeat_at),
        },
    )


def read_holder(db: sqlite3.Connection) -> tuple[Holder, str | None] | None:
    """Return who is noted, dead or alive, and what is wrong with its configuration."""
    row = db.execute(SQL["get_holder"]).fetchone()
    if row is None:
        return None
    holder = Holder(
        pid=row["pid"],
        host=row["host"],
        since=to_moment(row["since"]),
        heartbeat_at=to_moment(row["heartbeat_at"]),
    )
    return holder, row["config_error"]


def beat(db: sqlite3.Connection, now: datetime, config_error: str | None) -> None:
    """Note that the holder is alive and whether its last reload was refused."""
    db.execute(SQL["put_heartbeat"], {"now": to_us(now), "config_error": config_error})


def drop_holder(db: sqlite3.Connection) -> None:
    """Note that nobody holds the database."""
    db.execute(SQL["drop_holder"])


def lock_file(path: str) -> Path:
    """Return the file whose lock says that a daemon holds the database; it is never removed."""
    return Path(f"{path}-lock")
