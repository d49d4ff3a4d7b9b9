"""Content-Encoding undone in small steps, so that a few bytes cannot become a gigabyte.

Every decoder hands out bounded pieces as they come; whoever takes them can stop at any moment.
One encoding only, and only one that was offered (RFC 9110 §8.4): encodings on top of each other
are a way around limits and no publisher's habit.
"""

import zlib
from collections.abc import Iterator
from typing import Protocol

import brotli
import zstandard

OUTPUT_BYTES = 64 * 1024
"""Asked of zlib and brotli in one call (brotli gives up to twice that)."""
_ZSTD_INPUT_BYTES = 128
"""Fed to zstd in one call: a block of 4 bytes can hold 128 KiB (RFC 8878 §3.1.1.2), so 4 MiB at
most come out at once."""
_ZSTD_WINDOW_BYTES = 8 * 1024 * 1024  # all that a server may ask for in HTTP, RFC 9659 §3
_GZIP, _ZLIB, _RAW = 31, 15, -15  # wbits of zlib.decompressobj
_GZIP_MAGIC = b"\x1f\x8b"
_ZLIB_HEADER_BYTES = 2
_DEFLATE_METHOD = 8

ACCEPT_ENCODING = "gzip, deflate, br, zstd"
"""What `decoder` understands, as a request offers it."""


class DecodeError(Exception):
    """Bytes that are not what Content-Encoding says."""


class CutError(DecodeError):
    """Bytes that end before their encoded stream does."""


class Decoder(Protocol):
    """Undoes one encoding."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Take the next bytes off the wire and hand out what they decode to, in pieces.

        Raises:
            DecodeError: the bytes are not of this encoding.
        """
        ...

    def finish(self) -> None:
        """Say that the body is over.

        Raises:
            CutError: the encoded stream is not.
        """
        ...


def decoder(encoding: str) -> Decoder:
    """Return a decoder for the value of a Content-Encoding header.

    Raises:
        DecodeError: more than one encoding, or one that was not offered.
    """
    name = encoding.strip().lower()
    match name:
        case "" | "identity" | "none" | "utf-8" | "8bit" | "binary":  # misnomers seen in the wild
            return _Identity()
        case "gzip" | "x-gzip":
            return _Zlib("gzip", _GZIP)
        case "deflate":
            return _Deflate()
        case "br":
            return _Brotli()
        case "zstd":
            return _Zstd()
        case _:
            raise DecodeError(f"the encoding {name[:40]!r} was not asked for")


class _Identity:
    def feed(self, data: bytes) -> Iterator[bytes]:
        yield data

    def finish(self) -> None:
        """A body that is not encoded has no end of its own."""


class _Zlib:
    """gzip, of one or several members (RFC 1952 §2.2), and both readings of deflate."""

    def __init__(self, name: str, wbits: int) -> None:
        self._name, self._wbits = name, wbits
        self._stream = zlib.decompressobj(wbits)
        self._fed = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        while data:
            if self._stream.eof:
                if self._wbits != _GZIP or not data.startswith(_GZIP_MAGIC):
                    return  # padding after the end: ignored, as everywhere
                self._stream = zlib.decompressobj(self._wbits)
            self._fed = True
            try:
                piece = self._stream.decompress(data, OUTPUT_BYTES)
            except zlib.error as error:
                raise DecodeError(f"the {self._name} stream is damaged") from error
            if piece:
                yield piece
            data = self._stream.unused_data if self._stream.eof else self._stream.unconsumed_tail

    def finish(self) -> None:
        if self._fed and not self._stream.eof:
            raise CutError(f"the {self._name} stream ends early")


class _Deflate:
    """deflate means the zlib format (RFC 9110 §8.4.1.2), but some servers send it raw."""

    def __init__(self) -> None:
        self._head = b""
        self._inner: _Zlib | None = None

    def feed(self, data: bytes) -> Iterator[bytes]:
        if self._inner is None:
            self._head += data
            if len(self._head) < _ZLIB_HEADER_BYTES:
                return
            data = self._head
            self._inner = _Zlib("deflate", _ZLIB if _is_zlib(data) else _RAW)
        yield from self._inner.feed(data)

    def finish(self) -> None:
        if self._inner is not None:
            self._inner.finish()
        elif self._head:
            raise CutError("the deflate stream ends early")


def _is_zlib(data: bytes) -> bool:
    """Tell by the two header bytes of RFC 1950 §2.2: the method and a check sum."""
    head = int.from_bytes(data[:_ZLIB_HEADER_BYTES], "big")
    return data[0] & 0x0F == _DEFLATE_METHOD and head % 31 == 0


class _Brotli:
    def __init__(self) -> None:
        self._stream = brotli.Decompressor()
        self._fed = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        self._fed = self._fed or bool(data)
        while not self._stream.is_finished():
            try:
                piece = self._stream.process(data, output_buffer_limit=OUTPUT_BYTES)
            except brotli.error as error:
                raise DecodeError("the br stream is damaged") from error
            data = b""  # kept inside until it is used up
            if piece:
                yield piece
            if self._stream.can_accept_more_data():
                return

    def finish(self) -> None:
        if self._fed and not self._stream.is_finished():
            raise CutError("the br stream ends early")


class _Zstd:
    def __init__(self) -> None:
        self._stream = zstandard.ZstdDecompressor(
            max_window_size=_ZSTD_WINDOW_BYTES
        ).decompressobj()
        self._fed = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        self._fed = self._fed or bool(data)
        for start in range(0, len(data), _ZSTD_INPUT_BYTES):
            if self._stream.eof:
                return
            try:
                piece = self._stream.decompress(data[start : start + _ZSTD_INPUT_BYTES])
            except zstandard.ZstdError as error:
                raise DecodeError("the zstd stream is damaged") from error
            if piece:
                yield piece

    def finish(self) -> None:
        if self._fed and not self._stream.eof:
            raise CutError("the zstd stream ends early")
