"""Two threads around SQLite: one writes, with group commit, and one reads.

    caller ─ run(operation) ─▶ waiting ─▶ BEGIN ─ SAVEPOINT operation RELEASE ─ … ─ COMMIT ─▶ callers

A commit costs a wait for the disk; operations that arrive meanwhile share the next one. Each is
atomic by itself: one that fails rolls back alone. Callers hear of success only after the commit,
so what a caller was told is durable. When the transaction as a whole is lost (disk full), its
operations are tried again one by one, so that each gets the answer that is its own: an operation
therefore reads and writes the database only, and may run twice.
"""

import asyncio
import sqlite3
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, TypeVar

from crawler.model.errors import StoreError
from storage.faults import store_error, translated

T = TypeVar("T")
Operation = Callable[[sqlite3.Connection], T]

GROUP_S = 0.25
"""A group is committed after this long although more is waiting (storebench: 200 rows or 250 ms)."""


@dataclass(frozen=True, slots=True)
class _Job:
    """An operation and the caller who waits for it."""

    operation: Operation[Any]
    future: "Future[Any]" = field(default_factory=Future)


@dataclass(frozen=True, slots=True)
class _Ended:
    """An operation that ran, to be told to its caller when the group is committed."""

    job: _Job
    value: Any = None
    error: BaseException | None = None

    def tell(self) -> None:
        """Let the caller go on."""
        if self.error is None:
            self.job.future.set_result(self.value)
        else:
            self.job.future.set_exception(self.error)


class Writer:
    """The one connection that writes, on a thread of its own."""

    def __init__(self, connection: sqlite3.Connection, path: str) -> None:
        self._db, self._path = connection, path
        self._waiting: deque[_Job] = deque()
        self._thread = ThreadPoolExecutor(1, "wirewatch-writer")

    async def run(self, operation: Operation[T]) -> T:
        """Run an operation as a transaction; return when it is durable.

        Cancelled before its turn, it does not run; afterwards it completes unheard.

        Raises:
            StoreError: the database refused, or the store is closed.
        """
        job = _Job(operation)
        self._waiting.append(job)
        _submit(self._thread, self._commit_group, self._path)
        value: T = await asyncio.wrap_future(job.future)
        return value

    async def close(self) -> None:
        """Finish what waits and close the connection."""
        await _close(self._thread, self._db)

    def _commit_group(self) -> None:
        """Run what waits; each ``run`` asks for this once, so a late call may find nothing."""
        if not self._waiting:
            return
        jobs: list[_Job] = []
        try:
            ended = self._attempt_group(jobs)
        except sqlite3.Error as error:
            self._roll_back()
            self._one_by_one(jobs, error)
        else:
            for each in ended:
                each.tell()

    def _attempt_group(self, jobs: list[_Job]) -> list[_Ended]:
        """Take jobs, noted in ``jobs`` as they are taken, and commit them together."""
        ended: list[_Ended] = []
        until = monotonic() + GROUP_S
        first = self._take()
        if first is None:
            return ended
        jobs.append(first)
        self._db.execute("BEGIN IMMEDIATE")
        job: _Job | None = first
        while job is not None:
            ended.append(self._attempt(job))
            job = self._take() if monotonic() < until else None
            if job is not None:
                jobs.append(job)
        self._db.execute("COMMIT")
        return ended

    def _take(self) -> _Job | None:
        while self._waiting:
            job = self._waiting.popleft()
            if job.future.set_running_or_notify_cancel():
                return job
        return None

    def _attempt(self, job: _Job) -> _Ended:
        """Run one operation in a savepoint.

        Raises:
            sqlite3.Error: the error took the whole transaction with it, others' work included.
        """
        self._db.execute("SAVEPOINT job")
        try:
            value = job.operation(self._db)
        except BaseException as error:
            if not self._db.in_transaction and isinstance(error, sqlite3.Error):
                raise
            self._db.execute("ROLLBACK TO job")
            self._db.execute("RELEASE job")
            return _Ended(job, error=self._plain(error))
        self._db.execute("RELEASE job")
        return _Ended(job, value)

    def _one_by_one(self, jobs: list[_Job], lost: sqlite3.Error) -> None:
        if len(jobs) == 1 or lost.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            for job in jobs:  # alone already, or waiting ten seconds for each helps nobody
                job.future.set_exception(self._plain(lost))
            return
        for job in jobs:
            try:
                self._db.execute("BEGIN IMMEDIATE")
                ended = self._attempt(job)
                self._db.execute("COMMIT")
            except sqlite3.Error as error:
                self._roll_back()
                ended = _Ended(job, error=self._plain(error))
            ended.tell()

    def _roll_back(self) -> None:
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")

    def _plain(self, error: BaseException) -> BaseException:
        if not isinstance(error, sqlite3.Error):
            return error
        plain = store_error(self._path, error)
        plain.__cause__ = error
        return plain


class Reader:
    """A connection that only reads, on a thread of its own: it never waits for the writer."""

    def __init__(self, connection: sqlite3.Connection, path: str) -> None:
        self._db, self._path = connection, path
        self._thread = ThreadPoolExecutor(1, "wirewatch-reader")

    async def run(self, operation: Operation[T]) -> T:
        """Run an operation on one consistent state of the database.

        Raises:
            StoreError: the database refused, or the store is closed.
        """
        return await asyncio.wrap_future(
            _submit(self._thread, lambda: self._read(operation), self._path)
        )

    async def close(self) -> None:
        """Finish what waits and close the connection."""
        await _close(self._thread, self._db)

    def _read(self, operation: Operation[T]) -> T:
        with translated(self._path):
            self._db.execute("BEGIN")
            try:
                return operation(self._db)
            finally:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")


def _submit(thread: ThreadPoolExecutor, call: Callable[[], T], path: str) -> "Future[T]":
    try:
        return thread.submit(call)
    except RuntimeError as error:  # the executor's word for being shut down
        raise StoreError(f"{path}: the store is closed") from error


async def _close(thread: ThreadPoolExecutor, connection: sqlite3.Connection) -> None:
    try:
        closing = thread.submit(connection.close)
    except RuntimeError:
        return  # closed before
    thread.shutdown(wait=False)
    await asyncio.wrap_future(closing)
