"""How the reading commands open the archive: beside a running daemon, never creating anything."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from crawler.model.settings import Config
from storage import open_store
from storage.protocol import Store

SQLITE = "sqlite:///"


@asynccontextmanager
async def archive(config: Config) -> AsyncIterator[Store]:
    """Open the archive of ``config``; before the first run it is an empty one in memory.

    Raises:
        StoreError: the archive cannot be opened.
    """
    store = await open_store(_url(config))
    try:
        yield store
    finally:
        await store.close()


def _url(config: Config) -> str:
    url = config.storage.reveal()
    if url.startswith(SQLITE) and not Path(url.removeprefix(SQLITE)).exists():
        return f"{SQLITE}:memory:"
    return url
