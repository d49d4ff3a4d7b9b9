"""The evidence, read out of the archive."""

from datetime import datetime
from typing import Protocol

from crawler.model.archived import ArchivedArticle, Rereading, RereadTask, Selection
from crawler.model.article import ArticleId


class ProvenanceStore(Protocol):
    """The evidence, read out of the archive."""

    async def archived(
        self, wanted: Selection, after: ArchivedArticle | None, limit: int
    ) -> tuple[ArchivedArticle, ...]:
        """Return articles with all their versions, in the order they were first seen.

        Args:
            wanted: which articles.
            after: the last one had so far; None = begin.
            limit: how many at most; fewer means there are no more.
        """
        ...

    async def body(self, sha256: str) -> bytes | None:
        """Return a response's body as it was received, or None when it was let go.

        Raises:
            StoreError: it is there and damaged.
        """
        ...

    async def to_reread(
        self, extractor: str, wanted: Selection, after: ArticleId, limit: int
    ) -> tuple[RereadTask, ...]:
        """Return articles whose archived page ``extractor`` has not read, by their numbers.

        Args:
            extractor: name and version of the present one.
            wanted: which articles.
            after: the number of the last one had so far; 0 = begin.
            limit: how many at most.
        """
        ...

    async def record_rereading(
        self, task: RereadTask, extractor: str, rereading: Rereading | None, now: datetime
    ) -> bool:
        """Note that a page was read again; what else was read than before becomes a version.

        Returns whether it was noted: an article revised meanwhile keeps what it has.
        """
        ...
