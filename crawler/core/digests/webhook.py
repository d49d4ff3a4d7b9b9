"""The body of a webhook: JSON, small enough for every receiver.

Standard Webhooks asks for payloads below 20 kB. What does not fit is cut in this order, and each
cut is stated by a ``…_more`` count beside what was cut:

1. texts (excerpt, quotes, diff) to 1,000 code points, 30 sources, 5 quotes, 50 of any other list
2. texts to 200, 10 sources, 2 quotes, 10 of any other list
3. texts to 100, 3 sources, 1 quote, no spans, 5 of any other list
4. texts to 60, troubles to 5, no other list
5. of a digest, alerts from the end (``more`` counts the stories that are then not told)

A digest is split before it is cut further than 3 (``room``, ``parts.in_parts``).

``more_at`` is where the whole can be read, ``more_with`` the command that shows it.

Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crawler.core.digests.moments import iso
from crawler.core.digests.places import command_for_all, story_page
from crawler.model.alert import Json, Message

MOST_BYTES = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cut:
    """How much of each part is kept."""

    texts: int
    """Longest text, addresses and ids aside."""
    items: Mapping[str, int]
    """Longest list under a key."""
    others: int
    """Longest list under any other key."""

    def longest(self, key: str) -> int | None:
        """Return how many items of the list under ``key`` are kept, None = all."""
        return None if key == "alerts" else self.items.get(key, self.others)


_CUTS = (
    _Cut(texts=1_000, items={"quotes": 5, "sources": 30}, others=50),
    _Cut(texts=200, items={"quotes": 2, "sources": 10}, others=10),
    _Cut(texts=100, items={"quotes": 1, "sources": 3, "spans": 0, "latency": 0}, others=5),
    _Cut(texts=60, items={"failing": 5, "silent": 5, "troubles": 5, "recovered": 5}, others=0),
)
_WORTH_READING = _CUTS[2]
"""Of a digest nothing is cut further: it comes in parts."""
_NUMBERING = 100
"""Bytes for the number of a part."""
_WHOLE = frozenset({"id", "url", "first_alert_id", "more_at"})
"""Texts that are of no use when cut; the caps of feeds bound them."""
_LONGEST_WHOLE = 2_048


def body(message: Message, published_at: str | None = None) -> bytes:
    """Return the body to sign and send: ``{"data", "timestamp", "type"}``, below 20 kB.

    Keys are sorted and white space is left out: the same message gives the same bytes at every
    attempt.

    Args:
        message: what to say.
        published_at: where the report can be read, for the link to what was cut.
    """
    rest = _rest(message.data, published_at)
    least = _shorten(message.data, _CUTS[-1]) | rest
    return _cut_to_size(message, rest) or _fewer_alerts(message, least)


def room(digest: Message) -> int:
    """Return how many alerts of a digest, from the first on, one body tells worth reading."""
    alerts = digest.data["alerts"]
    left = MOST_BYTES - _NUMBERING - _length(digest, {**digest.data, "alerts": ()})
    for count, alert in enumerate(alerts):
        left -= len(_json(_shorten(alert, _WORTH_READING))) + 1
        if left <= 0:
            return count
    return len(alerts)


def _length(message: Message, data: Json) -> int:
    return len(_encode(message, _shorten(data, _WORTH_READING)))


def _cut_to_size(message: Message, rest: dict[str, str]) -> bytes | None:
    """Return the least cut body that is small enough, with every alert; None = there is none."""
    whole = _encode(message, message.data)
    if len(whole) < MOST_BYTES:
        return whole
    for cut in _CUTS:
        encoded = _encode(message, _shorten(message.data, cut) | rest)
        if len(encoded) < MOST_BYTES:
            return encoded
    return None


def _encode(message: Message, data: Json) -> bytes:
    envelope = {"type": message.type.value, "timestamp": iso(message.created_at), "data": data}
    return _json(envelope)


def _json(data: Json) -> bytes:
    compact = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return compact.encode("utf-8", "replace")


def _rest(data: Json, published_at: str | None) -> dict[str, str]:
    """Return where what is cut can be read whole; of an alert: its story's page, or the article."""
    if "since" in data:
        return {"more_with": command_for_all(data)}
    if "story" not in data:
        return {"more_with": "wirewatch status"}
    story, url = str(data["story"].get("id")), data.get("article", {}).get("url")
    place = story_page(published_at, story) if published_at else url
    command = {"more_with": f"wirewatch story {story[:_LONGEST_WHOLE]}"}
    return command | ({"more_at": place[:_LONGEST_WHOLE]} if isinstance(place, str) else {})


def _shorten(data: Json, cut: _Cut) -> dict[str, Any]:
    """Return ``data`` with long lists and texts cut, at every depth."""
    short: dict[str, Any] = {}
    for key, value in data.items():
        kept, more = cut.longest(key), f"{key}_more"
        short.setdefault(key, _shortened(key, value, cut))
        if kept is not None and isinstance(value, list | tuple) and len(value) > kept:
            short[more] = len(value) - kept + data.get(more, 0)
    if "marks" in short and len(data.get("text", "")) > cut.texts:
        short["marks"] = [mark for mark in short["marks"] if mark[1] < cut.texts]
    return short


def _shortened(key: str, value: Any, cut: _Cut) -> Any:
    match value:
        case str():
            longest = _LONGEST_WHOLE if key in _WHOLE else cut.texts
            return value if len(value) <= longest else f"{value[: longest - 1]}…"
        case Mapping():
            return _shorten(value, cut)
        case list() | tuple():
            return [_shortened(key, item, cut) for item in value[: cut.longest(key)]]
        case _:
            return value


def _fewer_alerts(message: Message, data: Json) -> bytes:
    """Return the longest beginning of a digest's alerts that fits."""
    alerts: Sequence[Json] = data.get("alerts", ())
    few, many = 0, len(alerts)
    encoded = _with_alerts(message, data, 0)
    while few < many:
        middle = (few + many + 1) // 2
        attempt = _with_alerts(message, data, middle)
        if len(attempt) < MOST_BYTES:
            few, encoded = middle, attempt
        else:
            many = middle - 1
    return encoded


def _with_alerts(message: Message, data: Json, count: int) -> bytes:
    alerts = data.get("alerts", ())
    left_out = {_story(alert) for alert in alerts[count:]} - {
        _story(alert) for alert in alerts[:count]
    }
    more = data.get("more", 0) + len(left_out)
    return _encode(message, {**data, "alerts": alerts[:count], "more": more})


def _story(alert: Json) -> tuple[str, str]:
    return str(alert.get("topic", {}).get("name")), str(alert.get("story", {}).get("id"))
