"""Stories that prove to be one: the older stays, members and alerts move, the merge is recorded."""

import json
import sqlite3
from datetime import datetime

from crawler.model.history import Merged
from crawler.model.story import Merger
from storage import stories
from storage.archive import SqliteArchive
from storage.protocol import DecideMerger
from storage.queries import SQL
from storage.rows import list_json, to_json, to_moment, to_us


def merge(db: sqlite3.Connection, decide: DecideMerger, now: datetime, limit: int) -> int:
    """Compare the stories that changed with the others; return how many were looked at."""
    archive = SqliteArchive(db)
    found = db.execute(SQL["unsettled_stories"], {"limit": limit})
    changed = [row["story_id"] for row in found]
    for story_id in changed:
        cluster = stories.cluster(db, story_id)
        if cluster is None:  # became part of another a moment ago
            continue
        db.execute(SQL["settle_story"], {"story_id": story_id})
        merger = decide(cluster, archive)
        if merger is not None:
            _write(db, merger, now)
    return len(changed)


def merges(db: sqlite3.Connection, story_id: str) -> tuple[Merged, ...]:
    """Return what became part of a story, oldest first."""
    found = db.execute(SQL["merges_of_story"], {"story_id": story_id})
    return tuple(
        Merged(
            story_id=row["story_id"],
            into_id=row["into_id"],
            title=row["title"],
            reason=row["reason"],
            merged_at=to_moment(row["merged_at"]),
        )
        for row in found
    )


def _write(db: sqlite3.Connection, merger: Merger, now: datetime) -> None:
    kept = db.execute(SQL["story_to_merge"], {"story_id": merger.kept_id}).fetchone()
    gone = db.execute(SQL["story_to_merge"], {"story_id": merger.gone_id}).fetchone()
    moved = {
        "kept": kept["id"],
        "gone": gone["id"],
        "kept_id": merger.kept_id,
        "gone_id": merger.gone_id,
    }
    note = f"; it came with the story “{gone['title']}”, which {merger.reason}"
    db.execute(SQL["move_members"], {**moved, "note": note})
    db.execute(SQL["move_alerts"], moved)
    db.execute(SQL["move_suppressed"], moved)
    db.execute(SQL["move_merges"], moved)
    merged = {"title": gone["title"], "reason": merger.reason, "now": to_us(now)}
    db.execute(SQL["put_merge"], {**moved, **merged})
    db.execute(
        SQL["put_merged"],
        {
            "kept": kept["id"],
            "newest_at": gone["newest_at"],
            "members": gone["members"],
            "centroid_json": to_json(dict(merger.centroid)),
            "facts_json": list_json(sorted(merger.facts)),
        },
    )
    stories.index_terms(
        db, kept["id"], json.loads(kept["centroid_json"]).keys(), merger.centroid.keys()
    )
    db.execute(SQL["drop_story"], {"gone": gone["id"]})
