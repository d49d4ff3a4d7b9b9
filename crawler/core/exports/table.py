"""Archived articles as a table: CSV by RFC 4180, safe to open in a spreadsheet.

UTF-8 without a byte order mark: programs read the first column's name as it is, and whoever opens
the file in a spreadsheet chooses UTF-8 when importing. Lines end in CR LF, cells are quoted where
they must be, and one that a spreadsheet would take for a formula begins with an apostrophe.
"""

import csv
import io
from collections.abc import Iterable

from crawler.core.escaping import csv_cell
from crawler.core.exports.documents import text_sha256
from crawler.core.exports.moments import exact, maybe_exact
from crawler.model.archived import ArchivedArticle

COLUMNS = (
    "id",
    "url",
    "outlet",
    "feed",
    "title",
    "author",
    "published",
    "first_seen",
    "language",
    "story",
    "copy_of",
    "topics",
    "versions",
    "origin",
    "problem",
    "extractor",
    "raw_sha256",
    "text_sha256",
    "text",
)


def table_head() -> bytes:
    """Return the line of column names."""
    return _line(COLUMNS)


def article_row(archived: ArchivedArticle) -> bytes:
    """Return an article, as its newest version has it, as one record."""
    article, newest = archived.article, archived.versions[-1]
    capture = newest.page or newest.feed_document
    cells = (
        article.id,
        article.url,
        article.outlet,
        article.feed_id,
        article.title,
        article.author,
        maybe_exact(article.published),
        exact(article.first_seen_at),
        article.language,
        article.story_id,
        article.copy_of,
        " ".join(archived.topics),
        article.versions,
        article.origin,
        article.problem,
        newest.text.extractor,
        capture and capture.sha256,
        text_sha256(article.text),
        article.text,
    )
    return _line("" if cell is None else csv_cell(str(cell)) for cell in cells)


def _line(cells: Iterable[str]) -> bytes:
    line = io.StringIO(newline="")
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue().encode()
