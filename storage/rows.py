"""Rows and values: moments as microseconds, JSON columns, and the models that rows become."""

import json
import sqlite3
import struct
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import TypeAdapter

from crawler.model.alert import (
    Alert,
    AlertId,
    Delivery,
    DeliveryState,
    Message,
    MessageType,
    Suppressed,
    Trouble,
)
from crawler.model.article import Article, ArticleId, ArticleText, Capture, Origin
from crawler.model.entry import Entry
from crawler.model.feed import FeedState
from crawler.model.lease import PageReason, PageTask
from crawler.model.story import Overlap, Source
from crawler.model.topic import AlertKind, Span
from crawler.model.web import Validators

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_ENTRY: TypeAdapter[Entry] = TypeAdapter(Entry)
_FEED_STATE: TypeAdapter[FeedState] = TypeAdapter(FeedState)
_ARTICLE_TEXT: TypeAdapter[ArticleText] = TypeAdapter(ArticleText)
_CAPTURE: TypeAdapter[Capture] = TypeAdapter(Capture)
_TROUBLE: TypeAdapter[Trouble] = TypeAdapter(Trouble)
_SPANS: TypeAdapter[tuple[Span, ...]] = TypeAdapter(tuple[Span, ...])

# --- moments


def to_us(moment: datetime) -> int:
    """Return an aware moment as microseconds since 1970 in UTC, exactly."""
    return (moment - EPOCH) // MICROSECOND


def maybe_us(moment: datetime | None) -> int | None:
    """Return ``to_us``, or None for None."""
    return None if moment is None else to_us(moment)


def to_moment(us: int) -> datetime:
    """Return microseconds since 1970 as an aware UTC datetime."""
    return EPOCH + us * MICROSECOND


def maybe_moment(us: int | None) -> datetime | None:
    """Return ``to_moment``, or None for None."""
    return None if us is None else to_moment(us)


# --- JSON


def to_json(value: object) -> str:
    """Return plain JSON, as short as it gets, keeping every script readable."""
    return _ENCODER.encode(value)


def list_json(values: Iterable[object]) -> str:
    """Return a JSON array: how a set of values is handed to ``json_each``."""
    return to_json(list(values))


def entry_json(entry: Entry) -> str:
    """Return an entry as JSON."""
    return _ENTRY.dump_json(entry, exclude_defaults=True).decode()


def entry(text: str) -> Entry:
    """Return the entry that JSON holds."""
    return _ENTRY.validate_json(text)


def feed_state_json(state: FeedState) -> str:
    """Return a feed's state as JSON."""
    return _FEED_STATE.dump_json(state).decode()


def feed_state(text: str) -> FeedState:
    """Return the feed's state that JSON holds; fields unknown to this release are passed over."""
    return _FEED_STATE.validate_json(text)


def article_text_json(text: ArticleText) -> str:
    """Return all of a cleaned article but its text, which has a column of its own."""
    return _ARTICLE_TEXT.dump_json(replace(text, text="")).decode()


def article_text(text_json: str, text: str) -> ArticleText:
    """Return a cleaned article from what ``article_text_json`` made, and its text."""
    return replace(_ARTICLE_TEXT.validate_json(text_json), text=text)


def response_json(capture: Capture) -> str:
    """Return what is known of a response but its body, which is stored once by hash."""
    return _CAPTURE.dump_json(replace(capture, body=b"")).decode()


def trouble_json(trouble: Trouble) -> str:
    """Return a trouble as JSON."""
    return _TROUBLE.dump_json(trouble).decode()


def trouble(text: str) -> Trouble:
    """Return the trouble that JSON holds."""
    return _TROUBLE.validate_json(text)


def response(text: str) -> Capture:
    """Return a response as ``response_json`` wrote it: without its body."""
    return _CAPTURE.validate_json(text)


def maybe_response(text: str | None) -> Capture | None:
    """Return ``response``, or None for None."""
    return None if text is None else response(text)


def spans_json(spans: tuple[Span, ...]) -> str:
    """Return the spans of a match as JSON."""
    return _SPANS.dump_json(spans, exclude_defaults=True).decode()


def data(text: str) -> Mapping[str, Any]:
    """Return a JSON object as it was stored."""
    loaded: Mapping[str, Any] = json.loads(text)
    return loaded


# --- rows


def article(row: sqlite3.Row) -> Article:
    """Return an article with its newest version."""
    return Article(
        id=ArticleId(row["id"]),
        url=row["url"],
        feed_id=row["feed_id"],
        outlet=row["outlet"],
        first_seen_at=to_moment(row["first_seen_at"]),
        story_id=row["story_id"],
        copy_of=row["copy_of"],
        versions=row["versions"],
        origin=Origin(row["origin"]),
        problem=row["problem"],
        text_hash=row["text_hash"],
        title=row["title"],
        author=row["author"],
        published=maybe_moment(row["published"]),
        language=row["language"],
        text=row["text"],
    )


def overlap(row: sqlite3.Row) -> Overlap:
    """Return an article as the search for copies sees it."""
    return Overlap(
        article_id=ArticleId(row["id"]),
        story_id=row["story_id"],
        outlet=row["outlet"],
        url=row["url"],
        common=row["common"],
        size=row["size"],
        shingles=row["shingles"],
        first_seen_at=to_moment(row["first_seen_at"]),
    )


def source(row: sqlite3.Row) -> Source:
    """Return an article as a source of its story."""
    return Source(
        article_id=ArticleId(row["id"]),
        outlet=row["outlet"],
        url=row["url"],
        title=row["title"],
        language=row["language"],
        published=maybe_moment(row["published"]),
        first_seen_at=to_moment(row["first_seen_at"]),
        copy_of=row["copy_of"],
    )


def page_task(row: sqlite3.Row) -> PageTask:
    """Return a page to read."""
    return PageTask(
        id=row["id"],
        reason=PageReason(row["reason"]),
        url=row["url"],
        feed_id=row["feed_id"],
        entry=entry(row["entry_json"]),
        seen_at=to_moment(row["seen_at"]),
        feed_fetched_at=to_moment(row["feed_fetched_at"]),
        baseline=bool(row["baseline"]),
        attempts=row["attempts"],
        article_id=row["article_id"],
        validators=Validators(etag=row["etag"], last_modified=row["last_modified"]),
    )


def alert(row: sqlite3.Row) -> Alert:
    """Return an alert as it was raised, in the story it belongs to by now."""
    told = data(row["data_json"])
    if "story" in told:
        told = {**told, "story": {**told["story"], "id": row["story_id"]}}
    return Alert(
        id=AlertId(row["id"]),
        topic=row["topic"],
        story_id=row["story_id"],
        article_id=ArticleId(row["article_id"]),
        kind=AlertKind(row["kind"]),
        created_at=to_moment(row["created_at"]),
        data=told,
        notify=tuple(json.loads(row["notify_json"])),
        digests=tuple(json.loads(row["digests_json"])),
        send_after=maybe_moment(row["send_after"]),
        exempt=tuple(json.loads(row["exempt_json"])),
        outlets=row["outlets"],
    )


def suppressed(row: sqlite3.Row) -> Suppressed:
    """Return a match that raised no alert."""
    return Suppressed(
        topic=row["topic"],
        story_id=row["story_id"],
        article_id=row["article_id"],
        kind=AlertKind(row["kind"]),
        reason=row["reason"],
        at=to_moment(row["at"]),
    )


def delivery(row: sqlite3.Row) -> Delivery:
    """Return a delivery with its message."""
    return Delivery(
        id=row["id"],
        channel=row["channel"],
        message=Message(
            id=row["message_id"],
            type=MessageType(row["type"]),
            created_at=to_moment(row["created_at"]),
            data=data(row["data_json"]),
        ),
        state=DeliveryState(row["state"]),
        attempts=row["attempts"],
        next_at=to_moment(row["next_at"]),
        last_error=row["last_error"],
        sent_at=maybe_moment(row["sent_at"]),
        carried_by=row["carried_by"],
        done_at=maybe_moment(row["done_at"]),
    )


# --- sketches


def pack(sketch: Collection[int]) -> bytes:
    """Return signed 64-bit hashes as bytes, sorted: an article's own copy of its sketch."""
    return struct.pack(f">{len(sketch)}q", *sorted(sketch))


def unpack(packed: bytes) -> tuple[int, ...]:
    """Return the hashes that ``pack`` packed."""
    return struct.unpack(f">{len(packed) // struct.calcsize('>q')}q", packed)
