import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from crawler.calendar import Calendar, next_fire
from crawler.model.alert import Digest
from crawler.model.errors import StoreError

MORNING = Digest(name="morning", cron="30 6 * * mon-fri", tz="Europe/Berlin", to=("mail",))


@pytest.mark.parametrize(
    ("after", "fire"),
    [
        (datetime(2026, 3, 27, 5, 30, tzinfo=UTC), datetime(2026, 3, 30, 4, 30, tzinfo=UTC)),
        (datetime(2026, 3, 27, 5, 29, tzinfo=UTC), datetime(2026, 3, 27, 5, 30, tzinfo=UTC)),
        (datetime(2026, 10, 23, 12, 0, tzinfo=UTC), datetime(2026, 10, 26, 5, 30, tzinfo=UTC)),
    ],
    ids=["over the start of summer time, and a week-end", "at the minute", "over its end"],
)
def test_a_digest_fires_at_the_same_local_hour_all_year(after: datetime, fire: datetime) -> None:
    assert next_fire(MORNING, after) == fire


async def test_a_job_that_fails_is_raised_to_who_waits() -> None:
    async def fail() -> None:
        raise StoreError("disk full")

    async with Calendar() as calendar:
        calendar.soon(fail)
        with pytest.raises(StoreError, match="disk full"):
            await calendar.failed(asyncio.Event())


async def test_waiting_for_failures_ends_with_the_stop() -> None:
    stop = asyncio.Event()
    stop.set()
    async with Calendar() as calendar:
        await calendar.failed(stop)


async def test_a_period_comes_round_again() -> None:
    rung = asyncio.Semaphore(0)

    async def ring() -> None:
        rung.release()

    async with Calendar() as calendar:
        calendar.every(timedelta(milliseconds=10), ring)
        async with asyncio.timeout(10):
            await rung.acquire()
            await rung.acquire()
