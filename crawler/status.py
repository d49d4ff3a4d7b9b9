"""What `wirewatch status` shows: feeds with their next fetch and why then, topics, deliveries, storage."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from crawler.config.lists import with_lists
from crawler.core.pace import paces
from crawler.core.schedule import silent_since
from crawler.core.urls import mask_userinfo
from crawler.model.alert import DeliveryState, Trouble
from crawler.model.feed import Feed, FeedState
from crawler.model.health import ChannelRecord
from crawler.model.listing import ListState
from crawler.model.settings import Config
from storage.protocol import Store

LEDGER = timedelta(days=7)
LEDGER_ALERTS = 10_000
"""How far back, and over how many alerts, latency is told."""
MASK = "***"


async def snapshot(config: Config, store: Store, now: datetime) -> dict[str, Any]:
    """Return the document of contract §3 (`status --json`).

    Raises:
        StoreError: the archive cannot be read.
    """
    lists = await store.list_states([source.location for source in config.opml])
    config = with_lists(config, lists)
    states = {state.feed_id: state for state in await store.feed_states()}
    counts = await store.counts()
    mutes = {topic: until for topic, until in (await store.mutes()).items() if until > now}
    held = await store.holder()
    records = await store.channel_records(tuple(config.channels))
    wrong = await store.troubles()
    return {
        "feeds": [
            {
                **feed_document(feed, state := states.get(feed.id)),
                "silent_since": state and _moment(silent_since(state, config.health.feed_silent)),
            }
            for feed in config.feeds
        ],
        "lists": [_list(state) for state in lists],
        "topics": [
            {
                "name": topic.name,
                "matches": counts.topics.get(topic.name, (0, 0))[0],
                "alerts": counts.topics.get(topic.name, (0, 0))[1],
                "muted_until": _moment(mutes.get(topic.name)),
            }
            for topic in config.topics
        ],
        "channels": [_channel(record, f"channel:{record.channel}" in wrong) for record in records],
        "troubles": [_trouble(key, trouble) for key, trouble in wrong.items()],
        "latency": [
            *paces(
                (each.outlet, each.published, each.accepted_at)
                for each in await store.accepted(now - LEDGER, LEDGER_ALERTS)
            )
        ],
        "deliveries": {state.value: counts.deliveries.get(state, 0) for state in DeliveryState},
        "storage": {
            "url": config.storage_shown,
            "articles": counts.articles,
            "versions": counts.versions,
            "stories": counts.stories,
            "bytes": counts.bytes,
            "pages_waiting": counts.pages_waiting,
        },
        "daemon": {
            "running": held is not None,
            "pid": held[0].pid if held else None,
            "since": _moment(held[0].since) if held else None,
            "config_error": held[1] if held else None,
        },
    }


def feed_document(feed: Feed, known: FeedState | None) -> Mapping[str, Any]:
    """Return what `status` says of a feed."""
    state = known or FeedState(feed_id=feed.id)
    return {
        "id": feed.id,
        "name": feed.name,
        "url": MASK if feed.url_secret else mask_userinfo(feed.url),
        "type": feed.type.value,
        "status": state.status.value,
        "last_error": state.last_error,
        "error_kind": state.error_kind,
        "failures": state.failures,
        "last_fetch_at": _moment(state.last_fetch_at),
        "next_fetch_at": _moment(state.next_fetch_at),
        "next_fetch_reason": state.next_fetch_reason or "not fetched yet: due at once",
        "interval_s": state.interval_s,
        "entries": state.entries,
        "last_new_at": _moment(state.last_new_at),
        "moved_to": MASK if feed.url_secret and state.moved_to else state.moved_to,
        "insecure": state.insecure,
    }


def _channel(record: ChannelRecord, in_trouble: bool) -> Mapping[str, Any]:
    off = record.disabled
    since = record.last_dead_at if record.gave_up else record.refused_since
    return {
        "name": record.channel,
        "status": _channel_status(record, in_trouble),
        "since": _moment(off.since if off else since),
        "reason": off.reason if off else record.last_error if since else None,
        "last_sent_at": _moment(record.last_sent_at),
        "last_dead_at": _moment(record.last_dead_at),
        "last_error": record.last_error,
    }


def _channel_status(record: ChannelRecord, in_trouble: bool) -> str:
    if record.disabled:
        return "disabled"
    if in_trouble or record.gave_up:
        return "failing"
    if record.refused_since:
        return "retrying"
    return "ok" if record.last_sent_at else "unused"


def _trouble(key: str, trouble: Trouble) -> Mapping[str, Any]:
    return {
        "key": key,
        "name": trouble.name,
        "problem": trouble.problem,
        "since": _moment(trouble.since),
        "advice": trouble.advice,
    }


def _list(state: ListState) -> Mapping[str, Any]:
    return {
        "url": mask_userinfo(state.location),
        "feeds": len(state.feeds),
        "read_at": _moment(state.read_at),
        "tried_at": _moment(state.tried_at),
        "problem": state.problem,
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat().replace("+00:00", "Z") if moment else None
