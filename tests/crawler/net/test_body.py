"""Bodies within bounds."""

import asyncio
import gzip
import hashlib
from collections.abc import AsyncIterator

import pytest

from crawler.model.errors import TooLargeError, UnreadableError
from crawler.net.body import read_body
from crawler.net.limits import KIB, MIB, Limits
from crawler.net.room import Room

URL = "https://example.org/"
LIMITS = Limits(wire_bytes=2 * MIB, decoded_bytes=4 * MIB)


async def chunks(data: bytes, size: int = 64 * KIB) -> AsyncIterator[bytes]:
    for start in range(0, len(data), size):
        yield data[start : start + size]


async def test_a_body_comes_whole_with_its_size_on_the_wire() -> None:
    plain = b"news " * 10_000
    packed = gzip.compress(plain)
    body = await read_body(URL, chunks(packed, 100), "gzip", LIMITS, Room().hold())
    assert (body.data, body.wire_bytes) == (plain, len(packed))


@pytest.mark.parametrize(("over", "fits"), [(0, True), (1, False)])
async def test_the_limits_hold_to_the_byte(over: int, fits: bool) -> None:
    noise = hashlib.shake_128(b"noise").digest(4 * MIB + over)
    wide = Limits(wire_bytes=8 * MIB, decoded_bytes=4 * MIB)
    tight = Limits(wire_bytes=4 * MIB, decoded_bytes=8 * MIB)
    for limits, problem in (
        (wide, "more than 4 MiB when decompressed"),
        (tight, "more than 4 MiB on the wire"),
    ):
        if fits:
            assert (await read_body(URL, chunks(noise), "", limits, Room().hold())).data == noise
        else:
            with pytest.raises(TooLargeError, match=problem):
                await read_body(URL, chunks(noise), "", limits, Room().hold())


async def test_a_small_text_may_compress_as_well_as_it_likes() -> None:
    small = bytes(900 * KIB)
    body = await read_body(URL, chunks(gzip.compress(small), 100), "gzip", LIMITS, Room().hold())
    assert body.data == small
    with pytest.raises(TooLargeError, match="a compression bomb, over 200 times its size"):
        await read_body(
            URL, chunks(gzip.compress(bytes(3 * MIB)), 100), "gzip", LIMITS, Room().hold()
        )


async def test_damage_is_the_servers_fault_and_says_so() -> None:
    with pytest.raises(UnreadableError, match="cannot be decompressed: the gzip stream is damaged"):
        await read_body(URL, chunks(b"no gzip"), "gzip", LIMITS, Room().hold())


async def test_the_event_loop_breathes_while_a_body_is_decoded() -> None:
    packed = gzip.compress(hashlib.shake_128(b"text").digest(200) * 20_000)
    breaths = 0

    async def breathe() -> None:
        nonlocal breaths
        while True:
            breaths += 1
            await asyncio.sleep(0)

    breathing = asyncio.ensure_future(breathe())
    await read_body(URL, chunks(packed), "gzip", Limits(ratio=10_000), Room().hold())
    breathing.cancel()
    assert breaths >= 3
