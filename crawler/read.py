"""One host's due pages, start to finish: fetch -> read -> match -> decide -> record.

robots, fetcher.fetch, interpret   the page, or why it cannot be had  -> FetchError
sandbox: read_page | read_entry    text and fingerprint                -> ExtractError
matcher.match                      which topics, with spans
store.file(decide)                 version, story, alerts and deliveries, one transaction
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import ParamSpec, TypeVar

from crawler.clock import Clock
from crawler.core.captures import capture_of
from crawler.core.filing import decider
from crawler.core.gaps import with_gaps
from crawler.core.reading import Page, Reading, read_entries, read_entry, read_page
from crawler.core.replies import interpret
from crawler.core.rereads import (
    CONFIRMED_AFTER,
    is_missing,
    leads_away,
    next_look_at,
    next_recheck_at,
    page_retry_at,
)
from crawler.core.stories.fingerprint import fingerprint
from crawler.core.topics import Matcher
from crawler.core.urls import normalise, same_site, url_key
from crawler.failpoints import reach
from crawler.model.alert import Quiet
from crawler.model.article import Article, ArticleText, Origin
from crawler.model.errors import ExtractError, FetchError, SandboxError, WirewatchError
from crawler.model.feed import Feed, FeedId, Gap
from crawler.model.filing import Draft, Filed
from crawler.model.lease import FEED_ONLY_HOST, Lease, PageHostLease, PageTask
from crawler.model.topic import Document, Match, Topic
from crawler.model.web import NO_VALIDATORS, Fresh, NotModified, Purpose, Request
from crawler.net.fetcher import Fetcher
from crawler.sandbox import Sandbox
from storage.protocol import Store

P = ParamSpec("P")
T = TypeVar("T")

log = logging.getLogger(__name__)

PAGES_PER_LEASE = 8
ENTRIES_PER_LEASE = 40  # one transaction: the store's other work waits while it is decided
LEASE_S = PAGES_PER_LEASE * 61 + 30.0  # each page has its deadline and a gap


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Reads the pages of a claimed host and files what they say."""

    feeds: Mapping[str, Feed]
    topics: Mapping[str, Topic]
    quiet: Quiet | None
    matcher: Matcher
    fetcher: Fetcher
    sandbox: Sandbox
    store: Store
    clock: Clock
    alerted: Callable[[], None]
    """Called when alerts were raised."""
    filed: Callable[[int], None]
    """Called with the number of articles just filed, for a progress bar."""
    gaps: Mapping[FeedId, Gap]
    """Feeds that were not read for long."""
    _matching: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def claim(self) -> PageHostLease | None:
        """Claim the next host with pages due."""
        return await self.store.claim_page_host(
            self.clock.now(), LEASE_S, PAGES_PER_LEASE, ENTRIES_PER_LEASE
        )

    async def carry_out(self, job: PageHostLease) -> None:
        """Read and file every page of the lease."""
        try:
            if job.host == FEED_ONLY_HOST:
                await self._entries(job.lease, job.pages)
            else:
                async with asyncio.TaskGroup() as pages:
                    for task in job.pages:
                        pages.create_task(self._page(job.lease, task))
        finally:
            now = self.clock.now()
            await asyncio.shield(self.store.release_page_host(job.lease, now, now))

    # --- feeds without full text: many at once, nothing is fetched

    async def _entries(self, lease: Lease, tasks: tuple[PageTask, ...]) -> None:
        now = self.clock.now()
        batch = tuple((task.entry, task.url, self.feeds[task.feed_id].lang) for task in tasks)
        readings = await self.sandbox.call(read_entries, batch)
        reach("after_fetch")
        drafts = []
        for task, reading in zip(tasks, readings, strict=True):
            if isinstance(reading, ExtractError):
                await self.store.drop_page(lease, task.id, reading.problem)
            else:
                drafts.append((task, reading))
        await self._file(lease, await self._beside(self._entry_drafts, drafts, now))

    def _entry_drafts(self, readings: list[tuple[PageTask, Reading]], now: datetime) -> list[Draft]:
        return [self._draft(task, reading, None, now) for task, reading in readings]

    # --- pages

    async def _page(self, lease: Lease, task: PageTask) -> None:
        now = self.clock.now()
        try:
            async with self._reply(task) as reply:
                reach("after_fetch")
                if isinstance(reply, Fresh):
                    await self._with_page(lease, task, reply, now)
                else:
                    await self.store.recheck_done(lease, task.id, now, self._recheck_at(task, now))
        except FetchError as error:
            reach("after_fetch")
            await self._without_page(lease, task, error, now)

    @asynccontextmanager
    async def _reply(self, task: PageTask) -> AsyncIterator[Fresh | NotModified]:
        """Fetch a page; it has its room in memory until the block ends, which is when it is filed."""
        feed = self.feeds[task.feed_id]
        headers = {}
        if same_site(task.url, feed.url):
            headers = {name: value.reveal() for name, value in feed.headers.items()}
        request = Request(
            url=task.url, purpose=Purpose.ARTICLE, validators=task.validators, headers=headers
        )
        async with self.fetcher.fetched(request) as response:
            yield interpret(response, self.clock.now())

    async def _with_page(self, lease: Lease, task: PageTask, reply: Fresh, now: datetime) -> None:
        response = reply.response
        page = Page(
            body=response.body,
            url=response.final_url,
            content_type=response.header("content-type"),
        )
        language = self.feeds[task.feed_id].lang
        try:
            reading = await self._read(page, task, language, now)
        except ExtractError as error:
            await self._give_up(lease, task, error)
            return
        if reading.origin is Origin.FEED:
            known = await self._known(task)
            away = leads_away(task.url, response.final_url)
            if known and known.origin is Origin.PAGE and (reading.vanished or away):
                problem = f"its address leads to {response.final_url}" if away else reading.problem
                await self._gone(lease, task, known, problem or "", now)
                return
        draft = await self._beside(self._draft, task, reading, reply, now)
        await self._file(lease, [draft])

    async def _read(
        self, page: Page, task: PageTask, language: str | None, now: datetime
    ) -> Reading:
        """Read the page; one that ends its worker is read from the feed's own text."""
        try:
            return await self.sandbox.call(read_page, page, task.entry, language, now)
        except SandboxError as error:
            return await self.sandbox.call(read_entry, task.entry, task.url, language, str(error))

    async def _without_page(
        self, lease: Lease, task: PageTask, error: FetchError, now: datetime
    ) -> None:
        """File the feed's own text, marked, and try the page again later."""
        if task.article_id is not None:
            await self._look_failed(lease, task, error, now)
            return
        language = self.feeds[task.feed_id].lang
        try:
            reading = await self.sandbox.call(
                read_entry, task.entry, task.url, language, error.problem
            )
        except (ExtractError, SandboxError):
            await self._again_or_never(lease, task, error, now)
            return
        draft = await self._beside(self._draft, task, reading, None, now, error)
        await self._file(lease, [draft])

    async def _look_failed(
        self, lease: Lease, task: PageTask, error: FetchError, now: datetime
    ) -> None:
        """Note that a page is gone, or look again later: the article is there already."""
        known = await self._known(task)
        if known is None or known.origin is Origin.FEED:  # only a better text is missing
            await self._again_or_never(lease, task, error, now)
        elif is_missing(error):
            await self._gone(lease, task, known, error.problem, now)
        else:
            due_at = self._recheck_at(task, now)
            await self._later(
                lease, task, error, next_look_at(error, due_at, now, self.clock.spread())
            )

    async def _known(self, task: PageTask) -> Article | None:
        return None if task.article_id is None else await self.store.article(task.article_id)

    async def _gone(
        self, lease: Lease, task: PageTask, known: Article, problem: str, now: datetime
    ) -> None:
        """File that the page of a known article is not there: its text stays as it is."""
        text = ArticleText(
            title=known.title,
            author=known.author,
            published=known.published,
            language=known.language,
            text=known.text,
            extractor="",
        )
        print_ = await self.sandbox.call(fingerprint, text.title, text.text, text.language)
        feed = self.feeds[task.feed_id]
        draft = Draft(
            task=task,
            feed=feed,
            url=known.url,
            url_keys=(known.url,),
            text=text,
            origin=known.origin,
            retry_at=now + CONFIRMED_AFTER,
            recheck_at=self._recheck_at(task, now),
            fingerprint=print_,
            matches=await self._beside(self._matches, feed, text, known.url),
            fetched_at=now,
            matched_at=self.clock.now(),
            absence=problem,
        )
        await self._file(lease, [draft])

    async def _again_or_never(
        self, lease: Lease, task: PageTask, error: FetchError, now: datetime
    ) -> None:
        await self._later(
            lease, task, error, page_retry_at(error, task.attempts, now, self.clock.spread())
        )

    async def _later(
        self, lease: Lease, task: PageTask, error: FetchError, when: datetime | None
    ) -> None:
        if when is None:
            await self._give_up(lease, task, error)
        else:
            await self.store.postpone_page(lease, task.id, when, error.problem)

    async def _give_up(self, lease: Lease, task: PageTask, error: WirewatchError) -> None:
        log.warning("page given up", extra={"url": task.url, "error": str(error)})
        await self.store.drop_page(lease, task.id, str(error))

    # --- filing

    async def _beside(self, match: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Match beside the event loop: ten thousand topics, learning anew, take half a second.

        One after the other: stemmers and what topics learn are shared.
        """
        async with self._matching:
            return await asyncio.to_thread(match, *args, **kwargs)

    def _draft(
        self,
        task: PageTask,
        reading: Reading,
        reply: Fresh | None,
        now: datetime,
        error: FetchError | None = None,
    ) -> Draft:
        feed = self.feeds[task.feed_id]
        text = reading.text
        final = reply.response.final_url if reply else task.url
        url = normalise(text.canonical_url or final) or task.url
        known_by = dict.fromkeys(key for each in (url, final, task.url) if (key := url_key(each)))
        matches = self._matches(feed, text, url)
        reach("after_match")
        is_page = reading.origin is Origin.PAGE
        retry_at = None
        if error is not None:
            retry_at = page_retry_at(error, task.attempts, now, self.clock.spread())
        return Draft(
            task=task,
            feed=feed,
            url=url,
            url_keys=tuple(known_by),
            text=text,
            origin=reading.origin,
            problem=reading.problem,
            retry_at=retry_at,
            recheck_at=self._recheck_at(task, now) if reply else None,
            capture=capture_of(reply.response) if reply else None,
            validators=reply.validators if reply and is_page else NO_VALIDATORS,
            fingerprint=reading.fingerprint,
            matches=matches,
            fetched_at=now,
            matched_at=self.clock.now(),
        )

    def _matches(self, feed: Feed, text: ArticleText, url: str) -> tuple[Match, ...]:
        return self.matcher.match(
            Document(
                title=text.title,
                text=text.text,
                url=url,
                author=text.author or "",
                source=feed.name,
                lang=text.language or feed.lang,
                tags=feed.tags,
                feed_id=feed.id,
            )
        )

    def _recheck_at(self, task: PageTask, now: datetime) -> datetime | None:
        return next_recheck_at(task.seen_at, now, self.feeds[task.feed_id].recheck)

    async def _file(self, lease: Lease, drafts: list[Draft]) -> None:
        if not drafts:
            return
        now = self.clock.now()
        decide = with_gaps(decider(self.topics, self.quiet, now), self.gaps, now)
        filed = await self.store.file(lease, drafts, decide, now)
        self.filed(len(filed))
        alerts = [alert for each in filed for alert in each.filing.alerts]
        if alerts:
            reach("after_enqueue")
            self.alerted()
        _report(drafts, filed)


def _report(drafts: list[Draft], filed: tuple[Filed, ...]) -> None:
    for draft, done in zip(drafts, filed, strict=True):
        verdict = type(done.filing.verdict).__name__.lower()
        log.debug(
            "article filed",
            extra={"url": draft.url, "verdict": verdict, "article": done.article_id},
        )
        for alert in done.filing.alerts:
            log.info(
                "alert",
                extra={
                    "topic": alert.topic,
                    "kind": alert.kind,
                    "alert": alert.id,
                    "url": draft.url,
                },
            )
