"""Channel Definition Format, the feeds of 1997.

Source: Channel Definition Format, W3C note of 9 March 1997.
"""

from collections.abc import Iterator

from crawler.core.feeds.document import Document, Element, first_text
from crawler.core.feeds.limits import MAX_SUMMARY_CHARS
from crawler.core.feeds.markup import html_of
from crawler.core.feeds.text import plain
from crawler.core.urls import join
from crawler.model.entry import Entry, FeedInfo


def read_info(document: Document) -> FeedInfo:
    """Read what the channel says about itself."""
    parts = document.parts(document.root)
    base = join(document.base, _attribute(document.root, "base")) or document.base
    return FeedInfo(
        title=plain(first_text(parts, ("title",))),
        link=join(base, _attribute(document.root, "href")),
        format="cdf",
    )


def items(document: Document) -> Iterator[Element]:
    """Yield the item elements in document order."""
    return document.all_named("item")


def read_item(document: Document, item: Element, info: FeedInfo) -> Entry:
    """Read one item."""
    base = join(document.base, _attribute(document.root, "base")) or document.base or info.link
    parts = document.parts(item)
    abstract = parts.get("abstract")
    return Entry(
        url=join(base, _attribute(item, "href")),
        title=plain(first_text(parts, ("title",))),
        updated=document.date(_attribute(item, "lastmod")),
        summary=html_of(document, abstract[0], base, MAX_SUMMARY_CHARS) if abstract else None,
    )


def _attribute(element: Element, name: str) -> str:
    """Return an attribute whatever the case of its name."""
    return next((str(value) for key, value in element.items() if key.lower() == name), "")
