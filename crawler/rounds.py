"""What the daemon does by the clock, beside the crews: wake them, send digests, keep in order."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial

from crawler.calendar import Calendar
from crawler.clock import Clock
from crawler.house import House
from crawler.memory import give_back

log = logging.getLogger(__name__)

TICK = timedelta(seconds=1)
HEALTH = timedelta(minutes=1)
GATHER = timedelta(minutes=1)
"""Below the time for which late alerts wait for each other."""
RETENTION = timedelta(hours=6)
GIVE_BACK = timedelta(seconds=15)
SETTLE = timedelta(minutes=3)
"""Fragments of a story are told apart no longer than this."""


def calendar_of(house: House, clock: Clock) -> Calendar:
    """Return the calendar of a house, not yet opened."""
    calendar = Calendar()

    async def tick() -> None:
        house.tick()

    async def retention() -> None:
        dropped = await house.store.prune(house.config.retention, clock.now())
        freed = await house.store.give_back_space()
        log.info("pruned", extra={**dropped, "bytes_given_back": freed})

    async def memory() -> None:
        await asyncio.to_thread(give_back)

    calendar.every(TICK, tick)
    calendar.every(GATHER, partial(_told, house, partial(house.sender.gather, GATHER)))
    calendar.every(HEALTH, partial(_told, house, house.health.look))
    calendar.every(RETENTION, retention)
    calendar.every(SETTLE, house.settler.settle)
    calendar.every(GIVE_BACK, memory)
    calendar.soon(partial(_told, house, house.digester.close_due))
    for digest in house.config.digests:
        calendar.on(digest, partial(_told, house, partial(house.digester.close, digest)))
    return calendar


async def _told(house: House, job: Callable[[], Awaitable[bool]]) -> None:
    """Do a job that may queue a message; wake who sends it."""
    if await job():
        house.deliveries_bell.ring()
