"""The demo's loopback servers: the news site, a webhook receiver and a mail server that keeps mail."""

import json
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from crawler.demo.site import Site

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Posted:
    """A webhook as it came."""

    headers: Mapping[str, str]
    """By name in lower case."""
    body: bytes

    @property
    def event(self) -> dict[str, Any]:
        """The body, read."""
        event: dict[str, Any] = json.loads(self.body)
        return event


@dataclass(frozen=True, slots=True)
class Received:
    """What arrived in the sinks."""

    hooks: list[Posted] = field(default_factory=list)
    mails: list[EmailMessage] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """The servers of the demo while they are up."""

    site: Site
    smtp: str
    """URL of the mail server."""
    received: Received


@contextmanager
def staged(port: int) -> Iterator[Stage]:
    """Bring the demo's servers up for the block.

    Args:
        port: of the news site; 0 for any free one.
    """
    received = Received()
    with site_served(received, port) as site, mail_served(received) as smtp:
        yield Stage(site=site, smtp=smtp, received=received)


@contextmanager
def site_served(received: Received, port: int) -> Iterator[Site]:
    """Serve the site and the webhook receiver at `/hook` until the block ends.

    Args:
        received: where webhooks are kept.
        port: 0 for any free one.
    """
    server = _Server((LOOPBACK, port), _Handler)
    server.site, server.received = Site(f"http://{LOOPBACK}:{server.server_port}"), received
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
    )
    thread.start()
    try:
        yield server.site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def mail_served(received: Received) -> Iterator[str]:
    """Take mail until the block ends; yield the SMTP URL."""
    controller = Controller(_MailSink(received), hostname=LOOPBACK, port=_free_port())
    controller.start()
    try:
        yield f"smtp+plain://{LOOPBACK}:{controller.port}"
    finally:
        controller.stop()


class _MailSink:
    """What aiosmtpd hands mail to. A plain class: it looks at every attribute, slots included."""

    def __init__(self, received: Received) -> None:
        self._received = received

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep a mail (aiosmtpd calls this)."""
        content = envelope.content
        raw = content if isinstance(content, bytes) else (content or "").encode()
        self._received.mails.append(message_from_bytes(raw, policy=default))
        return "250 OK"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    site: Site
    received: Received


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        found = self.server.site.answer(path)
        if found is None:
            self._reply(404, "text/plain", b"nothing here")
        else:
            self._reply(200, *found)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.received.hooks.append(Posted(headers, body))
        self._reply(204, "text/plain", b"")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
        """Say nothing: the watch reports what it does."""

    def _reply(self, status: int, content_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
