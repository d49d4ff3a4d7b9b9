"""A body read to its end within bounds, or an error: never a part of one."""

import asyncio
from collections.abc import AsyncIterable
from dataclasses import dataclass

from crawler.model.errors import AGAIN, TooLargeError, UnreachableError, UnreadableError
from crawler.net.decode import CutError, DecodeError, decoder
from crawler.net.limits import KIB, MIB, Limits
from crawler.net.room import Hold

_STEP_BYTES = 8 * KIB
"""Decoded at a time, so that a bomb is known by its ratio before it has cost much."""
_YIELD_BYTES = 256 * KIB  # decoded between two chances for the event loop: about 1 ms


@dataclass(frozen=True, slots=True)
class Body:
    """A body, complete and decoded; or the beginning of one, where that is enough."""

    data: bytes
    wire_bytes: int
    cut: bool = False


async def read_body(
    url: str, chunks: AsyncIterable[bytes], encoding: str, limits: Limits, hold: Hold
) -> Body:
    """Read and decode a body.

    Args:
        url: named in errors.
        chunks: the raw bytes, as they come off the wire.
        encoding: the value of Content-Encoding; empty = none.
        limits: the bounds.
        hold: takes a place for a large body, which stays the caller's to give back.

    Raises:
        TooLargeError: over a byte limit, or a compression bomb.
        UnreachableError: the encoded stream is cut off.
        UnreadableError: the encoding is damaged, doubled or was not offered.
    """
    try:
        return await _Reader(url, limits, hold).read(chunks, encoding)
    except CutError as error:
        raise UnreachableError(url, f"the body ended early: {error}", AGAIN) from error
    except DecodeError as error:
        raise UnreadableError(
            url, f"the body cannot be decompressed: {error}", "the server has to mend this"
        ) from error


class _Reader:
    def __init__(self, url: str, limits: Limits, hold: Hold) -> None:
        self._url, self._limits, self._hold = url, limits, hold
        self._wire = self._decoded = self._breath = 0

    async def read(self, chunks: AsyncIterable[bytes], encoding: str) -> Body:
        undo = decoder(encoding)
        pieces: list[bytes] = []
        try:
            async for chunk in chunks:
                for start in range(0, len(chunk), _STEP_BYTES):
                    step = chunk[start : start + _STEP_BYTES]
                    self._count_wire(len(step))
                    for piece in undo.feed(step):
                        pieces.append(piece)
                        await self._count(len(piece))
        except TooLargeError:
            if self._limits.whole:
                raise
            return Body(b"".join(pieces)[: self._limits.decoded_bytes], self._wire, cut=True)
        undo.finish()
        return Body(b"".join(pieces), self._wire)

    def _count_wire(self, size: int) -> None:
        self._wire += size
        if self._wire > self._limits.wire_bytes:
            raise self._too_large(f"more than {_size(self._limits.wire_bytes)} on the wire")

    async def _count(self, size: int) -> None:
        limits = self._limits
        self._decoded += size
        if self._decoded > limits.decoded_bytes:
            raise self._too_large(f"more than {_size(limits.decoded_bytes)} when decompressed")
        if self._decoded > limits.ratio_from_bytes and self._decoded > self._wire * limits.ratio:
            raise self._too_large(f"a compression bomb, over {limits.ratio} times its size")
        if self._decoded - self._breath > _YIELD_BYTES:
            self._breath = self._decoded
            await asyncio.sleep(0)
        await self._hold.grow(self._decoded)

    def _too_large(self, problem: str) -> TooLargeError:
        return TooLargeError(
            self._url, f"the body is {problem}", "look for a smaller feed of the same publisher"
        )


def _size(size_bytes: int) -> str:
    return f"{size_bytes / MIB:g} MiB" if size_bytes >= MIB else f"{size_bytes / 1024:g} KiB"
