"""One pass: every due feed, or one, every page, every due digest and delivery; then done."""

import asyncio
from datetime import datetime

from crawler.house import House
from crawler.model.lease import FeedHostLease
from crawler.workers import Crew


async def one_pass(house: House, started: datetime) -> None:
    """Do all work that is due at ``started`` and all that follows from it.

    Single feeds, pages and deliveries that fail are recorded and do not fail the pass.

    Raises:
        StoreError: the archive failed.
    """
    await _pass(house, house.feeds_due_at(started))


async def one_feed(house: House, feed_id: str) -> None:
    """Fetch one feed, due or not, and do all that follows from it and whatever else waits.

    Raises:
        StoreError: the archive failed.
    """
    await _pass(house, house.one_feed(feed_id))


async def _pass(house: House, feeds: Crew[FeedHostLease]) -> None:
    refreshed, read, told = asyncio.Event(), asyncio.Event(), asyncio.Event()
    no_upstream = asyncio.Event()
    no_upstream.set()

    async def refresh() -> None:
        await feeds.drain(no_upstream)
        refreshed.set()

    async def reading() -> None:
        await house.pages.drain(refreshed)
        await house.settler.settle()
        await house.sender.gather()
        await house.sender.gatherer.release()
        await house.digester.close_due()
        await house.health.look()
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
