"""One pass: every due feed, every page, every due digest and delivery; then done."""

import asyncio
from datetime import datetime

from crawler.house import House


async def one_pass(house: House, started: datetime) -> None:
    """Do all work that is due at ``started`` and all that follows from it.

    Single feeds, pages and deliveries that fail are recorded and do not fail the pass.

    Raises:
        StoreError: the archive failed.
    """
    refreshed, read, told = asyncio.Event(), asyncio.Event(), asyncio.Event()
    no_upstream = asyncio.Event()
    no_upstream.set()

    async def refresh() -> None:
        await house.feeds_due_at(started).drain(no_upstream)
        refreshed.set()

    async def reading() -> None:
        await house.pages.drain(refreshed)
        if await house.digester.close_due():
            house.deliveries_bell.ring()
        read.set()

    async def deliver() -> None:
        await house.deliveries.drain(read)
        told.set()

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(refresh())
        tasks.create_task(reading())
        tasks.create_task(deliver())
    if house.publisher is not None:
        await house.publisher.publish()
