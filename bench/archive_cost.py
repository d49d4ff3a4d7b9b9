"""What an archived article costs: `python -m bench.archive_cost SET [SET ...]`.

dictionary   raw bodies by zstd alone, with a dictionary trained on half of the pages of the sets,
             with one trained for the host, and with an earlier page of the same host as the
             dictionary (what a dictionary for each host could save at best); measured on the rest
storage      every page read and filed in a fresh archive: bytes an article by what they hold

SET is a folder with ``truth.json`` (page name -> url) and ``pages/*.html.gz``.
"""

import argparse
import asyncio
import gzip
import hashlib
import json
import sqlite3
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import zstandard

from crawler.core.filing import decider
from crawler.core.reading import Page, read_page
from crawler.model.article import Capture
from crawler.model.entry import Entry
from crawler.model.errors import ExtractError
from crawler.model.feed import Feed, FeedId, FirstRun
from crawler.model.filing import Draft
from storage import open_store
from storage.bodies import compressed
from storage.protocol import NewPage

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
LEVEL = 3
DICTIONARY_BYTES = 112 * 1024  # zstd's own default
HEADERS = tuple((f"x-header-{number}", "v" * 40) for number in range(12))
TABLES = {
    "raw body": ("raw", "sqlite_autoindex_raw_1", "raw_stored"),
    "text and provenance": ("versions", "sqlite_autoindex_versions_1", "versions_raw"),
    "full-text index": tuple(f"articles_fts_{name}" for name in ("data", "idx", "docsize")),
    "copies (7 days)": ("sketches",),
}
Pages = list[tuple[str, bytes]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="+", type=Path)
    pages = [page for folder in parser.parse_args().sets for page in _pages(folder)]
    _dictionary(pages)
    asyncio.run(_storage(pages))


def _pages(folder: Path) -> Pages:
    truth = json.loads((folder / "truth.json").read_text("utf-8"))
    files = {file.name: file for file in (folder / "pages").iterdir()}
    found = []
    for name, told in truth.items():
        file = files.get(name) or files.get(f"{name}.html.gz")
        if file is not None:
            found.append((told["url"], gzip.decompress(file.read_bytes())))
    return found


# --- dictionaries


def _dictionary(pages: Pages) -> None:
    learned, measured = pages[::2], pages[1::2]
    general = zstandard.train_dictionary(DICTIONARY_BYTES, [body for _, body in learned])
    hosts: dict[str, list[bytes]] = defaultdict(list)
    for url, body in learned:
        hosts[urlsplit(url).hostname or ""].append(body)
    same = [(url, body) for url, body in measured if hosts.get(urlsplit(url).hostname or "")]
    print(f"{len(pages)} pages, {len(measured)} measured, {len(same)} of a host seen before")
    alone = zstandard.ZstdCompressor(level=LEVEL)
    trained = zstandard.ZstdCompressor(level=LEVEL, dict_data=general)

    def by_host(url: str, body: bytes) -> bytes:
        page = hosts[urlsplit(url).hostname or ""][0]
        earlier = zstandard.ZstdCompressionDict(page, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
        return zstandard.ZstdCompressor(level=LEVEL, dict_data=earlier).compress(body)

    for title, chosen in (("all measured", measured), ("hosts seen before", same)):
        print(f"  {title}: {sum(len(body) for _, body in chosen) / len(chosen):,.0f} bytes a page")
        _row("zstd 3", chosen, lambda _, body: alone.compress(body))
        _row("zstd 9", chosen, lambda _, body: zstandard.ZstdCompressor(level=9).compress(body))
        _row("zstd 3, general dictionary", chosen, lambda _, body: trained.compress(body))
    _row("zstd 3, earlier page of the host", same, by_host)


def _row(name: str, pages: Pages, compress: Callable[[str, bytes], bytes]) -> None:
    before = time.process_time()
    size = sum(len(compress(url, body)) for url, body in pages)
    spent = time.process_time() - before
    print(f"    {name:34} {size / len(pages):10,.0f} bytes {spent / len(pages) * 1e3:8.2f} ms CPU")


# --- a whole archive


async def _storage(pages: Pages) -> None:
    feed = Feed(
        id=FeedId("bench"),
        url="https://bench.example/feed",
        name="Bench",
        bounds=(timedelta(minutes=5), timedelta(hours=12)),
        full_text=True,
        recheck=timedelta(0),
        first_run=FirstRun.ALERT,
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive.db"
        store = await open_store(f"sqlite:///{path}")
        await store.sync_feeds([feed], NOW)
        claimed = await store.claim_feed_host(NOW, 60, 10)
        assert claimed is not None
        shown = [
            NewPage(key=url, url_key=url, host="bench", url=url, entry=Entry(id=url, url=url))
            for url, _ in pages
        ]
        await store.record_refresh(
            claimed.lease, claimed.feeds[0], shown, baseline=False, fetched_at=NOW
        )
        lease = await store.claim_page_host(NOW, 60, len(pages), len(pages))
        assert lease is not None
        bodies = dict(pages)
        for task in lease.pages:
            body = bodies[task.url]
            page = Page(body=body, url=task.url, content_type="text/html")
            try:
                reading = read_page(page, task.entry, None, NOW)
            except ExtractError:
                continue
            draft = Draft(
                task=task,
                feed=feed,
                url=task.url,
                url_keys=(task.url,),
                text=reading.text,
                origin=reading.origin,
                capture=Capture(
                    body=body,
                    sha256=hashlib.sha256(body).hexdigest(),
                    url=task.url,
                    final_url=task.url,
                    status=200,
                    headers=HEADERS,
                    ip="203.0.113.7",
                    fetched_at=NOW,
                ),
                fingerprint=reading.fingerprint,
                matches=(),
                fetched_at=NOW,
                matched_at=NOW,
            )
            await store.file(lease.lease, [draft], decider({}, None, NOW), NOW)
        articles = (await store.counts()).articles
        await store.close()
        _sizes(path, articles)
    received = sum(len(body) for body in bodies.values()) / len(bodies)
    packed = sum(len(compressed(body)) for body in bodies.values()) / len(bodies)
    print(f"  received {received:,.0f} bytes a page, {packed:,.0f} compressed")


def _sizes(path: Path, articles: int) -> None:
    with closing(sqlite3.connect(path)) as db:
        by_table = dict(db.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name"))
        texts, most = db.execute(
            "SELECT sum(length(CAST(text AS BLOB))), count(*) FROM versions"
        ).fetchone()
    print(f"{articles} articles filed, {texts / most:,.0f} bytes of text each; bytes an article:")
    rest = sum(by_table.values())
    for name, tables in TABLES.items():
        size = sum(by_table.get(table, 0) for table in tables)
        rest -= size
        print(f"    {name:34} {size / articles:10,.0f}")
    print(f"    {'all else (stories, terms, …)':34} {rest / articles:10,.0f}")


if __name__ == "__main__":
    main()
