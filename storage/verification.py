"""Verification: everything that can be proven is, and what cannot is named.

database     SQLite's own checks of pages, indexes and references
raw          every body unpacked and hashed again
version      every seal computed again; its raw body is there, or retention noted that it went
document     the same for the feeds' responses
article      points at its newest version; its words are in the full-text index
index        the full-text index can be read from end to end and holds no article that is gone

Keys are walked through an index and rows read one by one, so that a page that cannot be read
costs the rows on it and they have a name. Every statement is a transaction of its own: a daemon
beside is not kept from its checkpoints. What a statement finds is judged by that statement alone.
"""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date

from crawler.model.archived import Damage, LetGo
from storage import bodies
from storage.faults import translated
from storage.opening import connect_to_inspect
from storage.queries import SQL
from storage.rows import data, to_moment
from storage.seals import seal_document, seal_version

Progress = Callable[[str, int], None]
"""Told what kind of thing was looked at, and how many."""

KINDS = ("raw", "versions", "feed_documents", "articles")
"""What is counted, in the order it is checked."""
_CHUNK = 500
_NAMED = 20
"""Versions named for one damaged body: a feed's document can stand behind thousands."""
_MOST_OF_SQLITE = 100


class Verification:
    """One verification of a SQLite archive; use as a context manager."""

    def __init__(self, path: str, progress: Progress) -> None:
        """Open the archive for reading, damaged or not.

        Raises:
            StoreError: it is not there, not ours, or not a database at all.
        """
        self._path, self._progress = path, progress
        self._db = connect_to_inspect(path)

    def close(self) -> None:
        """Let go of the archive."""
        self._db.close()

    def totals(self) -> dict[str, int]:
        """Return how many things of each kind there are to look at; empty if that is unreadable."""
        try:
            return dict(self._db.execute(SQL["to_verify"]).fetchone())
        except sqlite3.DatabaseError:
            return {}

    def damage(self) -> Iterator[Damage]:
        """Yield what is damaged, as it is found."""
        for step in (
            self._pages,
            self._references,
            self._bodies,
            self._versions,
            self._documents,
            self._articles,
            self._index,
        ):
            try:
                yield from step()
            except sqlite3.DatabaseError as error:
                yield Damage(
                    thing="database", problem=f"the rest of a table is unreadable: {error}"
                )

    def let_go(self) -> tuple[LetGo, ...]:
        """Return which raw bodies retention let go, by day.

        Raises:
            StoreError: that cannot be read.
        """
        with translated(self._path):
            rows = self._db.execute(SQL["let_go_by_day"]).fetchall()
        return tuple(LetGo(day=_day(row["day"]), bodies=row["bodies"]) for row in rows)

    def _pages(self) -> Iterator[Damage]:
        for row in self._db.execute(f"PRAGMA integrity_check({_MOST_OF_SQLITE})"):
            if row[0] != "ok":
                yield Damage(thing="database", problem=" ".join(row[0].split()))

    def _references(self) -> Iterator[Damage]:
        for table, row, parent, _ in self._db.execute("PRAGMA foreign_key_check"):
            yield Damage(
                thing="reference", problem=f"row {row} of {table} refers to no row of {parent}"
            )

    # --- raw bodies

    def _bodies(self) -> Iterator[Damage]:
        after = ""
        while keys := self._db.execute(
            SQL["check_raw_keys"], {"after": after, "limit": _CHUNK}
        ).fetchall():
            for key in keys:
                problem = self._body_problem(key["rowid"], key["sha256"])
                if problem is not None:
                    yield from self._damaged_body(key["sha256"], problem)
                self._progress("raw", 1)
            after = keys[-1]["sha256"]

    def _body_problem(self, row: int, sha256: str) -> str | None:
        try:
            found = self._db.execute(SQL["check_raw"], {"row": row}).fetchone()
            if found is None:  # let go meanwhile
                return None
            body = bodies.decompressed(found["body"])
        except (sqlite3.DatabaseError, ValueError, TypeError) as error:
            return f"the raw body cannot be read ({error})"
        if hashlib.sha256(body).hexdigest() != sha256:
            return "the raw body is not what was received: its hash is another"
        return None if len(body) == found["bytes"] else "the raw body's length is noted wrongly"

    def _damaged_body(self, sha256: str, problem: str) -> Iterator[Damage]:
        """Name a body by the versions and the feed it proves."""
        named = False
        asked = {"sha256": sha256, "limit": _NAMED}
        for row in self._db.execute(SQL["versions_with_raw"], asked).fetchall():
            named = True
            yield Damage(
                thing="raw",
                problem=problem,
                article_id=row["article_id"],
                url=row["url"],
                version=row["number"],
                sha256=sha256,
            )
        document = self._db.execute(SQL["documents_with_raw"], asked).fetchone()
        if document is not None or not named:
            yield Damage(
                thing="raw",
                problem=problem,
                url=document and _address(document["response_json"]),
                sha256=sha256,
            )

    # --- what was read from them

    def _versions(self) -> Iterator[Damage]:
        last = {"article_id": 0, "number": 0}
        while keys := self._db.execute(
            SQL["check_version_keys"], {**last, "limit": _CHUNK}
        ).fetchall():
            for key in keys:
                for problem in self._version_problems(key["id"]):
                    yield Damage(
                        thing="version",
                        problem=problem,
                        article_id=key["article_id"],
                        url=self._url(key["article_id"]),
                        version=key["number"],
                    )
                self._progress("versions", 1)
            last = {"article_id": keys[-1]["article_id"], "number": keys[-1]["number"]}

    def _version_problems(self, row: int) -> Iterator[str]:
        try:
            found = self._db.execute(SQL["check_version"], {"id": row}).fetchone()
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            yield f"it cannot be read ({error})"
            return
        if found is None:  # its article was let go meanwhile
            return
        if found["seal"] is not None and seal_version(found) != found["seal"]:
            yield "it is not what was written: its seal does not fit"
        if not found["raw_accounted_for"]:
            yield f"its raw body {found['raw_sha256']} is missing, and retention did not let it go"

    def _documents(self) -> Iterator[Damage]:
        for row in self._walk("check_documents"):
            if seal_document(row) != row["seal"]:
                yield _document(row, "it is not what was written: its seal does not fit")
            if not row["raw_accounted_for"]:
                yield _document(row, "its raw body is missing, and retention did not let it go")
            self._progress("feed_documents", 1)

    def _articles(self) -> Iterator[Damage]:
        for row in self._walk("check_articles"):
            for problem in _article_problems(row):
                yield Damage(thing="article", problem=problem, article_id=row["id"], url=row["url"])
            self._progress("articles", 1)

    def _index(self) -> Iterator[Damage]:
        for row in self._db.execute(SQL["indexed_without_article"]):
            yield Damage(
                thing="index",
                problem=f"the full-text index holds article {row['id']}, which is gone",
                article_id=row["id"],
            )
        for row in self._db.execute(SQL["sketched_without_article"]):
            yield Damage(
                thing="sketch",
                problem=f"hashes of article {row['article_id']} are kept, which has none",
                article_id=row["article_id"],
            )
        self._db.execute(
            "CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, articles_fts, instance)"
        )
        try:
            self._db.execute("SELECT count(*) FROM temp.words").fetchone()
        except sqlite3.DatabaseError as error:
            yield Damage(thing="index", problem=f"the full-text index is damaged ({error})")

    def _walk(self, statement: str) -> Iterator[sqlite3.Row]:
        after = 0
        while rows := self._db.execute(
            SQL[statement], {"after": after, "limit": _CHUNK}
        ).fetchall():
            yield from rows
            after = rows[-1]["id"]

    def _url(self, article_id: int) -> str | None:
        row = self._db.execute(SQL["url_of_article"], {"id": article_id}).fetchone()
        return None if row is None else str(row["url"])


def verification(path: str, progress: Progress) -> closing[Verification]:
    """Open an archive to be verified, for a ``with`` block.

    Raises:
        StoreError: it is not there, not ours, or not a database at all.
    """
    return closing(Verification(path, progress))


def _article_problems(row: sqlite3.Row) -> Iterator[str]:
    if row["number"] is None:
        yield "its newest version is missing"
        return
    if row["number"] != row["versions"] or row["held"] != row["versions"]:
        yield f"it should have {row['versions']} versions and has {row['held']}"
    if not row["same_hash"]:
        yield "the hash of its text is not that of its newest version"
    if not row["indexed"]:
        yield "it is not in the full-text index"
    if row["sketch"] is not None and row["sketch"] % 8:
        yield "its sketch is cut off"


def _document(row: sqlite3.Row, problem: str) -> Damage:
    return Damage(
        thing="feed document",
        problem=problem,
        url=_address(row["response_json"]),
        sha256=row["raw_sha256"],
    )


def _address(response_json: str) -> str | None:
    """Return where a response came from, as far as its row can still be read."""
    try:
        return str(data(response_json)["url"])
    except (ValueError, KeyError, TypeError):
        return None


def _day(us: int | None) -> date | None:
    return None if us is None else to_moment(us).date()
