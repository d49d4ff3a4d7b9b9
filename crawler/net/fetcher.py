"""One URL fetched: bounded in time and bytes, conditional, every hop checked.

    turn at the host's gate -> guarded request -> redirect? the next hop, from the start
                                               -> body, decoded within bounds -> Response

Foreign exceptions end here: whatever the network does wrong leaves as a ``FetchError``.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import cast

import httpx

from crawler.clock import Clock
from crawler.core.targets import Target, redirect_target, target_of
from crawler.core.wholeness import is_cut
from crawler.model.errors import (
    AGAIN,
    TimedOutError,
    TooLargeError,
    UnreachableError,
    UnreadableError,
)
from crawler.model.settings import NetworkPolicy
from crawler.model.web import Hop, Purpose, Request, Response
from crawler.net.body import Body, read_body
from crawler.net.faults import UnresolvedError, fetch_error
from crawler.net.headers import Headers, common_headers, merged, private_headers, shown
from crawler.net.limits import LIMITS, Limits
from crawler.net.politeness import Gate
from crawler.net.robots import Robots
from crawler.net.room import Hold, Room

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_BODILESS = frozenset({204, 205, 304})
_DOCUMENTS = frozenset({Purpose.FEED, Purpose.SITEMAP})


@dataclass(slots=True, kw_only=True)
class _Journey:
    """A fetch under way, over all its hops."""

    request: Request
    limits: Limits
    target: Target
    common: Headers
    private: Headers
    asked: str
    """The URL of the request, without credentials."""
    left_s: float
    queue_s: float
    hold: Hold
    hops: list[Hop] = field(default_factory=list)
    retried: bool = False


class Fetcher:
    """Fetches what it is asked for, politely and within bounds."""

    def __init__(
        self,
        *,
        policy: NetworkPolicy,
        clock: Clock,
        transport: httpx.AsyncBaseTransport,
        limits: Mapping[Purpose, Limits] = LIMITS,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Set up without touching the network.

        Args:
            policy: how to behave, and what to call ourselves.
            clock: stamps answers and measures gaps.
            transport: carries the requests: `guarded_transport`, or a double in tests.
            limits: the bounds of each purpose.
            sleep: waits for gaps and before the second try.
        """
        self._policy, self._clock, self._transport = policy, clock, transport
        self._limits, self._sleep = limits, sleep
        self._gate = Gate(
            concurrency=policy.concurrency,
            per_host=policy.connections_per_host,
            gap_s=policy.gap.total_seconds(),
            clock=clock,
            sleep=sleep,
        )
        self._secret_headers = ("user-agent",) if policy.user_agent_secret else ()
        self._robots = Robots(self.fetch, policy.user_agent, clock)
        self._room = Room()

    async def fetch(self, request: Request) -> Response:
        """Fetch a URL as `fetched` does, where a body does not wait for anything to be read.

        Raises:
            FetchError: as `fetched` does.
        """
        async with self.fetched(request) as response:
            return response

    @asynccontextmanager
    async def fetched(self, request: Request) -> AsyncIterator[Response]:
        """Fetch a URL, whatever status it answers with; until the block ends, its body has room.

        Within the block no other fetch may be waited for: it might need the same room.

        Redirects are followed. Cookies are not kept. A body comes whole or not at all, except
        that of an error status, which is left out when it is large or damaged.

        Raises:
            ForbiddenError: the scheme, a private address, an ambiguous URL, robots.txt.
            UnreachableError: no answer, a bad certificate, a truncated body, too many redirects.
            UnreadableError: a body whose encoding is damaged or was not offered.
            TimedOutError: the deadline of the whole fetch passed.
            TooLargeError: more bytes, header lines or compression than allowed.
        """
        target = target_of(request.url)
        limits = self._limits[request.purpose]
        journey = _Journey(
            request=request,
            limits=limits,
            target=target,
            common=common_headers(request, self._policy.user_agent),
            private=private_headers(request, target),
            asked=request.url if target.credentials is None else target.url,
            left_s=limits.total_s,
            queue_s=limits.queue_s,
            hold=self._room.hold(),
        )
        try:
            response = await self._hop(journey)
            while response is None:
                response = await self._hop(journey)
            yield response
        finally:
            journey.hold.release()

    async def aclose(self) -> None:
        """Close all connections."""
        await self._transport.aclose()

    async def _hop(self, journey: _Journey) -> Response | None:
        """Ask one server; return its answer, or None when it sent us elsewhere."""
        gap_s = 0.0
        if journey.request.purpose is Purpose.ARTICLE and self._policy.robots:
            gap_s = await self._robots.admit(journey.target)
        try:
            return await self._turn(journey, gap_s)
        except httpx.TransportError as error:
            may_pass = isinstance(error, UnresolvedError | httpx.ReadError)
            if journey.retried or not may_pass:
                raise fetch_error(journey.target.url, error) from error
        journey.retried = True
        journey.hold.release()
        await self._sleep(journey.limits.retry_after_s)
        return await self._hop(journey)

    async def _turn(self, journey: _Journey, gap_s: float) -> Response | None:
        loop, url = asyncio.get_running_loop(), journey.target.url
        came_at = loop.time()
        try:
            async with self._gate.turn(
                journey.target.host, gap_s=gap_s, patience_s=journey.queue_s
            ):
                began_at = loop.time()
                journey.queue_s = max(0.0, journey.queue_s - (began_at - came_at))
                try:
                    async with asyncio.timeout(journey.left_s):
                        return await self._exchange(journey)
                except TimeoutError as error:
                    total_s = journey.limits.total_s
                    problem = f"no complete answer within {total_s:g} s"
                    raise TimedOutError(url, problem, AGAIN) from error
                finally:
                    journey.left_s = max(0.0, journey.left_s - (loop.time() - began_at))
        except TimeoutError as error:
            problem = f"no turn at {journey.target.host} within {journey.limits.queue_s:g} s"
            raise TimedOutError(url, problem, "lower `gap:` or raise `connections:`") from error

    async def _exchange(self, journey: _Journey) -> Response | None:
        limits = journey.limits
        wire = httpx.Request(
            "GET",
            journey.target.url,
            headers=[
                (name.encode(), value.encode())
                for name, value in merged(journey.common, journey.private)
            ],
            extensions={"timeout": {"connect": limits.connect_s, "read": limits.read_s}},
        )
        answer = await self._transport.handle_async_request(wire)
        try:
            location = answer.headers.get("location")
            if answer.status_code in _REDIRECTS and location:
                self._redirect(journey, answer.status_code, location)
                return None
            return self._response(journey, answer, await self._body(journey, answer))
        finally:
            await answer.aclose()

    def _redirect(self, journey: _Journey, status: int, location: str) -> None:
        here, there = journey.target, redirect_target(journey.target.url, location)
        if len(journey.hops) == journey.limits.redirects:
            raise UnreachableError(
                here.url,
                f"more than {len(journey.hops)} redirects, the last to {there.url}",
                "open it in a browser and take the address where it ends",
            )
        if there.origin != here.origin:
            journey.private = ()  # for good: a way back could not be told from a trap
        journey.hops.append(Hop(url=here.url, status=status, location=there.url))
        journey.target = there

    async def _body(self, journey: _Journey, answer: httpx.Response) -> Body:
        if answer.status_code in _BODILESS:
            return Body(b"", 0)
        url, encoding = journey.target.url, answer.headers.get("content-encoding", "")
        is_error = answer.status_code >= httpx.codes.BAD_REQUEST
        limits = journey.limits.for_error() if is_error else journey.limits
        stream = cast(httpx.AsyncByteStream, answer.stream)  # as async transports answer
        try:
            body = await read_body(url, stream, encoding, limits, journey.hold)
        except (TooLargeError, UnreachableError, UnreadableError):
            if is_error:
                return Body(b"", 0)
            raise
        if not is_error and not body.cut:
            _check_end(journey, answer, body)
        return body

    def _response(self, journey: _Journey, answer: httpx.Response, body: Body) -> Response:
        peer, version = answer.extensions.get("peer"), answer.extensions.get("http_version")
        return Response(
            url=journey.asked,
            final_url=journey.target.url,
            hops=tuple(journey.hops),
            status=answer.status_code,
            headers=tuple(
                (name.decode("latin-1").lower(), value.decode("latin-1"))
                for name, value in answer.headers.raw
            ),
            request_headers=shown(journey.common, journey.private, self._secret_headers),
            body=body.data,
            wire_bytes=body.wire_bytes,
            ip=peer if isinstance(peer, str) else None,
            http_version=version.decode() if isinstance(version, bytes) else None,
            fetched_at=self._clock.now(),
        )


def _check_end(journey: _Journey, answer: httpx.Response, body: Body) -> None:
    """Refuse what is not all of a body, as far as anybody can tell."""
    url, declared = journey.target.url, answer.headers.get("content-length", "")
    if declared.isdecimal():
        if int(declared[:20]) != body.wire_bytes:
            problem = f"the body ended early, after {body.wire_bytes} of {declared} bytes"
            raise UnreachableError(url, problem, AGAIN)
        return
    is_open = "transfer-encoding" not in answer.headers and journey.request.purpose in _DOCUMENTS
    if is_open and is_cut(body.data):
        raise UnreachableError(url, "the body ended early: its last tag is missing", AGAIN)
