"""What storage tests are given: feeds, entries, drafts and decisions, small but complete."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from crawler.model.alert import Alert, AlertId
from crawler.model.article import ArticleText, Capture, Origin
from crawler.model.entry import Entry
from crawler.model.feed import Feed, FeedId, FeedState, FirstRun
from crawler.model.filing import NEW_ARTICLE_ID, Archive, Draft, Filing, New, StoryChange
from crawler.model.lease import Lease, PageTask
from crawler.model.story import Fingerprint
from crawler.model.topic import AlertKind, Match, Span
from storage.protocol import NewPage, Store

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SECOND, MINUTE, HOUR, DAY = (
    timedelta(seconds=1),
    timedelta(minutes=1),
    timedelta(hours=1),
    timedelta(days=1),
)
LEASE_S = 60.0

Given = tuple[Lease, tuple[PageTask, ...]]
"""Pages to read, claimed: what the fixture `given` gives."""


def feed(name: str = "a", url: str | None = None, /, **changes: object) -> Feed:
    given = {
        "id": FeedId(name),
        "url": url or f"https://{name}.example/feed",
        "name": name.upper(),
        "bounds": (5 * MINUTE, 12 * HOUR),
        "full_text": True,
        "recheck": 48 * HOUR,
        "first_run": FirstRun.BASELINE,
    }
    return Feed(**{**given, **changes})  # type: ignore[arg-type]


def page(number: int | str, *, host: str = "a.example", title: str | None = None) -> NewPage:
    url = f"https://{host}/{number}"
    return NewPage(
        key=f"key-{number}",
        url_key=f"{host}/{number}",
        host=host,
        url=url,
        entry=Entry(id=f"id-{number}", url=url, title=title or f"Title {number}", published=NOON),
    )


def fingerprint(text: str, language: str | None = "en") -> Fingerprint:
    words = text.lower().split()
    hashes = frozenset(
        int.from_bytes(
            hashlib.sha256(" ".join(words[i : i + 3]).encode()).digest()[:8], "big", signed=True
        )
        for i in range(max(1, len(words) - 2))
    )
    return Fingerprint(
        text_hash=hashlib.sha256(text.encode()).hexdigest(),
        sketch=hashes,
        shingles=len(hashes),
        language=language,
        terms=dict.fromkeys(words, 1.0),
        facts=frozenset(word for word in words if word.isdigit()),
    )


def draft(task: PageTask, text: str = "The treaty was signed.", /, **changes: object) -> Draft:
    body = text.encode()
    given = {
        "task": task,
        "feed": feed(task.feed_id),
        "url": task.url,
        "url_keys": (task.url.removeprefix("https://"),),
        "text": ArticleText(
            title=task.entry.title or "",
            text=text,
            language="en",
            published=NOON,
            extractor="test 1",
        ),
        "origin": Origin.PAGE,
        "capture": Capture(
            body=body,
            sha256=hashlib.sha256(body).hexdigest(),
            url=task.url,
            final_url=task.url,
            status=200,
            headers=(("content-type", "text/html"),),
            fetched_at=NOON,
        ),
        "fingerprint": fingerprint(text),
        "matches": (),
        "fetched_at": NOON,
        "matched_at": NOON,
    }
    return Draft(**{**given, **changes})  # type: ignore[arg-type]


def match(topic: str = "treaty") -> Match:
    return Match(
        topic=topic,
        score=1.5,
        spans=(Span(field="title", start=0, end=5, term="treat*", clause="all[0]"),),
    )


def change(story_id: str, of: Draft, **changes: object) -> StoryChange:
    given = {
        "story_id": story_id,
        "opened": True,
        "centroid": dict(of.fingerprint.terms),
        "facts": of.fingerprint.facts,
        "why": "opened by this article",
    }
    return StoryChange(**{**given, **changes})  # type: ignore[arg-type]


def new_article(of: Draft, archive: Archive) -> Filing:
    """Decide that every draft is a new article with a story of its own."""
    return Filing(verdict=New(), story=change(f"story of {of.url}", of))


def alert(name: str, of: Draft, **changes: object) -> Alert:
    story_id = changes.get("story_id", f"story of {of.url}")
    given = {
        "id": AlertId(name),
        "topic": "treaty",
        "story_id": story_id,
        "article_id": NEW_ARTICLE_ID,
        "kind": AlertKind.NEW,
        "created_at": NOON,
        "data": {
            "article": {"id": 0, "title": of.text.title},
            "story": {
                "id": story_id,
                "sources": [{"id": 0, "outlet": "A"}, {"id": 7, "outlet": "B"}],
            },
        },
        "notify": ("mail",),
        "digests": ("morning",),
        "outlets": 1,
    }
    return Alert(**{**given, **changes})  # type: ignore[arg-type]


def alerting(
    name: Callable[[Draft], str] = lambda of: f"alert {of.url}",
) -> Callable[[Draft, Archive], Filing]:
    """Decide that every draft is a new article that raises one alert."""

    def decide(of: Draft, archive: Archive) -> Filing:
        story = change(f"story of {of.url}", of)
        return Filing(verdict=New(), story=story, alerts=(alert(name(of), of),))

    return decide


async def fetched(
    store: Store, feed_id: str, *pages: NewPage, now: datetime = NOON, baseline: bool = False
) -> int:
    """Claim a feed, record a fetch that showed these pages, give its host back."""
    await store.make_due([feed_id], now)
    new = None
    leases = []
    while (claimed := await store.claim_feed_host(now, LEASE_S, 10)) is not None:
        leases.append(claimed.lease)
        for state in claimed.feeds:
            mine = state.feed_id == feed_id
            count = await store.record_refresh(
                claimed.lease,
                next_state(state, now) if mine else state,
                pages if mine else (),
                baseline=baseline,
                fetched_at=now,
            )
            new = count if mine else new
    for lease in leases:
        await store.release_feed_host(lease, now, now)
    assert new is not None
    return new


def next_state(state: FeedState, now: datetime) -> FeedState:
    return FeedState(
        feed_id=state.feed_id, next_fetch_at=now + HOUR, entries=state.entries, last_fetch_at=now
    )


async def tasks(
    store: Store, now: datetime = NOON, limit: int = 100
) -> tuple[Lease, tuple[PageTask, ...]]:
    """Claim the next host's pages."""
    claimed = await store.claim_page_host(now, LEASE_S, limit, limit)
    assert claimed is not None
    return claimed.lease, claimed.pages
