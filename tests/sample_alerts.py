"""Alerts and messages for tests of what is received and how it is sent."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from crawler.core.digests.digest import digest_message
from crawler.model.alert import (
    Alert,
    AlertId,
    Coverage,
    Digest,
    Message,
    Suppressed,
    Trouble,
    message_of,
)
from crawler.model.article import ArticleId
from crawler.model.topic import AlertKind

NOON = datetime(2024, 11, 9, 12, 0, tzinfo=UTC)
TITLE = "Parliament ratifies the treaty"
URL = "https://wire.example/a/1"

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style></title><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    "javascript:alert(1)",
    "Bcc: everyone@example.net\r\nBcc: more@example.net",
    "=?utf-8?q?a=0D=0ABcc:_evil@example.net?=",
    "\x1b[2J\x1b]0;owned\x07",
    "\u202egnp.exe\u202c and \u2066more",
    "\x00\x08\x7f\x85\u2028",
    "\ud800 alone",
    "\ufffe\uffff",
    "<!--[if mso]><x><![endif]-->]]>",
    "@everyone <!channel> [link](https://evil.example)",
    "=cmd|' /C calc'!A0",
    "x" * 5_000,
    "조약 " * 400,
)
"""Titles, names and texts of strangers: each must be harmless in every output and lose nothing."""


def stamp(minutes: float) -> str:
    return (NOON + timedelta(minutes=minutes)).isoformat()


def source(outlet: str, number: int, **changed: Any) -> dict[str, Any]:
    return {
        "outlet": outlet,
        "url": f"https://wire.example/a/{number}",
        "title": TITLE,
        "language": "en",
        "published": stamp(number),
        "first_seen_at": stamp(number + 1),
        "copy": False,
    } | changed


def alert_data(**changed: Any) -> dict[str, Any]:
    """Return the data of an alert; each keyword replaces keys of one part."""
    data: dict[str, Any] = {
        "topic": {"name": "treaty", "title": "Treaty watch"},
        "story": {
            "id": "st1",
            "title": TITLE,
            "first_seen_at": stamp(1),
            "sources": [source("Wire", 1), source("Daily", 2), source("Mirror", 3, copy=True)],
        },
        "article": {
            "id": 1,
            "url": URL,
            "title": TITLE,
            "author": "Ann Author",
            "published": stamp(1),
            "language": "en",
            "outlet": "Wire",
            "excerpt": "The lower house ratified the treaty.\n\nThe upper house follows.",
        },
        "match": {
            "score": 4.5,
            "spans": [
                {
                    "field": "title",
                    "start": 23,
                    "end": 29,
                    "term": "treat*",
                    "clause": "all[0]",
                    "alias": None,
                }
            ],
            "quotes": [
                {
                    "field": "text",
                    "text": "The lower house ratified the treaty.",
                    "marks": [[29, 35]],
                }
            ],
        },
        "why": {"event": "new", "sentence": "New story: treat* in the title."},
        "latency": {"published": stamp(1), "first_seen": stamp(3), "alerted": stamp(3.5)},
        "thread": {"first_alert_id": None},
    }
    return {
        key: value | changed.get(key, {}) if isinstance(value, dict) else value
        for key, value in data.items()
    }


def alert(
    alert_id: str = "al1",
    kind: AlertKind = AlertKind.NEW,
    *,
    at: datetime = NOON,
    data: Mapping[str, Any] | None = None,
) -> Alert:
    data = alert_data() if data is None else data
    return Alert(
        id=AlertId(alert_id),
        topic=data["topic"]["name"],
        story_id=data["story"]["id"],
        article_id=ArticleId(1),
        kind=kind,
        created_at=at,
        data=data,
    )


def message(**changed: Any) -> Message:
    return message_of(alert(data=alert_data(**changed)))


def edit(alert_id: str = "al2", first: str = "al1", minutes: int = 30) -> Alert:
    """Return an alert of an edit, following on another."""
    diff = [
        {"op": "equal", "text": "about ", "passage": 0, "field": "text"},
        {"op": "delete", "text": "10,000 ", "passage": 0, "field": "text"},
        {"op": "insert", "text": "11,000 ", "passage": 0, "field": "text"},
        {"op": "equal", "text": "troops", "passage": 0, "field": "text"},
        {"op": "insert", "text": "Nobody was hurt.", "passage": 1, "field": "text"},
    ]
    why = {"event": "edited", "sentence": "A figure was changed.", "diff": diff}
    data = alert_data(why=why, thread={"first_alert_id": first})
    return alert(alert_id, AlertKind.EDITED, at=NOON + timedelta(minutes=minutes), data=data)


MORNING = Digest(name="morning", cron="0 6 * * *", tz="Asia/Seoul", to=("desk",))
CLEAR = Coverage(feeds_ok=12, articles=340)


def held_back(reason: str, topic: str = "treaty") -> Suppressed:
    return Suppressed(
        topic=topic, story_id="st9", article_id=None, kind=AlertKind.NEW, reason=reason, at=NOON
    )


def digest(
    *alerts: Alert,
    coverage: Coverage = CLEAR,
    held: tuple[Suppressed, ...] = (),
    kind: Digest = MORNING,
    published_at: str | None = None,
) -> Message:
    return digest_message(
        kind,
        alerts,
        since=NOON - timedelta(days=1),
        until=NOON,
        held_back=held,
        coverage=coverage,
        published_at=published_at,
    )


def trouble(name: str = "Ministry", problem: str = "a wall against robots (403)") -> Trouble:
    return Trouble(name=name, problem=problem, since=NOON, advice="ask the publisher")
