"""The evidence, read out of the archive."""

from typing import Protocol

from crawler.model.archived import ArchivedArticle, Selection


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
