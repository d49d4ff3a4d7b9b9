"""Looking things up: articles, alerts, mutes."""

from collections.abc import Mapping
from datetime import datetime

import storage.alerts
import storage.articles
import storage.candidates
import storage.history
import storage.lookup
from crawler.model.alert import Alert, Suppressed
from crawler.model.article import Article, ArticleId
from crawler.model.history import ArticleHistory
from storage.protocol import Counts, Sought
from storage.sqlite.connections import Connections


class SqliteLibrary(Connections):
    """Looking things up: articles, alerts, mutes."""

    async def mute(self, topic: str, until: datetime) -> None:
        """Keep recording a topic, stop sending until a moment."""
        await self._writer.run(lambda db: storage.alerts.mute(db, topic, until))

    async def unmute(self, topic: str) -> None:
        """Send a topic's alerts again."""
        await self._writer.run(lambda db: storage.alerts.unmute(db, topic))

    async def mutes(self) -> Mapping[str, datetime]:
        """Return until when topics are muted, ended mutes included."""
        return await self._read(storage.alerts.mutes)

    async def counts(self) -> Counts:
        """Return the figures of `status`."""
        return await self._read(lambda db: storage.lookup.counts(db, self._path))

    async def articles_read(self, since: datetime) -> int:
        """Return how many articles were first seen after a moment."""
        return await self._read(lambda db: storage.lookup.articles_read(db, since))

    async def candidates(
        self, match: str | None, sought: Sought, below: ArticleId | None, limit: int
    ) -> tuple[Article, ...]:
        """Return articles for an FTS5 expression (None = all), those filed last first."""
        return await self._read(
            lambda db: storage.candidates.candidates(db, match, sought, below, limit)
        )

    async def alerts(
        self, topic: str | None, since: datetime | None, limit: int
    ) -> tuple[Alert, ...]:
        """Return alerts, newest first."""
        return await self._read(lambda db: storage.alerts.log(db, topic, since, limit))

    async def alert(self, alert_id: str) -> Alert | None:
        """Return an alert by its id, or by an unambiguous beginning of it."""
        return await self._read(lambda db: storage.alerts.get(db, alert_id))

    async def suppressed(self, since: datetime) -> tuple[Suppressed, ...]:
        """Return what was held back, newest first."""
        return await self._read(lambda db: storage.alerts.suppressed(db, since))

    async def article(self, article_id: ArticleId) -> Article | None:
        """Return an article with its newest version."""
        return await self._read(lambda db: storage.articles.get(db, article_id))

    async def article_at(self, url_key: str) -> Article | None:
        """Return the article known by a normal form of its URL."""
        return await self._read(lambda db: storage.history.at(db, url_key))

    async def articles_numbered(self, beginning: str) -> tuple[ArticleId, ...]:
        """Return the article of this number, else up to two whose numbers begin with its digits."""
        return await self._read(lambda db: storage.history.numbered(db, beginning))

    async def history(self, article_id: ArticleId) -> ArticleHistory | None:
        """Return all that is known of an article: versions, absences, matches, alerts."""
        return await self._read(lambda db: storage.history.get(db, article_id))
