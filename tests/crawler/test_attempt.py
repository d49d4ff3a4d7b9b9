"""One attempt at a feed: what it holds in memory, and what it tells to whom."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from crawler.attempt import CHILD_SITEMAPS, Attempt
from crawler.clock import SystemClock
from crawler.core.replies import INSECURE
from crawler.core.schedule import after, kind_of
from crawler.model.feed import (
    Failed,
    Feed,
    FeedId,
    FeedState,
    FeedType,
    FirstRun,
    Outcome,
    Refreshed,
)
from crawler.model.secret import Secret
from crawler.model.settings import NetworkPolicy
from crawler.net.fetcher import Fetcher
from crawler.net.limits import MIB
from crawler.net.room import LARGE_BODIES
from crawler.probing import Prober
from crawler.sandbox import Sandbox
from crawler.status import feed_document
from tests.crawler.test_sandbox import wait_until

NOON = datetime(2024, 11, 9, 12, tzinfo=UTC)
SITE = "https://news.example"
SPACE = b"<!--" + b" " * (2 * MIB) + b"-->"


@dataclass
class Wire(httpx.AsyncBaseTransport):
    """Serves bodies by URL, counts those that were read to the end, keeps the requests."""

    bodies: dict[str, bytes] = field(default_factory=dict)
    redirects: dict[str, str] = field(default_factory=dict)
    served: int = 0
    asked: list[httpx.Request] = field(default_factory=list)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        if location := self.redirects.get(str(request.url)):
            headers = {"Location": location}
            return httpx.Response(302, headers=headers, stream=_Pieces(b"", self))
        body = self.bodies.get(str(request.url))
        if body is None:
            return httpx.Response(404, stream=_Pieces(b"", self))
        return httpx.Response(200, stream=_Pieces(body, self))


@dataclass
class _Pieces(httpx.AsyncByteStream):
    body: bytes
    wire: Wire

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for start in range(0, len(self.body), MIB):
            yield self.body[start : start + MIB]
        self.wire.served += 1


@pytest.fixture
def wire() -> Wire:
    return Wire()


@pytest.fixture
async def attempt(wire: Wire) -> AsyncIterator[Attempt]:
    policy = NetworkPolicy(user_agent="Wirewatch/1.0 (+x)", gap=timedelta(0))
    sandbox, clock = Sandbox(workers=1), SystemClock()
    fetcher = Fetcher(policy=policy, clock=clock, transport=wire)
    yield Attempt(fetcher=fetcher, sandbox=sandbox, clock=clock)
    await fetcher.aclose()
    sandbox.close()


def feed(url: str, kind: FeedType = FeedType.FEED) -> Feed:
    return Feed(
        id=FeedId(url),
        url=url,
        name="News",
        type=kind,
        bounds=(timedelta(minutes=5), timedelta(hours=12)),
        full_text=True,
        recheck=timedelta(0),
        first_run=FirstRun.ALERT,
    )


async def made(attempt: Attempt, source: Feed) -> Outcome:
    return await attempt.make(source, FeedState(feed_id=source.id), NOON)


def entries(outcome: Outcome) -> list[str | None]:
    assert isinstance(outcome, Refreshed), outcome
    return [entry.url for entry in outcome.parsed.entries]


def rss(link: str) -> bytes:
    item = f"<item><title>News</title><link>{link}</link></item>".encode()
    return b"<rss version='2.0'><channel>" + SPACE + item + b"</channel></rss>"


def sitemap(*urls: str) -> bytes:
    return (
        b"<urlset>" + b"".join(f"<url><loc>{u}</loc></url>".encode() for u in urls) + b"</urlset>"
    )


def index(*urls: str) -> bytes:
    named = b"".join(f"<sitemap><loc>{url}</loc></sitemap>".encode() for url in urls)
    return b"<sitemapindex>" + named + b"</sitemapindex>"


def wait_for(path: str) -> None:
    wait_until(Path(path).exists)


async def settled(count: Callable[[], int]) -> int:
    """Let every task go on until nothing more is counted for a long while."""
    seen, quiet = count(), 0
    while quiet < 2_000:
        await asyncio.sleep(0)
        quiet = quiet + 1 if count() == seen else 0
        seen = count()
    return seen


async def test_large_bodies_that_wait_to_be_read_keep_their_place_in_memory(
    attempt: Attempt, wire: Wire, tmp_path: Path
) -> None:
    urls = [f"https://news{number}.example/feed" for number in range(LARGE_BODIES + 3)]
    wire.bodies = {url: rss(f"{url}/a") for url in urls}
    busy = asyncio.ensure_future(attempt.sandbox.call(wait_for, str(tmp_path / "go")))
    attempts = [asyncio.ensure_future(made(attempt, feed(url))) for url in urls]
    assert await settled(lambda: wire.served) == LARGE_BODIES
    (tmp_path / "go").touch()
    await busy
    assert [entries(await each) for each in attempts] == [[f"{url}/a"] for url in urls]


async def test_a_large_index_gives_its_place_back_before_its_sitemaps_are_fetched(
    attempt: Attempt, wire: Wire
) -> None:
    sites = [f"https://site{number}.example" for number in range(LARGE_BODIES + 1)]
    for site in sites:
        wire.bodies[f"{site}/index.xml"] = SPACE + index(f"{site}/news.xml")
        wire.bodies[f"{site}/news.xml"] = SPACE + sitemap(f"{site}/a")
    sources = [feed(f"{site}/index.xml", FeedType.SITEMAP) for site in sites]
    outcomes = await asyncio.gather(*(made(attempt, source) for source in sources))
    assert [entries(outcome) for outcome in outcomes] == [[f"{site}/a"] for site in sites]


async def test_what_fails_to_be_read_gives_its_place_back(attempt: Attempt, wire: Wire) -> None:
    url = f"{SITE}/feed"
    wire.bodies[url] = b"no feed at all " * 150_000
    for _ in range(LARGE_BODIES + 1):
        outcome = await made(attempt, feed(url))
        assert isinstance(outcome, Failed)


@pytest.mark.parametrize("kind", [FeedType.SITEMAP, FeedType.FEED])
async def test_only_what_the_user_calls_a_sitemap_may_be_as_large_as_one(
    attempt: Attempt, wire: Wire, kind: FeedType
) -> None:
    wire.bodies = {
        f"{SITE}/index.xml": index(f"{SITE}/news.xml"),
        f"{SITE}/news.xml": SPACE * 10 + sitemap(f"{SITE}/a"),
    }
    outcome = await made(attempt, feed(f"{SITE}/index.xml", kind))
    if kind is FeedType.SITEMAP:
        assert entries(outcome) == [f"{SITE}/a"]
    else:
        assert isinstance(outcome, Failed)
        assert kind_of(outcome.error) == "too_large"


async def test_the_users_headers_go_to_sitemaps_of_his_origin_only(
    attempt: Attempt, wire: Wire
) -> None:
    own = [f"{SITE}/own.xml", f"{SITE}:443/port.xml"]
    foreign = [
        "https://other.example/news.xml",
        "http://news.example/plain.xml",
        "https://news.example:8443/port.xml",
        "https://www.news.example/sub.xml",
        "https://news.example.evil.example/x.xml",
    ]
    for urls in (own, foreign[:CHILD_SITEMAPS]):
        wire.bodies = {f"{SITE}/index.xml": index(*urls)} | {
            url: sitemap(f"{SITE}/a") for url in urls
        }
        source = replace(
            feed(f"{SITE}/index.xml", FeedType.SITEMAP),
            headers={"Cookie": Secret("planted-cookie"), "X-Key": Secret("planted-key")},
        )
        await made(attempt, source)
    told = {str(each.url) for each in wire.asked if "planted" in str(each.headers.raw)}
    asked = {str(each.url) for each in wire.asked}
    assert {f"{SITE}/index.xml", f"{SITE}/own.xml"} <= told
    assert set(foreign) <= asked
    assert not told & set(foreign)


@pytest.mark.parametrize(
    ("led_to", "says"), [("http", ["1 entries", INSECURE]), ("https", ["1 entries"])]
)
async def test_a_trial_says_that_a_redirect_leaves_https(
    attempt: Attempt, wire: Wire, led_to: str, says: list[str]
) -> None:
    wire.redirects[f"{SITE}/feed"] = f"{led_to}://feeds.example/1"
    wire.bodies[f"{led_to}://feeds.example/1"] = rss(f"{SITE}/a")
    source, policy = feed(f"{SITE}/feed"), NetworkPolicy(user_agent="Wirewatch/1.0 (+x)")
    prober = Prober(
        policy=policy, fetcher=attempt.fetcher, sandbox=attempt.sandbox, clock=attempt.clock
    )
    assert (await prober.feed(source)).says.split("; ") == says
    state = after(FeedState(feed_id=source.id), await made(attempt, source), source, NOON, 0.5)
    assert feed_document(source, state)["insecure"] is (INSECURE in says)
