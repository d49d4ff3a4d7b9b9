"""Turns at hosts, on a clock that only moves when somebody waits."""

import asyncio

import pytest

from crawler.net.politeness import Gate


class Time:
    """A clock that sleeping moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds
        await asyncio.sleep(0)


def gate(time: Time, *, concurrency: int = 32, per_host: int = 2, gap_s: float = 1.0) -> Gate:
    return Gate(
        concurrency=concurrency, per_host=per_host, gap_s=gap_s, clock=time, sleep=time.sleep
    )


async def test_turns_of_one_host_begin_a_gap_apart() -> None:
    time = Time()
    polite, begun = gate(time), []
    for gap_s in (0.0, 0.0, 5.0, 0.0):
        async with polite.turn("a.example", gap_s=gap_s):
            begun.append(time.now - 100)
    assert begun == [0, 1, 2, 7]  # a crawl-delay of 5 s counts from the turn that brought it


async def test_another_host_does_not_wait() -> None:
    time = Time()
    polite = gate(time)
    for host in ("a.example", "b.example", "c.example"):
        async with polite.turn(host):
            pass
    assert time.now == 100


async def test_a_gap_that_has_passed_costs_nothing() -> None:
    time = Time()
    polite = gate(time)
    async with polite.turn("a.example"):
        time.now += 3
    async with polite.turn("a.example"):
        pass
    assert time.now == 103


async def test_no_more_turns_than_allowed_and_first_come_first_served() -> None:
    time = Time()
    polite = gate(time, concurrency=3, per_host=2, gap_s=0)
    inside: dict[str, int] = {"a": 0, "b": 0}
    most: dict[str, int] = {"a": 0, "b": 0, "all": 0}
    order: list[tuple[str, int]] = []

    async def visit(host: str, number: int) -> None:
        async with polite.turn(host):
            inside[host] += 1
            order.append((host, number))
            most[host] = max(most[host], inside[host])
            most["all"] = max(most["all"], sum(inside.values()))
            for _ in range(5):
                await asyncio.sleep(0)
            inside[host] -= 1

    await asyncio.gather(*(visit(host, number) for number in range(10) for host in "ab"))
    assert most == {"a": 2, "b": 2, "all": 3}
    for host in "ab":
        assert [number for name, number in order if name == host] == list(range(10))


async def test_waiting_for_a_host_takes_no_place_away() -> None:
    never = asyncio.Event()

    async def sleep(seconds: float) -> None:
        if seconds:
            await never.wait()

    polite = Gate(concurrency=1, per_host=2, gap_s=60, clock=Time(), sleep=sleep)
    async with polite.turn("slow.example"):
        pass
    stuck = asyncio.ensure_future(_visit(polite, "slow.example"))
    await asyncio.sleep(0)
    await asyncio.wait_for(_visit(polite, "quick.example"), 1)
    stuck.cancel()


async def test_patience_ends_and_leaves_the_queue_in_order() -> None:
    time = Time()
    polite = gate(time, per_host=1, gap_s=0)
    async with polite.turn("a.example"):
        with pytest.raises(TimeoutError):
            async with polite.turn("a.example", patience_s=0.01):
                pytest.fail("two at once")
    await _visit(polite, "a.example")


async def test_an_error_inside_a_turn_gives_it_back() -> None:
    polite = gate(Time(), concurrency=1, per_host=1, gap_s=0)
    for _ in range(3):
        with pytest.raises(ValueError, match="inside"):
            async with polite.turn("a.example"):
                raise ValueError("inside")


async def test_idle_hosts_are_forgotten_and_busy_or_recent_ones_are_not() -> None:
    time = Time()
    polite = gate(time, per_host=1)
    async with polite.turn("busy.example"):
        for number in range(998):
            await _visit(polite, f"{number}.example")
        time.now += 10
        await _visit(polite, "recent.example")
        assert len(polite) == 1_000
        await _visit(polite, "one-more.example")
        assert len(polite) == 3
        with pytest.raises(TimeoutError):
            async with polite.turn("busy.example", patience_s=0.01):
                pytest.fail("two at once")
        before = time.now
        await _visit(polite, "recent.example")
        assert time.now == before + 1


async def _visit(polite: Gate, host: str) -> None:
    async with polite.turn(host):
        pass
