"""Arrivals as they were: from an archive's ``wirewatch export jsonl``, or any lines like it.

A line needs ``published`` and ``feed`` (or ``source``). What was published is taken to have appeared
at once. Feeds with few entries, and entries from before the recording's last weeks, are left out.
"""

import json
from collections import defaultdict
from datetime import datetime
from pathlib import Path

from bench.arrival_laws import BEFORE
from bench.arrival_patterns import Source
from bench.schedules import MONDAY

FEWEST = 5


def recorded(path: Path, end: float) -> list[Source]:
    """Return the feeds of a recording, moved so that it ends where the simulation does."""
    published: dict[str, list[float]] = defaultdict(list)
    for line in path.read_text("utf-8").splitlines():
        entry = json.loads(line)
        if entry.get("published"):
            moment = datetime.fromisoformat(entry["published"]) - MONDAY
            published[entry.get("feed") or entry["source"]].append(moment.total_seconds())
    if not published:
        return []
    late = max(max(moments) for moments in published.values()) - end
    late += -late % 604_800.0  # whole weeks: Mondays stay Mondays
    feeds = []
    for moments in published.values():
        moved = tuple(sorted(each - late for each in moments if each - late >= BEFORE))
        if len(moved) >= FEWEST:
            feeds.append(Source("recorded", moved, moved, window=30, expected={}))
    return feeds
