"""A better extractor over the archive: page after page out of it, read, compared, filed.

store.to_reread            pages the present extractor has not read, a batch at a time
store.body                 one at a time for each that is being read: a few in memory
sandbox: read_page         as when they were fetched
store.record_rereading     a version where something else was read, else a note that it was the same
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from heapq import nlargest

from crawler.clock import Clock
from crawler.core.articles import EXTRACTOR
from crawler.core.reading import Page, Reading, read_page
from crawler.core.rereadings import Change, changes, is_other, share_changed
from crawler.model.archived import Rereading, RereadTask, Selection
from crawler.model.article import ArticleId, Origin
from crawler.model.errors import ExtractError, SandboxError, StoreError
from crawler.sandbox import Sandbox
from storage.protocol import Store

BATCH = 64
AT_ONCE = 4
"""Pages in hand: enough for every worker to have the next one waiting, and megabytes at most."""
SAMPLES = 5
"""The articles that changed most are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """An article that is read otherwise now."""

    article_id: ArticleId
    url: str
    changes: Mapping[str, Change]
    share: float
    """Of its words that changed."""
    characters: tuple[int, int]
    """Of its text, before and after."""


@dataclass(slots=True, kw_only=True)
class Account:
    """What came of reading the archive again."""

    read: int = 0
    same: int = 0
    """Nothing but the extractor's name is new."""
    changed: int = 0
    """Became a version."""
    unreadable: int = 0
    """The present extractor finds no article in the page; the version stays as it is."""
    damaged: int = 0
    """The raw body is not what was received: see `verify`."""
    overtaken: int = 0
    """Revised meanwhile."""
    fields: Counter[tuple[str, Change]] = field(default_factory=Counter)
    samples: list[Sample] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rereader:
    """Reads archived pages again."""

    store: Store
    sandbox: Sandbox
    clock: Clock
    languages: Mapping[str, str | None]
    """What each feed is configured to be written in."""
    dry_run: bool
    """Only compare: nothing is written."""
    advance: Callable[[int], None]
    """Told of every page that was read."""

    async def run(self, wanted: Selection) -> Account:
        """Read every page that is due; cut off, it goes on where it stopped the next time.

        Raises:
            StoreError: the archive failed.
        """
        account, last = Account(), ArticleId(0)
        turn = asyncio.Semaphore(AT_ONCE)
        while tasks := await self.store.to_reread(EXTRACTOR, wanted, last, BATCH):
            async with asyncio.TaskGroup() as readings:
                for task in tasks:
                    readings.create_task(self._one(task, account, turn))
            last = tasks[-1].article_id
        return account

    async def _one(self, task: RereadTask, account: Account, turn: asyncio.Semaphore) -> None:
        async with turn:
            account.read += 1
            try:
                reading = await self._read(task)
            except StoreError:
                account.damaged += 1
            except (ExtractError, SandboxError):
                await self._file(task, None, account)
            else:
                await self._file(task, reading, account)
            self.advance(1)

    async def _read(self, task: RereadTask) -> Reading | None:
        """Read a page as if it had just been fetched; None when its body was let go meanwhile."""
        body = await self.store.body(task.capture.sha256)
        if body is None:
            return None
        headers = dict(reversed(task.capture.headers))  # of repeated ones the first counts
        page = Page(body=body, url=task.capture.final_url, content_type=headers.get("content-type"))
        language = self.languages.get(task.feed_id)
        return await self.sandbox.call(read_page, page, task.entry, language, task.fetched_at)

    async def _file(self, task: RereadTask, reading: Reading | None, account: Account) -> None:
        rereading = None
        if reading is None or reading.origin is not Origin.PAGE:
            account.unreadable += 1
        elif task.origin is Origin.PAGE and not is_other(task.text, reading.text):
            account.same += 1
        else:
            rereading = Rereading(
                task=task,
                text=reading.text,
                origin=reading.origin,
                fingerprint=reading.fingerprint,
            )
        if not self.dry_run and not await self.store.record_rereading(
            task, EXTRACTOR, rereading, self.clock.now()
        ):
            account.overtaken += 1
        elif rereading is not None:
            _note(account, rereading)


def _note(account: Account, rereading: Rereading) -> None:
    """Count what changed, and keep the articles that changed most."""
    old, new = rereading.task.text, rereading.text
    sample = Sample(
        article_id=rereading.task.article_id,
        url=rereading.task.url,
        changes=changes(old, new),
        share=share_changed(old.text, new.text),
        characters=(len(old.text), len(new.text)),
    )
    account.changed += 1
    account.fields.update(sample.changes.items())
    account.samples = nlargest(SAMPLES, [*account.samples, sample], key=lambda each: each.share)
