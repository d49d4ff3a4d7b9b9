"""Feeding the full-text index: once a batch, because every feeding writes a segment of its own.

Storebench: one statement a batch costs 40 % of one a row.
"""

import sqlite3

from crawler.model.article import ArticleId
from storage.queries import SQL
from storage.words import spaced


class TextIndex:
    """What the full-text index is to be told at the end of a transaction."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._pending: dict[ArticleId, tuple[str, str]] = {}

    def put(self, article_id: ArticleId, title: str, text: str) -> None:
        """Have an article found by its words."""
        self._pending[article_id] = title, text

    def take_out(self, article_id: ArticleId, title: str, text: str) -> None:
        """Have an article no more found by the words it was put with."""
        if self._pending.pop(article_id, None) is None:
            self._db.execute(SQL["unindex_text"], _row(article_id, title, text))

    def feed(self) -> None:
        """Tell the index; before the transaction ends."""
        rows = (_row(article_id, *words) for article_id, words in self._pending.items())
        self._db.executemany(SQL["index_text"], rows)
        self._pending.clear()


def _row(article_id: ArticleId, title: str, text: str) -> dict[str, object]:
    return {"id": article_id, "title": spaced(title), "text": spaced(text)}
