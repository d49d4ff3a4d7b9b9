"""An archive on disk with every kind of evidence in it, for tests of what is done with archives."""

import hashlib
from datetime import datetime
from pathlib import Path

from crawler.model.article import Capture, Origin
from crawler.model.filing import Archive, Draft, Filing, New, Revised
from crawler.model.lease import PageTask
from storage import open_store
from storage.protocol import Store
from tests.storage.given import (
    LEASE_S,
    NOON,
    change,
    draft,
    feed,
    match,
    page,
    tasks,
)

FEED_URL = "https://a.example/feed"
FEED_BODY = b"<rss>the feed as it came</rss>"
PAGE_BODY = "<p>Договор подписан.</p>".encode()
PAGE_URL = "https://a.example/1"
IP = "203.0.113.7"


def capture(url: str, body: bytes, /, at: datetime = NOON, **changes: object) -> Capture:
    """A response, as rich as they come."""
    given = {
        "body": body,
        "sha256": hashlib.sha256(body).hexdigest(),
        "url": url,
        "final_url": url,
        "status": 200,
        "headers": (
            ("content-type", "text/html; charset=utf-8"),
            ("content-encoding", "gzip"),
            ("content-length", "17"),
        ),
        "request_headers": (("user-agent", "Wirewatch/1"), ("cookie", "***")),
        "ip": IP,
        "http_version": "HTTP/1.1",
        "fetched_at": at,
    }
    return Capture(**{**given, **changes})  # type: ignore[arg-type]


def decide(of: Draft, archive: Archive) -> Filing:
    """A known address is revised, any other is new."""
    known = archive.article_at(of.url_keys)
    if known is not None:
        return Filing(verdict=Revised(article_id=known.id), story=None)
    return Filing(verdict=New(), story=change(f"story of {of.url}", of))


async def showing(store: Store, *numbers: int, now: datetime = NOON) -> None:
    """Have feed ``a`` show these pages, its response kept."""
    await store.make_due(["a"], now)
    claimed = await store.claim_feed_host(now, LEASE_S, 10)
    assert claimed is not None
    await store.record_refresh(
        claimed.lease,
        claimed.feeds[0],
        [page(number) for number in numbers],
        baseline=False,
        fetched_at=now,
        capture=capture(FEED_URL, FEED_BODY, at=now),
    )
    await store.release_feed_host(claimed.lease, now, now)


def page_draft(task: PageTask, text: str, at: datetime = NOON, /, **changes: object) -> Draft:
    """What was read from a page that was redirected once."""
    hop = ("http://a.example/1", 301, task.url)
    response = capture(task.url, PAGE_BODY + text.encode(), at=at, hops=(hop,))
    return draft(task, text, capture=response, fetched_at=at, **changes)


async def fill(path: Path) -> None:
    """Two articles from their pages, one of them matched, and two from the feed alone."""
    store = await open_store(f"sqlite:///{path}")
    await store.sync_feeds([feed("a")], NOON)
    await showing(store, 1, 2, 3, 4)
    lease, (one, two, three, four) = await tasks(store)
    drafts = [
        page_draft(one, "A treaty was signed in the capital today.", matches=(match(),)),
        page_draft(two, "=1+1 is how a formula begins."),
        draft(three, "The feed's own words.", origin=Origin.FEED, capture=None),
        draft(four, "More of the feed's own words.", origin=Origin.FEED, capture=None),
    ]
    await store.file(lease, drafts, decide, NOON)
    await store.release_page_host(lease, NOON, NOON)
    await store.close()
