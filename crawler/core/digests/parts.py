"""A digest that is too large for one message, in numbered parts that together tell all of it."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from crawler.model.alert import Message

MOST_ITEMS = 50
"""Alerts in one message (facts: batches of at most 50 items)."""

Room = Callable[[Message], int]
"""Tells how many alerts of a digest, from the first on, one message of a channel can carry."""


def ample(digest: Message) -> int:
    """Return how many alerts a message carries whose length does not matter: all."""
    return len(digest.data["alerts"])


def in_parts(digest: Message, room: Room) -> tuple[Message, ...]:
    """Split a digest into messages that carry all its alerts, MOST_ITEMS at most each.

    Returns:
        The digest itself, where one message can carry it. Else messages with its id and the
        number of the part, ``part`` of ``parts`` in their data and in their title; all but the
        alerts is the same in each, for they may come in any order. A single alert is a part
        whatever its size.
    """
    cut = tuple(_cut(digest, room))
    if len(cut) <= 1:
        return (digest,)
    return tuple(_numbered(part, number, len(cut)) for number, part in enumerate(cut, 1))


def _cut(digest: Message, room: Room) -> Iterator[Message]:
    alerts = digest.data["alerts"]
    while alerts:
        count = max(1, room(_with(digest, alerts[:MOST_ITEMS])))
        yield _with(digest, alerts[:count])
        alerts = alerts[count:]


def _with(digest: Message, alerts: object) -> Message:
    return replace(digest, data={**digest.data, "alerts": alerts})


def _numbered(part: Message, number: int, parts: int) -> Message:
    title = f"{part.data['title']}, part {number} of {parts}"
    return replace(
        part,
        id=f"{part.id}-{number}",
        data={**part.data, "title": title, "part": number, "parts": parts},
    )
