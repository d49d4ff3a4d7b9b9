"""Calendar time; all state is in the store.

Digests have their cron and time zone and are kept by APScheduler. The tick that wakes the crews,
the heartbeat, the look at the configuration files and retention have their periods, by the monotonic
clock: a wall clock that is set back must not stop the watch until it shows the old time again.
Nothing here is a queue: a job missed while the machine slept is made up for by what the store
says is due.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any, Self
from zoneinfo import ZoneInfo

from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger

from crawler.model.alert import Digest

Job = Callable[[], Awaitable[None]]

_LOOK_AT_CLOCK = timedelta(seconds=1)
"""How often the wall clock is looked at for digests: it may have been set, or the machine slept."""
_INSTANT = timedelta(microseconds=1)
_LONGEST_JUMP = timedelta(hours=3)
"""No zone moves its clock by more in our time; Antarctica/Troll by two hours (tz database)."""


class Calendar:
    """APScheduler 3, behind types. Jobs are coroutines; one that is late runs once, not thrice."""

    def __init__(self) -> None:
        logging.getLogger("apscheduler").setLevel(logging.CRITICAL)  # failures go to `failed`
        self._failure: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._scheduler = AsyncIOScheduler(
            timezone="UTC",
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        self._scheduler.add_listener(self._on_error, EVENT_JOB_ERROR)
        self._periodic: set[asyncio.Task[None]] = set()

    def every(self, period: timedelta, job: Job) -> None:
        """Run ``job`` again and again, ``period`` after its last end; for the first time after one."""
        task = asyncio.ensure_future(_repeated(period.total_seconds(), job))
        self._periodic.add(task)
        task.add_done_callback(self._on_end)

    def soon(self, job: Job) -> None:
        """Run ``job`` once, as soon as the calendar is opened."""
        self._scheduler.add_job(job)

    def on(self, digest: Digest, job: Job) -> None:
        """Run ``job`` when the digest's cron says so, in its time zone."""
        self._scheduler.add_job(job, LocalTrigger(digest))

    async def failed(self, stop: asyncio.Event) -> None:
        """Wait for ``stop``.

        Raises:
            Exception: whatever a job failed with in the meantime.
        """
        stopping = asyncio.ensure_future(stop.wait())
        waiting: set[asyncio.Future[Any]] = {stopping, self._failure}
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if self._failure.done():
            self._failure.result()

    async def __aenter__(self) -> Self:
        self._scheduler.start()
        self.every(_LOOK_AT_CLOCK, self._look_at_clock)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._scheduler.shutdown(wait=False)
        for task in self._periodic:
            task.cancel()
        await asyncio.gather(*self._periodic, return_exceptions=True)
        self._failure.cancel()

    async def _look_at_clock(self) -> None:
        self._scheduler.wakeup()

    def _on_error(self, event: JobExecutionEvent) -> None:
        self._fail(event.exception)

    def _on_end(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            self._fail(error)

    def _fail(self, error: BaseException) -> None:
        if not self._failure.done():
            self._failure.set_exception(error)


async def _repeated(period_s: float, job: Job) -> None:
    while True:
        await asyncio.sleep(period_s)
        await job()


class LocalTrigger(BaseTrigger):  # type: ignore[misc]  # APScheduler publishes no types
    """A digest's cron on the wall clock of its zone: what the clock shows twice fires once.

    A time that summer time skips comes as much later as the clock jumps (02:30 at 03:30), one that
    its end repeats comes the first time only. APScheduler's own trigger, which fires again and again
    over a repeated hour (3.11.3), is asked in UTC, where no hour is special.
    """

    def __init__(self, digest: Digest) -> None:
        self._walls = CronTrigger.from_crontab(digest.cron, timezone=UTC)
        self._zone = ZoneInfo(digest.tz)

    def get_next_fire_time(
        self, previous_fire_time: datetime | None, now: datetime
    ) -> datetime | None:
        """Return the first fire time after the previous one, or from now on."""
        after = previous_fire_time or now - _INSTANT
        wall = after.astimezone(self._zone).replace(tzinfo=UTC, fold=0) - _LONGEST_JUMP
        while (wall := self._walls.get_next_fire_time(None, wall + _INSTANT)) is not None:
            moment: datetime = wall.replace(tzinfo=self._zone).astimezone(UTC)
            if moment > after:
                return moment
        return None


def next_fire(digest: Digest, after: datetime) -> datetime | None:
    """Return the digest's first fire time later than ``after``, or None if there is none."""
    return LocalTrigger(digest).get_next_fire_time(after, after)
