"""Pages that are not there any more, and those that came back."""

import sqlite3
from datetime import datetime

from crawler.model.article import Absence, ArticleId
from storage.queries import SQL
from storage.rows import maybe_moment, to_moment, to_us


def current(db: sqlite3.Connection, article_id: ArticleId) -> Absence | None:
    """Return since when an article's page is not there, or None when it was at the last look."""
    row = db.execute(SQL["open_absence"], {"article_id": article_id}).fetchone()
    return None if row is None else _absence(row)


def of_article(db: sqlite3.Connection, article_id: ArticleId) -> tuple[Absence, ...]:
    """Return every time the article's page was not there, oldest first."""
    found = db.execute(SQL["absences_of_article"], {"article_id": article_id})
    return tuple(map(_absence, found))


def missed(
    db: sqlite3.Connection, article_id: ArticleId, problem: str, at: datetime, *, confirmed: bool
) -> None:
    """Note a look that did not find the page."""
    statement = "confirm_absence" if confirmed else "begin_absence"
    noted = {"article_id": article_id, "at": to_us(at), "problem": problem}
    db.execute(SQL[statement], noted)


def found_again(db: sqlite3.Connection, article_id: ArticleId, at: datetime) -> None:
    """Note a look that found the page: an absence ends, one seen only once never was."""
    db.execute(SQL["end_absence"], {"article_id": article_id, "at": to_us(at)})
    db.execute(SQL["forget_absence"], {"article_id": article_id})


def _absence(row: sqlite3.Row) -> Absence:
    return Absence(
        since=to_moment(row["since"]),
        confirmed_at=maybe_moment(row["confirmed_at"]),
        back_at=maybe_moment(row["back_at"]),
        problem=row["problem"],
    )
