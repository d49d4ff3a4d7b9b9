import email
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from email import policy
from typing import Any

import pytest
import trustme

from crawler.clock import SystemClock
from crawler.deliver.email import EmailDeliverer
from crawler.model.alert import EmailChannel
from crawler.model.errors import DeliveryError, RejectedError
from crawler.model.secret import Secret
from tests.sample_alerts import message
from tests.sinks import MailSink

AUTHORITY = trustme.CA()
DESK, CHIEF = "desk@example.org", "chief@example.org"


def server_tls(authority: trustme.CA = AUTHORITY, host: str = "localhost") -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(host).configure_cert(context)
    return context


def client_tls() -> ssl.SSLContext:
    context = ssl.create_default_context()
    AUTHORITY.configure_trust(context)
    return context


def deliverer(
    url: str, *to: str, sender: str = "Wire <wire@example.org>", timeout: timedelta | None = None
) -> EmailDeliverer:
    channel = EmailChannel(
        name="mail", smtp=Secret(url), sender=sender, to=to or (DESK,), timeout=timeout
    )
    return EmailDeliverer(channel, SystemClock(), client_tls())


@contextmanager
def mail_sink(**script: Any) -> Iterator[MailSink]:
    with MailSink(**script) as sink:
        yield sink


async def failure(sink: MailSink, *to: str) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        await deliverer(sink.url(), *to).deliver(message())
    return caught.value


async def test_a_mail_arrives_whole() -> None:
    with mail_sink() as sink:
        await deliverer(sink.url(), DESK, f"Chief <{CHIEF}>").deliver(message())
    (mail,) = sink.mails
    assert (mail.sender, mail.receivers) == ("wire@example.org", (DESK, CHIEF))
    read = email.message_from_bytes(mail.content, policy=policy.default)
    assert read["Message-ID"] == "<al1@example.org>"
    assert read["Subject"] == "[Treaty watch] Parliament ratifies the treaty"
    assert read.is_multipart()


async def test_lines_that_begin_with_a_dot_arrive_with_it() -> None:
    excerpt = "first\n\n.hidden\n\n.\n\nlast"
    with mail_sink() as sink:
        await deliverer(sink.url()).deliver(message(article={"excerpt": excerpt}))
    read = email.message_from_bytes(sink.mails[0].content, policy=policy.default)
    body = read.get_body(("plain",))
    assert body is not None
    assert excerpt in body.get_content().replace("\r\n", "\n")


async def test_starttls_is_used_for_smtp_urls() -> None:
    with mail_sink(tls=server_tls()) as sink:
        await deliverer(sink.url("smtp", host="localhost")).deliver(message())
    assert sink.mails[0].over_tls


async def test_implicit_tls_is_used_for_smtps_urls() -> None:
    with mail_sink(tls=server_tls(), implicit_tls=True) as sink:
        await deliverer(sink.url("smtps", host="localhost")).deliver(message())
    assert sink.mails[0].over_tls


async def test_without_starttls_nothing_is_sent_in_the_clear() -> None:
    with mail_sink() as sink, pytest.raises(DeliveryError, match="STARTTLS") as caught:
        await deliverer(sink.url("smtp", host="localhost")).deliver(message())
    assert not isinstance(caught.value, RejectedError)
    assert not sink.mails


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
@pytest.mark.parametrize(
    ("authority", "host"), [(trustme.CA(), "localhost"), (AUTHORITY, "other.example")]
)
async def test_certificates_are_verified(scheme: str, authority: trustme.CA, host: str) -> None:
    tls, implicit = server_tls(authority, host), scheme == "smtps"
    with (
        mail_sink(tls=tls, implicit_tls=implicit) as sink,
        pytest.raises(DeliveryError, match=r"(?i)certificate"),
    ):
        await deliverer(sink.url(scheme, host="localhost")).deliver(message())
    assert not sink.mails


async def test_user_and_password_are_percent_decoded() -> None:
    with mail_sink(tls=server_tls(), login=("me@example.org", "p@ss/w:rd")) as sink:
        url = sink.url("smtp", "me%40example.org:p%40ss%2Fw%3Ard@", "localhost")
        await deliverer(url).deliver(message())
    assert len(sink.mails) == 1


async def test_a_wrong_password_is_tried_again_for_it_may_be_mended_and_is_not_shown() -> None:
    with (
        mail_sink(tls=server_tls(), login=("me", "right")) as sink,
        pytest.raises(DeliveryError, match="535") as caught,
    ):
        await deliverer(sink.url("smtp", "me:wrong-p4ss@", "localhost")).deliver(message())
    assert not isinstance(caught.value, RejectedError)
    assert "wrong-p4ss" not in str(caught.value)


async def test_a_server_that_repeats_the_password_does_not_spread_it() -> None:
    with (
        mail_sink(tls=server_tls(), on_data=["451 said p4ss"], login=("me", "p4ss")) as sink,
        pytest.raises(DeliveryError, match=r"451 said \*\*\*"),
    ):
        await deliverer(sink.url("smtp", "me:p4ss@", "localhost")).deliver(message())


@pytest.mark.parametrize(
    ("stage", "reply"),
    [
        ("on_sender", "451 greylisted, come back"),
        ("on_data", "452 no room"),
        ("on_data", "421 closing"),
    ],
)
async def test_a_temporary_refusal_is_tried_again(stage: str, reply: str) -> None:
    with mail_sink(**{stage: [reply]}) as sink:
        error = await failure(sink)
        assert reply in error.problem
        assert not isinstance(error, RejectedError)
        await deliverer(sink.url()).deliver(message())
    assert len(sink.mails) == 1


@pytest.mark.parametrize(
    ("stage", "reply"),
    [("on_sender", "550 unwelcome"), ("on_data", "554 looks like spam")],
)
async def test_a_refusal_for_good_is_a_dead_letter_with_its_reason(stage: str, reply: str) -> None:
    with mail_sink(**{stage: [reply]}) as sink:
        error = await failure(sink)
    assert isinstance(error, RejectedError)
    assert reply in error.problem


async def test_a_receiver_that_does_not_exist_is_a_dead_letter() -> None:
    with mail_sink(on_receiver={DESK: ["550 no such user"]}) as sink:
        error = await failure(sink)
    assert isinstance(error, RejectedError)
    assert error.problem == "refused desk@example.org: 550 no such user"


async def test_a_greylisted_receiver_is_tried_again() -> None:
    with mail_sink(on_receiver={DESK: ["450 greylisted"]}) as sink:
        error = await failure(sink)
        assert not isinstance(error, RejectedError)
        await deliverer(sink.url()).deliver(message())
    assert sink.mails[0].receivers == (DESK,)


async def test_when_one_receiver_has_to_wait_the_other_gets_the_mail_once() -> None:
    with mail_sink(on_receiver={CHIEF: ["450 mailbox busy"]}) as sink:
        mail = deliverer(sink.url(), DESK, CHIEF)
        with pytest.raises(DeliveryError, match="450 mailbox busy"):
            await mail.deliver(message())
        await mail.deliver(message())
        await mail.deliver(message())
    assert [mail.receivers for mail in sink.mails] == [(DESK,), (CHIEF,), (DESK, CHIEF)]


async def test_when_one_receiver_is_refused_for_good_the_other_has_the_mail_and_it_is_said() -> (
    None
):
    with mail_sink(on_receiver={CHIEF: ["550 gone"]}) as sink:
        error = await failure(sink, DESK, CHIEF)
    assert isinstance(error, RejectedError)
    assert CHIEF in error.problem
    assert sink.mails[0].receivers == (DESK,)


async def test_a_connection_lost_after_data_is_tried_again_under_the_same_id() -> None:
    with mail_sink(drops_after_data=1) as sink:
        error = await failure(sink)
        assert not isinstance(error, RejectedError)
        await deliverer(sink.url()).deliver(message())
    ids = [email.message_from_bytes(mail.content)["Message-ID"] for mail in sink.mails]
    assert ids == ["<al1@example.org>"] * 2


async def test_a_server_that_wants_no_session_is_tried_again() -> None:
    with mail_sink(greeting="554 not today") as sink:
        error = await failure(sink)
    assert not isinstance(error, RejectedError)
    assert "554" in error.problem


async def test_a_silent_server_is_given_up_after_the_time_out() -> None:
    with mail_sink(hangs=True) as sink:
        patient = deliverer(sink.url(), timeout=timedelta(milliseconds=100))
        with pytest.raises(DeliveryError, match=r"longer than 0\.1 s|[Tt]imed out"):
            await patient.deliver(message())


async def test_a_server_that_falls_silent_after_data_is_given_up_in_time() -> None:
    with mail_sink(hangs_at="DATA") as sink:
        patient = deliverer(sink.url(), timeout=timedelta(seconds=1))
        before = SystemClock().monotonic()
        with pytest.raises(DeliveryError, match=r"longer than 1 s|[Tt]imed out"):
            await patient.deliver(message())
        assert SystemClock().monotonic() - before < 4


async def test_a_server_without_a_goodbye_has_the_mail_all_the_same() -> None:
    with mail_sink(hangs_at="QUIT") as sink:
        await deliverer(sink.url()).deliver(message())
    assert len(sink.mails) == 1


async def test_no_server_is_tried_again() -> None:
    with pytest.raises(DeliveryError) as caught:
        await deliverer("smtp+plain://127.0.0.1:9").deliver(message())
    assert not isinstance(caught.value, RejectedError)


async def test_an_address_that_is_none_is_a_dead_letter_that_names_it() -> None:
    with mail_sink() as sink, pytest.raises(RejectedError, match="nobody"):
        await deliverer(sink.url(), "nobody").deliver(message())


@pytest.mark.parametrize(
    ("url", "port"),
    [("smtp://h.example", 587), ("smtps://h.example", 465), ("smtp+plain://h.example", 25)],
)
def test_each_scheme_has_its_port(url: str, port: int) -> None:
    assert deliverer(url)._server.port == port
