"""Manners: how many requests at a time, all hosts together and one host alone, and how often."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Protocol

_SWEEP_AT = 1_000
"""Hosts remembered before the idle ones are forgotten."""


class Monotonic(Protocol):
    """The part of a clock that politeness needs."""

    def monotonic(self) -> float:
        """Return seconds that never go back."""
        ...


class Gate:
    """Hands out turns, first come first served on each host.

    Two turns of one host never begin within its gap of each other. Waiting for a slow host
    takes no place away from others: the global place is asked for last.
    """

    def __init__(
        self,
        *,
        concurrency: int,
        per_host: int,
        gap_s: float,
        clock: Monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Open the gate.

        Args:
            concurrency: turns at a time, all hosts together.
            per_host: turns at a time at one host.
            gap_s: seconds between the beginnings of two turns at one host.
            clock: measures the gaps.
            sleep: waits for them.
        """
        self._places = asyncio.Semaphore(concurrency)
        self._per_host, self._gap_s = per_host, gap_s
        self._clock, self._sleep = clock, sleep
        self._hosts: dict[str, _Host] = {}
        self._sweep_at = _SWEEP_AT

    @asynccontextmanager
    async def turn(
        self, name: str, *, gap_s: float = 0.0, patience_s: float | None = None
    ) -> AsyncIterator[None]:
        """Wait for a turn at a host and hold it.

        Args:
            name: the host.
            gap_s: a longer gap the host asked for (crawl-delay); the greater one counts.
            patience_s: give up waiting after this; None = never.

        Raises:
            TimeoutError: patience ran out.
        """
        host = self._host(name)
        host.users += 1
        try:
            async with AsyncExitStack() as held:
                async with asyncio.timeout(patience_s):
                    await held.enter_async_context(host.places)
                    async with host.pacing:  # the next in line waits here, first come first
                        await self._sleep(max(0.0, host.ready_at - self._clock.monotonic()))
                        await held.enter_async_context(self._places)
                        host.ready_at = self._clock.monotonic() + max(self._gap_s, gap_s)
                yield
        finally:
            host.users -= 1

    def __len__(self) -> int:
        """Return how many hosts are remembered."""
        return len(self._hosts)

    def _host(self, name: str) -> "_Host":
        host = self._hosts.get(name)
        if host is None:
            if len(self._hosts) >= self._sweep_at:
                self._forget_idle()
            host = self._hosts[name] = _Host(self._per_host)
        return host

    def _forget_idle(self) -> None:
        now = self._clock.monotonic()
        self._hosts = {
            name: host for name, host in self._hosts.items() if host.users or host.ready_at > now
        }
        self._sweep_at = max(_SWEEP_AT, 2 * len(self._hosts))


class _Host:
    __slots__ = ("pacing", "places", "ready_at", "users")

    def __init__(self, places: int) -> None:
        self.places = asyncio.Semaphore(places)
        self.pacing = asyncio.Lock()
        self.ready_at = float("-inf")
        self.users = 0
