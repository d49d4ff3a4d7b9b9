"""Gathering the alerts of a period into one message, and the health of the watch into another."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from crawler.core.digests.moments import iso
from crawler.core.digests.news import news_of_alert
from crawler.core.digests.places import digest_page
from crawler.core.pace import paces
from crawler.core.slugs import slug
from crawler.model.alert import (
    Alert,
    Coverage,
    Digest,
    Json,
    Message,
    MessageType,
    Suppressed,
    Trouble,
)

MOST_STORIES = 50
"""Stories a digest tells its readers; the rest is counted."""


def digest_message(
    digest: Digest,
    alerts: Sequence[Alert],
    *,
    since: datetime,
    until: datetime,
    held_back: Iterable[Suppressed],
    coverage: Coverage,
    published_at: str | None = None,
    most_stories: int = MOST_STORIES,
) -> Message:
    """Gather alerts into one message.

    Args:
        digest: the digest as configured.
        alerts: what waits for it, oldest first.
        since: the end of the digest before.
        until: when it was scheduled; with the name it makes the id, so that a digest closed
            twice is one message; also the moment of the message.
        held_back: matches of the period that raised no alert.
        coverage: what the watch could see in the period.
        published_at: where the report can be read, None = nowhere.
        most_stories: how many stories it tells.

    Returns:
        A message of type ``digest``. Its data is ``{name, title, tz, since, until, alerts, more,
        held_back: [{topic, reason, count}], coverage, latency: [{outlet, alerts, p50_s, p95_s}]}``;
        each alert is its data with ``id``, ``kind`` and ``created_at``. All alerts of the first
        stories are told, ``more`` counts the stories that are not, ``more_at`` is the page of
        the report that has them.
    """
    stories = list(dict.fromkeys((alert.topic, alert.story_id) for alert in alerts))
    told = set(stories[:most_stories])
    topics = {alert.topic for alert in alerts}
    report = {"more_at": digest_page(published_at, topics)} if published_at else {}
    return Message(
        id=f"digest-{slug(digest.name)}-{until:%Y%m%dT%H%M%SZ}",
        type=MessageType.DIGEST,
        created_at=until,
        data={
            "name": digest.name,
            "title": f"{digest.name[:1].upper()}{digest.name[1:]} digest",
            "tz": digest.tz,
            "since": iso(since),
            "until": iso(until),
            "alerts": [_entry(alert) for alert in alerts if (alert.topic, alert.story_id) in told],
            "more": len(stories) - len(told),
            "held_back": _counted(held_back),
            "coverage": _coverage(coverage),
            "latency": list(latencies(alerts)),
            **report,
        },
    )


def health_message(
    message_id: str,
    *,
    title: str,
    sentence: str = "",
    troubles: Iterable[Trouble] = (),
    recovered: Iterable[Trouble] = (),
    now: datetime,
) -> Message:
    """Say what the watch cannot see or tell, and what it can again.

    The data is ``{title, sentence, troubles: [{name, problem, since, advice}], recovered: […]}``.
    """
    return Message(
        id=message_id,
        type=MessageType.HEALTH,
        created_at=now,
        data={
            "title": title,
            "sentence": sentence,
            "troubles": [_trouble(trouble) for trouble in troubles],
            "recovered": [_trouble(trouble) for trouble in recovered],
        },
    )


def latencies(alerts: Iterable[Alert]) -> Iterator[Json]:
    """Yield, per outlet, how long its articles took from publication to the alert."""
    news = map(news_of_alert, alerts)
    return paces(
        (each.outlet, each.latency.get("published"), each.latency.get("alerted")) for each in news
    )


def _entry(alert: Alert) -> Json:
    return {
        **alert.data,
        "id": alert.id,
        "kind": alert.kind.value,
        "created_at": iso(alert.created_at),
    }


def _counted(held_back: Iterable[Suppressed]) -> list[Json]:
    counts = Counter((item.topic, item.reason) for item in held_back)
    return [
        {"topic": topic, "reason": reason, "count": count}
        for (topic, reason), count in sorted(counts.items())
    ]


def _coverage(coverage: Coverage) -> Json:
    return {
        "feeds_ok": coverage.feeds_ok,
        "articles": coverage.articles,
        "failing": [_trouble(trouble) for trouble in coverage.failing],
        "silent": [_trouble(trouble) for trouble in coverage.silent],
    }


def _trouble(trouble: Trouble) -> Json:
    return {
        "name": trouble.name,
        "problem": trouble.problem,
        "since": iso(trouble.since) if trouble.since else None,
        "advice": trouble.advice,
    }
