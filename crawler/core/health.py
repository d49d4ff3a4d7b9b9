"""What keeps the watch from seeing or telling: judged from what is recorded, at any moment.

A trouble has a key, so that it is told once when it begins and once when it ends. When nothing
answers at all it is the network that is in trouble, not each feed.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from crawler.core.network import BACK, silence
from crawler.model.alert import Trouble
from crawler.model.feed import Feed, FeedState, FeedType
from crawler.model.health import ChannelRecord
from crawler.model.settings import HealthRule

NETWORK = "network"
DISK = "disk"
REFUSED = timedelta(hours=1)
"""A channel that takes nothing for so long is in trouble, before its messages are given up."""
SELECTOR_FAILURES = 2
"""A page whose selectors find nothing is told of sooner than a server in trouble: it will not pass."""
LOW_DISK_BYTES = 500 * 2**20
"""Five times the room below which nothing is fetched any more."""


def troubles(
    rule: HealthRule,
    feeds: Iterable[tuple[Feed, FeedState]],
    channels: Iterable[ChannelRecord],
    *,
    silent: Mapping[str, Trouble],
    free_bytes: int | None,
    now: datetime,
) -> Mapping[str, Trouble]:
    """Return what is wrong now, by key: ``feed:ID``, ``silent:ID``, ``channel:NAME``, ``network``, ``disk``.

    Args:
        rule: the bounds of `health`.
        feeds: as configured, and as they are known.
        channels: how their deliveries ended.
        silent: feeds silent beyond their habit, by id.
        free_bytes: room on the disk of the archive; None = not on a disk.
        now: the moment of judging.
    """
    known = tuple(feeds)
    found = dict[str, Trouble]()
    gone = silence(tuple(state for _, state in known), now)
    if gone is not None and gone.is_sure:
        found[NETWORK] = Trouble(
            name="network",
            problem="no feed answers",
            since=gone.since,
            advice="look at this machine's connection and name servers; nothing is lost that the "
            "feeds still show when it is back",
        )
    else:
        found |= {
            f"feed:{feed.id}": _failing(feed, state)
            for feed, state in known
            if _is_told(rule, feed, state, now)
        }
        found |= {f"silent:{feed_id}": trouble for feed_id, trouble in silent.items()}
    found |= {
        f"channel:{each.channel}": _unheard(each) for each in channels if _is_unheard(each, now)
    }
    if free_bytes is not None and free_bytes < LOW_DISK_BYTES:
        found[DISK] = Trouble(
            name="disk",
            problem=f"{free_bytes // 2**20} MiB are free on the disk of the archive",
            since=now,
            advice="free some space, or keep raw bodies for a shorter time (`retention: {raw: …}`)",
        )
    return found


def _is_told(rule: HealthRule, feed: Feed, state: FeedState, now: datetime) -> bool:
    if state.failing_since is None or state.next_fetch_reason == BACK:
        return False  # it has not been asked yet since the network is back
    if now - state.failing_since >= rule.feed_failing:
        return True
    return feed.type is FeedType.PAGE and _is_mute(state) and state.failures >= SELECTOR_FAILURES


def _is_mute(state: FeedState) -> bool:
    """Tell whether the page came and its selectors found nothing."""
    return state.error_kind == "malformed"


def _failing(feed: Feed, state: FeedState) -> Trouble:
    return Trouble(
        name=feed.name,
        problem=state.last_error or "it fails",
        since=state.failing_since,
        advice=f"`wirewatch feeds fetch {feed.id}` tries it now",
    )


def _is_unheard(record: ChannelRecord, now: datetime) -> bool:
    if record.disabled is not None or record.gave_up:
        return True
    return record.refused_since is not None and now - record.refused_since >= REFUSED


def _unheard(record: ChannelRecord) -> Trouble:
    if record.disabled is not None:
        return Trouble(
            name=record.channel,
            problem=f"disabled: {record.disabled.reason}",
            since=record.disabled.since,
            advice="write its new address into the configuration, or remove it; `wirewatch retry` "
            "tries it again",
        )
    return Trouble(
        name=record.channel,
        problem=record.last_error or "it takes no messages",
        since=record.last_dead_at if record.gave_up else record.refused_since,
        advice="`wirewatch deliveries --dead` shows what it did not take, `wirewatch retry` sends it again"
        if record.gave_up
        else "its messages are kept and tried again",
    )
