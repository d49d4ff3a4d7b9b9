import asyncio
import io
import os
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from crawler.calendar import Calendar, Job
from crawler.clock import SystemClock
from crawler.config.load import load_config
from crawler.house import House, built
from crawler.model.alert import DeliveryState, Digest
from crawler.rounds import GATHER, GIVE_BACK, HEALTH, RETENTION, SETTLE, TICK, calendar_of
from crawler.sandbox import sandboxed
from storage import open_store

CONFIG = """
feeds: []
topics: [{name: treaty, all: [treaty], digest: [daily]}]
channels: {desk: {type: terminal}}
digests: {daily: {cron: 30 6 * * *, tz: Asia/Seoul, to: [desk], empty: send}}
"""


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    (tmp_path / "feeds.yaml").write_text(CONFIG, encoding="utf-8")
    config = load_config(tmp_path / "feeds.yaml", os.environ)
    store = await open_store("sqlite:///:memory:")
    async with (
        sandboxed() as sandbox,
        built(
            config, store=store, sandbox=sandbox, clock=SystemClock(), out=io.StringIO()
        ) as house,
    ):
        yield house
    await store.close()


class HandCalendar(Calendar):
    """A calendar that is turned by hand: no time comes by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.periods = dict[timedelta, Job]()
        self.others: list[Job] = []

    def every(self, period: timedelta, job: Job) -> None:
        self.periods[period] = job

    def soon(self, job: Job) -> None:
        self.others.append(job)

    def on(self, digest: Digest, job: Job) -> None:
        self.others.append(job)


@pytest.fixture
async def calendar(house: House, monkeypatch: pytest.MonkeyPatch) -> HandCalendar:
    monkeypatch.setattr("crawler.rounds.Calendar", HandCalendar)
    made = calendar_of(house, SystemClock())
    assert isinstance(made, HandCalendar)
    return made


async def test_everything_that_is_done_by_the_clock_can_be_done_on_an_empty_archive(
    house: House, calendar: HandCalendar
) -> None:
    assert {TICK, GATHER, HEALTH, RETENTION, SETTLE, GIVE_BACK} == calendar.periods.keys()
    for job in (*calendar.periods.values(), *calendar.others):
        await job()
    queued = await house.store.deliveries([DeliveryState.PENDING], 9)
    assert [each.message.data["name"] for each in queued] == ["daily"]


async def test_a_tick_wakes_the_crews(house: House, calendar: HandCalendar) -> None:
    await calendar.periods[TICK]()
    async with asyncio.timeout(20):
        await house.feeds_bell.wait()
        await house.pages_bell.wait()
        await house.deliveries_bell.wait()


async def test_a_digest_that_is_queued_wakes_who_sends_it(
    house: House, calendar: HandCalendar
) -> None:
    for job in calendar.others:
        await job()
    async with asyncio.timeout(20):
        await house.deliveries_bell.wait()
