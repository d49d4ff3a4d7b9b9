"""The archive: everything Wirewatch remembers, behind one ``Store``."""

import asyncio
from functools import partial

from crawler.model.errors import StoreError
from storage.protocol import Store
from storage.sqlite import SqliteStore

_SQLITE = "sqlite:///"


async def open_store(url: str, *, create: bool = True) -> Store:
    """Open the archive a URL names.

    Args:
        url: ``sqlite:////absolute/path.db``, ``sqlite:///:memory:``.
        create: make the database if it is not there; commands that only read do not.

    Raises:
        StoreError: it cannot be used; one line that names it. Nothing was overwritten.
        SchemaTooNewError: a newer release wrote it.
    """
    if url.startswith(_SQLITE):
        path = url.removeprefix(_SQLITE)
        return await asyncio.to_thread(partial(SqliteStore.open, path, create=create))
    scheme = url.partition(":")[0]
    if scheme == "postgresql":
        raise StoreError("postgresql://: this engine is not available yet; use sqlite:///PATH")
    raise StoreError(f"{scheme}: no such storage engine; use sqlite:///PATH")
