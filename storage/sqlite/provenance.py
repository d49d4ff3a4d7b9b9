"""The evidence, read out of the archive."""

from datetime import datetime

import storage.bodies
import storage.provenance
import storage.rereading
from crawler.model.archived import ArchivedArticle, Rereading, RereadTask, Selection
from crawler.model.article import ArticleId
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

    async def to_reread(
        self, extractor: str, wanted: Selection, after: ArticleId, limit: int
    ) -> tuple[RereadTask, ...]:
        """Return articles whose archived page ``extractor`` has not read, by their numbers."""
        return await self._read(
            lambda db: storage.rereading.due(db, extractor, wanted, after, limit)
        )

    async def record_rereading(
        self, task: RereadTask, extractor: str, rereading: Rereading | None, now: datetime
    ) -> bool:
        """Note that a page was read again; what else was read than before becomes a version."""
        return await self._writer.run(
            lambda db: storage.rereading.record(db, task, extractor, rereading, now)
        )
