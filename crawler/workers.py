"""The claim-do-record loop that serves all three queues: hosts of feeds, hosts of pages, deliveries.

Work is durable, queues are not: a crew claims a lease from the store, carries the job out and
records what came of it. A crew that dies loses nothing, its leases run out.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Generic, TypeVar

from crawler.model.errors import LeaseLostError, StoreError

log = logging.getLogger(__name__)
Job = TypeVar("Job")


class Bell:
    """Wakes whoever waits for work; a ring while nobody waits is heard by the next to wait."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def ring(self) -> None:
        """Say that there may be work."""
        self._event.set()

    async def wait(self) -> None:
        """Return at the next ring, or at once if it rang since the last wait."""
        await self._event.wait()
        self._event.clear()


@asynccontextmanager
async def _ringing(bell: Bell, event: asyncio.Event) -> AsyncIterator[None]:
    """Ring ``bell`` when ``event`` is set, so that who waits for the bell sees it."""

    async def ring() -> None:
        await event.wait()
        bell.ring()

    ringer = asyncio.create_task(ring())
    try:
        yield
    finally:
        ringer.cancel()


class Crew(Generic[Job]):
    """Claims jobs one after the other and carries up to ``limit`` of them out at once."""

    def __init__(
        self,
        claim: Callable[[], Awaitable[Job | None]],
        carry_out: Callable[[Job], Awaitable[None]],
        *,
        limit: int,
        bell: Bell,
    ) -> None:
        self._claim, self._carry_out, self._limit, self._bell = claim, carry_out, limit, bell
        self._busy: set[asyncio.Task[None]] = set()

    async def serve(self, stop: asyncio.Event) -> None:
        """Work until ``stop`` is set, then finish the jobs in hand.

        Raises:
            StoreError: the store failed. Better down and restarted than up and forgetting.
        """
        async with asyncio.TaskGroup() as jobs, _ringing(self._bell, stop):
            while not stop.is_set():
                if not await self._claimed(jobs):
                    await self._bell.wait()

    async def drain(self, upstream: asyncio.Event) -> None:
        """Work until nothing is left and ``upstream``, which makes the work, is done.

        Raises:
            StoreError: the store failed.
        """
        async with asyncio.TaskGroup() as jobs, _ringing(self._bell, upstream):
            while True:
                finished = upstream.is_set() and not self._busy
                if await self._claimed(jobs):
                    continue
                if finished:
                    break
                await self._bell.wait()

    async def _claimed(self, jobs: asyncio.TaskGroup) -> bool:
        if len(self._busy) >= self._limit:
            return False
        job = await self._claim()
        if job is None:
            return False
        task = jobs.create_task(self._carried_out(job))
        self._busy.add(task)
        task.add_done_callback(self._done)
        return True

    def _done(self, task: asyncio.Task[None]) -> None:
        self._busy.discard(task)
        self._bell.ring()  # a place is free, and what the job held may be claimed again

    async def _carried_out(self, job: Job) -> None:
        """Carry one job out. This is the one ``except Exception`` in Wirewatch.

        A job that trips over a bug of ours costs that job only: its lease runs out and it is
        tried again, less and less often. A store that fails ends the crew.
        """
        try:
            await self._carry_out(job)
        except* LeaseLostError:
            log.warning("lease lost", extra={"job": type(job).__name__})
        except* StoreError:
            raise
        except* Exception:
            log.exception("job failed", extra={"job": type(job).__name__})
