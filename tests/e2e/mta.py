"""Postfix as Debian ships it, on loopback: one mailbox, and a user who logs in where it has Cyrus SASL.

Its mailbox is a pipe, so that a test waits for the mail and not for a time.
"""

import os
import select
import shutil
import socket
import ssl
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
import trustme

from crawler.clock import SystemClock
from crawler.deliver.email import EmailDeliverer
from crawler.model.alert import EmailChannel
from crawler.model.secret import Secret
from tests.sample_alerts import NOON

_PATH = f"{os.environ.get('PATH', '')}:/usr/sbin"
POSTFIX = shutil.which("postfix", path=_PATH)
SASL_PASSWORD = shutil.which("saslpasswd2", path=_PATH)
needs_postfix = pytest.mark.skipif(
    POSTFIX is None or os.geteuid() != 0,
    reason="needs Postfix (apt-get install postfix) and the right to start it (root)",
)
needs_sasl = pytest.mark.skipif(
    SASL_PASSWORD is None, reason="needs Cyrus SASL (apt-get install sasl2-bin)"
)

HOST = "mx.example.org"
SENDER = "Wire <wire@example.org>"
USER, PASSWORD = f"wire@{HOST}", "p@ss/w:rd"
RELAY, WRAPPED = "relay", "wrapped"
MECHANISMS = {"PLAIN": "PLAIN", "LOGIN": "LOGIN", WRAPPED: "PLAIN LOGIN"}
"""What the services for those who log in offer; the last one speaks TLS from the first byte."""

LOGIN_SERVICE = (
    " -o smtpd_sasl_auth_enable=yes -o smtpd_tls_auth_only=yes -o smtpd_sasl_path={name}"
    " -o smtpd_client_restrictions=permit_sasl_authenticated,reject"
)
MASTER = """\
{services}
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
hand unix - n n - 1 pipe flags= user=nobody argv=/bin/sh -c cat>{folder}/box
"""
MAIN = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/log/mail.log
maillog_file_prefixes = {folder}
myhostname = {host}
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
smtpd_sasl_authenticated_header = yes
message_size_limit = 50000
"""


class FixedClock(SystemClock):
    """A clock that stands still."""

    def now(self) -> datetime:
        return NOON


@dataclass(frozen=True, slots=True)
class Postfix:
    """A mail server with one mailbox."""

    ports: Mapping[str, int]
    """Of its services, by name."""
    tls: ssl.SSLContext
    box: Path
    """A named pipe."""

    def deliverer(
        self,
        *to: str,
        trust: ssl.SSLContext | None = None,
        service: str = RELAY,
        login: str = "",
    ) -> EmailDeliverer:
        scheme = "smtps" if service == WRAPPED else "smtp"
        url = Secret(f"{scheme}://{login}localhost:{self.ports[service]}")
        channel = EmailChannel(name="mail", smtp=url, sender=SENDER, to=to)
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


@contextmanager
def postfix_server() -> Iterator[Postfix]:
    """Run Postfix until the block ends."""
    folder = Path(tempfile.mkdtemp(prefix="mx-"))
    folder.chmod(0o755)
    for name in ("conf", "conf/sasl", "queue", "data", "log"):
        (folder / name).mkdir()
    shutil.chown(folder / "data", "postfix")
    box = folder / "box"
    os.mkfifo(box)
    box.chmod(0o666)
    authority, tls = trustme.CA(), ssl.create_default_context()
    authority.configure_trust(tls)
    identity = authority.issue_cert("localhost").private_key_and_cert_chain_pem
    identity.write_to_path(folder / "server.pem")
    ports = _free_ports(RELAY, *(MECHANISMS if SASL_PASSWORD else ()))
    services = "\n".join(_service(name, port) for name, port in ports.items())
    (folder / "conf/main.cf").write_text(MAIN.format(folder=folder, host=HOST), "utf-8")
    (folder / "conf/master.cf").write_text(MASTER.format(services=services, folder=folder), "utf-8")
    if SASL_PASSWORD:
        _add_user(SASL_PASSWORD, folder)
    command = [str(POSTFIX), "-c", str(folder / "conf")]
    subprocess.run([*command, "start"], check=True, capture_output=True, timeout=60)
    try:
        yield Postfix(ports, tls, box)
    finally:
        subprocess.run([*command, "stop"], check=False, capture_output=True, timeout=60)
        shutil.rmtree(folder, ignore_errors=True)


def _service(name: str, port: int) -> str:
    line = f"127.0.0.1:{port} inet n - n - - smtpd"
    login = LOGIN_SERVICE.format(name=name) if name in MECHANISMS else ""
    return f"{line}{login}{' -o smtpd_tls_wrappermode=yes' if name == WRAPPED else ''}"


def _add_user(command: str, folder: Path) -> None:
    users = folder / "sasldb2"
    for name, offered in MECHANISMS.items():
        (folder / f"conf/sasl/{name}.conf").write_text(
            f"pwcheck_method: auxprop\nauxprop_plugin: sasldb\nsasldb_path: {users}\n"
            f"mech_list: {offered}\n",
            "utf-8",
        )
    user, _, realm = USER.partition("@")
    subprocess.run(
        [command, "-p", "-c", "-f", str(users), "-u", realm, user],
        input=PASSWORD.encode(),
        check=True,
        capture_output=True,
        timeout=60,
    )
    shutil.chown(users, "postfix")


def _free_ports(*names: str) -> dict[str, int]:
    with ExitStack() as held:
        probes = {name: held.enter_context(socket.socket()) for name in names}
        for probe in probes.values():
            probe.bind(("127.0.0.1", 0))
        return {name: probe.getsockname()[1] for name, probe in probes.items()}
