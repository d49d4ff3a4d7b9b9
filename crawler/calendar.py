"""Calendar time, kept by APScheduler in memory; all state is in the store.

The tick wakes the crews; digests have their cron and time zone; the heartbeat, the look at the
configuration files, health and retention have their periods. Nothing here is a queue: a job missed
while the machine slept is made up for by what the store says is due.
"""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self
from zoneinfo import ZoneInfo

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from crawler.model.alert import Digest

log = logging.getLogger(__name__)
Job = Callable[[], Awaitable[None]]


class Calendar:
    """APScheduler 3, behind types. Jobs are coroutines; one that is late runs once, not thrice."""

    def __init__(self) -> None:
        self._scheduler = AsyncIOScheduler(
            timezone="UTC",
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )

    def every(self, period: timedelta, job: Job) -> None:
        """Run ``job`` each ``period``, for the first time one period from now."""
        trigger = IntervalTrigger(seconds=period.total_seconds(), timezone="UTC")
        self._scheduler.add_job(job, trigger)

    def on(self, digest: Digest, job: Job) -> None:
        """Run ``job`` when the digest's cron says so, in its time zone."""
        self._scheduler.add_job(job, cron_trigger(digest))

    async def __aenter__(self) -> Self:
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        self._scheduler.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._scheduler.shutdown(wait=False)


def cron_trigger(digest: Digest) -> CronTrigger:
    """Return the trigger of a digest's cron expression."""
    return CronTrigger.from_crontab(digest.cron, timezone=ZoneInfo(digest.tz))


def next_fire(digest: Digest, after: datetime) -> datetime | None:
    """Return the digest's first fire time later than ``after``, or None if there is none."""
    moment: datetime | None = cron_trigger(digest).get_next_fire_time(
        None, after + timedelta(microseconds=1)
    )
    return moment
