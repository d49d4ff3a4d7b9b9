"""Lines of pages that differed between two fetches, counted by host and article."""

import sqlite3
from collections.abc import Mapping
from datetime import datetime

from crawler.model.article import ArticleId, LineHistory
from crawler.model.filing import ShiftedLines
from storage.queries import SQL
from storage.rows import list_json, to_us


def histories(
    db: sqlite3.Connection, shifted: ShiftedLines, article_id: ArticleId
) -> Mapping[int, LineHistory]:
    """Return how often such lines changed before, by shape; what never did is left out."""
    if not shifted.shapes:
        return {}
    asked = _key(shifted, article_id)
    return {
        row["shape"]: LineHistory(times=row["times"], articles=row["articles"])
        for row in db.execute(SQL["line_histories"], asked)
    }


def note(
    db: sqlite3.Connection, shifted: ShiftedLines, article_id: ArticleId, at: datetime
) -> None:
    """Note that lines of these shapes differed at a look."""
    if shifted.shapes:
        db.execute(SQL["line_shifted"], {**_key(shifted, article_id), "at": to_us(at)})


def _key(shifted: ShiftedLines, article_id: ArticleId) -> dict[str, object]:
    return {
        "host": shifted.host,
        "article_id": article_id,
        "shapes": list_json(shifted.shapes),
    }
