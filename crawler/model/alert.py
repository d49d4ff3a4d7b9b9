"""Alerts, why some are held back, and their way to the reader."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NewType

from crawler.model.article import ArticleId
from crawler.model.secret import Secret
from crawler.model.topic import AlertKind

AlertId = NewType("AlertId", str)
Json = Mapping[str, Any]  # the one place for `Any`: JSON as it is stored and sent

ALERT_DATA = """
topic    {name, title}
story    {id, title, first_seen_at, independent,
          sources: [{id, outlet, url, title, language, published, first_seen_at, copy}],
          sources_more?}
article  {id, url, title, author, published, language, outlet, excerpt, origin, problem}
match    {score, spans: [{field, start, end, term, clause, alias}],
          quotes: [{field, text, marks: [[start, end], ...]}]}     offsets: code points of `text`
why      {event: new | growing | edited | surge, sentence, changes?: [kind], figures?: [text],
          diff?: [{op: equal | delete | insert, text, passage, field}], passages_more?}
latency  {published, first_seen, fetched, matched, alerted}
thread   {first_alert_id}
"""
"""What ``Alert.data`` holds (contract §4). Moments are ISO 8601 in UTC; what is unknown is null."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """News for a topic, complete: what is sent is rendered from this value alone."""

    id: AlertId
    """Stable for ever; the webhook-id, the Message-ID and the feed id are made of it."""
    topic: str
    story_id: str
    article_id: ArticleId
    kind: AlertKind
    created_at: datetime
    data: Json
    """The payload, as ALERT_DATA draws it."""
    notify: tuple[str, ...] = ()
    """Channels to tell at once."""
    digests: tuple[str, ...] = ()
    """Digests to wait for."""
    send_after: datetime | None = None
    """Quiet hours: not before, except to the channels of ``exempt``."""
    exempt: tuple[str, ...] = ()
    """Channels that quiet hours do not hold back."""
    due_at: datetime | None = None
    """When it would have been raised, had its feed been read in time; None = it was."""
    held_until: datetime | None = None
    """Late alerts wait for each other: not sent before."""
    outlets: int = 0
    """Independent outlets of the story at that moment: ``AlertHistory.outlets_at_last`` later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppressed:
    """A match that raised no alert, and why: recorded and shown, never silent."""

    topic: str
    story_id: str
    article_id: ArticleId | None
    kind: AlertKind
    reason: str
    """baseline, copy, seen, cooldown, max_per_day, muted, min_sources, event_off."""
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertHistory:
    """What was sent for a topic so far, as far as a decision needs it."""

    last_for_story_at: datetime | None = None
    alerts_for_story: int = 0
    outlets_at_last: int = 0
    """Independent outlets of the story when it was last alerted."""
    first_alert_id: AlertId | None = None
    """Of this story: follow-ups thread under it."""
    alerts_last_day: int = 0
    muted_until: datetime | None = None
    matches_for_story: int | None = None
    """Articles of the story that matched this topic before, alerted or not; None = not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """How many articles matched a topic, copies counted once, by when they were published."""

    recent: int
    """Within the window."""
    before: int
    """Within the time before the window that says what is usual."""
    known: timedelta
    """How much of that time the topic has been watched."""
    surging: bool
    """A surge was told and has not ended."""
    muted_until: datetime | None = None


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    PENDING = "pending"
    RETRYING = "retrying"
    SENT = "sent"
    DEAD = "dead"
    CARRIED = "carried"


class MessageType(StrEnum):
    """The `type` of a webhook body (contract §4)."""

    CREATED = "alert.created"
    UPDATED = "alert.updated"
    EDITED = "article.edited"
    DIGEST = "digest"
    HEALTH = "health"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What a channel is asked to carry."""

    id: str
    """Stable over retries, restarts and kills."""
    type: MessageType
    created_at: datetime
    data: Json
    """One alert's data; for a digest `{"name", "title", "since", "until", "alerts": […], "held_back", "coverage"}`."""


_TYPES = {
    AlertKind.NEW: MessageType.CREATED,
    AlertKind.GROWING: MessageType.UPDATED,
    AlertKind.EDITED: MessageType.EDITED,
    AlertKind.SURGE: MessageType.CREATED,
}


def message_of(alert: Alert) -> Message:
    """Return the message that carries one alert at once; it has the alert's id."""
    return Message(
        id=alert.id, type=_TYPES[alert.kind], created_at=alert.created_at, data=alert.data
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Something that keeps the watch from seeing or telling: a feed, a channel, the disk."""

    name: str
    """Whose trouble, as the user calls it."""
    problem: str
    since: datetime | None = None
    advice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What the watch could see in a period: the foot of a digest."""

    feeds_ok: int
    articles: int
    """Articles read in the period."""
    failing: tuple[Trouble, ...] = ()
    silent: tuple[Trouble, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message for one channel."""

    id: int
    channel: str
    message: Message
    state: DeliveryState
    attempts: int
    """Counted when leased, so that a message that kills the process is not tried for ever."""
    next_at: datetime
    last_error: str | None = None
    sent_at: datetime | None = None
    """When the last attempt began."""
    done_at: datetime | None = None
    """When it was sent, became a dead letter or was gathered."""
    carried_by: str | None = None
    """The id of the message that stands for it, where late alerts were gathered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailChannel:
    """A mailbox behind an SMTP server."""

    name: str
    smtp: Secret
    """smtp://user:pass@host:587, smtps://…:465 or smtp+plain://host:25."""
    sender: str
    to: tuple[str, ...]
    retry: tuple[timedelta, ...] | None = None
    timeout: timedelta | None = None
    list_unsubscribe: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookChannel:
    """A URL that takes Standard Webhooks."""

    name: str
    url: Secret
    secrets: tuple[Secret, ...] = ()
    """whsec_…; more than one while rotating: the first signs, all are sent."""
    retry: tuple[timedelta, ...] | None = None
    timeout: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AppriseChannel:
    """Any service apprise knows, by its URL (extra `wirewatch[apprise]`)."""

    name: str
    url: Secret
    retry: tuple[timedelta, ...] | None = None
    timeout: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminalChannel:
    """The standard output of the process: where alerts go that name no channel."""

    name: str
    retry: tuple[timedelta, ...] | None = None
    timeout: timedelta | None = None


Channel = EmailChannel | WebhookChannel | AppriseChannel | TerminalChannel
TERMINAL = TerminalChannel(name="terminal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """Alerts gathered on a schedule, as configured."""

    name: str
    cron: str
    """Five fields, in ``tz``."""
    tz: str
    to: tuple[str, ...]
    send_empty: bool = False
    """An empty digest is proof of life (`empty: send`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """Hours of the day in which nothing is sent at once, except to some channels."""

    start_minute: int
    """Minutes after midnight in ``tz``; the span may wrap over midnight."""
    end_minute: int
    tz: str
    exempt: tuple[str, ...] = ()
