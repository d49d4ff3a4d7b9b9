"""Atom 1.0 and 0.3.

Source: RFC 4287; The Atom Syndication Format 0.3 (draft).
"""

from collections.abc import Iterator

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
from crawler.core.feeds.markup import html_of, html_of_plain
from crawler.core.feeds.text import authors, identifier, plain
from crawler.core.urls import join
from crawler.model.entry import Entry, FeedInfo

_OLD_NAMESPACE = "http://purl.org/atom/ns#"
_PUBLISHED = ("published", "issued", "created", "dc:date", "pubdate")
_UPDATED = ("updated", "modified")
_NAMES = ("name", "email")
_PAGES = frozenset({"", "text/html", "application/xhtml+xml"})


def read_info(document: Document) -> FeedInfo:
    """Read what the feed says about itself."""
    root = document.root
    base = document.base_at(root, document.base)
    parts = document.head(root, "entry")
    is_old = _OLD_NAMESPACE in root.nsmap.values() or root.get("version") == "0.3"
    return FeedInfo(
        title=_title(parts),
        link=_link(document, parts, base),
        language=document.language(parts, root),
        format="atom03" if is_old else "atom10",
        author=_author(document, parts),
    )


def items(document: Document) -> Iterator[Element]:
    """Yield the entry elements in document order."""
    return document.all_named("entry")


def read_item(document: Document, item: Element, info: FeedInfo) -> Entry:
    """Read one entry."""
    base = document.base_at(item, document.base_at(document.root, document.base) or info.link)
    parts = document.parts(item)
    entry_id = first_text(parts, ("id",))
    return Entry(
        id=identifier(entry_id),
        url=_link(document, parts, base) or join(None, entry_id or ""),
        title=_title(parts),
        published=document.first_date(parts, _PUBLISHED),
        updated=document.first_date(parts, _UPDATED),
        author=_author(document, parts) or _source_author(document, parts) or info.author,
        summary=_text(document, parts, "summary", base, MAX_SUMMARY_CHARS),
        content=_text(document, parts, "content", base, MAX_CONTENT_CHARS),
        categories=categories(
            element.get("label") or element.get("term") or element.text
            for name in ("category", "dc:subject")
            for element in parts.get(name, ())
        ),
        enclosures=enclosures(document, parts, base),
        language=document.language(parts, item),
    )


def _title(parts: Parts) -> str | None:
    return plain(text_of(parts["title"][0])) if "title" in parts else None


def _link(document: Document, parts: Parts, base: str | None) -> str | None:
    """Choose the page: the original before a proxy's; alternate or no relation; HTML first."""
    for element in parts.get("feedburner:origlink", ()):
        if url := join(base, element.text or ""):
            return url
    pages = [
        element
        for element in parts.get("link", ())
        if element.get("rel", "alternate") == "alternate"
    ]
    pages.sort(key=lambda element: element.get("type", "") not in _PAGES)
    for element in pages:
        link = element.get("href") or element.text or ""
        if url := join(document.base_at(element, base), link):
            return url
    return None


def _author(document: Document, parts: Parts) -> str | None:
    names = [
        first_text(person, _NAMES) if len(element) else element.text
        for element in parts.get("author", ())
        for person in (document.parts(element),)
    ]
    return authors(names or [element.text for element in parts.get("dc:creator", ())])


def _source_author(document: Document, parts: Parts) -> str | None:
    """Return the author of the feed an entry was copied from (RFC 4287 §4.2.1)."""
    source = parts.get("source")
    return _author(document, document.parts(source[0])) if source else None


def _text(document: Document, parts: Parts, name: str, base: str | None, limit: int) -> str | None:
    """Read a text construct (RFC 4287 §3.1) or content; what is no text is left out (§4.1.3)."""
    for element in parts.get(name, ()):
        kind = element.get("type", "text").strip().lower()
        if element.get("mode") == "base64" or element.get("src"):
            continue
        if len(element) or "html" in kind:
            found = html_of(document, element, base, limit)
        elif kind == "text" or kind.startswith("text/"):
            found = html_of_plain(element, limit)
        else:
            continue
        if found:
            return found
    return None
