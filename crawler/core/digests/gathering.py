"""Alerts that come too late to be told one by one: one digest, in messages that can be carried."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from math import ceil

from crawler.core.digests.moments import iso
from crawler.core.digests.news import KINDS
from crawler.core.slugs import slug
from crawler.model.alert import Delivery, Json, Message, MessageType

MOST_LATE = 50
"""Late alerts for one channel that are still told one by one."""
MOST_ITEMS = 50
"""Alerts in one message (facts: batches of at most 50 items)."""

Gathered = tuple[Message, tuple[Delivery, ...]]


def gathered(
    channel: str, late: Sequence[Delivery], now: datetime, carries: Callable[[Message], bool]
) -> tuple[Gathered, ...]:
    """Write the digest that carries late alerts: as few messages as hold them all.

    Args:
        channel: whose deliveries they are.
        late: deliveries of alerts, oldest first.
        now: the moment; with the channel it makes the ids.
        carries: tells whether the channel can carry a message without leaving alerts out.

    Returns:
        Each message of type ``digest`` with the deliveries it stands for. Its data is that of a
        digest without coverage, and ``part`` of ``parts``; every alert has its ``id`` in it.
    """
    parts = tuple(_parts(channel, late, now, carries))
    return tuple(
        (_numbered(_message(channel, part, now), number, len(parts)), tuple(part))
        for number, part in enumerate(parts, 1)
    )


def _parts(
    channel: str, late: Sequence[Delivery], now: datetime, carries: Callable[[Message], bool]
) -> Iterator[Sequence[Delivery]]:
    """Cut into even parts that can be carried; a single alert always can."""
    even = ceil(len(late) / ceil(len(late) / MOST_ITEMS))
    for start in range(0, len(late), even):
        part = late[start : start + even]
        if len(part) == 1 or carries(_message(channel, part, now)):
            yield part
        else:
            half = len(part) // 2
            yield from _parts(channel, part[:half], now, carries)
            yield from _parts(channel, part[half:], now, carries)


def _message(channel: str, late: Sequence[Delivery], now: datetime) -> Message:
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


def _numbered(message: Message, number: int, parts: int) -> Message:
    title = f"Late alerts, part {number} of {parts}" if parts > 1 else "Late alerts"
    return replace(
        message,
        id=f"{message.id}-{number}",
        data={**message.data, "title": title, "part": number, "parts": parts},
    )


def _entry(message: Message) -> Json:
    return {
        **message.data,
        "id": message.id,
        "kind": KINDS[message.type],
        "created_at": iso(message.created_at),
    }
