"""What the archive costs: `python -m bench.store_speed [filing|overlaps] [--articles N]`.

filing     articles filed per CPU second with a trivial decision, in batches of 1 and 50: 400
           words, sketch of 100 hashes, 40 terms, 30 kB of raw page, full-text index included
overlaps   a look-up among N articles of the window (default 1,000,000), 100 hashes each; one
           kind like nothing filed before, one with ten hashes shared with thirty articles
"""

import argparse
import asyncio
import random
import sqlite3
import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawler.model.article import ArticleText, Capture, Origin
from crawler.model.entry import Entry
from crawler.model.feed import Feed, FeedId, FirstRun
from crawler.model.filing import Archive, Draft, Filing, New, StoryChange
from crawler.model.lease import PageTask
from crawler.model.story import Fingerprint
from storage import open_store
from storage.archive import SqliteArchive
from storage.opening import connect
from storage.protocol import NewPage, Store
from storage.rows import pack, to_us

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DICE = random.Random(7)
WORDS = [
    "".join(DICE.choices("abcdefghijklmnoprstuvwy", k=DICE.randint(2, 10))) for _ in range(20_000)
]
FEED = Feed(
    id=FeedId("bench"),
    url="https://bench.example/feed",
    name="Bench",
    bounds=(timedelta(minutes=5), timedelta(hours=12)),
    full_text=True,
    recheck=timedelta(0),
    first_run=FirstRun.BASELINE,
)


def draft(task: PageTask) -> Draft:
    words = DICE.choices(WORDS, k=400)
    text = " ".join(words)
    body = (text * 2 + "<div class='nav'>" * 1500).encode()
    return Draft(
        task=task,
        feed=FEED,
        url=task.url,
        url_keys=(task.url,),
        origin=Origin.PAGE,
        text=ArticleText(title=" ".join(words[:9]), text=text, language="en", extractor="bench"),
        capture=Capture(
            body=body, sha256=task.url, url=task.url, final_url=task.url, status=200, fetched_at=NOW
        ),
        fingerprint=Fingerprint(
            text_hash=task.url,
            sketch=sketch(),
            shingles=400,
            language="en",
            terms=dict.fromkeys(words[:40], 1.0),
            facts=frozenset(),
        ),
        matches=(),
        fetched_at=NOW,
        matched_at=NOW,
    )


def sketch() -> frozenset[int]:
    return frozenset(DICE.getrandbits(64) - 2**63 for _ in range(100))


def decide(of: Draft, archive: Archive) -> Filing:
    archive.article_at(of.url_keys)
    archive.overlaps(of.fingerprint.sketch, "en", NOW - timedelta(days=7), 8)
    centroid = of.fingerprint.terms
    return Filing(
        verdict=New(),
        story=StoryChange(
            story_id=of.url, opened=True, centroid=centroid, facts=frozenset(), why="bench"
        ),
    )


async def filing(articles: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = await open_store(f"sqlite:///{folder}/w.db")
        await store.sync_feeds([FEED], NOW)
        claimed = await store.claim_feed_host(NOW, 900, 1)
        assert claimed is not None
        pages = [
            NewPage(
                key=str(n),
                url_key=f"k{n}",
                host="",
                url=f"https://bench.example/{n}",
                entry=Entry(title=f"t{n}"),
            )
            for n in range(articles * 2)
        ]
        began = time.process_time()
        await store.record_refresh(
            claimed.lease, claimed.feeds[0], pages, baseline=False, fetched_at=NOW
        )
        print(f"queued: {len(pages) / (time.process_time() - began):,.0f} entries per CPU second")
        began = time.process_time()
        for _ in range(200):
            await store.record_refresh(
                claimed.lease, claimed.feeds[0], pages[:40], baseline=False, fetched_at=NOW
            )
        print(
            f"seen before: {200 * 40 / (time.process_time() - began):,.0f} entries per CPU second"
        )
        for batch in (1, 50):
            await _file(store, articles, batch)
        counts = await store.counts()
        print(f"{counts.bytes / counts.articles:,.0f} bytes an article")
        await store.close()


async def _file(store: Store, articles: int, batch: int) -> None:
    claimed = await store.claim_page_host(NOW, 9000, 1, articles)
    assert claimed is not None
    drafts = [draft(task) for task in claimed.pages]
    cpu, wall = time.process_time(), time.monotonic()
    await asyncio.gather(
        *(
            store.file(claimed.lease, drafts[at : at + batch], decide, NOW)
            for at in range(0, articles, batch)
        )
    )
    cpu, wall = time.process_time() - cpu, time.monotonic() - wall
    print(
        f"filed, {batch:3} a call: {articles / cpu:,.0f} per CPU second, {articles / wall:,.0f} per second"
    )
    await store.release_page_host(claimed.lease, NOW, NOW)


def overlaps(articles: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "w.db"
        db = connect(str(path), create=True)
        _fill(db, articles)
        archive = SqliteArchive(db)
        print(f"{articles:,} articles, {path.stat().st_size / articles:,.0f} bytes each")
        for kind, shared in (("like nothing before", frozenset[int]()), ("shared", _SHARED)):
            _look_up(archive, kind, shared)
        db.close()


def _look_up(archive: SqliteArchive, kind: str, shared: frozenset[int]) -> None:
    waited, worked, found = [], [], 0
    for _ in range(300):
        wanted = sketch() | shared
        wall, cpu = time.perf_counter(), time.thread_time()
        found += len(archive.overlaps(wanted, "en", NOW - timedelta(days=7), 8))
        waited.append((time.perf_counter() - wall) * 1000)
        worked.append((time.thread_time() - cpu) * 1000)
    print(
        f"look-up, {kind}: median {statistics.median(worked):.2f} ms of CPU,"
        f" {statistics.median(waited):.2f} ms by the clock;"
        f" p99 {statistics.quantiles(worked, n=100)[-1]:.2f} ms of CPU; {found / 300:.1f} found"
    )


_SHARED = frozenset(DICE.getrandbits(64) - 2**63 for _ in range(10))


def _fill(db: sqlite3.Connection, articles: int) -> None:
    """Write rows in the order of the index: a million articles in minutes."""
    db.execute("PRAGMA synchronous = OFF")
    db.execute("BEGIN")
    db.execute("INSERT INTO stories VALUES (1, 's', 't', 'en', 0, 0, 1, '{}', '[]', 0)")
    packed = pack(sketch())
    db.executemany(
        "INSERT INTO articles (id, url, feed_id, outlet, first_seen_at, story, story_why, versions, version,"
        " origin, text_hash, title, language, shingles, sketch)"
        " VALUES (?, 'u', 'f', 'o', ?, 1, '', 1, 1, 'page', ?, 't', 'en', 400, ?)",
        ((n, to_us(NOW), str(n), packed) for n in range(1, articles + 1)),
    )
    total = articles * 100
    db.execute(
        "WITH RECURSIVE n (i) AS (VALUES (0) UNION ALL SELECT i + 1 FROM n WHERE i < :total - 1)"
        " INSERT INTO sketches SELECT (i - :total / 2) * :step + abs(random() % :step),"
        " i * 7919 % :articles + 1 FROM n",
        {"total": total, "step": 2**64 // total, "articles": articles},
    )
    db.executemany(
        "INSERT OR IGNORE INTO sketches VALUES (?, ?)",
        ((shared, n + 1) for shared in _SHARED for n in range(30)),
    )
    sharing = pack(frozenset(list(sketch())[:90]) | _SHARED)
    db.execute("UPDATE articles SET sketch = ? WHERE id <= 30", (sharing,))
    db.execute("COMMIT")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["filing", "overlaps"])
    parser.add_argument("--articles", type=int)
    asked = parser.parse_args()
    if asked.what == "filing":
        asyncio.run(filing(asked.articles or 1000))
    else:
        overlaps(asked.articles or 1_000_000)


if __name__ == "__main__":
    main()
