"""One attempt at a feed, stateless: fetch -> interpret -> parse, for whoever wants to know.

request_for(feed, state)          what to ask, with which validators
fetcher.fetch                     bytes, bounded and guarded       -> FetchError
interpret                         what the answer means            -> FetchError
sandbox: parse_feed | parse_page  entries                          -> ParseError
"""

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from crawler.clock import Clock
from crawler.core.feeds import parse_feed
from crawler.core.feeds.limits import MAX_DECODED_BYTES, MAX_SITEMAP_BYTES
from crawler.core.feeds.page import parse_page
from crawler.core.replies import interpret
from crawler.core.schedule import PURPOSES, request_for
from crawler.core.targets import target_of
from crawler.model.entry import Entry, ParsedFeed
from crawler.model.errors import FetchError, ParseError, SandboxError
from crawler.model.feed import Failed, Feed, FeedState, FeedType, Outcome, Refreshed, Unchanged
from crawler.model.web import Fresh, NotModified, Request, Response
from crawler.net.aside import aside
from crawler.net.fetcher import Fetcher
from crawler.sandbox import Sandbox

CHILD_SITEMAPS = 5  # of a sitemap index, newest first: what one fetch of a source may cost
_MAX_BYTES = {FeedType.SITEMAP: MAX_SITEMAP_BYTES}  # it costs memory: only where the user says so


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """Fetches and reads feeds; remembers nothing."""

    fetcher: Fetcher
    sandbox: Sandbox
    clock: Clock

    async def make(self, feed: Feed, state: FeedState, now: datetime) -> Outcome:
        """Fetch and read; whatever the publisher does wrong becomes ``Failed``."""
        try:
            async with self._reply(request_for(feed, state, now)) as reply:
                if isinstance(reply, NotModified):
                    return Unchanged(reply=reply)
                body = reply.response.body
                body_hash = await aside(len(body), lambda: hashlib.sha256(body).hexdigest())
                if body_hash == state.body_hash:
                    return Unchanged(reply=reply)
                parsed = await self._parse(feed, reply)
            if parsed.feed.format == "sitemap-index":
                parsed = await self._children(feed, parsed)
        except (FetchError, ParseError, SandboxError) as error:
            return Failed(error=error)
        return Refreshed(reply=reply, parsed=parsed, body_hash=body_hash)

    @asynccontextmanager
    async def _reply(self, request: Request) -> AsyncIterator[Fresh | NotModified]:
        """Fetch; the body has its room in memory until the block ends, which is when it is read."""
        async with self.fetcher.fetched(request) as response:
            yield interpret(response, self.clock.now())

    async def _parse(self, feed: Feed, reply: Fresh) -> ParsedFeed:
        response = reply.response
        if feed.type is FeedType.PAGE and feed.select is not None:
            return await self.sandbox.call(
                parse_page,
                response.body,
                feed.select,
                url=response.final_url,
                content_type=response.header("content-type"),
                now=self.clock.now(),
            )
        return await self._read(feed, response)

    async def _read(self, feed: Feed, response: Response) -> ParsedFeed:
        return await self.sandbox.call(
            parse_feed,
            response.body,
            url=response.final_url,
            content_type=response.header("content-type"),
            max_bytes=_MAX_BYTES.get(feed.type, MAX_DECODED_BYTES),
        )

    async def _children(self, feed: Feed, index: ParsedFeed) -> ParsedFeed:
        """Follow the newest sitemaps of an index; one that fails leaves its siblings' entries."""
        newest = sorted(index.entries, key=_last_modified, reverse=True)[:CHILD_SITEMAPS]
        entries: list[Entry] = []
        failed: FetchError | ParseError | SandboxError | None = None
        for child in newest:
            if child.url is None:
                continue
            try:
                async with self._reply(_child_request(feed, child.url)) as reply:
                    if isinstance(reply, Fresh):
                        entries += (await self._read(feed, reply.response)).entries
            except (FetchError, ParseError, SandboxError) as error:
                failed = error
        if failed is not None and not entries:
            raise failed
        return replace(index, entries=tuple(entries))


def _child_request(feed: Feed, url: str) -> Request:
    """Return the request of a sitemap that an index names: the user's headers are for his origin.

    Raises:
        ForbiddenError: the index names no plain web address.
    """
    headers = {}
    if target_of(url).origin == target_of(feed.url).origin:
        headers = {name: value.reveal() for name, value in feed.headers.items()}
    return Request(url=url, purpose=PURPOSES[feed.type], headers=headers)


def _last_modified(entry: Entry) -> str:
    moment = entry.updated or entry.published
    return moment.isoformat() if moment else ""
