"""The fetcher over a faked wire: whichever transport carries it, the promises hold.

Time, bytes and connections are tested against real servers in test_hostile and test_transport.
"""

import asyncio
import gzip
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx
import pytest
import respx

from crawler.model.errors import (
    FetchError,
    ForbiddenError,
    TimedOutError,
    TooLargeError,
    UnreachableError,
)
from crawler.model.settings import NetworkPolicy
from crawler.model.web import Purpose, Request, Validators
from crawler.net.faults import FloodError, UnresolvedError
from crawler.net.fetcher import Fetcher
from crawler.net.limits import LIMITS, Limits

NOON = datetime(2024, 11, 9, 12, tzinfo=UTC)
SITE = "https://example.org"
POLICY = NetworkPolicy(user_agent="Wirewatch/1.0 (+x)", gap=timedelta(seconds=1))


class FakeClock:
    """Moves only when somebody sleeps."""

    def __init__(self) -> None:
        self.passed = 0.0

    def now(self) -> datetime:
        return NOON + timedelta(seconds=self.passed)

    def monotonic(self) -> float:
        return self.passed

    def spread(self) -> float:
        return 0.5

    async def sleep(self, seconds: float) -> None:
        self.passed += seconds
        await asyncio.sleep(0)


@pytest.fixture
def wire() -> respx.Router:
    return respx.Router(assert_all_called=False)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


Make = Callable[..., Fetcher]


@pytest.fixture
async def make(wire: respx.Router, clock: FakeClock) -> AsyncIterator[Make]:
    made: list[Fetcher] = []

    def fetcher(policy: NetworkPolicy = POLICY, limits: Limits | None = None) -> Fetcher:
        made.append(
            Fetcher(
                policy=policy,
                clock=clock,
                transport=httpx.MockTransport(wire.async_handler),
                limits=LIMITS if limits is None else dict.fromkeys(Purpose, limits),
                sleep=clock.sleep,
            )
        )
        return made[-1]

    yield fetcher
    for each in made:
        await each.aclose()


def feed(path: str = "/feed") -> Request:
    return Request(url=SITE + path, purpose=Purpose.FEED)


def article(path: str = "/a") -> Request:
    return Request(url=SITE + path, purpose=Purpose.ARTICLE)


async def test_asks_only_for_what_changed(make: Make, wire: respx.Router) -> None:
    wire.get(f"{SITE}/feed", headers={"If-None-Match": '"v1"'}).respond(304)
    response = await make().fetch(replace(feed(), validators=Validators(etag='"v1"')))
    assert (response.status, response.body) == (304, b"")
    assert ("if-none-match", '"v1"') in response.request_headers


async def test_an_answer_is_handed_on_complete(make: Make, wire: respx.Router) -> None:
    wire.get(f"{SITE}/feed").respond(
        headers=[(b"X-Two", b"a"), (b"x-two", b"b"), (b"ETag", b'"\xe9"')],
        content=b"<rss/>",
    )
    response = await make().fetch(feed())
    assert (response.status, response.body, response.wire_bytes) == (200, b"<rss/>", 6)
    assert [value for name, value in response.headers if name == "x-two"] == ["a", "b"]
    assert response.header("etag") == '"é"'
    assert (response.url, response.final_url, response.fetched_at) == (feed().url, feed().url, NOON)
    assert response.ip is None


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (httpx.ConnectError("nobody answers"), UnreachableError),
        (UnresolvedError("no such name"), UnreachableError),
        (httpx.ReadError("the body ended early"), UnreachableError),
        (httpx.RemoteProtocolError("no HTTP"), UnreachableError),
        (httpx.ConnectTimeout("too slow"), TimedOutError),
        (httpx.ReadTimeout("silent"), TimedOutError),
        (FloodError("headers"), TooLargeError),
    ],
)
async def test_whatever_the_network_does_is_a_fetch_error(
    make: Make, wire: respx.Router, fault: httpx.TransportError, error: type[FetchError]
) -> None:
    wire.get(f"{SITE}/feed").mock(side_effect=fault)
    with pytest.raises(error, match=str(fault)) as raised:
        await make().fetch(feed())
    assert type(raised.value) is error
    assert raised.value.__cause__ is not None


async def test_a_fault_without_words_is_named(make: Make, wire: respx.Router) -> None:
    wire.get(f"{SITE}/feed").mock(side_effect=httpx.ConnectError(""))
    with pytest.raises(UnreachableError, match="ConnectError"):
        await make().fetch(feed())


@pytest.mark.parametrize(
    ("fault", "tries"),
    [(UnresolvedError("x"), 2), (httpx.ReadError("x"), 2), (httpx.ConnectError("x"), 1)],
)
async def test_what_may_pass_in_seconds_is_tried_once_more_after_five(
    make: Make, wire: respx.Router, clock: FakeClock, fault: httpx.TransportError, tries: int
) -> None:
    route = wire.get(f"{SITE}/feed").mock(side_effect=fault)
    with pytest.raises(UnreachableError):
        await make().fetch(feed())
    assert route.call_count == tries
    assert clock.passed == 5 * (tries - 1)


async def test_a_body_shorter_than_declared_is_no_body(make: Make, wire: respx.Router) -> None:
    wire.get(f"{SITE}/feed").respond(headers={"Content-Length": "100"}, content=b"<rss/>")
    with pytest.raises(UnreachableError, match="ended early, after 6 of 100 bytes"):
        await make().fetch(feed())


async def test_what_takes_too_long_in_all_is_given_up(make: Make, wire: respx.Router) -> None:
    async def slow(request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(0.2)
        return httpx.Response(302, headers={"Location": "/feed"})

    wire.get(f"{SITE}/feed").mock(side_effect=slow)
    with pytest.raises(TimedOutError, match=r"no complete answer within 0\.3 s"):
        await make(limits=Limits(total_s=0.3)).fetch(feed())


async def test_our_own_queue_has_an_end_too(make: Make, wire: respx.Router) -> None:
    entered = asyncio.Event()

    async def slow(request: httpx.Request) -> httpx.Response:
        entered.set()
        await asyncio.sleep(0.5)
        return httpx.Response(200, content=b"x")

    wire.get(f"{SITE}/feed").mock(side_effect=slow)
    fetcher = make(replace(POLICY, connections_per_host=1), Limits(queue_s=0.05))
    first = asyncio.ensure_future(fetcher.fetch(feed()))
    await entered.wait()
    with pytest.raises(TimedOutError, match=r"no turn at example\.org within"):
        await fetcher.fetch(feed())
    assert (await first).body == b"x"


async def test_redirects_take_their_turn_at_the_new_host(
    make: Make, wire: respx.Router, clock: FakeClock
) -> None:
    wire.get(f"{SITE}/feed").respond(302, headers={"Location": "https://other.example/x"})
    wire.get("https://other.example/x").respond(302, headers={"Location": "/y"})
    wire.get("https://other.example/y").respond(content=b"<rss/>")
    assert (await make().fetch(feed())).final_url == "https://other.example/y"
    assert clock.passed == 1  # the gap between the two requests to other.example


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_five_redirects_and_no_more(make: Make, wire: respx.Router, status: int) -> None:
    for number in range(6):
        wire.get(f"{SITE}/{number}").respond(status, headers={"Location": f"/{number + 1}"})
    wire.get(f"{SITE}/6").respond(content=b"<rss/>")
    assert len((await make().fetch(feed("/1"))).hops) == 5
    with pytest.raises(UnreachableError, match="more than 5 redirects, the last to"):
        await make().fetch(feed("/0"))


# --- robots.txt


async def test_articles_obey_robots_and_its_crawl_delay(
    make: Make, wire: respx.Router, clock: FakeClock
) -> None:
    robots = wire.get(f"{SITE}/robots.txt").respond(
        text="User-agent: wirewatch\nDisallow: /private\nCrawl-delay: 7"
    )
    page = wire.get(f"{SITE}/a").respond(content=b"<p>")
    secret = wire.get(f"{SITE}/private")
    fetcher = make()
    await fetcher.fetch(article())
    began = clock.passed
    await fetcher.fetch(article())
    with pytest.raises(ForbiddenError, match=r"robots\.txt does not allow Wirewatch") as raised:
        await fetcher.fetch(article("/private"))
    assert (robots.call_count, page.call_count, secret.call_count) == (1, 2, 0)
    assert clock.passed - began == 7
    assert "full_text: false" in raised.value.advice


async def test_a_redirect_to_a_forbidden_page_is_not_followed(
    make: Make, wire: respx.Router
) -> None:
    wire.get(f"{SITE}/robots.txt").respond(404)
    wire.get("https://other.example/robots.txt").respond(text="User-agent: *\nDisallow: /")
    wire.get(f"{SITE}/a").respond(301, headers={"Location": "https://other.example/a"})
    target = wire.get("https://other.example/a")
    with pytest.raises(ForbiddenError):
        await make().fetch(article())
    assert target.call_count == 0


async def test_feeds_the_user_named_do_not_ask_robots(make: Make, wire: respx.Router) -> None:
    robots = wire.get(f"{SITE}/robots.txt").respond(text="User-agent: *\nDisallow: /")
    wire.get(f"{SITE}/feed").respond(content=b"<rss/>")
    wire.get(f"{SITE}/a").respond(content=b"<p>")
    await make().fetch(feed())
    await make(replace(POLICY, robots=False)).fetch(article())
    assert robots.call_count == 0


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
async def test_no_robots_file_allows_everything(
    make: Make, wire: respx.Router, status: int
) -> None:
    wire.get(f"{SITE}/robots.txt").respond(status)
    wire.get(f"{SITE}/a").respond(content=b"<p>")
    assert (await make().fetch(article())).body == b"<p>"


@pytest.mark.parametrize("answer", [500, 503, 429, httpx.ConnectError("nobody answers")])
async def test_a_robots_file_that_cannot_be_had_allows_nothing_for_a_while(
    make: Make, wire: respx.Router, clock: FakeClock, answer: int | httpx.ConnectError
) -> None:
    robots = wire.get(f"{SITE}/robots.txt")
    wire.get(f"{SITE}/a").respond(content=b"<p>")
    if isinstance(answer, int):
        robots.respond(answer)
    else:
        robots.mock(side_effect=answer)
    fetcher = make()
    for _ in range(3):
        with pytest.raises(UnreachableError, match=r"its robots\.txt cannot be had: "):
            await fetcher.fetch(article())
    assert robots.call_count == 1
    robots.mock(return_value=httpx.Response(404))
    clock.passed += 601
    assert (await fetcher.fetch(article())).body == b"<p>"


@pytest.mark.parametrize("packed", [False, True])
async def test_of_a_robots_file_beyond_its_cap_the_beginning_counts(
    make: Make, wire: respx.Router, packed: bool
) -> None:
    """RFC 9309 §2.5: at least 500 KiB are read, and what was read is used."""
    early, late = b"User-agent: *\nDisallow: /private\n", b"Disallow: /late\n"
    rules = early + b"# as good as nothing\n" * 100_000 + late
    body, headers = (gzip.compress(rules), {"Content-Encoding": "gzip"}) if packed else (rules, {})
    wire.get(f"{SITE}/robots.txt").respond(content=body, headers=headers)
    wire.route(path__regex="/(a|late)").respond(content=b"<p>")
    fetcher = make()
    for path in ("/a", "/late"):
        assert (await fetcher.fetch(article(path))).body == b"<p>"
    with pytest.raises(ForbiddenError):
        await fetcher.fetch(article("/private"))


async def test_known_rules_go_on_while_robots_cannot_be_renewed(
    make: Make, wire: respx.Router, clock: FakeClock
) -> None:
    robots = wire.get(f"{SITE}/robots.txt")
    robots.mock(return_value=httpx.Response(200, text="User-agent: *\nDisallow: /private"))
    wire.get(f"{SITE}/a").respond(content=b"<p>")
    fetcher = make()
    await fetcher.fetch(article())
    clock.passed += 24 * 3600
    robots.mock(return_value=httpx.Response(500))
    assert (await fetcher.fetch(article())).body == b"<p>"
    with pytest.raises(ForbiddenError):
        await fetcher.fetch(article("/private"))
    assert robots.call_count == 2


async def test_pages_read_together_ask_robots_once(make: Make, wire: respx.Router) -> None:
    robots = wire.get(f"{SITE}/robots.txt").respond(404)
    wire.get(f"{SITE}/a").respond(content=b"<p>")
    fetcher = make()
    await asyncio.gather(*(fetcher.fetch(article()) for _ in range(5)))
    assert robots.call_count == 1


async def test_rules_of_few_sites_are_remembered(
    make: Make, wire: respx.Router, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawler.net.robots.MAX_SITES", 2)
    wire.route(path="/robots.txt").respond(404)
    wire.route(path="/a").respond(content=b"<p>")
    fetcher = make()
    for host in ("one", "two", "one", "three", "one", "two"):
        await fetcher.fetch(Request(url=f"https://{host}.example/a", purpose=Purpose.ARTICLE))
    asked = [call.request.url.host for call in wire.calls if call.request.url.path != "/a"]
    assert asked == ["one.example", "two.example", "three.example", "two.example"]


async def test_large_rules_are_read_aside_and_not_all_kept(
    make: Make, wire: respx.Router, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawler.net.robots.MAX_KEPT_BYTES", 150_000)
    rules = "User-agent: *\n" + "Disallow: /private/*/x\n" * 3_000
    wire.route(path="/robots.txt").respond(text=rules)
    wire.route(path="/a").respond(content=b"<p>")
    fetcher = make()
    for host in ("one", "two", "one", "three", "two"):
        await fetcher.fetch(Request(url=f"https://{host}.example/a", purpose=Purpose.ARTICLE))
        url = f"https://{host}.example/private/1/x"
        with pytest.raises(ForbiddenError):
            await fetcher.fetch(Request(url=url, purpose=Purpose.ARTICLE))
    asked = [call.request.url.host for call in wire.calls if call.request.url.path != "/a"]
    assert asked == ["one.example", "two.example", "three.example", "two.example"]


# --- headers


@pytest.mark.parametrize(
    ("purpose", "wanted"),
    [
        (Purpose.FEED, "application/rss+xml"),
        (Purpose.SITEMAP, "application/xml"),
        (Purpose.ARTICLE, "text/html"),
        (Purpose.ROBOTS, "text/plain"),
    ],
)
async def test_each_purpose_says_what_it_can_read(
    make: Make, wire: respx.Router, purpose: Purpose, wanted: str
) -> None:
    wire.get(f"{SITE}/robots.txt").respond(404)
    route = wire.get(f"{SITE}/x").respond(content=b"x")
    await make().fetch(Request(url=f"{SITE}/x", purpose=purpose))
    headers = route.calls.last.request.headers
    assert wanted in headers["accept"]
    assert headers["accept-encoding"] == "gzip, deflate, br, zstd"
    assert headers["user-agent"] == POLICY.user_agent
    assert "cookie" not in headers
