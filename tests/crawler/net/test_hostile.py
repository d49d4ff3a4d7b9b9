"""Whatever a server does, the fetch ends in time, in bounds and with the right error.

The server's short limits stand in for the real ones, which only differ in size.
"""

import asyncio
import ssl
import subprocess
import sys
import time
import tracemalloc
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from ipaddress import IPv4Network
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.clock import SystemClock
from crawler.model.errors import (
    FetchError,
    ForbiddenError,
    TimedOutError,
    TooLargeError,
    UnreachableError,
    UnreadableError,
)
from crawler.model.settings import NetworkPolicy
from crawler.model.web import Purpose, Request, Validators
from crawler.net.fetcher import Fetcher
from crawler.net.limits import LIMITS, MIB, Limits
from crawler.net.transport import guarded_transport
from tests.crawler.net.hostile import FEED, HostileServer, hostile_server

ROOT = Path(__file__).resolve().parents[3]
BOMBS = ["/bomb-gzip", "/bomb-deflate", "/bomb-br", "/bomb-zstd"]
TOTAL_S = 1.0
NO_TLS = ssl.create_default_context()
BOMB = "compression bomb|more than 2 MiB when decompressed"
SHORT = Limits(
    total_s=TOTAL_S, connect_s=0.5, read_s=0.6, retry_after_s=0.0, wire_bytes=MIB,
    decoded_bytes=2 * MIB,
)  # fmt: skip
ONE_HOST = NetworkPolicy(
    user_agent="Wirewatch/1.0 (+https://example.org/bot)",
    allow_networks=(IPv4Network("127.0.0.1/32"),),
    gap=timedelta(0),
)


@pytest.fixture
async def server() -> AsyncIterator[HostileServer]:
    async with hostile_server() as running:
        yield running


@pytest.fixture
async def canary() -> AsyncIterator[HostileServer]:
    """A private server next door that nobody may ever connect to."""
    async with hostile_server("127.0.0.2") as running:
        yield running


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    made = Fetcher(
        policy=ONE_HOST,
        clock=SystemClock(),
        transport=guarded_transport(ONE_HOST, tls=NO_TLS),
        limits=dict.fromkeys(LIMITS, SHORT),
    )
    yield made
    await made.aclose()


def feed(url: str) -> Request:
    return Request(url=url, purpose=Purpose.FEED)


@pytest.mark.parametrize(
    ("path", "error", "problem"),
    [
        ("/silent", TimedOutError, "kept us waiting too long"),
        ("/drip-headers", TimedOutError, "kept us waiting too long"),
        ("/drip-body", TimedOutError, "no complete answer within 1 s"),
        ("/slow-redirects", TimedOutError, "no complete answer within 1 s"),
        ("/interim-flood", TooLargeError, "too many interim answers"),
        ("/endless", TooLargeError, "more than 1 MiB on the wire"),
        ("/endless-header", TooLargeError, "more than 64 KiB of headers"),
        ("/many-headers", TooLargeError, "more than 100 header lines"),
        ("/heavy-headers", TooLargeError, "more than 64 KiB of headers"),
        ("/bomb-gzip", TooLargeError, BOMB),
        ("/bomb-deflate", TooLargeError, BOMB),
        ("/bomb-br", TooLargeError, BOMB),
        ("/bomb-zstd", TooLargeError, BOMB),
        ("/bomb-in-bomb", UnreadableError, "'gzip, gzip' was not asked for"),
        ("/unoffered", UnreadableError, "'compress' was not asked for"),
        ("/cut-gzip", UnreachableError, "gzip stream ends early"),
        ("/damaged-gzip", UnreadableError, "gzip stream is damaged"),
        ("/chunk-flood", TooLargeError, "more framing than body"),
        ("/chunk-extension", TooLargeError, "more framing than body"),
        ("/trailer-flood", UnreachableError, "ended early|not HTTP"),
        ("/lying-chunk", UnreachableError, "the body ended early"),
        ("/cut-deflate", UnreachableError, "deflate stream ends early"),
        ("/cut-br", UnreachableError, "br stream ends early"),
        ("/cut-zstd", UnreachableError, "zstd stream ends early"),
        ("/cut-deflate-close", UnreachableError, "deflate stream ends early"),
        ("/cut-br-close", UnreachableError, "br stream ends early"),
        ("/cut-zstd-close", UnreachableError, "zstd stream ends early"),
        ("/cut-plain-close", UnreachableError, "its last tag is missing"),
        ("/lying-length", UnreachableError, "the body ended early"),
        ("/cut-chunks", UnreachableError, "the body ended early"),
        ("/reset-mid-body", UnreachableError, "the body ended early"),
        ("/two-lengths", UnreachableError, "not HTTP"),
        ("/not-http", UnreachableError, "not HTTP"),
        ("/closed", UnreachableError, "closed the connection"),
        ("/reset", UnreachableError, "closed the connection"),
        ("/loop", UnreachableError, "more than 5 redirects"),
    ],
)
async def test_every_threat_ends_in_its_error_within_the_deadline(
    server: HostileServer, fetcher: Fetcher, path: str, error: type[FetchError], problem: str
) -> None:
    began = time.monotonic()
    with pytest.raises(error, match=problem) as raised:
        await fetcher.fetch(feed(server.base + path))
    assert time.monotonic() - began < TOTAL_S + 1
    assert raised.value.url.startswith(server.base)
    assert (await fetcher.fetch(feed(server.base + "/ok"))).body == FEED, "the neighbour suffers"


@pytest.mark.timeout(60)
async def test_many_bombs_at_once_stay_within_the_memory_of_a_process(
    server: HostileServer,
) -> None:
    """All that the process takes is counted, what decoders hold in C included."""
    words = [sys.executable, "-m", "tests.crawler.net.bombed", server.base, "8", *BOMBS]
    child = await asyncio.create_subprocess_exec(*words, stdout=subprocess.PIPE, cwd=ROOT)
    said, _ = await child.communicate()
    assert child.returncode == 0
    floor, peak = map(int, said.split())
    assert peak - floor < 200 * MIB


@pytest.mark.parametrize("path", BOMBS)
async def test_a_bomb_takes_no_more_memory_than_its_bounds(
    server: HostileServer, fetcher: Fetcher, path: str
) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(TooLargeError):
            await fetcher.fetch(feed(server.base + path))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 16 * MIB


@pytest.mark.parametrize(
    "location",
    [
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "gopher://127.0.0.1/",
        "data:text/plain,hello",
        "javascript:alert(1)",
        "http://user:secret@127.0.0.1/",
        "http://0x7f.0.0.2/",
        "http://127.2/",
        "http://0177.0.0.2/",
        "http://2130706434/",
        "http://127.0.0.1\\@127.0.0.2/",
        "http://[::ffff:127.0.0.2]/",
        "http://[::1",
    ],
)
async def test_a_redirect_leads_only_where_the_user_could_have_gone(
    server: HostileServer, canary: HostileServer, fetcher: Fetcher, location: str
) -> None:
    port = canary.base.rpartition(":")[2]
    target = location.replace("2/", f"2:{port}/").replace("2]/", f"2]:{port}/")
    with pytest.raises(ForbiddenError):
        await fetcher.fetch(feed(f"{server.base}/to/302/{target}"))
    assert canary.connections == 0


async def test_a_private_neighbour_is_never_connected(
    server: HostileServer, canary: HostileServer, fetcher: Fetcher
) -> None:
    with pytest.raises(ForbiddenError, match="not on the public internet") as direct:
        await fetcher.fetch(feed(canary.base + "/ok"))
    with pytest.raises(ForbiddenError, match="not on the public internet"):
        await fetcher.fetch(feed(f"{server.base}/to/302/{canary.base}/ok"))
    assert "allow_networks" in direct.value.advice
    assert canary.connections == 0


@pytest.mark.parametrize("path", ["/reset", "/reset-mid-body", "/closed"])
async def test_a_broken_connection_is_tried_once_more(
    server: HostileServer, fetcher: Fetcher, path: str
) -> None:
    assert (await fetcher.fetch(feed(server.base + "/reset-once"))).body == FEED
    with pytest.raises(UnreachableError):
        await fetcher.fetch(feed(server.base + path))
    assert server.paths[path] == 2


async def test_early_hints_are_passed_over(server: HostileServer, fetcher: Fetcher) -> None:
    response = await fetcher.fetch(feed(server.base + "/early-hints"))
    assert (response.status, response.body) == (200, FEED)


async def test_an_idle_connection_that_talks_is_cut(
    server: HostileServer, fetcher: Fetcher
) -> None:
    assert (await fetcher.fetch(feed(server.base + "/chatty"))).body == FEED
    await asyncio.wait_for(server.hung_up.wait(), 3)
    assert (await fetcher.fetch(feed(server.base + "/ok"))).body == FEED


async def test_redirects_are_followed_and_told(server: HostileServer, fetcher: Fetcher) -> None:
    start = f"{server.base}/to/301//to/307//ok"
    response = await fetcher.fetch(feed(start))
    assert response.body == FEED
    assert (response.url, response.final_url) == (start, f"{server.base}/ok")
    assert [(hop.status, hop.location) for hop in response.hops] == [
        (301, f"{server.base}/to/307//ok"),
        (307, f"{server.base}/ok"),
    ]
    assert response.ip == "127.0.0.1"


async def test_a_redirect_without_a_place_is_handed_on(
    server: HostileServer, fetcher: Fetcher
) -> None:
    response = await fetcher.fetch(feed(server.base + "/nowhere"))
    assert (response.status, response.body) == (302, b"lost")


async def test_the_body_of_an_error_is_left_out_when_large(
    server: HostileServer, fetcher: Fetcher
) -> None:
    response = await fetcher.fetch(feed(server.base + "/huge-error"))
    assert (response.status, response.body) == (404, b"")


async def test_says_who_we_are_what_we_read_and_what_we_have(
    server: HostileServer, fetcher: Fetcher
) -> None:
    request = replace(
        feed(server.base + "/echo"),
        validators=Validators(etag='W/"a,b"', last_modified="yesterday, they said"),
    )
    said = (await fetcher.fetch(request)).body.decode().lower()
    assert "user-agent: wirewatch/1.0 (+https://example.org/bot)\r\n" in said
    assert "accept-encoding: gzip, deflate, br, zstd\r\n" in said
    assert 'if-none-match: w/"a,b"\r\n' in said
    assert "if-modified-since: yesterday, they said\r\n" in said
    assert "atom+xml" in said


async def test_cookies_are_not_kept(server: HostileServer, fetcher: Fetcher) -> None:
    await fetcher.fetch(feed(server.base + "/echo"))
    assert b"spy" not in (await fetcher.fetch(feed(server.base + "/echo"))).body


async def test_secrets_reach_their_origin_only(server: HostileServer, fetcher: Fetcher) -> None:
    named = server.base.replace("http://", "http://reader:pass%20word@")
    secret = {"Cookie": "key=1", "X-Token": "t", "Accept": "text/x-own"}
    async with hostile_server() as other:
        own = replace(feed(f"{named}/to/302//echo"), headers=secret)
        said = (await fetcher.fetch(own)).body.decode().lower()
        foreign = replace(
            feed(f"{named}/to/302/{other.base}/to/302/{server.base}/echo"), headers=secret
        )
        leaked = (await fetcher.fetch(foreign)).body.decode().lower()
    assert "cookie: key=1\r\n" in said
    assert "authorization: basic cmvhzgvyonbhc3mgd29yza==\r\n" in said
    assert said.count("accept: ") == 1
    assert not {"cookie", "authorization", "x-token"} & set(
        leaked.replace(":", "\r\n").split("\r\n")
    )


async def test_secrets_are_not_in_what_is_stored(server: HostileServer, fetcher: Fetcher) -> None:
    named = server.base.replace("http://", "http://reader:hush@")
    request = replace(feed(f"{named}/ok"), headers={"Cookie": "hush"})
    response = await fetcher.fetch(request)
    assert "hush" not in repr(response.request_headers) + response.final_url + response.url
    with pytest.raises(ForbiddenError) as raised:
        await fetcher.fetch(replace(request, headers={"Cookie": "hush\r\nX-Forged: 1"}))
    assert "hush" not in str(raised.value)


async def test_hostile_servers_do_not_stall_a_healthy_one(
    server: HostileServer, fetcher: Fetcher
) -> None:
    threats = ["/drip-body", "/interim-flood", "/endless", "/bomb-zstd", "/silent", "/bomb-br"]
    async with hostile_server() as healthy, asyncio.TaskGroup() as group:
        under_way = [
            group.create_task(_outcome(fetcher, server.base + path)) for path in threats * 2
        ]
        began = time.monotonic()
        assert (await fetcher.fetch(feed(healthy.base + "/ok"))).body == FEED
        assert time.monotonic() - began < 10 * TOTAL_S
    assert all(isinstance(task.result(), FetchError) for task in under_way)


PIECES = st.sampled_from(
    [
        b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 301 Moved\r\n", b"HTTP/9.9 200 OK\r\n", b"\r\n", b"\r\n\r\n",
        b"Content-Length: 5\r\n", b"Content-Length: -1\r\n", b"Transfer-Encoding: chunked\r\n",
        b"Content-Encoding: gzip\r\n", b"Location: http://[\r\n", b"Location: \xff\xfe\r\n",
        b"5\r\nhello\r\n", b"0\r\n\r\n", b"ffffffffffffffffff\r\n", b"hello", b"\x1f\x8b\x08",
        b"Set-Cookie: a=b; Expires=never\r\n", b"X:\r\n y\r\n", b"HTTP/1.1 101 Up\r\nUpgrade: x\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n", b"\x00", b": v\r\n", b"Connection: upgrade\r\n",
    ]
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(PIECES | st.binary(max_size=20), max_size=8))
async def test_whatever_bytes_a_server_sends_the_error_is_ours(pieces: list[bytes]) -> None:
    async def say(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(b"".join(pieces))
        writer.close()

    server = await asyncio.start_server(say, "127.0.0.1", 0)
    fetcher = Fetcher(
        policy=ONE_HOST,
        clock=SystemClock(),
        transport=guarded_transport(ONE_HOST, tls=NO_TLS),
        limits=dict.fromkeys(LIMITS, replace(SHORT, total_s=0.2)),
    )
    port = server.sockets[0].getsockname()[1]
    try:
        await _outcome(fetcher, f"http://127.0.0.1:{port}/")
    finally:
        await fetcher.aclose()
        server.close()


async def _outcome(fetcher: Fetcher, url: str) -> FetchError | None:
    try:
        await fetcher.fetch(feed(url))
    except FetchError as error:
        return error
    return None
