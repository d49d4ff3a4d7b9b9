"""Days in the life of the daemon, played within seconds: the clock is the test's, all else is real."""

import asyncio
import io
import os
import signal
import sqlite3
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import cycle, pairwise
from typing import Any

import pytest

from crawler import daemon as daemon_module
from crawler import rounds
from crawler.calendar import Calendar, Job
from crawler.clock import SystemClock
from crawler.config.load import load_config
from crawler.core.digests.gathering import MOST_LATE
from crawler.core.gaps import HOLD
from crawler.daemon import HEARTBEAT, Daemon
from crawler.house import House
from crawler.model.alert import Digest
from crawler.model.feed import FeedStatus
from crawler.rounds import GATHER, HEALTH
from tests.e2e.conftest import Desk
from tests.e2e.newsroom import Newsroom, served
from tests.e2e.test_gap import publish

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
OUTLETS = tuple(f"outlet{number}" for number in range(12))
EACH = 10
"""Articles an outlet publishes in a day."""
TOPIC = """
topics:
  - {name: treaty, all: [Russia, treaty], notify: [hook], alert: {max_per_day: 9999}}
"""
ALERTS = {"alert.created", "alert.updated", "article.edited"}
WORK = """
SELECT (SELECT count(*) FROM feeds WHERE next_at <= :now)
  + (SELECT count(*) FROM pages WHERE due_at <= :now)
  + (SELECT count(*) FROM deliveries WHERE state IN ('pending', 'retrying') AND next_at <= :now)
"""
DICE = (0.1, 0.9, 0.5, 0.3, 0.7)


class HandClock(SystemClock):
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.at = datetime.now(UTC)  # noqa: TID251 - publishers have the real one
        self._dice = cycle(DICE)

    def now(self) -> datetime:
        return self.at

    def spread(self) -> float:
        return next(self._dice)


class HandCalendar(Calendar):
    """A calendar whose periods pass when the test says so."""

    def __init__(self) -> None:
        super().__init__()
        self.jobs = defaultdict[timedelta, list[Job]](list)

    def every(self, period: timedelta, job: Job) -> None:
        self.jobs[period].append(job)

    def on(self, digest: Digest, job: Job) -> None:
        """Digests have tests of their own."""


@dataclass(slots=True)
class Life:
    """A daemon that runs in this process, and what its clock shows."""

    clock: HandClock
    archive: sqlite3.Connection
    opened: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when a house is opened."""
    house: House = field(init=False)
    calendar: HandCalendar = field(init=False)

    async def pass_time(self, span: timedelta) -> None:
        """Let time pass; do what is due then, to the end."""
        self.clock.at += span
        self.house.tick()
        while self._work():
            jobs = self._jobs() or {asyncio.create_task(self.house.store.holder())}
            await asyncio.wait(jobs)  # or, while one is claimed, for another word of the archive
        assert GATHER == HEALTH
        await self._do(GATHER)

    async def beat(self) -> None:
        await self._do(HEARTBEAT)

    async def _do(self, period: timedelta) -> None:
        for job in self.calendar.jobs[period]:
            await job()

    def _jobs(self) -> set[asyncio.Task[Any]]:
        crews = (self.house.feeds, self.house.pages, self.house.deliveries)
        return {task for crew in crews for task in crew._busy}

    def _work(self) -> int:
        """Return how much is due and not done."""
        asked = {"now": int(self.clock.at.timestamp() * 1_000_000)}
        work: int = self.archive.execute(WORK, asked).fetchone()[0]
        return work


@asynccontextmanager
async def living(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Life]:
    """Run the daemon until the block ends."""
    archive = sqlite3.connect(desk.folder / "wirewatch.db", isolation_level=None)
    life = Life(HandClock(), archive)

    def calendar_of(house: House, clock: HandClock) -> Calendar:
        calendar = rounds.calendar_of(house, clock)
        assert isinstance(calendar, HandCalendar)
        life.house, life.calendar = house, calendar
        life.opened.set()
        return calendar

    monkeypatch.setattr(rounds, "Calendar", HandCalendar)
    monkeypatch.setattr(daemon_module, "calendar_of", calendar_of)
    path = desk.folder / "feeds.yaml"
    monkeypatch.chdir(desk.folder)
    config = load_config(path, os.environ)
    running = asyncio.create_task(Daemon(path, os.environ, life.clock, io.StringIO()).run(config))
    try:
        await life.opened.wait()
        yield life
    finally:
        os.kill(os.getpid(), signal.SIGTERM)
        await running
        archive.close()


def configure(desk: Desk, paper: Newsroom) -> None:
    """Watch the outlets of a newsroom; tell the desk's."""
    feeds = "".join(f"  - {{url: {paper.feed_url(name)}, name: {name}}}\n" for name in OUTLETS)
    (desk.folder / "feeds.yaml").write_text(
        "defaults: {every: 5m, first_run: alert, full_text: false, recheck: 0s}\n"
        "network: {allow_networks: [127.0.0.0/8], per_host: {connections: 8, gap: 0s}}\n"
        f"feeds:\n{feeds}{TOPIC}"
        f"channels: {{hook: {{type: webhook, url: '{desk.room.base}/hook'}}}}\n"
        "health: {notify: [hook]}\n",
        encoding="utf-8",
    )


def told(room: Newsroom) -> Counter[str]:
    """Return how often each alert was told, by itself or in a digest."""
    single = (message_id for message_id, body in room.hooks if body["type"] in ALERTS)
    gathered = (each["id"] for body in room.alerts("digest") for each in body["data"]["alerts"])
    return Counter([*single, *gathered])


def a_days_news(paper: Newsroom, each: int = EACH) -> None:
    """Have every outlet publish a day's articles."""
    first = sum(map(len, paper.items.values()))
    for number, outlet in enumerate(OUTLETS):
        publish(paper, first + number * each, each, outlet)


def digests(room: Newsroom) -> list[tuple[str, dict[str, Any]]]:
    return [(message_id, body) for message_id, body in room.hooks if body["type"] == "digest"]


def health(body: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Return whose trouble began, and whose ended."""
    data = body["data"]
    return tuple([each["name"] for each in data[key]] for key in ("troubles", "recovered"))  # type: ignore[return-value]


async def raised(life: Life) -> int:
    """Return how many alerts there are."""
    return (await life.house.store.counts()).topics["treaty"][1]


@pytest.mark.timeout(60)
async def test_a_day_without_a_network_is_told_once_and_made_up_for_within_minutes(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper, room = Newsroom(), desk.room
    with ExitStack() as network:
        port = network.enter_context(served(paper))
        paper.base = f"http://127.0.0.1:{port}"
        a_days_news(paper)
        configure(desk, paper)
        async with living(desk, monkeypatch) as life:
            await life.pass_time(MINUTE)
            before = len(told(room))
            assert before == await raised(life) > MOST_LATE

            network.close()
            a_days_news(paper)
            for _ in range(DAY // (15 * MINUTE)):
                await life.pass_time(15 * MINUTE)
            assert [health(body) for body in room.alerts("health")] == [(["network"], [])]

            network.enter_context(served(paper, port))
            asked = [sum(paper.requests.values())]
            for _ in range(8 * 4):
                await life.pass_time(MINUTE / 4)
                asked.append(sum(paper.requests.values()))
            assert asked[-1] - asked[0] < 3 * len(OUTLETS)
            assert max(later - sooner for sooner, later in pairwise(asked)) <= len(OUTLETS) // 2
            assert [health(body) for body in room.alerts("health")[1:]] == [([], ["network"])]
            states = await life.house.store.feed_states()
            assert {state.status for state in states} <= {FeedStatus.OK, FeedStatus.NOT_MODIFIED}

            late = {message_id.rpartition("-")[0] for message_id, _ in digests(room)}
            assert len(late) == 1
            assert set(told(room).values()) == {1}
            assert len(told(room)) == await raised(life) > before + MOST_LATE
            assert len(room.hooks) == before + 2 + len(digests(room))


@pytest.mark.timeout(60)
async def test_a_clock_that_jumps_a_day_ahead_is_a_gap_like_any_other(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper, room = Newsroom(), desk.room
    with served(paper) as port:
        paper.base = f"http://127.0.0.1:{port}"
        a_days_news(paper, 1)
        configure(desk, paper)
        async with living(desk, monkeypatch) as life:
            await life.pass_time(MINUTE)
            before = len(room.hooks)
            a_days_news(paper)
            asked = sum(paper.requests.values())
            await life.pass_time(DAY)
            assert sum(paper.requests.values()) - asked == len(OUTLETS)
            for _ in range(HOLD // MINUTE):
                await life.pass_time(MINUTE)
            assert len({message_id.rpartition("-")[0] for message_id, _ in digests(room)}) == 1
            assert set(told(room).values()) == {1}
            assert len(told(room)) == await raised(life) > MOST_LATE
            assert len(room.hooks) == before + len(digests(room))


@pytest.mark.timeout(60)
async def test_a_clock_that_is_set_back_a_day_stops_nothing_and_is_said_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    paper, room = Newsroom(), desk.room
    with served(paper) as port:
        paper.base = f"http://127.0.0.1:{port}"
        a_days_news(paper, 1)
        configure(desk, paper)
        async with living(desk, monkeypatch) as life:
            await life.pass_time(MINUTE)
            await life.beat()
            before, old = len(room.hooks), life.house
            life.opened.clear()
            life.clock.at -= DAY
            await life.beat()
            await life.beat()
            await life.opened.wait()
            assert life.house is not old  # with a calendar that waits for no old hour
            publish(paper, 9_999, 1, OUTLETS[0])
            await life.pass_time(6 * MINUTE)
            assert [body["type"] for _, body in room.hooks[before:]] == ["alert.created"]
    said = [record for record in caplog.records if record.message == "clock set back"]
    assert [record.by_s for record in said] == [DAY.total_seconds()]  # type: ignore[attr-defined]
