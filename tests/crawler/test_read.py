"""Articles looked at again: the schedule, conditional requests, edits, pages gone and back."""

import threading
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import escape
from itertools import pairwise
from pathlib import Path

import httpx
import pytest
import respx

from crawler.core.topics import compile_topics
from crawler.core.topics.matcher import Matcher
from crawler.model.alert import Alert
from crawler.model.feed import Feed, FeedId, FirstRun
from crawler.model.settings import NetworkPolicy
from crawler.model.topic import Document, Match, Topic
from crawler.net.fetcher import Fetcher
from crawler.read import Reader
from crawler.sandbox import Sandbox
from storage import open_store
from storage.protocol import NewPage, Store
from tests.storage.given import fetched, page

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
URL = "https://a.example/news/2026/treaty.html"
TITLE = "Ministers sign treaty on fishing"
TEXT = (
    "The ministers signed the treaty on fishing on Tuesday, and 11 boats came to greet them.",
    "Parliament will vote before the summer. The opposition wants to read the treaty first.",
    "Fishermen in Hafnar were not asked, they say, and the quota is too small to live on.",
)
EDITED = (TEXT[0].replace("11", "14"), *TEXT[1:])
TOPIC = Topic(name="fishing", title="Fishing", all=("treaty",), notify=("desk",))


class FakeClock:
    """Stands still until it is set."""

    def __init__(self) -> None:
        self.moment = NOON

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return (self.moment - NOON).total_seconds()

    def spread(self) -> float:
        return 0.5


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    made = Sandbox(workers=1)
    yield made
    made.close()


class Publisher:
    """A page at an address, and whoever reads it for us at moments of our choosing."""

    def __init__(self, url: str, sandbox: Sandbox, recheck: timedelta) -> None:
        self.url, self.sandbox, self.clock = url, sandbox, FakeClock()
        self.feed = Feed(
            id=FeedId("a"),
            url="https://a.example/feed",
            name="Wire",
            bounds=(5 * MINUTE, 12 * HOUR),
            full_text=True,
            recheck=recheck,
            first_run=FirstRun.ALERT,
        )
        self.wire = respx.Router(assert_all_called=False)
        self.route = self.wire.get(url__startswith="https://a.example/news").respond(404)
        self.home = self.wire.get("https://a.example/").respond(html=_html("News", TEXT))
        self.matcher = compile_topics([TOPIC], {})
        self.store: Store

    async def begin(self) -> None:
        """Open the archive and let the feed show the page."""
        await self.open()
        await self.store.sync_feeds([self.feed], NOON)
        shown = page("news/2026/treaty.html", title=TITLE)
        await fetched(self.store, "a", replace(shown, url=URL))

    async def show(self, new: NewPage) -> None:
        await fetched(self.store, "a", new, now=self.clock.now())

    async def open(self) -> None:
        """Open the archive, as a daemon does when it is started."""
        self.store = await open_store(self.url)

    def says(self, *text: str, title: str = TITLE, etag: str | None = None) -> None:
        headers = {"ETag": etag} if etag else {}
        self.route.respond(html=_html(title, text), headers=headers)

    async def look(self, after: timedelta) -> bool:
        """Let what is due so long after noon be read; return whether anything was."""
        self.clock.moment = NOON + after
        reader = self._reader()
        looked = False
        while (job := await reader.claim()) is not None:
            await reader.carry_out(job)
            looked = True
        return looked

    async def alerts(self) -> list[Alert]:
        return [*reversed(await self.store.alerts(None, None, 100))]

    async def versions(self) -> int:
        return (await self.store.counts()).versions

    def _reader(self) -> Reader:
        policy = NetworkPolicy(user_agent="test", gap=timedelta(0), robots=False)
        transport = httpx.MockTransport(self.wire.async_handler)
        return Reader(
            feeds={self.feed.id: self.feed},
            topics={TOPIC.name: TOPIC},
            quiet=None,
            matcher=self.matcher,
            fetcher=Fetcher(policy=policy, clock=self.clock, transport=transport),
            sandbox=self.sandbox,
            store=self.store,
            clock=self.clock,
            alerted=lambda: None,
            filed=lambda _: None,
            gaps={},
        )


def _html(title: str, text: tuple[str, ...]) -> str:
    paragraphs = "".join(f"<p>{escape(each)}</p>" for each in text)
    return (
        f"<html lang='en'><head><title>{title}</title></head><body><article><h1>{title}</h1>"
        f"{paragraphs}</article></body></html>"
    )


@pytest.fixture
async def wire(tmp_path: Path, sandbox: Sandbox) -> AsyncIterator[Publisher]:
    async for publisher in _publisher(tmp_path, sandbox, 48 * HOUR):
        yield publisher


@pytest.fixture
async def unwatched(tmp_path: Path, sandbox: Sandbox) -> AsyncIterator[Publisher]:
    async for publisher in _publisher(tmp_path, sandbox, timedelta(0)):
        yield publisher


async def _publisher(
    folder: Path, sandbox: Sandbox, recheck: timedelta
) -> AsyncIterator[Publisher]:
    publisher = Publisher(f"sqlite:///{folder}/w.db", sandbox, recheck)
    await publisher.begin()
    publisher.says(*TEXT)
    assert await publisher.look(timedelta(0))
    yield publisher
    await publisher.store.close()


async def run_through(wire: Publisher, until: timedelta, step: timedelta) -> list[timedelta]:
    """Return when looks were taken, trying each step."""
    looks, at = [], timedelta(0)
    while (at := at + step) <= until:
        if await wire.look(at):
            looks.append(at)
    return looks


# --- the schedule


async def test_gaps_between_looks_grow_with_the_age_until_the_window_ends(wire: Publisher) -> None:
    looks = await run_through(wire, 60 * HOUR, 5 * MINUTE)
    assert looks[:6] == [n * MINUTE for n in (5, 10, 15, 20, 25, 30)]
    late = [look for look in looks if look > 2 * HOUR]
    for before, after in pairwise(late):
        assert (after - before) / before >= 0.2
        assert (after - before) / before < 0.26
    assert looks[-1] < 48 * HOUR
    assert wire.route.call_count == 1 + len(looks) < 40


async def test_the_schedule_survives_a_restart(wire: Publisher) -> None:
    assert await wire.look(10 * HOUR)
    await wire.store.close()
    await wire.open()
    assert not await wire.look(11 * HOUR)
    assert await wire.look(12 * HOUR)


async def test_without_a_window_no_page_is_looked_at_twice(unwatched: Publisher) -> None:
    assert await run_through(unwatched, 4 * HOUR, 20 * MINUTE) == []
    assert unwatched.route.call_count == 1


async def test_pages_are_matched_beside_the_event_loop(wire: Publisher) -> None:
    """Topics that learn anew take half a second of it."""
    threads = []

    class Noting(Matcher):
        def match(self, document: Document) -> tuple[Match, ...]:
            threads.append(threading.current_thread())
            return super().match(document)

    wire.matcher = Noting([])
    wire.says(*TEXT)
    await wire.look(5 * MINUTE)
    assert threads
    assert threading.main_thread() not in threads


async def test_looks_are_conditional_and_a_304_makes_no_version(wire: Publisher) -> None:
    wire.says(*TEXT, etag='"one"')
    assert await wire.look(5 * MINUTE)
    wire.route.respond(304)
    assert await wire.look(10 * MINUTE)
    assert wire.route.calls.last.request.headers["if-none-match"] == '"one"'
    wire.says(*EDITED)
    assert await wire.look(15 * MINUTE)
    assert await wire.versions() == 2


async def test_a_look_that_fails_is_followed_by_the_next_of_the_schedule(wire: Publisher) -> None:
    for after, answer in ((10 * HOUR, 500), (12 * HOUR, 403)):
        wire.route.respond(answer)
        assert await wire.look(after)
    wire.route.respond(429, headers={"Retry-After": "36000"})
    assert await wire.look(15 * HOUR)
    wire.says(*EDITED)
    assert not await wire.look(24 * HOUR)
    assert await wire.look(27 * HOUR)
    assert [alert.kind for alert in await wire.alerts()] == ["new", "edited"]


# --- edits


async def test_an_edit_becomes_a_version_and_an_alert(wire: Publisher) -> None:
    wire.says(*EDITED)
    await wire.look(5 * MINUTE)
    _, edited = await wire.alerts()
    assert edited.data["why"]["figures"] == ["11 → 14 boats"]
    assert await wire.versions() == 2


# --- pages that are gone


@pytest.mark.parametrize(
    ("status", "says"),
    [
        (404, "there is nothing at this address (status 404)"),
        (410, "the server says it is gone for good (410)"),
    ],
)
async def test_a_page_missing_twice_is_told_as_deleted(
    wire: Publisher, status: int, says: str
) -> None:
    wire.route.respond(status)
    await wire.look(5 * MINUTE)
    assert len(await wire.alerts()) == 1
    assert not await wire.look(14 * MINUTE)
    await wire.look(15 * MINUTE)
    _, gone = await wire.alerts()
    assert gone.data["why"] == {
        "event": "edited",
        "sentence": f"Wire deleted its article, seen twice: {says}.",
        "changes": ["deleted"],
        "figures": [],
        "diff": [],
        "passages_more": 0,
    }
    assert gone.data["article"]["title"] == TITLE
    assert await wire.versions() == 1
    await run_through(wire, 40 * HOUR, 4 * HOUR)
    assert len(await wire.alerts()) == 2


async def test_a_page_that_leads_to_the_front_page_is_gone(wire: Publisher) -> None:
    wire.route.respond(302, headers={"Location": "https://a.example/"})
    await wire.look(5 * MINUTE)
    await wire.look(15 * MINUTE)
    _, gone = await wire.alerts()
    assert "its address leads to https://a.example/" in gone.data["why"]["sentence"]


async def test_a_page_that_says_that_it_is_gone_is_gone(wire: Publisher) -> None:
    wire.says("We are sorry, try our search.", title="404 Page not found")
    await wire.look(5 * MINUTE)
    await wire.look(15 * MINUTE)
    assert len(await wire.alerts()) == 2


async def test_a_page_missing_once_is_no_news(wire: Publisher) -> None:
    wire.route.respond(404)
    await wire.look(5 * MINUTE)
    wire.says(*TEXT)
    await wire.look(15 * MINUTE)
    wire.route.respond(404)
    await wire.look(25 * MINUTE)
    assert [alert.kind for alert in await wire.alerts()] == ["new"]


async def test_a_page_missing_at_the_last_look_is_looked_for_once_more(wire: Publisher) -> None:
    await wire.look(47 * HOUR)
    await wire.show(replace(page("news/2026/treaty.html", title="Another title"), url=URL, key="k"))
    wire.route.respond(410)
    await wire.look(47 * HOUR + MINUTE)
    await wire.look(47 * HOUR + 11 * MINUTE)
    assert len(await wire.alerts()) == 2


@pytest.mark.parametrize(
    ("text", "changes", "versions"),
    [(TEXT, ["restored"], 1), (EDITED, ["restored", "figure"], 2)],
)
async def test_a_page_that_comes_back_is_told(
    wire: Publisher, text: tuple[str, ...], changes: list[str], versions: int
) -> None:
    wire.route.respond(404)
    await wire.look(5 * MINUTE)
    await wire.look(15 * MINUTE)
    wire.says(*text)
    await wire.look(25 * MINUTE)
    back = (await wire.alerts())[-1]
    assert back.data["why"]["changes"] == changes
    assert "the page is back" in back.data["why"]["sentence"]
    assert await wire.versions() == versions
    await wire.look(35 * MINUTE)
    assert len(await wire.alerts()) == 3


async def test_a_wall_before_a_page_is_no_deletion(wire: Publisher) -> None:
    wire.says("Please wait while we check your browser.", title="Just a moment...")
    await wire.look(5 * MINUTE)
    assert await wire.look(10 * MINUTE)
    assert await wire.look(15 * MINUTE)
    assert [alert.kind for alert in await wire.alerts()] == ["new"]
    assert await wire.versions() == 1
