"""Mail servers that hang, break off, drip, flood or talk nonsense, at every stage of a session."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, suppress
from datetime import timedelta

import pytest

from crawler.clock import SystemClock
from crawler.deliver import email
from crawler.deliver.email import EmailDeliverer
from crawler.model.alert import EmailChannel
from crawler.model.errors import DeliveryError, RejectedError
from crawler.model.secret import Secret
from tests.sample_alerts import message

FINE = {
    "greeting": b"220 mx ESMTP\r\n",
    "EHLO": b"250-mx\r\n250 SIZE 99999\r\n",
    "MAIL": b"250 2.1.0 Ok\r\n",
    "RCPT": b"250 2.1.5 Ok\r\n",
    "DATA": b"354 Go on\r\n",
    "mail": b"250 2.0.0 Queued\r\n",
    "QUIT": b"221 Bye\r\n",
}
SESSION, MESSAGE = ("greeting", "EHLO"), ("MAIL", "RCPT", "DATA", "mail")
HANG, CLOSE, DRIP, FLOOD = b"hang", b"close", b"drip", b"flood"
NONSENSE = b"\xff\x00HTTP/1.1 200 OK\r\n"


async def say(writer: asyncio.StreamWriter, words: bytes) -> bool:
    """Say a stage's words, or do what they stand for; tell whether the session goes on."""
    while words in {DRIP, FLOOD}:
        writer.write(b"2" if words == DRIP else b"250-more\r\n" * 999)
        await writer.drain()
        await asyncio.sleep(0.01)
    if words == HANG:
        await asyncio.Event().wait()
    if words == CLOSE:
        return False
    writer.write(words)
    await writer.drain()
    return True


@asynccontextmanager
async def server(**words: bytes) -> AsyncIterator[tuple[str, list[bytes]]]:
    """Run a mail server that says these words at these stages; yield its URL and what it took."""
    script, mails = FINE | words, list[bytes]()

    async def session(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with closing(writer), suppress(ConnectionError, asyncio.IncompleteReadError):
            going = await say(writer, script["greeting"])
            while going and (line := await reader.readline()):
                stage = line[:4].upper().strip().decode()
                going = await say(writer, script.get(stage, b"502 What?\r\n"))
                if stage == "DATA" and script["DATA"] == FINE["DATA"] and going:
                    mails.append(await reader.readuntil(b"\r\n.\r\n"))
                    going = await say(writer, script["mail"])

    listening = await asyncio.start_server(session, "127.0.0.1", 0)
    async with listening:
        port = listening.sockets[0].getsockname()[1]
        yield f"smtp+plain://127.0.0.1:{port}", mails


def deliverer(url: str, timeout: timedelta | None = None) -> EmailDeliverer:
    channel = EmailChannel(
        name="mail",
        smtp=Secret(url),
        sender="wire@example.org",
        to=("desk@example.org",),
        timeout=timeout,
    )
    return EmailDeliverer(channel, SystemClock())


@pytest.fixture(autouse=True)
def in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(email, "GOODBYE_S", 0.05)


@pytest.mark.parametrize(
    "words", [HANG, CLOSE, DRIP, FLOOD, NONSENSE, b"421 4.3.2 Shutting down\r\n"]
)
@pytest.mark.parametrize("stage", [*SESSION, *MESSAGE])
async def test_a_server_that_comes_to_no_answer_is_tried_again(stage: str, words: bytes) -> None:
    async with server(**{stage: words}) as (url, _):
        with pytest.raises(DeliveryError) as caught:
            await deliverer(url, timedelta(milliseconds=150)).deliver(message())
    assert not isinstance(caught.value, RejectedError)
    assert len(caught.value.problem) <= 220


@pytest.mark.parametrize(
    "words", [HANG, CLOSE, DRIP, FLOOD, NONSENSE, b"550 No\r\n", b"421 Bye\r\n"]
)
async def test_a_mail_that_was_taken_is_taken_however_the_session_ends(words: bytes) -> None:
    async with server(QUIT=words) as (url, mails):
        await deliverer(url).deliver(message())
    assert len(mails) == 1


@pytest.mark.parametrize(
    "words",
    [
        b"550 5.1.1 No such\r\n",
        b"552-5.2.2 Full\r\n552-5.2.2 \xd0\xbf\xd0\xbe\xd0\xbb\xd0\xbd\xd0\xbe\r\n552 5.2.2 Full\r\n",
        b"554\r\n",
    ],
)
@pytest.mark.parametrize("stage", MESSAGE)
async def test_a_refusal_of_the_message_is_for_good_with_its_words(
    stage: str, words: bytes
) -> None:
    async with server(**{stage: words}) as (url, _):
        with pytest.raises(RejectedError, match=words[:3].decode()):
            await deliverer(url).deliver(message())


@pytest.mark.parametrize("stage", SESSION)
async def test_a_refusal_of_the_session_is_not_one_of_the_message(stage: str) -> None:
    async with server(**{stage: b"554 5.3.0 Not you\r\n"}) as (url, _):
        with pytest.raises(DeliveryError) as caught:
            await deliverer(url).deliver(message())
    assert not isinstance(caught.value, RejectedError)


@pytest.mark.parametrize(
    "words", [b"450 4.2.0 Greylisted\r\n", b"452-4.3.1 No\r\n452 4.3.1 room\r\n"]
)
@pytest.mark.parametrize("stage", MESSAGE)
async def test_a_refusal_for_now_is_tried_again_with_its_words(stage: str, words: bytes) -> None:
    async with server(**{stage: words}) as (url, _):
        with pytest.raises(DeliveryError, match=words[:3].decode()) as caught:
            await deliverer(url).deliver(message())
    assert not isinstance(caught.value, RejectedError)
