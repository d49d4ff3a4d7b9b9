"""What a server may say and when: filters between a socket and aiohttp's parser.

A parser that is fed a flood of headers, of interim answers, or of anything on a connection that
lies idle, works as long as the flood lasts and stalls the event loop. asyncio lets a transport
change its protocol, so a filter stands in front of the parser all the time.
"""

import asyncio
import re
from collections.abc import Callable

MAX_INTERIM = 10
"""Answers of status 1xx before the one that counts; honest servers send one or two."""
MAX_HEADER_LINES = 100
MAX_HEADER_BYTES = 64 * 1024
"""Of one answer, interim ones before it included."""
_INTERIM = re.compile(rb"HTTP/\d\.\d 1(?!01)\d\d")  # 101 is final: RFC 9110 §15.2.2
_STATUS_BYTES = len(b"HTTP/1.1 200")
_HTTP = b"HTTP/"
_OTHER_LINES = 2  # of a head: its status line and the empty one
_STEP_BYTES = 4 * 1024  # for the parser between two looks at the framing
_SLACK_BYTES = 8 * 1024  # of framing that any body may have: a flood's chunks cost 1.5 us each
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


class AnswerFilter(_Filter):
    """Hands on one answer: its head whole and within bounds, its body as it comes.

    Interim answers, which tell us nothing, are swallowed. What is no HTTP is left to the parser
    to complain about. Of a body the framing is watched: a chunk of one byte costs the parser as
    much as one of a thousand.

    Attributes:
        flood: what there was too much of, when the connection was cut for it; else empty.
    """

    def __init__(self, transport: asyncio.Transport, inner: asyncio.Protocol) -> None:
        super().__init__(transport, inner)
        self.flood = ""
        self._interim = self._bytes = 0
        self._held = b""
        self._in_body = False
        self._found: Callable[[], int] | None = None

    def watch(self, found: Callable[[], int]) -> None:
        """Hand on the body from now on.

        Args:
            found: returns how many bytes of body the parser has found so far.
        """
        self._found = found
        held, self._held = self._held, b""
        self._body(held)

    def data_received(self, data: bytes) -> None:
        """Take what the server says."""
        if self._found is not None:
            self._body(data)
        elif self._in_body:
            self._held += data
        else:
            self._head(data)

    def eof_received(self) -> bool | None:
        """Hand on what is left, and then that it is all."""
        self._flush()
        return super().eof_received()

    def connection_lost(self, exc: Exception | None) -> None:
        """Hand on what is left, and then that no more comes."""
        self._flush()
        super().connection_lost(exc)

    def _head(self, data: bytes) -> None:
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
        head_bytes = len(data) if end is None else end.end()
        if data.count(b"\n", 0, head_bytes) > MAX_HEADER_LINES + _OTHER_LINES:
            self._cut(f"more than {MAX_HEADER_LINES} header lines")
        elif self._bytes - len(data) + head_bytes > MAX_HEADER_BYTES:
            self._cut(f"more than {MAX_HEADER_BYTES >> 10} KiB of headers")
        elif end is None:
            self._held = data
        else:
            self._bytes, self._in_body = 0, True
            self._held = data[head_bytes:]
            self._inner.data_received(data[:head_bytes])

    def _body(self, data: bytes) -> None:
        for start in range(0, len(data), _STEP_BYTES):
            if self._transport.get_protocol() is not self:
                self._transport.abort()  # the answer was over before all of this
                return
            step = data[start : start + _STEP_BYTES]
            self._bytes += len(step)
            self._inner.data_received(step)
            if self._is_mostly_framing():
                self._cut("more framing than body")
                return

    def _is_mostly_framing(self) -> bool:
        """Tell, unless the parser waits for its reader and holds bytes it has not looked at."""
        found = self._found() if self._found is not None else 0
        return self._bytes > 2 * found + _SLACK_BYTES and self._transport.is_reading()

    def _flush(self) -> None:
        held, self._held = self._held, b""
        if held and self._in_body:
            self._inner.data_received(held)

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
