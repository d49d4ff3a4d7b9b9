"""Articles that share passages with a text: found by a few of its hashes, then compared in full.

    ask         ASKED_HASHES of the sketch: which articles have them, each a look at one page
    candidates  the articles that have at least two, those with most first
    compare     the whole sketch with each candidate's own

Hashes are spread evenly, so that any part of a sketch is a fair sample of it. A hash in very many
articles is boilerplate: it is neither asked with nor counted.
"""

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import islice

from crawler.model.story import Overlap
from storage import rows
from storage.queries import SQL
from storage.rows import to_us, unpack

COMMON_HASH = 200
"""A hash in more articles of the window than this is boilerplate or idiom and tells nothing; few
texts are reprinted so often, and an unchanged reprint is known by the hash of its whole text."""
ASKED_HASHES = 32
"""Telling hashes that find candidates, each a page to read: of a text that keeps three tenths of them
fewer than two are among these less than once in five thousand times. 48 cost half as much again."""
MOST_CANDIDATES = 40
_ENOUGH_TO_LOOK = 2


def overlaps(
    db: sqlite3.Connection,
    sketch: Collection[int],
    language: str | None,
    since: datetime,
    at_least: int,
) -> tuple[Overlap, ...]:
    """Return articles that share ``at_least`` hashes, most in common first, then oldest."""
    hashes = _Hashes(db)
    counted: Counter[int] = Counter()
    for articles in _asked(hashes, sketch):
        counted.update(articles)
    enough = min(at_least, _ENOUGH_TO_LOOK)
    candidates = sorted((-count, each) for each, count in counted.items() if count >= enough)
    mine, found = frozenset(sketch), list[Overlap]()
    for _, article_id in candidates[:MOST_CANDIDATES]:
        asked = {"id": article_id, "language": language, "since": to_us(since)}
        for row in db.execute(SQL["sketched_article"], asked):
            shared = mine.intersection(unpack(row["sketch"]))
            common = sum(not hashes.is_common(value) for value in shared)
            if common >= at_least:
                found.append(replace(rows.overlap(row), common=common))
    return tuple(
        sorted(found, key=lambda each: (-each.common, each.first_seen_at, each.article_id))
    )


class _Hashes:
    """What is known of single hashes, each looked up once."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._common: dict[int, bool] = {}

    def is_common(self, value: int) -> bool:
        """Tell whether a hash is boilerplate."""
        if value not in self._common:
            asked = {"hash": value, "common": COMMON_HASH}
            self._common[value] = self._db.execute(SQL["common_hash"], asked).fetchone() is not None
        return self._common[value]

    def holders(self, value: int) -> list[int] | None:
        """Return the articles that have a hash; None if it is boilerplate."""
        asked = {"hash": value, "common": COMMON_HASH}
        found = [article_id for (article_id,) in self._db.execute(SQL["holders"], asked)]
        self._common[value] = len(found) > COMMON_HASH
        return None if self._common[value] else found


def _asked(hashes: _Hashes, sketch: Collection[int]) -> Iterator[list[int]]:
    """Yield the articles of ASKED_HASHES hashes, boilerplate not counted."""
    telling = (hashes.holders(value) for value in sorted(sketch))
    return islice((each for each in telling if each is not None), ASKED_HASHES)
