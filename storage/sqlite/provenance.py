"""The evidence, read out of the archive."""

import storage.bodies
import storage.provenance
from crawler.model.archived import ArchivedArticle, Selection
from storage.sqlite.connections import Connections


class SqliteProvenance(Connections):
    """The evidence, read out of the archive."""

    async def archived(
        self, wanted: Selection, after: ArchivedArticle | None, limit: int
    ) -> tuple[ArchivedArticle, ...]:
        """Return articles with all their versions, in the order they were first seen."""
        return await self._read(lambda db: storage.provenance.archived(db, wanted, after, limit))

    async def body(self, sha256: str) -> bytes | None:
        """Return a response's body as it was received, or None when it was let go."""
        return await self._read(lambda db: storage.bodies.get(db, sha256))
