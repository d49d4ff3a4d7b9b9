"""Mail through Postfix as Debian ships it: what a server of the real world takes, refuses, puts off."""

import ssl
from collections.abc import Iterator
from email import message_from_bytes
from urllib.parse import quote

import pytest

from crawler.core.digests.email import render_email
from crawler.model.alert import Message
from crawler.model.errors import DeliveryError, RejectedError
from tests.e2e.mta import (
    MECHANISMS,
    PASSWORD,
    SENDER,
    USER,
    WRAPPED,
    Postfix,
    needs_postfix,
    needs_sasl,
    postfix_server,
)
from tests.sample_alerts import HOSTILE, NOON, alert_data, digest, edit, message

pytestmark = [needs_postfix, pytest.mark.slow]


@pytest.fixture(scope="module")
def postfix() -> Iterator[Postfix]:
    with postfix_server() as server:
        yield server


@pytest.mark.parametrize(
    "sent",
    [message(), digest(edit()), message(article={"title": HOSTILE[0], "excerpt": ".\n..\nFrom x"})],
    ids=["alert", "digest", "odd text"],
)
async def test_a_mail_arrives_through_starttls_byte_for_byte(
    sent: Message, postfix: Postfix
) -> None:
    await postfix.deliverer("desk@example.org").deliver(sent)
    arrived = postfix.next_mail()
    written = render_email(sent, sender=SENDER, to=("desk@example.org",), now=NOON).as_bytes()
    assert arrived.endswith(written.replace(b"\r\n", b"\n"))
    mail = message_from_bytes(arrived)
    assert "using TLSv1" in str(mail["Received"])
    assert mail["Message-ID"] == f"<{sent.id}@example.org>"
    assert not mail.defects
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]


@pytest.mark.parametrize(
    ("receiver", "said"),
    [("elsewhere@example.net", r"554 5\.7\.1"), ("nobody@example.org", r"550 5\.1\.1")],
    ids=["not its own", "unknown"],
)
async def test_a_receiver_that_is_refused_with_5xx_is_refused_for_good(
    receiver: str, said: str, postfix: Postfix
) -> None:
    with pytest.raises(RejectedError, match=f"{receiver}: {said}"):
        await postfix.deliverer(receiver).deliver(message())


async def test_a_greylisted_receiver_is_tried_again(postfix: Postfix) -> None:
    with pytest.raises(DeliveryError, match=r"450 4\.2\.0") as caught:
        await postfix.deliverer("later@example.org").deliver(message())
    assert not isinstance(caught.value, RejectedError)


async def test_those_who_are_known_get_the_mail_though_others_are_not(postfix: Postfix) -> None:
    with pytest.raises(RejectedError, match=r"nobody@example\.org: 550"):
        await postfix.deliverer("desk@example.org", "nobody@example.org").deliver(message())
    assert b"Message-ID: <al1@example.org>" in postfix.next_mail()


async def test_a_certificate_nobody_vouches_for_stops_the_mail(postfix: Postfix) -> None:
    stranger = postfix.deliverer("desk@example.org", trust=ssl.create_default_context())
    with pytest.raises(DeliveryError, match=r"(?i)certificate"):
        await stranger.deliver(message())


async def test_a_mail_beyond_its_limit_is_refused_for_good(postfix: Postfix) -> None:
    quotes = [
        {**alert_data()["match"]["quotes"][0], "text": f"{n} {'조약 ' * 900}"} for n in range(9)
    ]
    with pytest.raises(RejectedError, match=r"552 5\.3\.4"):
        await postfix.deliverer("desk@example.org").deliver(message(match={"quotes": quotes}))


def login(password: str) -> str:
    """Return the part of an SMTP URL that says who logs in."""
    return f"{quote(USER, safe='')}:{quote(password, safe='')}@"


@needs_sasl
@pytest.mark.parametrize("service", MECHANISMS)
async def test_a_user_who_logs_in_may_hand_a_mail_over(service: str, postfix: Postfix) -> None:
    known = postfix.deliverer("desk@example.org", service=service, login=login(PASSWORD))
    assert "encrypted, logged in" in await known.connected()
    await known.deliver(message())
    arrived = str(message_from_bytes(postfix.next_mail())["Received"])
    assert f"Authenticated sender: {USER}" in arrived
    assert "using TLSv1" in arrived


@needs_sasl
@pytest.mark.parametrize("service", MECHANISMS)
async def test_a_wrong_password_is_said_without_saying_it(service: str, postfix: Postfix) -> None:
    stranger = postfix.deliverer("desk@example.org", service=service, login=login("wr0ng/p4ss"))
    with pytest.raises(DeliveryError, match=r"refuses the login .*: 535 5\.7\.8") as caught:
        await stranger.deliver(message())
    assert not isinstance(caught.value, RejectedError)
    assert not [
        word for word in ("wr0ng", quote("wr0ng/p4ss", safe="")) if word in str(caught.value)
    ]


@needs_sasl
@pytest.mark.parametrize("service", ["PLAIN", WRAPPED])
async def test_who_does_not_log_in_is_refused_for_good(service: str, postfix: Postfix) -> None:
    with pytest.raises(RejectedError, match=r"554 5\.7\.1"):
        await postfix.deliverer("desk@example.org", service=service).deliver(message())
