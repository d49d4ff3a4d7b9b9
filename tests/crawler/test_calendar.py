import asyncio
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.calendar import Calendar, LocalTrigger, next_fire
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


BEFORE_SUMMER = datetime(2026, 3, 27, 12, tzinfo=UTC)
BEFORE_WINTER = datetime(2026, 10, 23, 12, tzinfo=UTC)


def fires(cron: str, tz: str, start: datetime, days: int) -> list[str]:
    """Return when a digest comes, in UTC, as the scheduler asks for it."""
    trigger = LocalTrigger(Digest(name="d", cron=cron, tz=tz, to=("mail",)))
    found: list[str] = []
    moment = trigger.get_next_fire_time(None, start)
    while moment is not None and moment < start + timedelta(days=days) and len(found) < 99:
        found.append(f"{moment:%d %H:%M}")
        moment = trigger.get_next_fire_time(moment, moment + timedelta(milliseconds=3))
    return found


@pytest.mark.parametrize(
    ("cron", "tz", "start", "expected"),
    [
        ("30 2 * * *", "Europe/Berlin", BEFORE_SUMMER, ["28 01:30", "29 01:30", "30 00:30"]),
        ("30 2 * * *", "Europe/Berlin", BEFORE_WINTER, ["24 00:30", "25 00:30", "26 01:30"]),
        ("0 2 * * *", "Europe/Berlin", BEFORE_WINTER, ["24 00:00", "25 00:00", "26 01:00"]),
        ("0 3 * * *", "Europe/Berlin", BEFORE_WINTER, ["24 01:00", "25 02:00", "26 02:00"]),
        ("30 2 * * sun", "Europe/Berlin", BEFORE_WINTER, ["25 00:30"]),
        ("0 2,3 * * *", "Europe/Berlin", BEFORE_SUMMER + timedelta(days=1), ["29 01:00", "30 00:00", "30 01:00", "31 00:00", "31 01:00"]),
        ("30 1 * * *", "America/New_York", datetime(2026, 10, 31, 12, tzinfo=UTC), ["01 05:30", "02 06:30", "03 06:30"]),
        ("30 2 * * *", "America/New_York", datetime(2026, 3, 7, 12, tzinfo=UTC), ["08 07:30", "09 06:30", "10 06:30"]),
        ("15 2 * * *", "Australia/Lord_Howe", datetime(2026, 10, 2, 16, tzinfo=UTC), ["03 15:45", "04 15:15", "05 15:15"]),
        ("30 6 * * *", "Asia/Seoul", BEFORE_WINTER, ["23 21:30", "24 21:30", "25 21:30"]),
    ],
)  # fmt: skip
def test_a_digest_comes_once_a_day_over_hours_that_are_skipped_or_doubled(
    cron: str, tz: str, start: datetime, expected: list[str]
) -> None:
    assert fires(cron, tz, start, days=3) == expected


@settings(max_examples=6)
@given(
    zone=st.sampled_from(["Europe/Berlin", "America/New_York", "Antarctica/Troll", "Asia/Seoul"]),
    hour=st.integers(0, 23),
    minute=st.integers(0, 59),
)
def test_every_time_of_day_comes_once_on_each_of_the_days_of_a_year(
    zone: str, hour: int, minute: int
) -> None:
    start = datetime(2026, 1, 1, tzinfo=ZoneInfo(zone))
    digest = Digest(name="d", cron=f"{minute} {hour} * * *", tz=zone, to=())
    moment, days = start - timedelta(microseconds=1), list[date]()
    while (fire := next_fire(digest, moment)) and len(days) < 365:
        moment = fire
        days.append(fire.astimezone(ZoneInfo(zone)).date())
    assert days == [start.date() + timedelta(days=n) for n in range(365)]


async def test_a_job_that_fails_is_raised_to_who_waits() -> None:
    async def fail() -> None:
        raise StoreError("disk full")

    async with Calendar() as calendar:
        calendar.soon(fail)
        with pytest.raises(StoreError, match="disk full"):
            await calendar.failed(asyncio.Event())


async def test_a_job_that_fails_when_its_period_comes_round_is_raised_too() -> None:
    async def fail() -> None:
        raise StoreError("disk full")

    async with Calendar() as calendar:
        calendar.every(timedelta(milliseconds=1), fail)
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
