"""Alerts that come too late to be told one by one: one digest, in messages that can be carried."""

from collections.abc import Sequence
from datetime import datetime

from crawler.core.digests.moments import iso
from crawler.core.digests.news import KINDS
from crawler.core.digests.parts import Room, in_parts
from crawler.core.slugs import slug
from crawler.model.alert import Delivery, Json, Message, MessageType

MOST_LATE = 50
"""Late alerts for one channel that are still told one by one."""

Gathered = tuple[Message, tuple[Delivery, ...]]


def gathered(
    channel: str, late: Sequence[Delivery], now: datetime, room: Room
) -> tuple[Gathered, ...]:
    """Write the digest that carries late alerts: messages that hold them all.

    Args:
        channel: whose deliveries they are.
        late: deliveries of alerts, oldest first.
        now: the moment; with the channel it makes the ids.
        room: what one message of the channel can carry.

    Returns:
        Each message of type ``digest`` with the deliveries it stands for. Its data is that of a
        digest without coverage; every alert has its ``id`` in it.
    """
    waiting = iter(late)
    return tuple(
        (part, tuple(next(waiting) for _ in part.data["alerts"]))
        for part in in_parts(_digest(channel, late, now), room)
    )


def _digest(channel: str, late: Sequence[Delivery], now: datetime) -> Message:
    return Message(
        id=f"late-{slug(channel)}-{now:%Y%m%dT%H%M%S.%fZ}",
        type=MessageType.DIGEST,
        created_at=now,
        data={
            "name": "late",
            "title": "Late alerts",
            "tz": "UTC",
            "since": iso(min(each.message.created_at for each in late)),
            "until": iso(now),
            "alerts": [_entry(each.message) for each in late],
            "more": 0,
        },
    )


def _entry(message: Message) -> Json:
    return {
        **message.data,
        "id": message.id,
        "kind": KINDS[message.type],
        "created_at": iso(message.created_at),
    }
