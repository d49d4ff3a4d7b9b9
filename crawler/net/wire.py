"""What a server may say and when: filters between a socket and aiohttp's parser.

A parser that is fed a flood of headers, of interim answers, or of anything on a connection that
lies idle, works as long as the flood lasts and stalls the event loop. asyncio lets a transport
change its protocol, so a filter stands in front of the parser whenever no body is being read.
"""

import asyncio
import re

MAX_INTERIM = 10
"""Answers of status 1xx before the one that counts; honest servers send one or two."""
MAX_HEADER_LINES = 100
MAX_HEADER_BYTES = 64 * 1024
"""Of one answer, interim ones before it included."""
_INTERIM = re.compile(rb"HTTP/\d\.\d 1(?!01)\d\d")  # 101 is final: RFC 9110 §15.2.2
_STATUS_BYTES = len(b"HTTP/1.1 200")
_HTTP = b"HTTP/"
_END = re.compile(rb"\n\r?\n")  # a lone LF ends a line too, RFC 9112 §2.2


class _Filter(asyncio.Protocol):
    """Stands between a transport and a protocol; passes on all but what it is there for."""

    def __init__(self, transport: asyncio.Transport, inner: asyncio.Protocol) -> None:
        self._transport, self._inner = transport, inner
        transport.set_protocol(self)

    def leave(self) -> None:
        """Step aside, if still in place."""
        if self._transport.get_protocol() is self:
            self._transport.set_protocol(self._inner)

    def connection_lost(self, exc: Exception | None) -> None:
        self._inner.connection_lost(exc)

    def eof_received(self) -> bool | None:
        return self._inner.eof_received()

    def pause_writing(self) -> None:
        self._inner.pause_writing()

    def resume_writing(self) -> None:
        self._inner.resume_writing()


class HeadFilter(_Filter):
    """Hands on the head of the final answer whole and within bounds, then steps aside.

    Interim answers, which tell us nothing, are swallowed. What is no HTTP is left to the parser
    to complain about.

    Attributes:
        flood: what there was too much of, when the connection was cut for it; else empty.
    """

    def __init__(self, transport: asyncio.Transport, inner: asyncio.Protocol) -> None:
        super().__init__(transport, inner)
        self.flood = ""
        self._interim = self._bytes = 0
        self._held = b""

    def data_received(self, data: bytes) -> None:
        """Take what the server says until the head of its answer is complete."""
        self._bytes += len(data)
        data, self._held = (self._held + data).lstrip(b"\r\n"), b""
        while _INTERIM.match(data) and (end := _END.search(data)):
            self._interim += 1
            if self._interim > MAX_INTERIM:
                self._cut("too many interim answers before the final one")
                return
            data = data[end.end() :].lstrip(b"\r\n")
        if not data.startswith(_HTTP[: len(data)]):
            self._hand_on(data)
            return
        end = _END.search(data) if len(data) >= _STATUS_BYTES else None
        head_bytes = len(data) if end is None else end.start()
        unread = len(data) - head_bytes
        if data.count(b"\n", 0, head_bytes) > MAX_HEADER_LINES:
            self._cut(f"more than {MAX_HEADER_LINES} header lines")
        elif self._bytes - unread > MAX_HEADER_BYTES:
            self._cut(f"more than {MAX_HEADER_BYTES >> 10} KiB of headers")
        elif end is None:
            self._held = data
        else:
            self._hand_on(data)

    def _hand_on(self, data: bytes) -> None:
        self.leave()
        self._inner.data_received(data)

    def _cut(self, flood: str) -> None:
        self.flood = flood
        self._transport.abort()


class IdleFilter(_Filter):
    """Cuts a connection on which a server speaks without being asked."""

    def data_received(self, data: bytes) -> None:
        """Nothing was asked."""
        self._transport.abort()
