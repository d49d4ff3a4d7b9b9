"""An article or a story with all that is known of it, found by what a person types."""

import sqlite3

from crawler.model.article import Article, ArticleId
from crawler.model.entry import Entry
from crawler.model.history import ArticleHistory, Matched, Passage, StoryHistory
from storage import absences, articles, bodies, merging, rows, stories
from storage.provenance import version
from storage.queries import SQL
from storage.rows import maybe_moment, to_moment

_MOST_DIGITS = 18
"""Of a row number: SQLite's are 64-bit integers."""


def get(db: sqlite3.Connection, article_id: ArticleId) -> ArticleHistory | None:
    """Return all that is known of an article."""
    article = articles.get(db, article_id)
    if article is None:
        return None
    asked = {"id": article_id}
    story = db.execute(SQL["article_story"], asked).fetchone()
    look = db.execute(SQL["next_look_of_article"], asked).fetchone()
    return ArticleHistory(
        article=article,
        story_title=story["title"],
        story_why=story["story_why"],
        addresses=tuple(row["url_key"] for row in db.execute(SQL["addresses_of_article"], asked)),
        entry=_entry(db, article_id),
        versions=tuple(map(version, db.execute(SQL["archived_versions"], asked))),
        absences=absences.of_article(db, article_id),
        matched=tuple(map(_matched, db.execute(SQL["matches_of_article"], asked))),
        alerts=tuple(map(rows.alert, db.execute(SQL["alerts_of_article"], asked))),
        next_look_at=None if look is None else maybe_moment(look["due_at"]),
        passages=tuple(map(_passage, db.execute(SQL["passages_of_article"], asked))),
    )


def story(db: sqlite3.Connection, story_id: str) -> StoryHistory | None:
    """Return all that is known of a story, also by an id it had before."""
    found = stories.get(db, story_id)
    if found is None:
        return None
    asked = {"story_id": found.id}
    reasons = db.execute(SQL["reasons_of_story"], asked)
    return StoryHistory(
        story=found,
        reasons={ArticleId(row["id"]): row["story_why"] for row in reasons},
        merged=merging.merges(db, found.id),
        passages=tuple(map(_passage, db.execute(SQL["passages_of_story"], asked))),
        alerts=tuple(map(rows.alert, db.execute(SQL["alerts_about_story"], asked))),
    )


def stories_beginning(db: sqlite3.Connection, beginning: str) -> tuple[str, ...]:
    """Return up to two ids that begin so, those of merged stories included."""
    found = db.execute(SQL["stories_beginning"], {"beginning": beginning})
    return tuple(row["story_id"] for row in found)


def numbered(db: sqlite3.Connection, beginning: str) -> tuple[ArticleId, ...]:
    """Return the article of this number, else up to two whose numbers begin so."""
    if articles.get(db, ArticleId(int(beginning))) is not None:
        return (ArticleId(int(beginning)),)
    if beginning.startswith("0"):
        return ()
    found: list[ArticleId] = []
    for more in range(1, _MOST_DIGITS - len(beginning)):
        first = int(beginning) * 10**more
        asked = {"first": first, "last": first + 10**more - 1}
        found += [ArticleId(row["id"]) for row in db.execute(SQL["articles_numbered"], asked)]
    return tuple(found[:2])


def at(db: sqlite3.Connection, url_key: str) -> Article | None:
    """Return the article known by a normal form of its URL."""
    return articles.known_by(db, [url_key])


def _entry(db: sqlite3.Connection, article_id: ArticleId) -> Entry | None:
    row = db.execute(SQL["entry_of_article"], {"id": article_id}).fetchone()
    return None if row is None else rows.entry(bodies.decompressed(row["entry"]).decode())


def _passage(row: sqlite3.Row) -> Passage:
    return Passage(
        inner_id=ArticleId(row["inner_id"]),
        inner_outlet=row["inner_outlet"],
        outer_id=ArticleId(row["outer_id"]),
        outer_outlet=row["outer_outlet"],
    )


def _matched(row: sqlite3.Row) -> Matched:
    return Matched(
        topic=row["topic"],
        score=row["score"],
        version=row["version"],
        matched_at=to_moment(row["matched_at"]),
    )
