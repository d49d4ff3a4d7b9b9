import asyncio
from collections import deque

import pytest

from crawler.model.errors import LeaseLostError, StoreError
from crawler.workers import Bell, Crew


class Queue:
    """A queue of numbers, and what became of them."""

    def __init__(self, *jobs: int) -> None:
        self.waiting = deque(jobs)
        self.done: list[int] = []
        self.most_at_once = 0
        self.at_work = 0

    async def claim(self) -> int | None:
        return self.waiting.popleft() if self.waiting else None

    async def carry_out(self, job: int) -> None:
        self.at_work += 1
        self.most_at_once = max(self.most_at_once, self.at_work)
        await asyncio.sleep(0)
        self.at_work -= 1
        self.done.append(job)


def happened() -> asyncio.Event:
    event = asyncio.Event()
    event.set()
    return event


async def test_drains_everything_that_is_due() -> None:
    queue = Queue(*range(10))
    await Crew(queue.claim, queue.carry_out, limit=3, bell=Bell()).drain(happened())
    assert sorted(queue.done) == list(range(10))


async def test_never_carries_out_more_at_once_than_its_limit() -> None:
    queue = Queue(*range(10))
    await Crew(queue.claim, queue.carry_out, limit=3, bell=Bell()).drain(happened())
    assert queue.most_at_once == 3


async def test_drains_what_upstream_makes_until_upstream_is_done() -> None:
    queue, bell, upstream = Queue(), Bell(), asyncio.Event()
    crew = asyncio.create_task(
        Crew(queue.claim, queue.carry_out, limit=1, bell=bell).drain(upstream)
    )
    await asyncio.sleep(0)
    queue.waiting.append(7)
    bell.ring()
    upstream.set()
    await crew
    assert queue.done == [7]


async def test_serves_until_stopped_and_finishes_the_job_in_hand() -> None:
    queue, bell, stop = Queue(1), Bell(), asyncio.Event()
    release = asyncio.Event()

    async def slow(job: int) -> None:
        stop.set()
        release.set()
        await asyncio.sleep(0)
        queue.done.append(job)

    await Crew(queue.claim, slow, limit=1, bell=bell).serve(stop)
    assert release.is_set()
    assert queue.done == [1]


async def test_a_bell_wakes_a_serving_crew() -> None:
    queue, bell, stop = Queue(), Bell(), asyncio.Event()

    async def last(job: int) -> None:
        queue.done.append(job)
        stop.set()

    crew = asyncio.create_task(Crew(queue.claim, last, limit=1, bell=bell).serve(stop))
    await asyncio.sleep(0)
    queue.waiting.append(1)
    bell.ring()
    await crew
    assert queue.done == [1]


@pytest.mark.parametrize("error", [ValueError("a bug"), LeaseLostError("taken over")])
async def test_a_job_that_fails_costs_that_job_only(error: Exception) -> None:
    queue = Queue(1, 2, 3)

    async def fragile(job: int) -> None:
        if job == 2:
            raise error
        queue.done.append(job)

    await Crew(queue.claim, fragile, limit=1, bell=Bell()).drain(happened())
    assert queue.done == [1, 3]


async def test_a_store_that_fails_ends_the_crew_even_from_within_a_group() -> None:
    queue = Queue(1, 2)

    async def broken(job: int) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(fail())

    async def fail() -> None:
        raise StoreError("disk full")

    with pytest.RaisesGroup(StoreError, flatten_subgroups=True):
        await Crew(queue.claim, broken, limit=1, bell=Bell()).drain(happened())


async def test_a_ring_while_nobody_waits_is_heard_by_the_next_to_wait() -> None:
    bell = Bell()
    bell.ring()
    async with asyncio.timeout(1):
        await bell.wait()
