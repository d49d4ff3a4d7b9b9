"""A digest or a word on health, read back into values, grouped as people read them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from crawler.core.digests.fields import count, label, moment, part, parts, text
from crawler.core.digests.news import News, news_of_message, read_news
from crawler.core.digests.places import command_for_all
from crawler.core.escaping import one_line, web_link
from crawler.model.alert import Json, Message, MessageType, Trouble

_TITLE, _SENTENCE = 200, 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Strand:
    """A story as a digest tells it: once, however many alerts it raised."""

    newest: News
    """Its last alert, which knows all outlets."""
    edits: tuple[News, ...]
    """Alerts of articles that were edited, each with its diff."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The stories of one topic."""

    topic: str
    title: str
    stories: tuple[Strand, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldBack:
    """Matches that raised no alert, counted."""

    topic: str
    reason: str
    """In words."""
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How quickly an outlet's news arrived."""

    outlet: str
    p50: timedelta
    p95: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A digest, ready to be shown."""

    name: str
    title: str
    zone: tzinfo
    since: datetime | None
    until: datetime | None
    sections: tuple[Section, ...]
    more: int
    """Stories beyond those told."""
    report: str | None
    """Where all of them can be read."""
    command: str
    """What lists all of them."""
    held_back: tuple[HeldBack, ...]
    feeds_ok: int | None
    """None in a digest of late alerts: it covers no period."""
    articles: int
    failing: tuple[Trouble, ...]
    silent: tuple[Trouble, ...]
    paces: tuple[Pace, ...]

    @property
    def stories(self) -> int:
        """How many stories there are, those not told included."""
        return sum(len(section.stories) for section in self.sections) + self.more


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A word about the watch itself."""

    title: str
    sentence: str
    troubles: tuple[Trouble, ...]
    recovered: tuple[Trouble, ...]


_REASONS = {
    "baseline": "known before the watch began",
    "copy": "copies of texts already told",
    "seen": "nothing new in the story",
    "cooldown": "too soon after the last alert of the story",
    "max_per_day": "beyond the topic's alerts a day",
    "muted": "the topic is muted",
    "min_sources": "too few independent outlets yet",
    "event_off": "events the topic does not ask for",
}


def read_message(message: Message) -> News | Edition | Notice:
    """Read what a message carries, whatever its type."""
    match message.type:
        case MessageType.DIGEST:
            return read_edition(message.data)
        case MessageType.HEALTH:
            return read_notice(message.data)
        case _:
            return news_of_message(message)


def read_edition(data: Json) -> Edition:
    """Read a digest's data (``crawler.core.digests.digest.digest_message``)."""
    coverage = part(data, "coverage")
    return Edition(
        name=text(data, "name") or "",
        title=label(text(data, "title"), text(data, "name"), "Digest"),
        zone=_zone(text(data, "tz")),
        since=moment(data, "since"),
        until=moment(data, "until"),
        sections=group(_news(entry) for entry in parts(data, "alerts")),
        more=count(data, "more"),
        report=web_link(text(data, "more_at")),
        command=one_line(command_for_all(data), _TITLE),
        held_back=tuple(map(_held_back, parts(data, "held_back"))),
        feeds_ok=count(coverage, "feeds_ok") if coverage else None,
        articles=count(coverage, "articles"),
        failing=tuple(map(_trouble, parts(coverage, "failing"))),
        silent=tuple(map(_trouble, parts(coverage, "silent"))),
        paces=tuple(map(_pace, parts(data, "latency"))),
    )


def read_notice(data: Json) -> Notice:
    """Read a health message's data (``crawler.core.digests.digest.health_message``)."""
    return Notice(
        title=label(text(data, "title"), "Wirewatch"),
        sentence=one_line(text(data, "sentence") or "", _SENTENCE),
        troubles=tuple(map(_trouble, parts(data, "troubles"))),
        recovered=tuple(map(_trouble, parts(data, "recovered"))),
    )


def group(alerts: Iterable[News]) -> tuple[Section, ...]:
    """Group alerts by topic, then story, both in the order of their first alert."""
    topics: dict[str, dict[str, list[News]]] = defaultdict(lambda: defaultdict(list))
    for news in alerts:
        topics[news.topic][news.story_id].append(news)
    return tuple(
        Section(
            topic=topic,
            title=next(iter(stories.values()))[0].topic_title,
            stories=tuple(map(_strand, stories.values())),
        )
        for topic, stories in topics.items()
    )


def _strand(alerts: list[News]) -> Strand:
    ordered = sorted(alerts, key=lambda news: news.created_at)
    return Strand(
        newest=ordered[-1],
        edits=tuple(news for news in ordered if news.kind == "edited"),
    )


def _news(entry: Json) -> News:
    return read_news(
        entry,
        alert_id=text(entry, "id") or "",
        kind=text(entry, "kind") or "new",
        created_at=moment(entry, "created_at") or datetime.fromtimestamp(0, UTC),
    )


def _held_back(item: Json) -> HeldBack:
    reason = text(item, "reason") or ""
    return HeldBack(
        topic=one_line(text(item, "topic") or "", _TITLE),
        reason=_REASONS.get(reason, one_line(reason, _TITLE)),
        count=count(item, "count"),
    )


def _trouble(item: Json) -> Trouble:
    return Trouble(
        name=one_line(text(item, "name") or "", _TITLE),
        problem=one_line(text(item, "problem") or "", _SENTENCE),
        since=moment(item, "since"),
        advice=one_line(text(item, "advice") or "", _SENTENCE),
    )


def _pace(item: Json) -> Pace:
    return Pace(
        outlet=one_line(text(item, "outlet") or "", _TITLE),
        p50=timedelta(seconds=count(item, "p50_s")),
        p95=timedelta(seconds=count(item, "p95_s")),
    )


def _zone(name: str | None) -> tzinfo:
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return UTC
