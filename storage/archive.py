"""The archive as a filing decision sees it: inside the transaction that will write the decision."""

import sqlite3
from collections.abc import Collection, Mapping
from datetime import datetime

from crawler.model.alert import AlertHistory, Volume
from crawler.model.article import Absence, Article, ArticleId, LineHistory
from crawler.model.errors import StoreError
from crawler.model.filing import ShiftedLines
from crawler.model.story import Cluster, Overlap, Story
from crawler.model.topic import Surge
from storage import absences, alerts, articles, lines, rows, stories, surges
from storage import overlaps as overlapping
from storage.queries import SQL
from storage.rows import to_us


class SqliteArchive:
    """``crawler.model.filing.Archive`` on the writer's connection."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def article_at(self, url_keys: Collection[str]) -> Article | None:
        """Return the article known by any of these normal forms of its URL."""
        return articles.known_by(self._db, url_keys)

    def article(self, article_id: ArticleId) -> Article:
        """Return an article by id.

        Raises:
            StoreError: there is none.
        """
        found = articles.get(self._db, article_id)
        if found is None:
            raise StoreError(f"article {article_id} is not in the archive")
        return found

    def absence(self, article_id: ArticleId) -> Absence | None:
        """Return since when the article's page is not there, or None when it was at the last look."""
        return absences.current(self._db, article_id)

    def line_histories(
        self, shifted: ShiftedLines, article_id: ArticleId
    ) -> Mapping[int, LineHistory]:
        """Return how often such lines changed before, by shape; what never did is left out."""
        return lines.histories(self._db, shifted, article_id)

    def same_text(self, text_hash: str, since: datetime) -> tuple[Overlap, ...]:
        """Return articles with this very text first seen after ``since``, oldest first."""
        asked = {"text_hash": text_hash, "since": to_us(since)}
        return tuple(map(rows.overlap, self._db.execute(SQL["same_text"], asked)))

    def overlaps(
        self, sketch: Collection[int], language: str | None, since: datetime, at_least: int
    ) -> tuple[Overlap, ...]:
        """Return articles that share ``at_least`` hashes, most in common first, then oldest."""
        return overlapping.overlaps(self._db, sketch, language, since, at_least)

    def clusters(
        self, terms: Collection[str], language: str | None, since: datetime
    ) -> tuple[Cluster, ...]:
        """Return the stories whose newest member is after ``since`` that share a term."""
        return stories.clusters(self._db, terms, language, since)

    def cluster(self, story_id: str) -> Cluster:
        """Return a story as clustering sees it, by its id.

        Raises:
            StoreError: there is none.
        """
        found = stories.cluster(self._db, story_id)
        if found is None:
            raise StoreError(f"story {story_id} is not in the archive")
        return found

    def document_frequencies(
        self, terms: Collection[str], language: str | None
    ) -> tuple[Mapping[str, float], float]:
        """Return in how many documents each term occurs, and how many documents there are."""
        return stories.frequencies(self._db, terms, language)

    def story(self, story_id: str) -> Story:
        """Return a story with its sources in order of publication.

        Raises:
            StoreError: there is none.
        """
        found = stories.get(self._db, story_id)
        if found is None:
            raise StoreError(f"story {story_id} is not in the archive")
        return found

    def history(self, topic: str, story_id: str, now: datetime) -> AlertHistory:
        """Return what was alerted for this topic, as far as a decision needs it."""
        return alerts.history(self._db, topic, story_id, now)

    def volume(self, topic: str, rule: Surge, now: datetime) -> Volume:
        """Return how many articles matched this topic, the one being filed left out."""
        return surges.volume(self._db, topic, rule, now)
