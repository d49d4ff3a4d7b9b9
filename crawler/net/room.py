"""Room for bodies: how many large ones may be in memory at a time, all fetches together.

A body takes a place when it outgrows a size, and keeps it until whoever asked for it has read it:
what waits to be parsed is in memory as well. A very large one needs a place of the next kind too;
places are asked for in this order only, and nobody who has the last kind waits for another, so
that no two fetches can wait for each other.
"""

import asyncio

from crawler.net.limits import MIB

LARGE_BODIES = 4
"""Of over 1 MiB; with 32 fetches and one of the largest that is some 130 MiB at worst."""
_PLACES = ((MIB, LARGE_BODIES), (16 * MIB, 1))
"""Bytes decoded, and how many bodies may be larger; only sitemaps may need the second kind."""


class Room:
    """The places for large bodies."""

    def __init__(self) -> None:
        self._places = tuple((size, asyncio.Semaphore(count)) for size, count in _PLACES)

    def hold(self) -> "Hold":
        """Return what one fetch holds of the room: nothing yet."""
        return Hold(self._places)


class Hold:
    """What one fetch holds of the room."""

    def __init__(self, places: tuple[tuple[int, asyncio.Semaphore], ...]) -> None:
        self._places = places
        self._held = 0

    async def grow(self, size: int) -> None:
        """Wait for the places that a body of ``size`` bytes needs."""
        while self._held < len(self._places) and size > self._places[self._held][0]:
            await self._places[self._held][1].acquire()
            self._held += 1

    def release(self) -> None:
        """Give all places back."""
        for _, places in self._places[: self._held]:
            places.release()
        self._held = 0
