"""Stories: their centroids, the terms they are found by, their sources; document frequencies."""

import json
import sqlite3
from collections.abc import Collection, Mapping
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType

from crawler.model.filing import Draft, StoryChange
from crawler.model.story import Cluster, Source, Story
from storage.queries import SQL
from storage.rows import list_json, source, to_json, to_moment, to_us

MOST_CLUSTERS = 32


def put(db: sqlite3.Connection, change: StoryChange, draft: Draft, now: datetime) -> int:
    """Write a story's values after an article joined it; return its row number."""
    before = db.execute(SQL["story_number"], {"story_id": change.story_id}).fetchone()
    story: int = db.execute(
        SQL["put_story"],
        {
            "story_id": change.story_id,
            "title": draft.text.title,
            "language": draft.fingerprint.language,
            "first_seen_at": to_us(draft.task.seen_at),
            "newest_at": to_us(change.newest_at or now),
            "centroid_json": to_json(dict(change.centroid)),
            "facts_json": list_json(sorted(change.facts)),
        },
    ).fetchone()["id"]
    old = () if before is None else _centroid(before["centroid_json"]).keys()
    index_terms(db, story, old, change.centroid.keys())
    return story


def index_terms(
    db: sqlite3.Connection, story: int, old: Collection[str], new: Collection[str]
) -> None:
    """Let a story be found by the terms of its new centroid, and no more by those it lost."""
    gained, lost = frozenset(new) - frozenset(old), frozenset(old) - frozenset(new)
    for statement, terms in (("put_story_term", gained), ("drop_story_term", lost)):
        db.executemany(SQL[statement], ({"story": story, "term": term} for term in sorted(terms)))


def count_member(db: sqlite3.Connection, story: int, change: int) -> None:
    """Note that a story gained or lost articles."""
    db.execute(SQL["count_member"], {"story": story, "change": change})


def count_document(
    db: sqlite3.Connection, terms: Collection[str], language: str | None, now: datetime
) -> None:
    """Count a document that is no copy: each of its terms occurs in one more."""
    db.execute(SQL["count_document"], {"language": language or ""})
    counted = {"language": language or "", "now": to_us(now)}
    db.executemany(SQL["count_term"], ({**counted, "term": term} for term in sorted(terms)))


def frequencies(
    db: sqlite3.Connection, terms: Collection[str], language: str | None
) -> tuple[Mapping[str, float], float]:
    """Return in how many documents each term occurs, and how many documents there are."""
    asked = {"language": language or "", "terms": list_json(terms)}
    found = {row["term"]: row["documents"] for row in db.execute(SQL["frequencies"], asked)}
    total = db.execute(SQL["documents_in_language"], {"language": language or ""}).fetchone()
    return found, 0.0 if total is None else total["documents"]


def clusters(
    db: sqlite3.Connection, terms: Collection[str], language: str | None, since: datetime
) -> tuple[Cluster, ...]:
    """Return the stories whose newest member is after ``since`` that share a term.

    At most MOST_CLUSTERS, those that share most terms first: what shares less cannot be closest.
    """
    asked = {
        "terms": list_json(terms),
        "language": language,
        "since": to_us(since),
        "most": MOST_CLUSTERS,
    }
    return tuple(map(_as_cluster, db.execute(SQL["clusters"], asked)))


def cluster(db: sqlite3.Connection, story_id: str) -> Cluster | None:
    """Return a story as clustering sees it."""
    row = db.execute(SQL["cluster_by_id"], {"story_id": story_id}).fetchone()
    return None if row is None else _as_cluster(row)


def get(db: sqlite3.Connection, story_id: str) -> Story | None:
    """Return a story with its sources in order of publication, also by an id it had before."""
    row = db.execute(SQL["story_by_id"], {"story_id": story_id}).fetchone()
    if row is None:
        return None
    return Story(
        id=row["story_id"],
        title=row["title"],
        first_seen_at=to_moment(row["first_seen_at"]),
        sources=tuple(map(source, db.execute(SQL["sources_of_story"], {"story": row["id"]}))),
        facts=frozenset(json.loads(row["facts_json"])),
    )


def sources(db: sqlite3.Connection, story_ids: Collection[str]) -> Mapping[str, tuple[Source, ...]]:
    """Return the sources of stories, each in order of publication."""
    found: dict[str, list[Source]] = {}
    for row in db.execute(SQL["sources_of_stories"], {"stories": list_json(story_ids)}):
        found.setdefault(row["story_id"], []).append(source(row))
    return {story_id: tuple(told) for story_id, told in found.items()}


def _as_cluster(row: sqlite3.Row) -> Cluster:
    return Cluster(
        story_id=row["story_id"],
        language=row["language"],
        centroid=_centroid(row["centroid_json"]),
        members=row["members"],
        newest_at=to_moment(row["newest_at"]),
    )


@lru_cache(maxsize=256)  # some 3 MB; parsing them is what a look-up costs
def _centroid(text: str) -> Mapping[str, float]:
    return MappingProxyType(json.loads(text))
