"""RSS 0.90 to 2.0 and RDF, with the extensions news sites use.

Source: RSS 2.0 Specification (RSS Advisory Board), RSS 1.0 and its dc, content and syndication
modules, Media RSS 1.5.
"""

from collections.abc import Iterator
from datetime import timedelta

from crawler.core.feeds.document import (
    Document,
    Element,
    Parts,
    categories,
    enclosures,
    first_text,
    text_of,
)
from crawler.core.feeds.limits import MAX_CONTENT_CHARS, MAX_SUMMARY_CHARS
from crawler.core.feeds.markup import html_of
from crawler.core.feeds.text import authors, identifier, plain, whole
from crawler.core.urls import join
from crawler.model.entry import Entry, FeedInfo

_VERSIONS = {
    "0.90": "rss090",
    "0.91": "rss091",
    "0.92": "rss092",
    "0.93": "rss092",
    "0.94": "rss092",
}
_NETSCAPE = "netscape.com/rdf/simple"
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_IDS = ("guid", "atom:id", "id")
_LINKS = ("feedburner:origlink", "link", "atom:link")
_TITLES = ("title", "dc:title")
_AUTHORS = ("dc:creator", "author", "atom:author", "itunes:author")
_NAMES = ("name", "atom:name")
_CATEGORIES = ("category", "dc:subject", "atom:category")
_SUMMARIES = ("description", "summary", "atom:summary", "abstract", "dc:description")
_CONTENTS = ("content:encoded", "atom:content", "xhtml:body", "body", "yandex:full-text")
_PUBLISHED = (
    "pubdate",
    "dc:date",
    "dcterms:issued",
    "dcterms:created",
    "published",
    "atom:published",
    "date",
)
_UPDATED = ("atom:updated", "dcterms:modified", "updated")
_PERIODS = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(weeks=1),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}
_MAX_TTL_MINUTES = 365 * 24 * 60
_MIDNIGHT = 24


def read_info(document: Document) -> FeedInfo:
    """Read what the channel says about itself."""
    channel = next(document.all_named("channel"), document.root)
    base = document.base_at(channel, document.base)
    parts = document.head(channel, "item")
    return FeedInfo(
        title=plain(first_text(parts, _TITLES)),
        link=_link(parts, base),
        language=document.language(parts, channel) or document.language({}, document.root),
        format=_format(document),
        ttl=_ttl(parts),
        skip_hours=_skip_hours(document, parts),
    )


def items(document: Document) -> Iterator[Element]:
    """Yield the item elements in document order, wherever the format or damage put them."""
    return document.all_named("item")


def read_item(document: Document, item: Element, info: FeedInfo) -> Entry:
    """Read one item."""
    base = document.base_at(item, document.base or info.link)
    parts = document.parts(item)
    guid = first_text(parts, _IDS)
    return Entry(
        id=identifier(guid or item.get(_ABOUT)),
        url=_link(parts, base) or _permalink(parts, item),
        title=plain(first_text(parts, _TITLES)),
        published=document.first_date(parts, _PUBLISHED),
        updated=document.first_date(parts, _UPDATED),
        author=_author(document, parts),
        summary=_html(document, parts, _SUMMARIES, base, MAX_SUMMARY_CHARS),
        content=_html(document, parts, _CONTENTS, base, MAX_CONTENT_CHARS),
        categories=_categories(parts),
        enclosures=enclosures(document, parts, base),
        language=document.language(parts, item),
    )


def _format(document: Document) -> str:
    if document.names[document.root.tag].endswith("rdf"):
        old = any(_NETSCAPE in (uri or "") for uri in document.root.nsmap.values())
        return "rss090" if old else "rss10"
    return _VERSIONS.get(document.root.get("version", "").strip(), "rss20")


def _link(parts: Parts, base: str | None) -> str | None:
    """Choose the address of the page: the original before a proxy's, never an enclosure."""
    for name in _LINKS:
        if name in parts:
            for element in parts[name]:
                if element.get("rel", "alternate") == "alternate":
                    url = join(base, element.text or element.get("href") or "")
                    if url is not None:
                        return url
    return None


def _permalink(parts: Parts, item: Element) -> str | None:
    for guid in parts.get("guid", ()):
        if guid.get("isPermaLink", "true").strip().lower() != "false":
            return join(None, guid.text or "")
    return join(None, item.get(_ABOUT, ""))


def _html(
    document: Document, parts: Parts, names: tuple[str, ...], base: str | None, limit: int
) -> str | None:
    for name in names:
        if name in parts and (found := html_of(document, parts[name][0], base, limit)):
            return found
    return None


def _author(document: Document, parts: Parts) -> str | None:
    for name in _AUTHORS:
        if name in parts:
            names = [
                first_text(document.parts(element), _NAMES) if len(element) else element.text
                for element in parts[name]
            ]
            if found := authors(names):
                return found
    return None


def _categories(parts: Parts) -> tuple[str, ...]:
    return categories(
        text_of(element) or element.get("label") or element.get("term")
        for name in _CATEGORIES
        if name in parts
        for element in parts[name]
    )


def _ttl(parts: Parts) -> timedelta | None:
    """Read how long to wait between two fetches: the longer of ttl and updatePeriod."""
    minutes = whole(first_text(parts, ("ttl",))) or 0
    wait = timedelta(minutes=min(minutes, _MAX_TTL_MINUTES))
    period = _PERIODS.get((first_text(parts, ("sy:updateperiod",)) or "").lower())
    if period is not None:
        wait = max(wait, period / (whole(first_text(parts, ("sy:updatefrequency",))) or 1))
    return wait or None


def _skip_hours(document: Document, parts: Parts) -> tuple[int, ...]:
    """Read skipHours; 24 is an old spelling of midnight (RSS 0.92)."""
    if "skiphours" not in parts:
        return ()
    hours = document.parts(parts["skiphours"][0]).get("hour", ())
    numbers = (whole(text_of(hour)) for hour in hours)
    return tuple(
        sorted(
            {number % _MIDNIGHT for number in numbers if number is not None and number <= _MIDNIGHT}
        )
    )
