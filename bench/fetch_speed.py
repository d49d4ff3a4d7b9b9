"""CPU of a fetch: ours, with guard, gate, deadline and bounds, beside clients without any of that.

    python bench/fetch_speed.py [--requests 1000] [--concurrency 32] [--rounds 3]

A server in a process of its own answers gzip bodies of some 57 kB from 50 loopback hosts; only
the client's CPU is counted. They take turns, so that a busy machine slows all alike. aiohttp, which
carries our bytes, is the floor.
"""

import argparse
import asyncio
import gzip
import hashlib
import multiprocessing
import multiprocessing.connection
import time
from collections.abc import Callable, Coroutine
from datetime import timedelta
from ipaddress import IPv4Network
from statistics import median

import aiohttp
import httpx

from crawler.clock import SystemClock
from crawler.model.settings import NetworkPolicy
from crawler.model.web import Purpose, Request
from crawler.net.fetcher import Fetcher
from crawler.net.transport import guarded_transport

HOSTS = 50
PLAIN = b" ".join(hashlib.sha256(b"%d" % (n % 900)).hexdigest()[:24].encode() for n in range(2_300))

Client = Callable[[list[str], int], Coroutine[None, None, None]]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--requests", type=int, default=1_000)
    parser.add_argument("--concurrency", type=int, default=32)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.Process(target=serve, args=(theirs,), daemon=True)
    server.start()
    port = ours.recv()
    urls = [f"http://127.0.{n % HOSTS}.1:{port}/{n}.xml" for n in range(args.requests)]
    clients: dict[str, Client] = {
        "wirewatch": by_wirewatch,
        "aiohttp": by_aiohttp,
        "httpx": by_httpx,
    }
    spent: dict[str, list[float]] = {name: [] for name in clients}
    for _ in range(args.rounds):
        for name, client in clients.items():
            began = time.process_time()
            asyncio.run(client(urls, args.concurrency))
            spent[name].append((time.process_time() - began) / args.requests * 1e6)
    server.terminate()
    for name, figures in spent.items():
        print(
            f"{name:12} {median(figures):6.0f} us CPU a request, rounds {[round(f) for f in figures]}"
        )


async def by_wirewatch(urls: list[str], concurrency: int) -> None:
    policy = NetworkPolicy(
        user_agent="bench",
        allow_networks=(IPv4Network("127.0.0.0/8"),),
        concurrency=concurrency,
        gap=timedelta(0),
    )
    async with guarded_transport(policy) as transport:
        fetcher = Fetcher(policy=policy, clock=SystemClock(), transport=transport)

        async def fetch(url: str) -> None:
            assert len((await fetcher.fetch(Request(url=url, purpose=Purpose.FEED))).body) == len(
                PLAIN
            )

        await side_by_side(fetch, urls, concurrency)


async def by_httpx(urls: list[str], concurrency: int) -> None:
    limits = httpx.Limits(max_connections=concurrency)
    async with httpx.AsyncClient(limits=limits, timeout=60, trust_env=False) as client:

        async def fetch(url: str) -> None:
            assert len((await client.get(url)).content) == len(PLAIN)

        await side_by_side(fetch, urls, concurrency)


async def by_aiohttp(urls: list[str], concurrency: int) -> None:
    connector = aiohttp.TCPConnector(limit=concurrency)
    async with aiohttp.ClientSession(connector=connector) as session:

        async def fetch(url: str) -> None:
            async with session.get(url) as answer:
                assert len(await answer.read()) == len(PLAIN)

        await side_by_side(fetch, urls, concurrency)


async def side_by_side(
    fetch: Callable[[str], Coroutine[None, None, None]], urls: list[str], concurrency: int
) -> None:
    left = iter(urls)

    async def work() -> None:
        for url in left:
            await fetch(url)

    await asyncio.gather(*(work() for _ in range(concurrency)))


def serve(told: multiprocessing.connection.Connection) -> None:
    body = gzip.compress(PLAIN)
    head = (
        "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Encoding: gzip\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    answer = head.encode() + body

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await reader.readuntil(b"\r\n\r\n"):
                writer.write(answer)
        except (ConnectionError, asyncio.IncompleteReadError):
            writer.close()

    async def listen() -> None:
        server = await asyncio.start_server(converse, "0.0.0.0", 0)
        told.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(listen())


if __name__ == "__main__":
    main()
