"""How the reading commands open the archive: beside a running daemon, never creating anything."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from crawler.core.topics.documents import document_of
from crawler.model.article import Article
from crawler.model.settings import Config
from crawler.model.topic import Document
from storage import open_store
from storage.protocol import Store

SQLITE = "sqlite:///"


@asynccontextmanager
async def archive(config: Config) -> AsyncIterator[Store]:
    """Open the archive of ``config``; before the first run it is an empty one in memory.

    Raises:
        StoreError: the archive cannot be opened.
    """
    async with _opened(_url(config)) as store:
        yield store


@asynccontextmanager
async def lasting_archive(config: Config) -> AsyncIterator[Store]:
    """Open the archive of ``config`` to leave something in it; it is created when there is none.

    Raises:
        StoreError: the archive cannot be opened.
    """
    async with _opened(config.storage.reveal()) as store:
        yield store


@asynccontextmanager
async def _opened(url: str) -> AsyncIterator[Store]:
    store = await open_store(url)
    try:
        yield store
    finally:
        await store.close()


def sqlite_path(config: Config) -> str:
    """Return the file of the archive, for the commands that look at the file itself."""
    return config.storage.reveal().removeprefix(SQLITE)


def _url(config: Config) -> str:
    url = config.storage.reveal()
    if url.startswith(SQLITE) and not Path(url.removeprefix(SQLITE)).exists():
        return f"{SQLITE}:memory:"
    return url


def as_document(article: Article, config: Config) -> Document:
    """Return what topics see of an archived article."""
    feed = next((feed for feed in config.feeds if feed.id == article.feed_id), None)
    return document_of(article, feed)
