"""Finding a site's feeds: every lead followed politely, every feed found read before it is named.

the address itself > what its page and headers announce, what it links > robots.txt's sitemaps
                   > where feeds often are, when nothing else was found > selectors for the page
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from crawler.clock import Clock
from crawler.core.feeds.choice import FoundFeed, found_feed, ranked
from crawler.core.feeds.clues import (
    Clue,
    Lead,
    leads_of_habit,
    leads_of_sitemaps,
)
from crawler.core.feeds.examine import Found, FoundList, FoundPage, examine
from crawler.core.feeds.propose import Proposal, propose
from crawler.core.replies import interpret
from crawler.core.robots import read_sitemaps
from crawler.core.targets import target_of
from crawler.core.urls import same_site
from crawler.model.entry import ParsedFeed
from crawler.model.errors import FetchError, ParseError, SandboxError
from crawler.model.feed import FeedType
from crawler.model.web import Purpose, Request, Response
from crawler.net.fetcher import Fetcher
from crawler.sandbox import Sandbox

MOST_LOOKED_AT = 24
"""Addresses one search may fetch: at the usual gap, half a minute of one server's time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """What there is at an address."""

    url: str
    page: str
    """Where it leads, after redirects."""
    title: str | None = None
    feeds: tuple[FoundFeed, ...] = ()
    """The most useful first."""
    proposals: tuple[Proposal, ...] = ()
    """Ways to read the page itself, where it has no feed."""
    listed: int = 0
    """Feeds of the OPML list that this is, if it is one."""
    needs_javascript: bool = False


@dataclass(slots=True, kw_only=True)
class Scout:
    """Searches one site at a time."""

    fetcher: Fetcher
    sandbox: Sandbox
    clock: Clock
    looking_at: Callable[[str], None] = lambda _: None
    """Told of every address before it is fetched."""
    _seen: set[str] = field(default_factory=set)

    async def discover(self, url: str) -> Discovery:
        """Find the feeds of a page, or ways to read it without one.

        Args:
            url: a page, a feed, a sitemap or an OPML list.

        Raises:
            FetchError: the address itself cannot be fetched.
            ParseError: it is neither a page nor a feed.
            SandboxError: reading it took more than a worker process may use.
        """
        self._seen = {url}
        self.looking_at(url)
        response = await self._fetch(Request(url=url, purpose=Purpose.FEED))
        found = await self._examine(response)
        match found:
            case ParsedFeed():
                feed = found_feed(url, Clue.ASKED, found, self.clock.now())
                return Discovery(url=url, page=response.final_url, title=feed.title, feeds=(feed,))
            case FoundList(feeds=listed):
                return Discovery(url=url, page=response.final_url, listed=listed)
            case FoundPage():
                return await self._of_page(url, response, found)

    async def proposals(self, url: str) -> tuple[Proposal, ...]:
        """Infer ways to read a page by selectors, whether it has feeds or not.

        Raises:
            FetchError: the page cannot be fetched.
            SandboxError: reading it took more than a worker process may use.
        """
        return await self._propose(await self._fetch(Request(url=url, purpose=Purpose.FEED)))

    async def _of_page(self, url: str, response: Response, page: FoundPage) -> Discovery:
        feeds = await self._follow(page.leads, deeper=True)
        feeds += await self._follow(await self._sitemaps(response.final_url), deeper=False)
        if not any(feed.type is FeedType.FEED and feed.entries for feed in feeds):
            feeds += await self._follow(leads_of_habit(response.final_url), deeper=False)
        proposals = () if feeds else await self._propose(response)
        return Discovery(
            url=url,
            page=response.final_url,
            title=page.title,
            feeds=ranked(feeds, response.final_url, self.clock.now()),
            proposals=proposals,
            needs_javascript=page.needs_javascript and not proposals,
        )

    async def _propose(self, response: Response) -> tuple[Proposal, ...]:
        content_type = response.header("content-type")
        return await self.sandbox.call(
            propose, response.body, url=response.final_url, content_type=content_type
        )

    async def _follow(self, leads: Iterable[Lead], *, deeper: bool) -> list[FoundFeed]:
        """Look at leads, all at once as far as the host's gap lets them; keep the feeds.

        Args:
            leads: where feeds may be.
            deeper: a lead that is a page, such as a directory of feeds, is followed once.
        """
        left = MOST_LOOKED_AT - len(self._seen)
        new = [lead for lead in leads if lead.url not in self._seen][: max(left, 0)]
        self._seen.update(lead.url for lead in new)
        looks = await asyncio.gather(*(self._look_at(lead) for lead in new))
        feeds: list[FoundFeed] = []
        further: list[Lead] = []
        for lead, found in zip(new, looks, strict=True):
            if isinstance(found, ParsedFeed):
                feeds.append(found_feed(lead.url, lead.clue, found, self.clock.now()))
            elif isinstance(found, FoundPage) and deeper and lead.clue is Clue.LINK:
                further += [each for each in found.leads if same_site(each.url, lead.url)]
        return feeds + (await self._follow(further, deeper=False) if further else [])

    async def _look_at(self, lead: Lead) -> Found | None:
        """Fetch and read one lead; None when it leads nowhere."""
        # A guess of ours is held to robots.txt, like an article; what a site announces is not.
        purpose = Purpose.ARTICLE if lead.clue is Clue.HABIT else Purpose.SITEMAP
        self.looking_at(lead.url)
        try:
            return await self._examine(await self._fetch(Request(url=lead.url, purpose=purpose)))
        except (FetchError, ParseError, SandboxError):
            return None

    async def _sitemaps(self, url: str) -> tuple[Lead, ...]:
        robots = target_of(url).at("/robots.txt")
        self.looking_at(robots)
        try:
            response = await self._fetch(Request(url=robots, purpose=Purpose.ROBOTS))
            return leads_of_sitemaps(
                await self.sandbox.call(read_sitemaps, response.body), response.final_url
            )
        except (FetchError, SandboxError):
            return ()

    async def _fetch(self, request: Request) -> Response:
        response = await self.fetcher.fetch(request)
        interpret(response, self.clock.now())  # raises for whatever is not the document
        return response

    async def _examine(self, response: Response) -> Found:
        links = ", ".join(value for name, value in response.headers if name == "link")
        return await self.sandbox.call(
            examine,
            response.body,
            url=response.final_url,
            content_type=response.header("content-type"),
            links=links,
        )
