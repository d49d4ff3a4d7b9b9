"""How long the event loop is held up while hostile servers are fetched and read.

    python bench/loop_lag.py [--each 16] [--healthy 100]

A server in a process of its own serves every costly threat of tests/crawler/net ``--each`` times at
once, and healthy feeds beside them. Three runs: nothing at all (the floor of this machine), the
healthy feeds alone, everything together. Two figures each: lag, by a clock that ticks every
millisecond (the machine's other work included), and the longest CPU time between two
ticks, which is ours alone.
"""

import argparse
import asyncio
import multiprocessing
import multiprocessing.connection
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from ipaddress import IPv4Network

from crawler.attempt import Attempt
from crawler.clock import SystemClock
from crawler.model.feed import Failed, Feed, FeedId, FeedState, FirstRun
from crawler.model.settings import NetworkPolicy
from crawler.net.fetcher import Fetcher
from crawler.net.limits import LIMITS
from crawler.net.transport import guarded_transport
from crawler.sandbox import Sandbox
from tests.crawler.net import hostile_documents  # noqa: F401 - serves them
from tests.crawler.net.hostile import hostile_server

COSTLY = [
    "/bomb-gzip", "/bomb-deflate", "/bomb-br", "/bomb-zstd", "/bomb-in-bomb", "/bomb-file",
    "/endless", "/endless-header", "/many-headers", "/interim-flood", "/chunk-flood",
    "/chunk-extension", "/trailer-flood", "/chatty", "/endless-error", "/wall-200", "/silent",
    "/drip-body", "/long-token", "/many-items", "/attributes", "/deep",
]  # fmt: skip
TOTAL_S = 8.0
TICK_S = 0.001


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--each", type=int, default=16)
    parser.add_argument("--healthy", type=int, default=100)
    parser.add_argument("--only", help="one path, to see which of them costs what")
    args = parser.parse_args()
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.Process(target=serve, args=(theirs,), daemon=True)
    server.start()
    base = ours.recv()
    healthy = [f"{base}/ok?{n}" for n in range(args.healthy)]
    paths = [args.only] if args.only else COSTLY
    costly = [f"{base}{path}?{n}" for n in range(args.each) for path in paths]
    for name, urls in (("nothing", []), ("healthy", healthy), ("hostile mix", costly + healthy)):
        asyncio.run(measured(name, urls))
    server.terminate()


async def measured(name: str, urls: list[str]) -> None:
    """Measure one run; certificates are loaded and workers started before the clock ticks."""
    lags: list[float] = []
    turns: list[float] = []
    async with attempts() as attempt:
        ticking = asyncio.ensure_future(tick(lags, turns))
        kinds = await asyncio.gather(*(kind_of(attempt, url) for url in urls))
        await asyncio.sleep(0.5)
        ticking.cancel()
    lags.sort()
    p99 = lags[int(len(lags) * 0.99)]
    print(
        f"{name:12} lag p99 {p99 * 1e3:6.1f} ms, max {lags[-1] * 1e3:6.1f} ms;"
        f" longest turn {max(turns) * 1e3:6.1f} ms CPU; {dict(Counter(kinds))}"
    )


async def tick(lags: list[float], turns: list[float]) -> None:
    while True:
        wall, cpu = time.perf_counter(), time.thread_time()
        await asyncio.sleep(TICK_S)
        lags.append(time.perf_counter() - wall - TICK_S)
        turns.append(time.thread_time() - cpu)


async def kind_of(attempt: Attempt, url: str) -> str:
    feed = Feed(
        id=FeedId("bench"),
        url=url,
        name="bench",
        bounds=(timedelta(minutes=5), timedelta(hours=12)),
        full_text=False,
        recheck=timedelta(0),
        first_run=FirstRun.ALERT,
    )
    outcome = await attempt.make(feed, FeedState(feed_id=feed.id), SystemClock().now())
    return type(outcome.error).__name__ if isinstance(outcome, Failed) else "read"


@asynccontextmanager
async def attempts() -> AsyncIterator[Attempt]:
    policy = NetworkPolicy(
        user_agent="bench",
        allow_networks=(IPv4Network("127.0.0.0/8"),),
        concurrency=32,
        connections_per_host=32,
        gap=timedelta(0),
    )
    limits = {purpose: replace(each, total_s=TOTAL_S) for purpose, each in LIMITS.items()}
    sandbox = Sandbox(workers=2)
    async with guarded_transport(policy) as transport:
        clock = SystemClock()
        fetcher = Fetcher(policy=policy, clock=clock, transport=transport, limits=limits)
        yield Attempt(fetcher=fetcher, sandbox=sandbox, clock=clock)
    sandbox.close()


def serve(told: multiprocessing.connection.Connection) -> None:
    async def listen() -> None:
        async with hostile_server() as server:
            told.send(server.base)
            await asyncio.Event().wait()

    asyncio.run(listen())


if __name__ == "__main__":
    main()
