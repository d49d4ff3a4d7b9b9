"""Which family an XML document belongs to, and its reading by that family's reader."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from crawler.core.feeds import atom, cdf, rss, sitemap
from crawler.core.feeds.document import Document, Element
from crawler.core.feeds.limits import MAX_ENTRIES_PARSED, MAX_PAGES_PARSED
from crawler.core.feeds.names import Names, fold_namespace, split_tag
from crawler.core.feeds.xml import Tree
from crawler.model.entry import Entry, FeedInfo
from crawler.model.errors import ParseError


class Reader(Protocol):
    """What the module of a family offers."""

    def read_info(self, document: Document) -> FeedInfo:
        """Read what the feed says about itself."""

    def items(self, document: Document) -> Iterator[Element]:
        """Yield the elements of the entries."""

    def read_item(self, document: Document, item: Element, info: FeedInfo) -> Entry:
        """Read one entry."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A document read by its family's reader."""

    info: FeedInfo
    entries: list[Entry]
    total: int
    """Entries in the document, those beyond the number that is parsed included."""


_READERS: dict[str, Reader] = {
    "rss": rss,
    "rdf": rss,
    "channel": rss,
    "feed": atom,
    "urlset": sitemap,
    "sitemapindex": sitemap,
}


def read_family(tree: Tree, url: str | None) -> Reading:
    """Read a tree as RSS, Atom, sitemap or CDF.

    Raises:
        ParseError: its root belongs to none of them.
    """
    name = split_tag(tree.root.tag)[1].lower()
    reader = cdf if name == "channel" and _is_cdf(tree.root) else _READERS.get(name)
    if reader is None:
        raise _stranger(name)
    document = Document(
        root=tree.root,
        names=Names(_own_namespaces(tree.root, name)),
        base=url,
        has_bases=tree.has_bases,
        has_countless_links=tree.has_countless_links,
    )
    info = reader.read_info(document)
    entries: list[Entry] = []
    total, most = 0, MAX_PAGES_PARSED if reader is sitemap else MAX_ENTRIES_PARSED
    for total, item in enumerate(reader.items(document), start=1):
        if total <= most:
            entries.append(reader.read_item(document, item, info))
    if tree.truncated and entries and not (entries[-1].url or entries[-1].id):
        entries.pop()  # cut off before it said what it is
    return Reading(info, entries, total)


def _own_namespaces(root: Element, name: str) -> frozenset[str]:
    """Return the namespaces of the format itself, whatever the document calls them.

    Those of the root, and in RSS those of the channel and of its items: old versions and
    careless publishers put either into one of their own.
    """
    found = [] if name == "rdf" else [root]
    if name in {"rss", "rdf"}:
        found += islice(root.iter("{*}channel", "{*}item"), 2)
    return frozenset(fold_namespace(split_tag(each.tag)[0]) for each in found)


def _is_cdf(root: Element) -> bool:
    """CDF writes addresses as attributes of the channel and its items."""
    return any(
        key.lower() == "href" for element in (root, *root.iterchildren()) for key in element.attrib
    )


def _stranger(name: str) -> ParseError:
    if name == "opml":
        advice = "it is a list of feeds: name it with `opml:` in feeds.yaml"
        return ParseError(None, "not_a_feed", "this is an OPML list, not a feed", advice)
    return ParseError(None, "not_a_feed", f"this is XML, but not a feed: its root is <{name[:40]}>")
