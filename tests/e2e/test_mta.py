"""Mail through Postfix as Debian ships it: what a server of the real world takes, refuses, puts off.

Its mailbox is a pipe, so that a test waits for the mail and not for a time.
"""

import os
import select
import shutil
import socket
import ssl
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from pathlib import Path

import pytest
import trustme

from crawler.clock import SystemClock
from crawler.core.digests.email import render_email
from crawler.deliver.email import EmailDeliverer
from crawler.model.alert import EmailChannel, Message
from crawler.model.errors import DeliveryError, RejectedError
from crawler.model.secret import Secret
from tests.sample_alerts import HOSTILE, NOON, alert_data, digest, edit, message

POSTFIX = shutil.which("postfix", path=f"{os.environ.get('PATH', '')}:/usr/sbin")

pytestmark = [
    pytest.mark.skipif(
        POSTFIX is None or os.geteuid() != 0,
        reason="needs Postfix (apt-get install postfix) and the right to start it (root)",
    ),
    pytest.mark.slow,
]

MASTER = """\
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
hand unix - n n - 1 pipe flags= user=nobody argv=/bin/sh -c cat>{box}
"""
MAIN = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/log/mail.log
maillog_file_prefixes = {folder}
myhostname = mx.example.org
mydestination =
mynetworks =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
virtual_mailbox_domains = example.org
virtual_mailbox_maps = inline:{{ desk@example.org=x later@example.org=x }}
virtual_transport = hand:
smtpd_recipient_restrictions = check_recipient_access inline:{{
    {{ later@example.org = 450 4.2.0 Greylisted }} }}, reject_unauth_destination
smtpd_relay_restrictions = reject_unauth_destination
smtpd_tls_security_level = encrypt
smtpd_tls_received_header = yes
smtpd_tls_chain_files = {folder}/server.pem
message_size_limit = 50000
"""
SENDER = "Wire <wire@example.org>"


class FixedClock(SystemClock):
    """A clock that stands still."""

    def now(self) -> datetime:
        return NOON


@dataclass(frozen=True, slots=True)
class Postfix:
    """A mail server with one mailbox."""

    port: int
    tls: ssl.SSLContext
    box: Path
    """A named pipe."""

    def deliverer(self, *to: str, trust: ssl.SSLContext | None = None) -> EmailDeliverer:
        channel = EmailChannel(
            name="mail", smtp=Secret(f"smtp://localhost:{self.port}"), sender=SENDER, to=to
        )
        return EmailDeliverer(channel, FixedClock(), trust or self.tls)

    def next_mail(self) -> bytes:
        """Return the next mail, whole."""
        pipe = os.open(self.box, os.O_RDONLY | os.O_NONBLOCK)
        with os.fdopen(pipe, "rb", buffering=0) as mail:
            poll = select.poll()
            poll.register(pipe, select.POLLIN)
            assert poll.poll(20_000), "no mail within 20 s"
            os.set_blocking(pipe, True)
            return mail.readall()


@pytest.fixture(scope="module")
def postfix() -> Iterator[Postfix]:
    folder = Path(tempfile.mkdtemp(prefix="mx-"))
    folder.chmod(0o755)
    for name in ("conf", "queue", "data", "log"):
        (folder / name).mkdir()
    shutil.chown(folder / "data", "postfix")
    box = folder / "box"
    os.mkfifo(box)
    box.chmod(0o666)
    authority, tls = trustme.CA(), ssl.create_default_context()
    authority.configure_trust(tls)
    identity = authority.issue_cert("localhost").private_key_and_cert_chain_pem
    identity.write_to_path(folder / "server.pem")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    (folder / "conf/main.cf").write_text(MAIN.format(folder=folder), "utf-8")
    (folder / "conf/master.cf").write_text(MASTER.format(port=port, box=box), "utf-8")
    command = [str(POSTFIX), "-c", str(folder / "conf")]
    subprocess.run([*command, "start"], check=True, capture_output=True, timeout=60)
    try:
        yield Postfix(port, tls, box)
    finally:
        subprocess.run([*command, "stop"], check=False, capture_output=True, timeout=60)
        shutil.rmtree(folder, ignore_errors=True)


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
