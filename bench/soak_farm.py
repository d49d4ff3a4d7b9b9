"""The publishers and the receiver of `bench.soak`: they publish as long as they are told to.

Every outlet has a loopback address of its own. A moody one answers every second look by a redirect
to the next threat of tests/crawler/net; one page in forty is a shape of bench/hostile_pages; one
item in ten is a copy of another outlet's, one in fifty is edited when it is five minutes old.
"""

import asyncio
import json
import random
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import sha256
from itertools import cycle

from aiohttp import web

from bench.hostile_pages import SHAPES

DICE = random.Random(7)
WORDS = [
    "".join(DICE.choices("abcdefghijklmnoprstuvwy", k=DICE.randint(3, 9))) for _ in range(20_000)
]
SHOWN = 50
"""Items in a feed."""
EDITED_AFTER_S = 300
SUBJECT = "Russia and North Korea"
CHROME = "<div class='menu'>" + "".join(
    f"<a href='/section/{n}'>Section {n}</a>" for n in range(600)
)
MENU = f"<nav>{CHROME}</div></nav>"
FOOT = f"<footer>{CHROME}</div>All rights reserved</footer>"


@dataclass(slots=True, kw_only=True)
class Item:
    """One article. Moments are those of `time.time`."""

    number: int
    url: str
    title: str
    paragraphs: tuple[str, ...]
    published: float
    topical: bool
    served: float | None = None
    """When a feed first showed it."""
    told: list[float] = field(default_factory=list)
    """When its alert arrived."""
    ids: set[str] = field(default_factory=set)
    """Ids it arrived under."""


@dataclass(slots=True)
class Farm:
    """What was published and what arrived."""

    threats: Iterator[str]
    """Addresses of hostile servers, without end."""
    bases: list[str] = field(default_factory=list)
    items: dict[str, Item] = field(default_factory=dict)
    of_outlet: dict[int, list[Item]] = field(default_factory=lambda: defaultdict(list))
    looks: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    moody: int = 0
    """So many of the outlets, the last ones, are."""
    hook: str = ""

    def topical(self) -> list[Item]:
        """Return the items an alert is expected for: those of outlets that are well."""
        return [item for item in self.items.values() if item.topical]

    async def publish(self, per_second: float, until: float) -> None:
        """Publish at random outlets, a quarter of it about the topic, until a monotonic moment."""
        while (now := time.monotonic()) < until:
            self._publish_one(len(self.items))
            await asyncio.sleep(max(0.0, 1 / per_second - (time.monotonic() - now)))

    def _publish_one(self, number: int) -> None:
        outlet = DICE.randrange(len(self.bases))
        well = outlet < len(self.bases) - self.moody
        title, paragraphs = _text(number, topical=well and number % 4 == 0)
        if number % 10 == 5 and (original := self._elsewhere(outlet)) is not None:
            title, paragraphs = original.title, original.paragraphs
        url = f"{self.bases[outlet]}/{number}.html"
        item = Item(
            number=number,
            url=url,
            title=title,
            paragraphs=paragraphs,
            published=time.time(),
            topical=well and title.startswith(SUBJECT),
        )
        self.items[url] = item
        self.of_outlet[outlet].append(item)

    def _elsewhere(self, outlet: int) -> Item | None:
        """Return a late item that this outlet does not have."""
        had = {item.title for item in self.of_outlet[outlet]}
        recent = [item for item in list(self.items.values())[-200:] if item.title not in had]
        return DICE.choice(recent) if recent else None

    # --- what is answered

    def handler(self, outlet: int) -> Callable[[web.Request], object]:
        """Return what answers an outlet's address."""

        async def answer(request: web.Request) -> web.Response:
            if request.path == "/feed.xml":
                return self._feed(request, outlet)
            item = self.items.get(f"{self.bases[outlet]}{request.path}")
            if item is None:
                return web.Response(status=404, text="nothing here")
            return _conditional(request, _page(item), "text/html")

        return answer

    def _feed(self, request: web.Request, outlet: int) -> web.Response:
        self.looks[outlet] += 1
        if outlet >= len(self.bases) - self.moody and self.looks[outlet] % 2 == 0:
            raise web.HTTPFound(next(self.threats))
        shown = self.of_outlet[outlet][: -SHOWN - 1 : -1]
        for item in shown:
            item.served = item.served or time.time()
        return _conditional(request, _rss(outlet, shown), "application/rss+xml")

    async def take(self, request: web.Request) -> web.Response:
        """Take a webhook and note its arrival."""
        event = json.loads(await request.read())
        if event["type"] == "alert.created" and (
            item := self.items.get(event["data"]["article"]["url"])
        ):
            item.told.append(time.time())
            item.ids.add(request.headers["webhook-id"])
        return web.Response(status=204)


@asynccontextmanager
async def served(threats: list[str], *, well: int, moody: int) -> AsyncIterator[Farm]:
    """Bring the outlets and the receiver up.

    Args:
        threats: addresses moody outlets lead to, in turn.
        well: how many outlets behave.
        moody: how many do not.
    """
    farm = Farm(cycle(threats), moody=moody)
    runners = []
    for outlet in range(well + moody):
        runners.append(runner := await _up(farm.handler(outlet), f"127.8.0.{outlet + 1}"))
        farm.bases.append("http://{}:{}".format(*runner.addresses[0]))
    runners.append(runner := await _up(farm.take, "127.0.0.1"))
    farm.hook = "http://{}:{}/hook".format(*runner.addresses[0])
    try:
        yield farm
    finally:
        for runner in runners:
            await runner.cleanup()


async def _up(handler: Callable[[web.Request], object], host: str) -> web.ServerRunner:
    runner = web.ServerRunner(web.Server(handler), access_log=None)  # type: ignore[arg-type] # a coroutine function
    await runner.setup()
    await web.TCPSite(runner, host, 0).start()
    return runner


def _conditional(request: web.Request, body: bytes, content_type: str) -> web.Response:
    tag = f'"{sha256(body).hexdigest()[:16]}"'
    headers: Mapping[str, str] = {"ETag": tag}
    if request.headers.get("if-none-match") == tag:
        return web.Response(status=304, headers=headers)
    return web.Response(body=body, content_type=content_type, charset="utf-8", headers=headers)


def _text(number: int, *, topical: bool) -> tuple[str, tuple[str, ...]]:
    """Return title and paragraphs no other item shares."""
    paragraphs = [" ".join(DICE.choices(WORDS, k=60)).capitalize() + "." for _ in range(12)]
    title = " ".join(DICE.choices(WORDS, k=8)).capitalize()
    if topical:
        title = f"{SUBJECT} {number}: {title}"
        paragraphs[0] = f"The treaty of {SUBJECT}: {paragraphs[0]}"
    return title, tuple(paragraphs)


def _rss(outlet: int, items: list[Item]) -> bytes:
    shown = "".join(
        f"<item><title>{item.title}</title><link>{item.url}</link><guid isPermaLink='false'>{item.number}</guid>"
        f"<pubDate>{format_datetime(datetime.fromtimestamp(item.published, UTC))}</pubDate>"
        f"<description>{item.paragraphs[0]}</description></item>"
        for item in items
    )
    return f"<rss version='2.0'><channel><title>Outlet {outlet}</title>{shown}</channel></rss>".encode()


def _page(item: Item) -> bytes:
    if item.number % 40 == 3 and not item.topical:
        return list(SHAPES.values())[item.number // 40 % len(SHAPES)].encode()
    paragraphs = list(item.paragraphs)
    if item.number % 50 == 7 and time.time() > item.published + EDITED_AFTER_S:
        paragraphs[3] = f"Corrected later: {paragraphs[2]}"
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return (
        f"<!doctype html><html lang='en'><head><title>{item.title}</title></head><body>{MENU}"
        f"<article><h1>{item.title}</h1>{body}</article>{FOOT}</body></html>"
    ).encode()
