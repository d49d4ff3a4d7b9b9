"""httpx requests over aiohttp's connections, guarded.

httpx is the interface, so that tests and callers need to know nothing else; aiohttp carries the
bytes, at less than half the CPU of httpx's own transport. It is driven directly and not through
the httpx-aiohttp package, because that one rewrites the escapes of a URL (``%2F`` in a signed
query becomes ``/``), reports a reset as a connect time-out and does not tell which address
answered.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator
from functools import cache
from typing import Any

import aiohttp
import httpx
from yarl import URL

from crawler.core.targets import target_of
from crawler.model.errors import ForbiddenError
from crawler.model.settings import NetworkPolicy
from crawler.net.faults import FloodError, translate
from crawler.net.guard import AddressRefusedError, GuardedResolver, socket_maker
from crawler.net.names import Lookup, system_lookup
from crawler.net.wire import MAX_HEADER_BYTES, MAX_HEADER_LINES, AnswerFilter, IdleFilter

CHUNK_BYTES = 64 * 1024
"""What a body is handed on in."""
KEEPALIVE_S = 5.0
"""Idle connections are kept this briefly: thousands of hosts must not eat the file handles."""


class GuardedTransport(httpx.AsyncBaseTransport):
    """The one way out: guarded connections, one pool, no cookies, no redirects, no proxy.

    Its answers carry the connected address as ``extensions["peer"]`` and a raw body: nothing
    is decompressed.
    """

    def __init__(self, policy: NetworkPolicy, tls: ssl.SSLContext, lookup: Lookup) -> None:
        self._policy, self._tls, self._lookup = policy, tls, lookup
        self._pooled: aiohttp.ClientSession | None = None
        self._single: aiohttp.ClientSession | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request and return as soon as the headers of the answer are here.

        Raises:
            ForbiddenError: the URL has more than one reading, or leads to a private address.
            httpx.TransportError: everything the network does wrong; the text is fit for users.
        """
        url = str(request.url)
        target_of(url)
        try:
            answer = await self._ask(request)
        except AddressRefusedError as error:
            raise _refusal(request.url.host, url, error) from error
        except aiohttp.ClientError as error:
            raise translate(error) from error
        return httpx.Response(
            answer.status,
            headers=answer.raw_headers,
            stream=_Body(answer),
            extensions=_noted(answer),
        )

    async def aclose(self) -> None:
        """Close all connections."""
        for session in filter(None, (self._pooled, self._single)):
            await session.close()

    async def _ask(self, request: httpx.Request) -> aiohttp.ClientResponse:
        """Send a request; one whose connection closed without an answer, once more on a new one.

        The server may have closed the connection while it was idle (RFC 9112 §9.3.1), and so all
        that lie in the pool.
        """
        if self._pooled is None:  # on first use: aiohttp wants a running loop
            self._pooled = self._session(keepalive_timeout=KEEPALIVE_S)
        try:
            return await _sent(self._pooled, request)
        except (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError) as error:
            if request.method != "GET" or isinstance(error, aiohttp.ClientConnectorError):
                raise
        if self._single is None:
            self._single = self._session(force_close=True)
        return await _sent(self._single, request)

    def _session(self, **lasting: Any) -> aiohttp.ClientSession:
        networks = self._policy.allow_networks
        session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                limit=0,  # the gate bounds what is in flight
                ssl=self._tls,
                resolver=GuardedResolver(self._lookup, networks),
                socket_factory=socket_maker(networks),
                **lasting,
            ),
            response_class=_Answer,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
            max_line_size=MAX_HEADER_BYTES,  # beyond these the head does not get to aiohttp
            max_field_size=MAX_HEADER_BYTES,
            max_headers=MAX_HEADER_LINES,
            skip_auto_headers=("User-Agent", "Accept", "Accept-Encoding"),
        )
        session._retry_connection = False  # noqa: SLF001 - its second try may take a dead one again
        return session


async def _sent(session: aiohttp.ClientSession, request: httpx.Request) -> aiohttp.ClientResponse:
    limits = request.extensions.get("timeout", {})
    return await session.request(
        request.method,
        URL(str(request.url), encoded=True),
        headers=[
            header
            for header in request.headers.multi_items()
            if header[0] != "transfer-encoding"  # the body is sent in one piece
        ],
        data=await request.aread() or None,
        allow_redirects=False,
        timeout=aiohttp.ClientTimeout(
            connect=limits.get("connect"),
            sock_connect=limits.get("connect"),
            sock_read=limits.get("read"),
        ),
    )


def guarded_transport(
    policy: NetworkPolicy, *, tls: ssl.SSLContext | None = None, lookup: Lookup = system_lookup
) -> httpx.AsyncBaseTransport:
    """Return a transport that reaches the public internet and ``policy.allow_networks`` only.

    Args:
        policy: what may be reached.
        tls: how certificates are verified; None = against certifi's or the system's roots.
        lookup: how names are resolved.
    """
    return GuardedTransport(policy, tls or _roots(), lookup)


@cache
def _roots() -> ssl.SSLContext:
    """Return the authorities we trust; reading them takes 50 ms, which a reload need not spend."""
    return httpx.create_ssl_context()


def _refusal(host: str, url: str, error: AddressRefusedError) -> ForbiddenError:
    place = host if error.address == host else f"{host} leads to {error.address}, which"
    return ForbiddenError(
        url,
        f"{place} {error.problem}",
        "if this is meant, add its network to network.allow_networks",
    )


def _noted(answer: aiohttp.ClientResponse) -> dict[str, object]:
    """Return what is known of the exchange beside its content, under httpx's names."""
    noted: dict[str, object] = {}
    if isinstance(answer, _Answer):
        noted["peer"] = answer.peer
    if answer.version is not None:
        noted["http_version"] = f"HTTP/{answer.version.major}.{answer.version.minor}".encode()
    return noted


class _Answer(aiohttp.ClientResponse):
    """An answer that remembers which address gave it: the connection is let go early."""

    peer: str | None = None
    _filter: AnswerFilter | None = None

    @property
    def flood(self) -> str:
        """What there was too much of, when the connection was cut for it; else empty."""
        return self._filter.flood if self._filter is not None else ""

    async def start(self, connection: aiohttp.connector.Connection) -> aiohttp.ClientResponse:
        transport, protocol = connection.transport, connection.protocol
        if transport is None or protocol is None:
            return await super().start(connection)  # lost already: raises what it should
        peer = transport.get_extra_info("peername")
        self.peer = peer[0] if peer else None
        connection.add_callback(lambda: _park(transport, protocol))
        self._filter = AnswerFilter(transport, protocol)
        try:
            await super().start(connection)
        except aiohttp.ClientError as error:
            if self.flood:
                raise FloodError(self.flood) from error
            raise
        self._filter.watch(lambda: self.content.total_bytes)
        return self


def _park(transport: asyncio.Transport, protocol: asyncio.Protocol) -> None:
    """Let nothing in while a connection lies in the pool."""
    if not transport.is_closing():
        IdleFilter(transport, protocol)


class _Body(httpx.AsyncByteStream):
    """The raw bytes of an answer, in chunks."""

    def __init__(self, answer: aiohttp.ClientResponse) -> None:
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for chunk in self._answer.content.iter_chunked(CHUNK_BYTES):
                yield chunk
        except aiohttp.ClientError as error:
            if isinstance(self._answer, _Answer) and self._answer.flood:
                raise FloodError(self._answer.flood) from error
            raise translate(error) from error

    async def aclose(self) -> None:
        self._answer.release()
