"""Where connections go, and whom they trust."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Network

import aiohttp
import httpx
import pytest
import trustme
from aiohttp.client_reqrep import ConnectionKey

from crawler.model.errors import ForbiddenError
from crawler.model.settings import NetworkPolicy
from crawler.net.faults import CertificateError, TlsError, UnresolvedError, translate
from crawler.net.guard import socket_maker
from crawler.net.names import Lookup, system_lookup
from crawler.net.transport import guarded_transport
from tests.crawler.net.hostile import FEED, HostileServer, hostile_server

HERE = "127.0.0.1"
PRIVATE = "127.0.0.2"
UNTRUSTING = ssl.create_default_context()
POLICY = NetworkPolicy(user_agent="test", allow_networks=(IPv4Network("127.0.0.1/32"),))


class Names:
    """A name server with a script: each question takes the next answer, the last one stays."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    async def __call__(self, name: str) -> Sequence[str]:
        self.asked.append(name)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


async def get(
    url: str, *, lookup: Lookup = system_lookup, tls: ssl.SSLContext | None = None,
    policy: NetworkPolicy = POLICY,
) -> httpx.Response:  # fmt: skip
    async with httpx.AsyncClient(
        transport=guarded_transport(policy, tls=tls or UNTRUSTING, lookup=lookup), timeout=0.5
    ) as client:
        return await client.get(url)


@pytest.fixture
async def server() -> AsyncIterator[HostileServer]:
    async with hostile_server(HERE) as running:
        yield running


@pytest.fixture
async def canary() -> AsyncIterator[HostileServer]:
    async with hostile_server(PRIVATE) as running:
        yield running


def named(server: HostileServer, name: str) -> str:
    return server.base.replace(HERE, name).replace(PRIVATE, name) + "/ok"


async def test_a_name_is_resolved_once_and_that_answer_is_connected(
    server: HostileServer, canary: HostileServer
) -> None:
    rebinding = Names([HERE], [PRIVATE])
    answer = await get(named(server, "news.example"), lookup=rebinding)
    assert (answer.content, answer.extensions["peer"]) == (FEED, HERE)
    assert rebinding.asked == ["news.example"]
    assert canary.connections == 0


async def test_a_request_outlives_all_idle_connections_that_the_server_has_given_up() -> None:
    both = asyncio.Barrier(2)
    answered = 0

    async def answer_once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal answered
        await reader.readuntil(b"\r\n\r\n")
        answered += 1
        if answered <= both.parties:
            await both.wait()
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        with suppress(asyncio.IncompleteReadError):
            await reader.readuntil(b"\r\n\r\n")
        writer.close()

    transport = guarded_transport(POLICY, tls=UNTRUSTING)
    async with (
        await asyncio.start_server(answer_once, HERE, 0) as server,
        httpx.AsyncClient(transport=transport, timeout=5) as client,
    ):
        url = "http://{}:{}/".format(*server.sockets[0].getsockname())
        await asyncio.gather(client.get(url), client.get(url))
        assert (await client.get(url)).text == "ok"
        with pytest.raises(httpx.RemoteProtocolError, match="without an answer"):
            await client.post(url)  # never sent twice


async def test_the_original_host_is_sent_to_the_checked_address(server: HostileServer) -> None:
    url = named(server, "news.example").replace("/ok", "/echo")
    answer = await get(url, lookup=Names([HERE]))
    assert b"host: news.example:" in answer.content.lower()


@pytest.mark.parametrize(
    "answers", [[PRIVATE], [HERE, PRIVATE], [PRIVATE, HERE], [HERE, f"::ffff:{PRIVATE}"], ["::1"]]
)
async def test_one_private_answer_refuses_the_name(
    server: HostileServer, canary: HostileServer, answers: Sequence[str]
) -> None:
    for target in (server, canary):
        with pytest.raises(ForbiddenError, match=r"news.example leads to"):
            await get(named(target, "news.example"), lookup=Names(answers))
    assert (server.connections, canary.connections) == (0, 0)


@pytest.mark.parametrize("host", [PRIVATE, f"[::ffff:{PRIVATE}]", "[::1]", "[fe80::1]"])
async def test_literal_addresses_are_checked_like_names(canary: HostileServer, host: str) -> None:
    with pytest.raises(ForbiddenError, match="not on the public internet"):
        await get(canary.base.replace(PRIVATE, host))
    assert canary.connections == 0


async def test_nothing_private_is_reached_by_default(server: HostileServer) -> None:
    for host in (HERE, "localhost"):
        with pytest.raises(ForbiddenError):
            await get(named(server, host), policy=NetworkPolicy(user_agent="test"))
    assert server.connections == 0


async def test_a_name_without_an_address_is_said_to_be_one() -> None:
    for lookup in (Names([]), system_lookup):
        with pytest.raises(UnresolvedError, match=r"'a\.invalid' does not resolve"):
            await get("http://a.invalid/", lookup=lookup)
    with pytest.raises(UnresolvedError):
        await get(f"http://{'a' * 64}.example/")


async def test_a_silent_name_server_costs_the_connect_time_only() -> None:
    async def never(name: str) -> Sequence[str]:
        await asyncio.sleep(3600)
        return [name]

    with pytest.raises(httpx.ConnectTimeout, match="no connection in time"):
        await get("http://slow.example/", lookup=never)


async def test_a_closed_port_is_told_from_a_missing_name(server: HostileServer) -> None:
    async with hostile_server(HERE) as gone:
        base = gone.base
    with pytest.raises(httpx.ConnectError, match=rf"nobody answers at {HERE}:\d+: Connection"):
        await get(base)


async def test_escapes_in_a_url_stay_as_the_publisher_wrote_them(server: HostileServer) -> None:
    answer = await get(f"{server.base}/echo?sig=%2Fa%2bb%21&x=a+b", lookup=system_lookup)
    assert b" /echo?sig=%2Fa%2bb%21&x=a+b HTTP/1.1" in answer.content


@pytest.mark.parametrize("streamed", [False, True])
async def test_a_posted_body_arrives_as_it_was(streamed: bool) -> None:
    body = '{"title": "조약"}'.encode()
    heard: list[bytes] = []

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.readuntil(b"\r\n\r\n"))
        heard.append(await reader.readexactly(len(body)))
        writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
        writer.close()

    async def pieces() -> AsyncIterator[bytes]:
        yield body[:5]
        yield body[5:]

    server = await asyncio.start_server(listen, HERE, 0)
    url = f"http://{HERE}:{server.sockets[0].getsockname()[1]}/"
    async with httpx.AsyncClient(transport=guarded_transport(POLICY)) as client:
        answer = await client.post(
            url,
            content=pieces() if streamed else body,
            headers={"content-type": "application/json"},
        )
    server.close()
    assert answer.status_code == 204
    assert heard[1] == body
    head = heard[0].lower()
    assert (head.count(b"content-type"), head.count(b"content-length")) == (1, 1)
    assert b"transfer-encoding" not in head


def test_a_fault_nobody_foresaw_is_still_one_of_httpx() -> None:
    fault = translate(aiohttp.ClientError("odd"))
    assert (type(fault), str(fault)) == (httpx.RemoteProtocolError, "odd")


# --- TLS

Serve = Callable[[ssl.SSLContext], Awaitable[str]]


@asynccontextmanager
async def tls_server(certificate: trustme.LeafCert | None) -> AsyncIterator[str]:
    """Serve one feed over TLS; without a certificate, stall in the handshake."""
    context = None
    if certificate is not None:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        certificate.configure_cert(context)
    done = asyncio.Event()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if certificate is None:
            await done.wait()
        else:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(FEED) + FEED)
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, HERE, 0, ssl=context)
    try:
        yield f"https://news.example:{server.sockets[0].getsockname()[1]}/"
    finally:
        done.set()
        server.close()
        await asyncio.sleep(0)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trusting(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


async def test_the_certificate_is_verified_for_the_name_asked_for(
    authority: trustme.CA, trusting: ssl.SSLContext
) -> None:
    async with tls_server(authority.issue_cert("news.example")) as url:
        answer = await get(url, lookup=Names([HERE]), tls=trusting)
    assert (answer.content, answer.extensions["peer"]) == (FEED, HERE)


@pytest.mark.parametrize(
    ("fault", "problem", "advice"),
    [
        ("expired", "has expired", "renew"),
        ("not yet valid", "not valid yet", "clock"),
        ("wrong name", "for another host", "check the address"),
        ("self-signed", "self-signed: nobody vouches for it", "SSL_CERT_FILE"),
        ("unknown authority", "nobody this machine trusts", "chain"),
        ("unknown root sent along", "nobody this machine trusts", "chain"),
    ],
)
async def test_a_bad_certificate_is_refused_and_explained(
    authority: trustme.CA, trusting: ssl.SSLContext, fault: str, problem: str, advice: str
) -> None:
    async with tls_server(_bad_certificate(authority, fault)) as url:
        with pytest.raises(CertificateError, match=problem) as raised:
            await get(url, lookup=Names([HERE]), tls=trusting)
    assert advice in raised.value.advice


def _bad_certificate(authority: trustme.CA, fault: str) -> trustme.LeafCert:
    name, today = "news.example", datetime.now(UTC)  # noqa: TID251
    stranger = trustme.CA()
    match fault:
        case "expired":
            return authority.issue_cert(name, not_after=today - timedelta(days=1))
        case "not yet valid":
            return authority.issue_cert(name, not_before=today + timedelta(days=1))
        case "wrong name":
            return authority.issue_cert("other.example")
        case "self-signed":
            return trustme.LeafCert(stranger.private_key_pem.bytes(), stranger.cert_pem.bytes(), [])
        case "unknown authority":
            return stranger.issue_cert(name)
        case _:
            known = stranger.issue_cert(name)
            leaf = known.cert_chain_pems[0].bytes()
            return trustme.LeafCert(
                known.private_key_pem.bytes(), leaf, [stranger.cert_pem.bytes()]
            )


def test_a_fault_of_tls_nobody_foresaw_is_shown_as_it_is() -> None:
    key = ConnectionKey("news.example", 443, True, True, None, None, None)
    cause = ssl.SSLCertVerificationError(1, "odd")
    fault = translate(aiohttp.ClientConnectorCertificateError(key, cause))
    assert isinstance(fault, CertificateError)
    assert str(fault) == "its TLS certificate is not valid: odd"


async def test_a_handshake_that_stalls_costs_the_connect_time_only() -> None:
    async with tls_server(None) as url:
        with pytest.raises(httpx.ConnectTimeout):
            await get(url, lookup=Names([HERE]))


async def test_a_server_without_tls_is_told_so(server: HostileServer) -> None:
    with pytest.raises(TlsError, match="TLS failed"):
        await get(server.base.replace("http:", "https:") + "/ok")


@pytest.mark.parametrize("port", [22, 25, 110, 6000, 6667])
@pytest.mark.parametrize("host", ["93.184.215.14", "mail.example"])
async def test_a_port_of_another_service_is_refused_before_anything_is_connected(
    host: str, port: int
) -> None:
    """WHATWG Fetch, "Port blocking"."""
    with pytest.raises(ForbiddenError, match=f"asked on port {port}, where other services"):
        await get(f"http://{host}:{port}/", lookup=Names(["93.184.215.14"]))


async def test_any_port_of_a_network_the_user_names_may_be_reached() -> None:
    open_socket = socket_maker([IPv4Network("127.0.0.1/32")])
    open_socket((socket.AF_INET, socket.SOCK_STREAM, 0, "", (HERE, 6667))).close()
