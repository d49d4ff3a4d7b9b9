"""A feed as it is written into feeds.yaml: short where it can be, on one line."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from crawler.model.feed import FeedType, Selectors

_BARE = re.compile(r"[^\W_](?:[\w:/.?=&%~+-]*[\w/])?")


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenFeed:
    """A source to be added to the user's file."""

    url: str
    name: str | None = None
    type: FeedType = FeedType.FEED
    tags: tuple[str, ...] = ()
    every: str | None = None
    """As the user wrote it; None = the default."""
    select: Selectors | None = None

    def plain(self) -> str | Mapping[str, object]:
        """Return what a reader of YAML makes of it: the URL alone when there is nothing else."""
        keys = {
            "url": self.url,
            "name": self.name,
            "type": None if self.type is FeedType.FEED else self.type.value,
            "tags": list(self.tags),
            "every": self.every,
            "select": _selectors(self.select) if self.select else None,
        }
        stated = {key: value for key, value in keys.items() if value}
        return stated if len(stated) > 1 else self.url

    def line(self) -> str:
        """Return the item of a YAML list, ready to paste below ``feeds:``."""
        return f"- {flow(self.plain())}"


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenList:
    """A whole list of feeds at an address, to be added to the user's file."""

    url: str
    tags: tuple[str, ...] = ()

    def plain(self) -> Mapping[str, object]:
        """Return what a reader of YAML makes of it."""
        tags = {"tags": list(self.tags)} if self.tags else {}
        return {"opml": self.url, **tags}

    def line(self) -> str:
        """Return the item of a YAML list, ready to paste below ``feeds:``."""
        return f"- {flow(self.plain())}"


Written = WrittenFeed | WrittenList


def flow(value: object) -> str:
    """Write a value as YAML on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    text = str(value)
    is_bare = _BARE.fullmatch(text) and text.lower() != "null"
    return text if is_bare else json.dumps(text, ensure_ascii=False)


def _selectors(select: Selectors) -> Mapping[str, str]:
    stated = {
        "item": select.item,
        "link": select.link,
        "title": select.title,
        "date": select.date,
        "summary": select.summary,
    }
    return {key: value for key, value in stated.items() if value}
