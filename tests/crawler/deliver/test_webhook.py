import asyncio
import json
import ssl
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing, nullcontext, suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network

import httpx
import pytest
import standardwebhooks
import trustme

from crawler.clock import Clock, SystemClock
from crawler.core.digests.digest import health_message
from crawler.deliver.webhook import MOST_ANSWER_BYTES, WebhookDeliverer
from crawler.model.alert import Message, WebhookChannel, message_of
from crawler.model.errors import ChannelGoneError, DeliveryError, RejectedError
from crawler.model.secret import Secret
from crawler.model.settings import NetworkPolicy
from crawler.model.topic import AlertKind
from crawler.net.transport import guarded_transport
from tests.sample_alerts import NOON, alert, digest, edit, message, source, trouble
from tests.sinks import Answer, HookSink, hook_sink

STRANGER = "whsec_" + "QUFB" * 11
SECRETS = ("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD")
LOOPBACK = NetworkPolicy(user_agent="test", allow_networks=(ip_network("127.0.0.0/8"),))


class FixedClock(SystemClock):
    """A clock that stands still."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


@pytest.fixture
def sink() -> Iterator[HookSink]:
    with hook_sink() as receiver:
        yield receiver


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=guarded_transport(LOOPBACK)) as open_client:
        yield open_client


def deliverer(
    sink: HookSink,
    client: httpx.AsyncClient,
    *,
    clock: Clock | None = None,
    timeout: timedelta | None = None,
    url: str | None = None,
) -> WebhookDeliverer:
    channel = WebhookChannel(
        name="hook",
        url=Secret(url or sink.url),
        secrets=tuple(map(Secret, SECRETS)),
        timeout=timeout,
    )
    return WebhookDeliverer(channel, client, clock or SystemClock())


async def failure(sink: HookSink, client: httpx.AsyncClient, *script: Answer) -> DeliveryError:
    sink.script[:] = script
    with pytest.raises(DeliveryError) as caught:
        await deliverer(sink, client).deliver(message())
    return caught.value


async def test_a_receiver_verifies_the_message_with_the_reference_library(
    sink: HookSink, client: httpx.AsyncClient
) -> None:
    await deliverer(sink, client).deliver(message())
    (call,) = sink.calls
    for secret in SECRETS:
        body = standardwebhooks.Webhook(secret).verify(call.body, dict(call.headers))
        assert body["type"] == "alert.created"
    assert call.headers["content-type"] == "application/json"
    assert call.headers["webhook-id"] == "al1"


@pytest.mark.parametrize(
    "sent",
    [
        message(),
        message_of(alert("al3", AlertKind.GROWING)),
        message_of(edit()),
        digest(alert(), edit()),
        health_message("health-1", title="조약", troubles=[trouble()], now=NOON),
        message(story={"sources": [source("Wire", n, title="조약" * 99) for n in range(300)]}),
    ],
    ids=["new", "growing", "edited", "digest", "health", "cut"],
)
async def test_every_kind_of_message_is_verified_by_the_old_and_the_new_secret_alike(
    sent: Message, sink: HookSink, client: httpx.AsyncClient
) -> None:
    await deliverer(sink, client).deliver(sent)
    (call,) = sink.calls
    assert len(call.headers["webhook-signature"].split()) == 2
    assert len(call.body) < 20_000
    for secret in SECRETS:
        verified = standardwebhooks.Webhook(secret).verify(call.body, dict(call.headers))
        assert verified["type"] == sent.type.value
    with pytest.raises(standardwebhooks.WebhookVerificationError):
        standardwebhooks.Webhook(STRANGER).verify(call.body, dict(call.headers))


@pytest.mark.parametrize(
    ("off", "believed"), [(-310, False), (-290, True), (290, True), (310, False)]
)
async def test_a_receiver_believes_clocks_that_differ_by_up_to_five_minutes(
    off: int, believed: bool, sink: HookSink, client: httpx.AsyncClient
) -> None:
    clock = FixedClock(SystemClock().now() + timedelta(seconds=off))
    await deliverer(sink, client, clock=clock).deliver(message())
    verify = standardwebhooks.Webhook(SECRETS[0]).verify
    with nullcontext() if believed else pytest.raises(standardwebhooks.WebhookVerificationError):
        verify(sink.calls[0].body, dict(sink.calls[0].headers))


@asynccontextmanager
async def receiver(said: bytes, then: str) -> AsyncIterator[str]:
    """Take a message, say this much, then ``drip``, ``hang`` or ``close``; yield the address."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with closing(writer), suppress(ConnectionError):
            await reader.readuntil(b"}")
            writer.write(said)
            await writer.drain()
            while then == "drip" and not writer.is_closing():
                writer.write(b"x")
                await writer.drain()
                await asyncio.sleep(0.01)
            if then == "hang":
                await reader.read()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"


def at(url: str) -> WebhookChannel:
    return WebhookChannel(name="hook", url=Secret(url), timeout=timedelta(milliseconds=300))


@pytest.mark.parametrize("then", ["drip", "hang"])
@pytest.mark.parametrize(
    "said", [b"", b"HTT", b"HTTP/1.1 200 OK\r\nx-drip: ", b"HTTP/1.1 102 Wait\r\n\r\n"]
)
async def test_a_receiver_that_does_not_come_to_its_answer_is_given_up_after_the_time_out(
    said: bytes, then: str, client: httpx.AsyncClient
) -> None:
    async with receiver(said, then) as url:
        with pytest.raises(DeliveryError) as caught:
            await WebhookDeliverer(at(url), client, SystemClock()).deliver(message())
    assert not isinstance(caught.value, RejectedError)


BODY = b"content-length: 99\r\n\r\nWell"


@pytest.mark.parametrize("then", ["drip", "hang", "close"])
@pytest.mark.parametrize(
    "head", [b"200 OK\r\n", b"202\r\n", b"200 OK\r\ntransfer-encoding: chunked\r\n"]
)
async def test_a_message_is_taken_with_the_word_that_it_is_however_the_answer_ends(
    head: bytes, then: str, client: httpx.AsyncClient
) -> None:
    rest = b"\r\n4\r\nWell" if b"chunked" in head else BODY
    async with receiver(b"HTTP/1.1 " + head + rest, then) as url:
        await WebhookDeliverer(at(url), client, SystemClock()).deliver(message())


@pytest.mark.parametrize("then", ["drip", "hang", "close"])
async def test_a_refusal_is_what_its_first_line_says_however_the_answer_ends(
    then: str, client: httpx.AsyncClient
) -> None:
    async with receiver(b"HTTP/1.1 410 Gone\r\n" + BODY, then) as url:
        with pytest.raises(ChannelGoneError, match="410 Gone"):
            await WebhookDeliverer(at(url), client, SystemClock()).deliver(message())
    wish = b"HTTP/1.1 429 Slow\r\nretry-after: 120\r\n"
    async with receiver(wish + BODY, then) as url:
        with pytest.raises(DeliveryError, match=r"answered 429 .*: Well") as caught:
            await WebhookDeliverer(at(url), client, FixedClock(NOON)).deliver(message())
    assert caught.value.until == NOON + timedelta(minutes=2)


async def test_a_retry_has_the_same_id_and_body_and_a_fresh_time_stamp(
    sink: HookSink, client: httpx.AsyncClient
) -> None:
    clock = FixedClock(datetime(2024, 11, 9, 12, tzinfo=UTC))
    hook = deliverer(sink, client, clock=clock)
    await hook.deliver(message())
    clock.at += timedelta(minutes=5)
    await hook.deliver(message())
    first, second = sink.calls
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body
    stamps = [int(call.headers["webhook-timestamp"]) for call in sink.calls]
    assert stamps[1] - stamps[0] == 300


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
async def test_any_2xx_is_success(status: int, sink: HookSink, client: httpx.AsyncClient) -> None:
    sink.script.append(Answer(status=status))
    await deliverer(sink, client).deliver(message())


@pytest.mark.parametrize("status", [304, 400, 401, 404, 409, 413, 422, 500, 501, 503])
async def test_any_other_status_is_tried_again(
    status: int, sink: HookSink, client: httpx.AsyncClient
) -> None:
    error = await failure(sink, client, Answer(status=status))
    assert not isinstance(error, RejectedError)
    assert str(status) in error.problem
    assert error.until is None


async def test_410_says_that_the_channel_is_gone(sink: HookSink, client: httpx.AsyncClient) -> None:
    assert isinstance(await failure(sink, client, Answer(status=410)), ChannelGoneError)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_no_redirect_is_followed(
    status: int, sink: HookSink, client: httpx.AsyncClient
) -> None:
    error = await failure(sink, client, Answer(status=status, headers={"location": "/elsewhere"}))
    assert "redirects are not followed" in error.problem
    assert len(sink.calls) == 1


@pytest.mark.parametrize("status", [429, 502, 503, 504])
async def test_a_wish_for_later_is_passed_on(
    status: int, sink: HookSink, client: httpx.AsyncClient
) -> None:
    clock = FixedClock(datetime(2024, 11, 9, 12, tzinfo=UTC))
    sink.script.append(Answer(status=status, headers={"retry-after": "120"}))
    with pytest.raises(DeliveryError) as caught:
        await deliverer(sink, client, clock=clock).deliver(message())
    assert caught.value.until == clock.at + timedelta(minutes=2)


async def test_what_the_receiver_says_is_shown_in_one_short_line(
    sink: HookSink, client: httpx.AsyncClient
) -> None:
    said = b"no such\r\n\x1b[2Jroom " + b"x" * 900
    error = await failure(sink, client, Answer(status=400, body=said))
    assert error.problem.startswith("answered 400 Bad Request: no such [2Jroom x")
    assert len(error.problem) < 250


async def test_a_silent_receiver_is_given_up_after_the_time_out(
    sink: HookSink, client: httpx.AsyncClient
) -> None:
    never = threading.Event()
    sink.script.append(Answer(after=never))
    with pytest.raises(DeliveryError, match=r"no answer within 0\.05 s"):
        await deliverer(sink, client, timeout=timedelta(milliseconds=50)).deliver(message())
    never.set()


async def test_a_connection_cut_after_receipt_is_tried_again(
    sink: HookSink, client: httpx.AsyncClient
) -> None:
    error = await failure(sink, client, Answer(drops=True))
    assert not isinstance(error, RejectedError)
    await deliverer(sink, client).deliver(message())
    assert sink.calls[0].headers["webhook-id"] == sink.calls[1].headers["webhook-id"]


async def test_an_endless_answer_is_read_to_its_bound(
    sink: HookSink, client: httpx.AsyncClient
) -> None:
    error = await failure(sink, client, Answer(status=500, endless=True))
    assert "500" in error.problem
    assert sink.sent_bytes < 100 * MOST_ANSWER_BYTES


async def test_an_endless_answer_of_success_is_success(
    sink: HookSink, client: httpx.AsyncClient
) -> None:
    sink.script.append(Answer(endless=True))
    await deliverer(sink, client).deliver(message())


async def test_private_addresses_are_refused_unless_allowed_and_the_receiver_hears_nothing(
    sink: HookSink,
) -> None:
    transport = guarded_transport(NetworkPolicy(user_agent="test"))
    async with httpx.AsyncClient(transport=transport) as guarded:
        with pytest.raises(DeliveryError, match="allow_networks") as caught:
            await deliverer(sink, guarded).deliver(message())
    assert not isinstance(caught.value, RejectedError)
    assert not sink.calls


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9/s3cret", "http://[::1/s3cret", "ftp://h/s3cret"]
)
async def test_the_secret_in_a_url_is_never_shown(
    url: str, sink: HookSink, client: httpx.AsyncClient
) -> None:
    with pytest.raises(DeliveryError) as caught:
        await deliverer(sink, client, url=url).deliver(message())
    assert "s3cret" not in str(caught.value)


async def test_a_receiver_that_repeats_its_address_does_not_spread_it(
    sink: HookSink, client: httpx.AsyncClient
) -> None:
    said = json.dumps({"error": f"POST {sink.url} failed", "path": "/hook/s3cret"}).encode()
    error = await failure(sink, client, Answer(status=500, body=said))
    assert "s3cret" not in str(error)
    assert "POST ***" in error.problem


async def test_a_path_that_is_no_secret_blots_out_no_words(
    sink: HookSink, client: httpx.AsyncClient
) -> None:
    sink.script.append(Answer(status=503))
    url = sink.url.rpartition("/hook/")[0] + "/503"
    with pytest.raises(DeliveryError, match="answered 503"):
        await deliverer(sink, client, url=url).deliver(message())


def expired(authority: trustme.CA) -> trustme.LeafCert:
    return authority.issue_cert("localhost", not_after=datetime(2020, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("certificate", "said"),
    [
        (lambda known: known.issue_cert("other.example"), "for another host"),
        (expired, "expired"),
        (lambda _: trustme.CA().issue_cert("localhost"), "nobody this machine trusts"),
    ],
    ids=["another's", "expired", "a stranger's"],
)
async def test_a_receiver_that_cannot_prove_who_it_is_is_told_nothing(
    certificate: Callable[[trustme.CA], trustme.LeafCert], said: str
) -> None:
    known, heard = trustme.CA(), list[bytes]()
    ours, theirs = ssl.create_default_context(), ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    known.configure_trust(ours)
    certificate(known).configure_cert(theirs)

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.read())
        writer.close()

    server = await asyncio.start_server(listen, "127.0.0.1", 0, ssl=theirs)
    port = server.sockets[0].getsockname()[1]
    transport = guarded_transport(LOOPBACK, tls=ours)
    async with server, httpx.AsyncClient(transport=transport) as client:
        hook = WebhookChannel(name="hook", url=Secret(f"https://localhost:{port}/s3cret-path"))
        with pytest.raises(DeliveryError, match=said) as caught:
            await WebhookDeliverer(hook, client, SystemClock()).deliver(message())
    assert not isinstance(caught.value, RejectedError)
    assert "s3cret" not in str(caught.value)
    assert heard == []
