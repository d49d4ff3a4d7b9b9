"""JSON Feed 1.0 and 1.1. Values of a wrong type count as absent; one bad item loses only itself.

Source: jsonfeed.org/version/1.1.
"""

import json
from collections.abc import Iterator
from typing import Any, TypeGuard

from crawler.core.dates import parse_date
from crawler.core.feeds.document import categories
from crawler.core.feeds.limits import MAX_CONTENT_CHARS, MAX_ENCLOSURES, MAX_SUMMARY_CHARS
from crawler.core.feeds.text import (
    authors,
    collapse,
    escaped,
    identifier,
    markup,
    plain,
    valid,
    whole,
)
from crawler.core.urls import join
from crawler.model.entry import Enclosure, Entry, FeedInfo
from crawler.model.errors import ParseError

Object = dict[str, Any]
"""A JSON object of unknown make: read through the functions below only."""


class _Number(str):
    """A number as it is written: ids and dates come as such, of any size and precision."""

    __slots__ = ()


def read_json(text: str) -> Object:
    """Parse a document and make sure that it is a JSON Feed.

    Raises:
        ParseError: not JSON, or JSON of another kind.
    """
    try:
        data = json.loads(text, parse_int=_Number, parse_float=_Number, parse_constant=_Number)
    except (ValueError, RecursionError) as error:
        raise ParseError(None, "malformed", f"this is not valid JSON: {error}") from error
    if not isinstance(data, dict) or not isinstance(data.get("items"), list):
        raise ParseError(None, "not_a_feed", "this is JSON, but not a JSON Feed: it has no items")
    return data


def read_info(data: Object, base: str | None) -> FeedInfo:
    """Read what the feed says about itself."""
    link = join(base or _text(data, "feed_url"), _text(data, "home_page_url"))
    return FeedInfo(
        title=plain(_text(data, "title")),
        link=link,
        language=collapse(_text(data, "language")) or None,
        format="json10" if _text(data, "version").rstrip("/").endswith("/1") else "json11",
        author=_author(data),
    )


def items(data: Object) -> Iterator[Object]:
    """Yield the items that are objects, in document order."""
    return (item for item in data["items"] if isinstance(item, dict))


def read_item(item: Object, info: FeedInfo, base: str | None, *, text_base: str | None) -> Entry:
    """Read one item; the links of its text refer to ``text_base``."""
    entry_id = _scalar(item, "id")
    html = markup(_text(item, "content_html"), text_base, MAX_CONTENT_CHARS)
    plain_text = escaped(_text(item, "content_text")[:MAX_CONTENT_CHARS].strip())
    return Entry(
        id=identifier(entry_id),
        url=_link(item, base or info.link, entry_id),
        title=plain(_text(item, "title")),
        published=parse_date(_scalar(item, "date_published")),
        updated=parse_date(_scalar(item, "date_modified")),
        author=_author(item) or info.author,
        summary=escaped(_text(item, "summary")[:MAX_SUMMARY_CHARS].strip()) or None,
        content=html or plain_text or None,
        categories=categories(_strings(item, "tags")),
        enclosures=_attachments(item, base or info.link),
        language=collapse(_text(item, "language")) or None,
    )


def _link(item: Object, base: str | None, entry_id: str) -> str | None:
    for link in (_text(item, "url"), _text(item, "external_url")):
        if url := join(base, link):
            return url
    return join(None, entry_id)


def _text(item: Object, name: str) -> str:
    value = item.get(name)
    return valid(value) if _is_text(value) else ""


def _scalar(item: Object, name: str) -> str:
    """Return a text or a number as text."""
    value = item.get(name)
    return valid(value) if isinstance(value, str) else ""


def _is_text(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and not isinstance(value, _Number)


def _strings(item: Object, name: str) -> list[str]:
    values = item.get(name)
    return [valid(each) for each in values if _is_text(each)] if isinstance(values, list) else []


def _objects(item: Object, name: str) -> list[Object]:
    values = item.get(name)
    return [each for each in values if isinstance(each, dict)] if isinstance(values, list) else []


def _author(item: Object) -> str | None:
    """Read authors (1.1) or author (1.0)."""
    people = _objects(item, "authors")
    if isinstance(item.get("author"), dict):
        people.append(item["author"])
    return authors([_text(person, "name") for person in people])


def _attachments(item: Object, base: str | None) -> tuple[Enclosure, ...]:
    found: dict[str, Enclosure] = {}
    for attachment in _objects(item, "attachments")[:MAX_ENCLOSURES]:
        url = join(base, _text(attachment, "url"))
        if url is not None:
            found[url] = Enclosure(
                url=url,
                type=_text(attachment, "mime_type") or None,
                length=whole(_scalar(attachment, "size_in_bytes")),
            )
    for name in ("image", "banner_image"):
        if url := join(base, _text(item, name)):
            found.setdefault(url, Enclosure(url=url))
    return tuple(found.values())
