"""Worker processes of our own for hostile input: a deadline, a memory limit, and a way to end them.

A thread cannot be ended and holds the interpreter; a process can be killed. Every feed and page is
read here, so whatever a server sends can cost its own reading only.
"""

import asyncio
import multiprocessing
import os
import resource
import signal
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import ParamSpec, TypeVar, cast

from crawler.memory import give_back
from crawler.model.errors import SandboxError, WirewatchError

P = ParamSpec("P")
T = TypeVar("T")

PRELOAD = ["crawler.core.reading"]  # imported once in the fork server; workers share its pages
START_S = 60.0
"""For a worker to be ready: on a busy machine, the first one waits for imports."""
PATIENCE = 3
"""Deadlines that may pass by the clock: a busy machine gives a worker a part of its time only."""

_LONG_S = 0.2
"""CPU time of a reading that leaves much to give back: what costs a hundred times the usual is large
or hostile, and leaves 40 MiB."""
_DYING_S = 1.0  # between a worker's pipe closing and its end
_OF_THE_GROUP = frozenset({signal.SIGINT, signal.SIGHUP})


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxLimits:
    """What one reading may cost."""

    deadline_s: float = 10.0
    """Of CPU time; `PATIENCE` times as much by the clock."""
    memory_bytes: int = 1 << 30
    recycle_after: int = 500


class Sandbox:
    """A few worker processes that run pure functions on untrusted bytes.

    ``call`` runs a module-level function with picklable arguments and returns its result. A
    ``WirewatchError`` the function raises is raised here; anything else that happens to the
    worker - a deadline, a memory limit, a crash - is a ``SandboxError`` for that call alone.
    """

    def __init__(self, *, workers: int, limits: SandboxLimits | None = None) -> None:
        self._limits = limits or SandboxLimits()
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="sandbox")
        self._idle: asyncio.Queue[_Worker] = asyncio.Queue()
        self._workers = [_Worker(self._limits) for _ in range(workers)]
        for worker in self._workers:
            self._idle.put_nowait(worker)

    async def call(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run ``function`` in a worker.

        Raises:
            WirewatchError: whatever the function raised on purpose.
            SandboxError: the worker was ended by its limits, or crashed.
        """
        worker = await self._idle.get()
        loop = asyncio.get_running_loop()
        job = loop.run_in_executor(self._threads, worker.call, function, args, kwargs)

        def done(ended: asyncio.Future[object]) -> None:
            """Let the worker go and see how it ended, even if the caller was cancelled."""
            self._idle.put_nowait(worker)
            if not ended.cancelled():
                ended.exception()

        job.add_done_callback(done)
        return cast("T", await asyncio.shield(job))

    def close(self) -> None:
        """End all workers, busy or not."""
        for worker in self._workers:
            worker.end()
        self._threads.shutdown(wait=True, cancel_futures=True)
        for worker in self._workers:  # those whose thread was starting them
            worker.end()


@asynccontextmanager
async def sandboxed() -> AsyncIterator[Sandbox]:
    """Start the workers that read hostile bytes; end them with the block."""
    sandbox = Sandbox(workers=max(1, min(2, (os.cpu_count() or 1) - 1)))
    try:
        yield sandbox
    finally:
        sandbox.close()


class _Worker:
    """One process and the pipe to it; started when first needed, replaced when ended."""

    def __init__(self, limits: SandboxLimits) -> None:
        self._limits = limits
        self._process: ForkServerProcess | None = None
        self._pipe: Connection | None = None
        self._calls = 0

    def call(
        self, function: Callable[..., object], args: tuple[object, ...], kwargs: dict[str, object]
    ) -> object:
        try:
            pipe = self._living() or self._start()
            self._calls += 1
            pipe.send((function, args, kwargs))
            in_time = pipe.poll(PATIENCE * self._limits.deadline_s)
            result = pipe.recv() if in_time else self._overrun()
        except (EOFError, OSError) as error:
            if self._ended_by() == -signal.SIGPROF:
                raise self._overrun() from error
            self.end()
            raise SandboxError("reading it ended the worker process") from error
        if self._calls >= self._limits.recycle_after or isinstance(result, SandboxError):
            self.end()  # a worker that ran out of memory may be left in pieces
        if isinstance(result, WirewatchError):
            raise result
        return result

    def _living(self) -> Connection | None:
        """Return the pipe to the worker, unless somebody ended it since the last call."""
        if self._pipe is not None and self._pipe.poll():  # it has nothing to say: this is its end
            self.end()
        return self._pipe

    def _overrun(self) -> SandboxError:
        self.end()
        return SandboxError(f"reading it took longer than {self._limits.deadline_s:g} s")

    def _ended_by(self) -> int | None:
        """Return how the process ended that closed its pipe: minus a signal, or a status."""
        process = self._process
        if process is None:
            return None
        process.join(_DYING_S)
        return process.exitcode

    def end(self) -> None:
        """End the process; the next call starts another."""
        process, pipe, self._process, self._pipe = self._process, self._pipe, None, None
        if process is not None:
            process.kill()
            process.join()
        if pipe is not None:
            pipe.close()

    def _start(self) -> Connection:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(PRELOAD)
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, self._limits), daemon=True)
        with _signals_kept_off():
            process.start()
        theirs.close()
        self._process, self._pipe, self._calls = process, ours, 0
        if not ours.poll(START_S):
            self.end()
            raise SandboxError(f"no worker process was ready within {START_S:g} s")
        ours.recv()
        return ours


@contextmanager
def _signals_kept_off() -> Iterator[None]:
    """Let processes started in the block be deaf to what a terminal sends its group.

    Ctrl-C reaches every process of the group: a worker that died of it would make its feed fail.
    SIGTERM stays: multiprocessing ends its children by it. The mask is this thread's, and inherited.
    """
    resource_tracker.ensure_running()  # before: starting it unblocks signals
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _OF_THE_GROUP)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(pipe: Connection, limits: SandboxLimits) -> None:
    """Say that we are ready, then answer calls until the pipe closes.

    What is not a WirewatchError ends the process, and so does SIGPROF: a timer of our own CPU
    time, so that a worker ends even when nobody is left to end it.
    """
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # A crash is reported by the caller, in one line; `wirewatch parse FILE` shows where.
    sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - for good
    with suppress(EOFError, BrokenPipeError, KeyboardInterrupt):
        pipe.send(None)
        while True:
            function, args, kwargs = pipe.recv()
            signal.setitimer(signal.ITIMER_PROF, limits.deadline_s)
            try:
                result = function(*args, **kwargs)
            except WirewatchError as error:
                result = error
            except MemoryError:
                result = SandboxError("reading it takes more memory than a worker may use")
            left_s, _ = signal.setitimer(signal.ITIMER_PROF, 0)
            pipe.send(result)
            if limits.deadline_s - left_s > _LONG_S:
                del args, kwargs, result
                give_back()
