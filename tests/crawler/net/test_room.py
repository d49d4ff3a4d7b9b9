"""Memory shared fairly among large bodies: bounded, and nobody waits for nothing."""

import asyncio

import pytest

from crawler.net.limits import LIMITS, MIB
from crawler.net.room import LARGE_BODIES, Hold, Room


async def settled() -> None:
    """Let every task go on until it waits."""
    for _ in range(10):
        await asyncio.sleep(0)


@pytest.fixture
def room() -> Room:
    return Room()


@pytest.fixture
async def large(room: Room) -> list[Hold]:
    """All places for large bodies, taken."""
    holds = [room.hold() for _ in range(LARGE_BODIES)]
    for hold in holds:
        await hold.grow(2 * MIB)
    return holds


async def test_a_large_body_waits_for_a_place_and_a_small_one_does_not(
    room: Room, large: list[Hold]
) -> None:
    await room.hold().grow(MIB)
    late = asyncio.ensure_future(room.hold().grow(MIB + 1))
    await settled()
    assert not late.done()
    large[0].release()
    await late


async def test_growing_within_its_place_takes_no_other(room: Room, large: list[Hold]) -> None:
    for hold in large:
        await hold.grow(15 * MIB)
    large[0].release()
    await room.hold().grow(2 * MIB)


async def test_one_of_the_largest_bodies_is_in_memory_at_a_time(room: Room) -> None:
    first, second = room.hold(), room.hold()
    await first.grow(max(limits.decoded_bytes for limits in LIMITS.values()))
    waiting = asyncio.ensure_future(second.grow(17 * MIB))
    await settled()
    assert not waiting.done()
    first.release()
    await waiting


async def test_what_is_given_back_twice_or_not_at_all_makes_no_places(room: Room) -> None:
    hold = room.hold()
    await hold.grow(2 * MIB)
    hold.release()
    hold.release()
    for _ in range(LARGE_BODIES):
        await room.hold().grow(2 * MIB)
    late = asyncio.ensure_future(room.hold().grow(2 * MIB))
    await settled()
    assert not late.done()
    late.cancel()


async def test_whoever_stops_waiting_holds_nothing(room: Room, large: list[Hold]) -> None:
    hold = room.hold()
    waiting = asyncio.ensure_future(hold.grow(2 * MIB))
    await settled()
    waiting.cancel()
    await settled()
    hold.release()
    large[0].release()
    await room.hold().grow(2 * MIB)
