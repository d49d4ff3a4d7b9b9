"""The effective configuration in the words of feeds.yaml, with every secret as ``***``."""

from datetime import timedelta
from pathlib import PurePath
from typing import Any, assert_never

from crawler.config.durations import write_duration
from crawler.core.urls import mask_userinfo
from crawler.model.alert import (
    AppriseChannel,
    Channel,
    Digest,
    EmailChannel,
    Quiet,
    TerminalChannel,
    WebhookChannel,
)
from crawler.model.feed import Feed
from crawler.model.settings import Config
from crawler.model.topic import Topic

MASK = "***"


def masked(config: Config) -> dict[str, Any]:
    """Return what is in effect, defaults written out, as plain data in the order of the contract.

    Everything that may be secret is ``***``: all of a channel's addresses and secrets, the values
    of request headers, URLs with values from the environment, passwords within URLs.
    """
    return {
        "version": 1,
        "storage": config.storage_shown,
        "network": _network(config),
        "feeds": [_feed(feed) for feed in config.feeds]
        + [{"opml": mask_userinfo(each.location), "tags": list(each.tags)} for each in config.opml],
        "aliases": {name: list(members) for name, members in config.aliases.items()},
        "topics": [_topic(topic) for topic in config.topics],
        "channels": {name: _channel(channel) for name, channel in config.channels.items()},
        "digests": {digest.name: _digest(digest) for digest in config.digests},
        "quiet": _quiet(config.quiet) if config.quiet else None,
        "retention": {
            "raw": _period(config.retention.raw),
            "articles": _period(config.retention.articles),
            "alerts": _period(config.retention.alerts),
        },
        "health": {
            "notify": list(config.health.notify),
            "feed_silent": _silence(config.health.feed_silent),
            "feed_failing": write_duration(config.health.feed_failing),
            "listen": _listener(config.health.listen) if config.health.listen else None,
        },
        "publish": {"alerts": _path(config.publish_alerts), "url": config.publish_url},
    }


def _listener(place: tuple[str, int]) -> str:
    host, port = place
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _network(config: Config) -> dict[str, Any]:
    network = config.network
    return {
        "user_agent": MASK if network.user_agent_secret else network.user_agent,
        "allow_networks": list(map(str, network.allow_networks)),
        "concurrency": network.concurrency,
        "per_host": {
            "connections": network.connections_per_host,
            "gap": write_duration(network.gap),
        },
        "robots": network.robots,
    }


def _feed(feed: Feed) -> dict[str, Any]:
    select = feed.select
    return {
        "id": feed.id,
        "url": MASK if feed.url_secret else mask_userinfo(feed.url),
        "name": feed.name,
        "type": feed.type.value,
        "tags": list(feed.tags),
        "lang": feed.lang,
        "every": write_duration(feed.every) if feed.every is not None else "auto",
        "bounds": [write_duration(bound) for bound in feed.bounds],
        "full_text": feed.full_text,
        "recheck": write_duration(feed.recheck),
        "first_run": feed.first_run.value,
        "select": select
        and {
            "item": select.item,
            "link": select.link,
            "title": select.title,
            "date": select.date,
            "summary": select.summary,
        },
        "headers": dict.fromkeys(feed.headers, MASK),
    }


def _topic(topic: Topic) -> dict[str, Any]:
    rule, boost = topic.alert, topic.boost
    return {
        "name": topic.name,
        "title": topic.title,
        "description": topic.description or None,
        "all": list(topic.all),
        "any": list(topic.any),
        "any_min": topic.any_min,
        "none": list(topic.none),
        "query": topic.query,
        "within": topic.within,
        "langs": list(topic.langs),
        "sources": list(topic.sources),
        "tags": list(topic.tags),
        "feeds": list(topic.feeds),
        "stem": topic.stem,
        "boost": {"title": boost.title, "lead": boost.lead, "text": boost.text},
        "min_score": topic.min_score,
        "alert": {
            "per": rule.per.value,
            "events": [event.value for event in rule.events],
            "cooldown": write_duration(rule.cooldown),
            "max_per_day": rule.max_per_day,
            "min_sources": rule.min_sources,
        },
        "notify": list(topic.notify),
        "digest": list(topic.digest),
    }


def _channel(channel: Channel) -> dict[str, Any]:
    own: dict[str, Any]
    match channel:
        case EmailChannel(sender=sender, to=to, list_unsubscribe=unsubscribe):
            own = {"type": "email", "smtp": MASK, "from": sender, "to": list(to)}
            own |= {"list_unsubscribe": unsubscribe}
        case WebhookChannel(secrets=secrets):
            own = {"type": "webhook", "url": MASK, "secret": [MASK] * len(secrets)}
        case AppriseChannel():
            own = {"type": "apprise", "url": MASK}
        case TerminalChannel():
            own = {"type": "terminal"}
        case _:
            assert_never(channel)
    waits = channel.retry
    return own | {
        "retry": [write_duration(wait) for wait in waits] if waits is not None else None,
        "timeout": write_duration(channel.timeout) if channel.timeout is not None else None,
    }


def _digest(digest: Digest) -> dict[str, Any]:
    return {
        "cron": digest.cron,
        "tz": digest.tz,
        "to": list(digest.to),
        "empty": "send" if digest.send_empty else "skip",
    }


def _quiet(quiet: Quiet) -> dict[str, Any]:
    start, end = (
        f"{minute // 60:02}:{minute % 60:02}" for minute in (quiet.start_minute, quiet.end_minute)
    )
    return {"hours": f"{start}-{end}", "tz": quiet.tz, "except": list(quiet.exempt)}


def _period(period: timedelta | None) -> str:
    return "forever" if period is None else write_duration(period)


def _silence(silence: timedelta | float | None) -> str:
    if silence is None:
        return "never"
    return write_duration(silence) if isinstance(silence, timedelta) else f"{silence:g}x"


def _path(path: PurePath | None) -> str | None:
    return str(path) if path is not None else None
