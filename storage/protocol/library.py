"""Looking things up: articles, alerts, mutes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from crawler.model.alert import Alert, Suppressed
from crawler.model.article import Article, ArticleId
from crawler.model.history import ArticleHistory
from storage.protocol.values import Counts, Sought


class LibraryStore(Protocol):
    """Looking things up: articles, alerts, mutes."""

    async def mute(self, topic: str, until: datetime) -> None:
        """Keep recording a topic, stop sending until a moment."""
        ...

    async def unmute(self, topic: str) -> None:
        """Send a topic's alerts again."""
        ...

    async def mutes(self) -> Mapping[str, datetime]:
        """Return until when topics are muted, ended mutes included."""
        ...

    async def counts(self) -> Counts:
        """Return the figures of `status`."""
        ...

    async def articles_read(self, since: datetime) -> int:
        """Return how many articles were first seen after a moment."""
        ...

    async def candidates(
        self, match: str | None, sought: Sought, below: ArticleId | None, limit: int
    ) -> tuple[Article, ...]:
        """Return articles for an FTS5 expression (None = all), those filed last first.

        ``below`` goes on where a call before stopped: articles with a smaller id only.

        Raises:
            StoreError: the expression is not one.
        """
        ...

    async def alerts(
        self, topic: str | None, since: datetime | None, limit: int
    ) -> tuple[Alert, ...]:
        """Return alerts, newest first."""
        ...

    async def alert(self, alert_id: str) -> Alert | None:
        """Return an alert by its id, or by an unambiguous beginning of it."""
        ...

    async def suppressed(self, since: datetime) -> tuple[Suppressed, ...]:
        """Return what was held back, newest first."""
        ...

    async def article(self, article_id: ArticleId) -> Article | None:
        """Return an article with its newest version."""
        ...

    async def article_at(self, url_key: str) -> Article | None:
        """Return the article known by a normal form of its URL."""
        ...

    async def articles_numbered(self, beginning: str) -> tuple[ArticleId, ...]:
        """Return the article of this number, else up to two whose numbers begin with its digits."""
        ...

    async def history(self, article_id: ArticleId) -> ArticleHistory | None:
        """Return all that is known of an article: versions, absences, matches, alerts."""
        ...
