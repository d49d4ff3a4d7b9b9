"""robots.txt of every site whose articles are read: fetched once a day, obeyed in between."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from httpx import codes

from crawler.clock import Clock
from crawler.core.robots import NO_RULES, Rules, read_rules
from crawler.core.targets import Target
from crawler.model.errors import AGAIN, FetchError, ForbiddenError, UnreachableError
from crawler.model.web import Purpose, Request, Response
from crawler.net.aside import aside

KEPT_S = 24 * 3600.0
"""RFC 9309 §2.4: no longer than 24 hours."""
RETRY_S = 600.0
"""After a robots.txt that could not be had."""
MAX_SITES = 2_000
MAX_KEPT_BYTES = 4 * 1024 * 1024
"""Of robots.txt in all; parsed, they take some twenty times as much."""
_BUSY = codes.TOO_MANY_REQUESTS

Fetch = Callable[[Request], Awaitable[Response]]


class Robots:
    """Asks sites what they allow, and remembers.

    No robots.txt (any 4xx but 429) allows everything; a server that fails or does not answer
    allows nothing until it does (RFC 9309 §2.3.1.4), unless older rules are known: these go on
    (§2.4).
    """

    def __init__(self, fetch: Fetch, user_agent: str, clock: Clock) -> None:
        self._fetch, self._user_agent, self._clock = fetch, user_agent, clock
        self._sites: OrderedDict[tuple[str, str, int], _Site] = OrderedDict()

    async def admit(self, target: Target) -> float:
        """Return the crawl delay in seconds that the site asks for.

        Raises:
            ForbiddenError: the site does not let us fetch this.
            UnreachableError: its robots.txt cannot be had, so nobody knows.
        """
        site = self._site(target)
        async with site.asking:
            if site.until <= self._clock.monotonic():
                await self._ask(site, target)
        if site.rules is None:
            raise UnreachableError(
                target.url, f"its robots.txt cannot be had: {site.problem}", AGAIN
            )
        rules = site.rules
        if not await aside(site.size_bytes, lambda: rules.allows(target.url)):
            raise ForbiddenError(
                target.url,
                f"robots.txt does not allow {rules.agent} to read this page",
                "full_text: false keeps to what the feed says",
            )
        return rules.crawl_delay_s

    def _site(self, target: Target) -> "_Site":
        site = self._sites.get(target.origin)
        if site is None:
            site = self._sites[target.origin] = _Site()
        self._sites.move_to_end(target.origin)
        return site

    def _forget(self) -> None:
        """Drop what was not asked for longest; the site asked about last stays."""
        kept = sum(site.size_bytes for site in self._sites.values())
        while len(self._sites) > 1 and (len(self._sites) > MAX_SITES or kept > MAX_KEPT_BYTES):
            _, dropped = self._sites.popitem(last=False)
            kept -= dropped.size_bytes

    async def _ask(self, site: "_Site", target: Target) -> None:
        url = target.at("/robots.txt")
        kept_s = KEPT_S
        try:
            response = await self._fetch(Request(url=url, purpose=Purpose.ROBOTS))
        except FetchError as error:
            site.problem, kept_s = error.problem, RETRY_S
        else:
            if codes.is_success(response.status):
                await self._read(site, response.body)
            elif codes.is_client_error(response.status) and response.status != _BUSY:
                site.rules = NO_RULES
            else:
                site.problem, kept_s = f"status {response.status}", RETRY_S
        site.until = self._clock.monotonic() + kept_s
        self._forget()

    async def _read(self, site: "_Site", body: bytes) -> None:
        site.rules = await aside(len(body), lambda: read_rules(body, self._user_agent))
        site.size_bytes = len(body)


@dataclass(slots=True)
class _Site:
    rules: Rules | None = None
    problem: str = ""
    size_bytes: int = 0
    until: float = float("-inf")
    asking: asyncio.Lock = field(default_factory=asyncio.Lock)
