"""Receivers on loopback that do as they are told: a mail server and a webhook receiver.

Both run in threads of their own, so that tests with and without an event loop can use them.
"""

import asyncio
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

OK = "250 OK"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A mail as it arrived."""

    sender: str
    receivers: tuple[str, ...]
    content: bytes
    over_tls: bool


@dataclass(kw_only=True)
class MailSink:
    """A mail server; each script is used up reply by reply, then it accepts."""

    tls: ssl.SSLContext | None = None
    implicit_tls: bool = False
    login: tuple[str, str] | None = None
    """User and password it demands, after STARTTLS."""
    greeting: str | None = None
    """Said in place of the whole session, for servers that refuse at once."""
    on_sender: list[str] = field(default_factory=list)
    on_receiver: dict[str, list[str]] = field(default_factory=dict)
    on_data: list[str] = field(default_factory=list)
    drops_after_data: int = 0
    """How many messages are taken whose sender never hears of it."""
    hangs: bool = False
    """Connections are taken and nothing is said."""
    hangs_at: str = ""
    """``DATA``: messages are taken and nothing is said any more; ``QUIT``: no goodbye."""
    mails: list[Mail] = field(default_factory=list)
    port: int = 0

    def url(self, scheme: str = "smtp+plain", login: str = "", host: str = "127.0.0.1") -> str:
        return f"{scheme}://{login}{host}:{self.port}"

    def __enter__(self) -> Self:
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        self._open: list[asyncio.BaseTransport] = []
        server = await self._loop.create_server(
            self._session, "127.0.0.1", 0, ssl=self.tls if self.implicit_tls else None
        )
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        server.close()
        for transport in self._open:
            transport.close()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()

    def _session(self) -> asyncio.BaseProtocol:
        if self.hangs:
            return _Silence(self._open)
        if self.greeting is not None:
            return _Refusal(self.greeting)
        return SMTP(
            self,
            hostname="sink.example",
            tls_context=None if self.implicit_tls else self.tls,
            authenticator=self._login if self.login else None,
            auth_required=self.login is not None,
            loop=self._loop,
        )

    def _login(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _how: str, data: Any
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        good = (data.login.decode(), data.password.decode()) == self.login
        return AuthResult(success=good, handled=False)  # aiosmtpd says 235 or 535

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's names
        self, _server: SMTP, _session: Session, envelope: Envelope, sender: str, _options: list[str]
    ) -> str:
        if self.on_sender:
            return self.on_sender.pop(0)
        envelope.mail_from = sender
        return OK

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, to: str, _options: list[str]
    ) -> str:
        if self.on_receiver.get(to):
            return self.on_receiver[to].pop(0)
        envelope.rcpt_tos.append(to)
        return OK

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if self.on_data:
            return self.on_data.pop(0)
        content = envelope.content
        assert isinstance(content, bytes)
        assert envelope.mail_from is not None
        receivers = tuple(envelope.rcpt_tos)
        over_tls = self.implicit_tls or session.ssl is not None
        self.mails.append(
            Mail(sender=envelope.mail_from, receivers=receivers, content=content, over_tls=over_tls)
        )
        if self.hangs_at == "DATA":
            await asyncio.Event().wait()
        if self.drops_after_data:
            self.drops_after_data -= 1
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
        return OK

    async def handle_QUIT(  # noqa: N802
        self, _server: SMTP, _session: Session, _envelope: Envelope
    ) -> str:
        if self.hangs_at == "QUIT":
            await asyncio.Event().wait()
        return "221 Bye"


class _Silence(asyncio.Protocol):
    def __init__(self, taken: list[asyncio.BaseTransport]) -> None:
        self._taken = taken

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._taken.append(transport)


class _Refusal(asyncio.Protocol):
    def __init__(self, greeting: str) -> None:
        self._greeting = greeting

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        transport.write(f"{self._greeting}\r\n".encode())
        transport.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A webhook as it arrived."""

    path: str
    headers: Mapping[str, str]
    """Lower-case names."""
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a receiver answers."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    drops: bool = False
    """The connection is cut after the call was received."""
    after: threading.Event | None = None
    """Nothing is answered before this is set."""
    endless: bool = False
    """The body never ends."""


@dataclass(kw_only=True)
class HookSink:
    """A webhook receiver; the script is used up answer by answer, then everything is 200."""

    script: list[Answer] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    sent_bytes: int = 0
    """Of endless answers."""
    url: str = ""

    def answer(self, call: Call) -> Answer:
        self.calls.append(call)
        return self.script.pop(0) if self.script else Answer()


@contextmanager
def hook_sink(*script: Answer) -> Iterator[HookSink]:
    """Serve a webhook receiver on loopback."""
    sink = HookSink(script=list(script))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            answer = sink.answer(Call(path=self.path, headers=headers, body=body))
            if answer.after:
                answer.after.wait(10)
            if answer.drops:
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if answer.endless:
                self.end_headers()
                self._flood()
                return
            self.send_header("content-length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        def _flood(self) -> None:
            try:
                while True:
                    sink.sent_bytes += self.wfile.write(b"x" * 65_536)
            except OSError:
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its own name
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
    )
    thread.start()
    sink.url = f"http://127.0.0.1:{server.server_address[1]}/hook/s3cret"
    try:
        yield sink
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)
