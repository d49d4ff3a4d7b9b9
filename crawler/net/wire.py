"""What a server may say and when: filters between a socket and aiohttp's parser.

A parser that is fed a flood of interim answers, or of anything on a connection that lies idle,
works as long as the flood lasts and stalls the event loop. asyncio lets a transport change its
protocol, so a filter stands in front of the parser whenever no final answer is being read.
"""

import asyncio
import re

MAX_INTERIM = 10
"""Answers of status 1xx before the one that counts; honest servers send one or two."""
MAX_INTERIM_BYTES = 64 * 1024
_INTERIM = re.compile(rb"[\r\n]*HTTP/\d\.\d 1(?!01)\d\d")  # 101 is final: RFC 9110 §15.2.2
_STATUS_BYTES = len(b"HTTP/1.1 200")
_END = b"\r\n\r\n"


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


class InterimFilter(_Filter):
    """Swallows interim answers, which tell us nothing, and steps aside for the final one.

    Attributes:
        flooded: there were too many, and the connection was cut.
    """

    def __init__(self, transport: asyncio.Transport, inner: asyncio.Protocol) -> None:
        super().__init__(transport, inner)
        self.flooded = False
        self._seen = self._bytes = 0
        self._held = b""

    def data_received(self, data: bytes) -> None:
        """Take what the server says until it comes to the point."""
        self._bytes += len(data)
        data, self._held = self._held + data, b""
        while _INTERIM.match(data):
            _, complete, rest = data.partition(_END)
            if not complete:
                self._hold(data)
                return
            data = rest
            self._seen += 1
            if self._seen > MAX_INTERIM:
                self._cut()
                return
        if len(data.lstrip(b"\r\n")) < _STATUS_BYTES:
            self._hold(data)
            return
        self.leave()
        self._inner.data_received(data)

    def _hold(self, data: bytes) -> None:
        """Wait for the rest of a head, but not for ever."""
        self._held = data
        if self._bytes > MAX_INTERIM_BYTES:
            self._cut()

    def _cut(self) -> None:
        self.flooded = True
        self._transport.abort()


class IdleFilter(_Filter):
    """Cuts a connection on which a server speaks without being asked."""

    def data_received(self, data: bytes) -> None:
        """Nothing was asked."""
        self._transport.abort()
