"""A program that fetches bombs and prints how much memory that took it: run as a child.

    python -m tests.crawler.net.bombed BASE ROUNDS PATH...

Prints the peak of resident memory in bytes: after a healthy feed (the floor), and after
ROUNDS of every path at once. Exits 1 if one of them was fetched.
"""

import asyncio
import resource
import ssl
import sys
from collections.abc import Sequence
from datetime import timedelta
from ipaddress import IPv4Network

from crawler.clock import SystemClock
from crawler.model.errors import TooLargeError
from crawler.model.settings import NetworkPolicy
from crawler.model.web import Purpose, Request
from crawler.net.fetcher import Fetcher
from crawler.net.transport import guarded_transport

POLICY = NetworkPolicy(
    user_agent="Wirewatch/1.0 (+https://example.org/bot)",
    allow_networks=(IPv4Network("127.0.0.1/32"),),
    connections_per_host=32,
    gap=timedelta(0),
)
UNIT = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss, getrusage(2)


def peak_bytes() -> int:
    """Return the most memory this process ever had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * UNIT


async def bombed(base: str, rounds: int, paths: Sequence[str]) -> bool:
    """Fetch a healthy feed, then the bombs; tell whether all were refused."""
    transport = guarded_transport(POLICY, tls=ssl.create_default_context())
    fetcher = Fetcher(policy=POLICY, clock=SystemClock(), transport=transport)
    try:
        await fetcher.fetch(Request(url=f"{base}/ok", purpose=Purpose.FEED))
        print(peak_bytes(), flush=True)
        wanted = [Request(url=base + path, purpose=Purpose.FEED) for path in paths] * rounds
        ends = await asyncio.gather(*map(fetcher.fetch, wanted), return_exceptions=True)
        print(peak_bytes(), flush=True)
    finally:
        await fetcher.aclose()
    return all(isinstance(end, TooLargeError) for end in ends)


if __name__ == "__main__":
    _, site, number, *names = sys.argv
    sys.exit(0 if asyncio.run(bombed(site, int(number), names)) else 1)
