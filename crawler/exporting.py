"""Reading the archive out, a little at a time, however large it is."""

import hashlib
from collections.abc import AsyncIterator
from datetime import datetime

from crawler.core.exports.warc import Warc
from crawler.model.archived import ArchivedArticle, ArchivedVersion, Selection
from crawler.model.article import Capture
from crawler.model.errors import StoreError
from storage.protocol import Store

ARTICLES_AT_ONCE = 20
"""Texts are bounded at a megabyte or so: what is in memory stays within tens of megabytes."""


async def archived(store: Store, wanted: Selection) -> AsyncIterator[ArchivedArticle]:
    """Yield the articles wanted, in the order they were first seen.

    Raises:
        StoreError: the archive failed.
    """
    last: ArchivedArticle | None = None
    while found := await store.archived(wanted, last, ARTICLES_AT_ONCE):
        for each in found:
            yield each
        last = found[-1]


class Evidence:
    """The archive as a WARC file.

    Attributes:
        let_go: responses whose body retention let go.
        damaged: raw bodies that are no evidence any more, each in a sentence.
    """

    def __init__(self, store: Store) -> None:
        self._store, self._warc = store, Warc()
        self.let_go = 0
        self.damaged: list[str] = []

    async def records(
        self, wanted: Selection, software: str, now: datetime
    ) -> AsyncIterator[bytes]:
        """Yield the file in pieces: first what it is, then article by article.

        Raises:
            StoreError: the archive failed.
        """
        yield self._warc.info(software, _described(wanted), now)
        async for each in archived(self._store, wanted):
            pieces = [
                piece for version in each.versions async for piece in self._read(each, version)
            ]
            yield b"".join(pieces)

    async def _read(
        self, archived: ArchivedArticle, version: ArchivedVersion
    ) -> AsyncIterator[bytes]:
        for capture in (version.page, version.feed_document):
            if capture is None or self._warc.has(capture):
                continue
            body = await self._body(capture)
            if body is not None:
                for record in self._warc.exchange(capture, body):
                    yield record
        yield self._warc.metadata(archived, version)

    async def _body(self, capture: Capture) -> bytes | None:
        """Return a body if it is there and is what was received."""
        try:
            body = await self._store.body(capture.sha256)
        except StoreError as error:
            self.damaged.append(f"{capture.final_url}: {error}")
            return None
        if body is None:
            self.let_go += 1
        elif hashlib.sha256(body).hexdigest() != capture.sha256:
            self.damaged.append(f"{capture.final_url}: its raw body is not what was received")
            return None
        return body


def _described(wanted: Selection) -> str:
    """Return in one line which articles were asked for."""
    parts = [
        f"{name} {value}"
        for name, value in (
            ("first seen since", wanted.since),
            ("first seen before", wanted.until),
            ("topic", wanted.topic),
            ("source", wanted.source),
        )
        if value is not None
    ]
    return "Wirewatch archive: " + (", ".join(parts) or "all articles")
