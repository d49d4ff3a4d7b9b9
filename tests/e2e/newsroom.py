"""A publisher and a webhook receiver on loopback, for tests that run the whole house."""

import json
import socket
import threading
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from enum import Enum, auto
from hashlib import sha256
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import repeat
from typing import Any

LOOPBACK = "127.0.0.1"
SECRET = "whsec_" + "QUFB" * 11


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server answers in place of what it would."""

    status: int = 200
    body: bytes = b""
    content_type: str = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()
    cut: bool = False
    """Announce more bytes than are sent."""


class Mood(Enum):
    """What a receiver does with a webhook."""

    TAKES = auto()
    REFUSES = auto()
    """Answers 500."""
    DROPS = auto()
    """Takes it and cuts the connection without a word."""
    HANGS = auto()
    """Takes it and says nothing until the sender has enough."""


@dataclass(slots=True)
class Item:
    title: str
    paragraphs: tuple[str, ...]
    published: datetime


@dataclass(slots=True)
class Newsroom:
    """What is published, what was asked for, what was received."""

    base: str = ""
    items: dict[str, dict[str, Item]] = field(default_factory=lambda: defaultdict(dict))
    faults: dict[str, Reply] = field(default_factory=dict)
    requests: Counter[str] = field(default_factory=Counter)
    not_modified: Counter[str] = field(default_factory=Counter)
    hooks: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    refuse_hooks: int = 0
    """How many webhooks to answer with 500 before taking any."""
    hook_status: int = 204
    """What those that are taken are answered with."""
    moods: Iterator[Mood] = field(default_factory=lambda: repeat(Mood.TAKES))
    changed: threading.Condition = field(default_factory=threading.Condition)

    def publish(self, outlet: str, name: str, title: str, *paragraphs: str) -> str:
        """Publish or rewrite an article; return its URL."""
        self.items[outlet][name] = Item(title, paragraphs, datetime.now(UTC))  # noqa: TID251 - a publisher has a clock
        return self.url(outlet, name)

    def url(self, outlet: str, name: str) -> str:
        return f"{self.base}/{outlet}/{name}.html"

    def feed_url(self, outlet: str) -> str:
        return f"{self.base}/{outlet}/feed.xml"

    def alerts(self, kind: str | None = None) -> list[dict[str, Any]]:
        """Return the bodies received, of one type or all."""
        return [body for _, body in self.hooks if kind in {None, body["type"]}]

    def wait_for_hooks(self, count: int, timeout_s: float) -> bool:
        """Wait until that many webhooks were taken."""
        with self.changed:
            return self.changed.wait_for(lambda: len(self.hooks) >= count, timeout_s)

    def wait_for_requests(self, path: str, count: int, timeout_s: float) -> bool:
        """Wait until a path was asked for that often."""
        with self.changed:
            return self.changed.wait_for(lambda: self.requests[path] >= count, timeout_s)

    # --- what is served

    def answer(self, path: str) -> Reply:
        if path in self.faults:
            return self.faults[path]
        _, outlet, file = path.split("/", 2) if path.count("/") >= 2 else ("", "", path)
        if file == "feed.xml" and outlet in self.items:
            return Reply(body=self._feed(outlet), content_type="application/rss+xml")
        item = self.items.get(outlet, {}).get(file.removesuffix(".html"))
        return Reply(body=_page(item)) if item else Reply(status=404, body=b"nothing here")

    def _feed(self, outlet: str) -> bytes:
        items = "".join(
            f"<item><title>{escape(item.title)}</title><link>{self.url(outlet, name)}?utm_source=rss</link>"
            f"<guid isPermaLink='false'>{outlet}-{name}</guid><pubDate>{format_datetime(item.published)}</pubDate>"
            f"<description>{escape(item.paragraphs[0])}</description></item>"
            for name, item in reversed(self.items[outlet].items())
        )
        return (
            f"<rss version='2.0'><channel><title>{outlet}</title>{items}</channel></rss>".encode()
        )


def _page(item: Item) -> bytes:
    paragraphs = "".join(f"<p>{escape(text)}</p>" for text in item.paragraphs)
    return (
        f"<!doctype html><html lang='en'><head><title>{escape(item.title)}</title></head><body>"
        f"<nav><a href='/'>Home</a></nav><article><h1>{escape(item.title)}</h1>{paragraphs}</article>"
        "<footer>All rights reserved</footer></body></html>"
    ).encode()


class _Handler(BaseHTTPRequestHandler):
    newsroom: Newsroom
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        reply = self.newsroom.answer(path)
        tag = f'"{sha256(reply.body).hexdigest()[:16]}"'
        if reply.status == 200 and self.headers.get("if-none-match") == tag:
            self.newsroom.not_modified[path] += 1
            reply = Reply(status=304)
        self._reply(reply, tag)
        with self.newsroom.changed:
            self.newsroom.requests[path] += 1
            self.newsroom.changed.notify_all()

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        room = self.newsroom
        with room.changed:
            mood = next(room.moods)
            if room.refuse_hooks > 0:
                room.refuse_hooks -= 1
                mood = Mood.REFUSES
            status = 500
            if mood is not Mood.REFUSES:
                room.hooks.append((self.headers["webhook-id"], body))
                status = room.hook_status
            room.requests[self.path] += 1
            room.changed.notify_all()
        if mood in {Mood.DROPS, Mood.HANGS}:
            self._say_nothing(mood)
        else:
            self._reply(Reply(status=status), '""')

    def _say_nothing(self, mood: Mood) -> None:
        self.close_connection = True
        if mood is Mood.HANGS:
            self.rfile.read(1)  # comes back when the sender hangs up
        self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
        """Keep the test's output clean."""

    def _reply(self, reply: Reply, tag: str) -> None:
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("ETag", tag)
        self.send_header("Content-Length", str(len(reply.body) + (100 if reply.cut else 0)))
        for name, value in reply.headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.body)
        if reply.cut:
            self.close_connection = True


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], handler: type[_Handler]) -> None:
        super().__init__(address, handler)
        self._open: set[socket.socket] = set()

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, address = super().get_request()
        self._open.add(connection)
        return connection, address

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def cut_all(self) -> None:
        """Cut every connection, in use or kept for the next request."""
        for connection in list(self._open):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that was killed is part of the tests."""


@contextmanager
def served(room: Newsroom, port: int = 0) -> Iterator[int]:
    """Serve a newsroom until the block ends; then nobody answers at its port."""
    handler = type("Handler", (_Handler,), {"newsroom": room})
    server = _Server((LOOPBACK, port), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        server.cut_all()
        thread.join()


@contextmanager
def newsroom() -> Iterator[Newsroom]:
    """Serve a newsroom at a port of its own until the block ends."""
    room = Newsroom()
    with served(room) as port:
        room.base = f"http://{LOOPBACK}:{port}"
        yield room
