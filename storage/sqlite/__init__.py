"""``Store`` on SQLite: every method hands one operation to the thread that writes or reads."""

import storage.opening
from storage.connection import Reader, Writer
from storage.sqlite.feeds import SqliteFeeds
from storage.sqlite.house import SqliteHouse
from storage.sqlite.library import SqliteLibrary
from storage.sqlite.outbox import SqliteOutbox
from storage.sqlite.pages import SqlitePages
from storage.sqlite.provenance import SqliteProvenance
from storage.sqlite.stories import SqliteStories
from storage.sqlite.upkeep import SqliteUpkeep


class SqliteStore(
    SqliteHouse,
    SqliteFeeds,
    SqlitePages,
    SqliteOutbox,
    SqliteLibrary,
    SqliteStories,
    SqliteProvenance,
    SqliteUpkeep,
):
    """An archive in one file, or in memory."""

    @classmethod
    def open(cls, path: str, *, create: bool) -> "SqliteStore":
        """Open an archive; blocks while it is checked and brought up to date.

        Raises:
            StoreError: it cannot be used.
        """
        writer = Writer(storage.opening.connect(path, create=create), path)
        if path == storage.opening.MEMORY:
            return cls(path, writer, None)
        return cls(path, writer, Reader(storage.opening.connect_reader(path), path))
