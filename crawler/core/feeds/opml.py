"""OPML lists of feeds, in and out; folders become tags.

Source: OPML 2.0 (opml.org/spec2.opml), "What is a subscription list".
"""

from collections.abc import Iterable

from lxml import etree

from crawler.core.charset import decode_feed
from crawler.core.feeds.document import Element
from crawler.core.feeds.limits import MAX_CATEGORIES
from crawler.core.feeds.names import split_tag
from crawler.core.feeds.text import collapse, plain, valid
from crawler.core.feeds.unpack import unpacked
from crawler.core.feeds.xml import read_tree
from crawler.core.urls import join
from crawler.model.errors import ParseError
from crawler.model.listing import OpmlFeed

MAX_FEEDS = 20_000
"""No list kept by people is longer."""
_CUTS = frozenset(",/")
"""What parts one category from the next, and a category from the one it belongs to."""


def read_opml(data: bytes) -> tuple[OpmlFeed, ...]:
    """Read a list; a feed named twice is kept once, with the tags of both places.

    Raises:
        ParseError: this is not OPML.
    """
    root = read_tree(decode_feed(unpacked(data))).root
    name = split_tag(root.tag)[1]
    if name.lower() != "opml":
        problem = f"its root is <{name[:40]}>, not <opml>"
        raise ParseError(None, "not_a_feed", problem, "export the list as OPML")
    found: dict[str, OpmlFeed] = {}
    folders: dict[Element, tuple[str, ...]] = {}
    for outline in root.iter("{*}outline"):
        parent = outline.getparent()
        tags = () if parent is None else folders.get(parent, ())
        feed = _feed(outline, tags)
        if feed is None:
            folders[outline] = (*tags, *_labels(outline))[:MAX_CATEGORIES]
        elif feed.url in found:
            found[feed.url] = _merged(found[feed.url], feed)
        elif len(found) < MAX_FEEDS:
            found[feed.url] = feed
    return tuple(found.values())


def write_opml(feeds: Iterable[OpmlFeed], *, title: str) -> bytes:
    """Write a list that `read_opml` and other readers understand: a folder for each first tag.

    Further tags are categories of the feed, which most readers pass over. Where one of them holds
    a comma or slash, which would cut a category in two, all are folders, one in the other.
    """
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = valid(title)
    body = etree.SubElement(root, "body")
    folders: dict[tuple[str, ...], Element] = {(): body}
    for feed in feeds:
        tags = tuple(map(valid, feed.tags))
        depth = len(tags) if _CUTS.intersection("".join(tags[1:])) else min(len(tags), 1)
        _folder(folders, tags[:depth]).append(_outline(feed, tags[depth:]))
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def _folder(folders: dict[tuple[str, ...], Element], path: tuple[str, ...]) -> Element:
    """Return the folder of a path, making what is missing of it."""
    if path not in folders:
        above = _folder(folders, path[:-1])
        folders[path] = etree.SubElement(above, "outline", text=path[-1], title=path[-1])
    return folders[path]


def _feed(outline: Element, tags: tuple[str, ...]) -> OpmlFeed | None:
    attributes = {str(key).lower(): str(value) for key, value in outline.items()}
    url = join(None, attributes.get("xmlurl", ""))
    if url is None:
        return None
    categories = attributes.get("category", "").replace("/", ",").split(",")
    own = (collapse(label) for label in categories)
    title = plain(attributes.get("title") or attributes.get("text"))
    return OpmlFeed(
        url=url,
        title=title if title != url else None,  # what is written where there is no title
        tags=tuple(dict.fromkeys((*tags, *filter(None, own))))[:MAX_CATEGORIES],
        html_url=join(None, attributes.get("htmlurl", "")),
    )


def _labels(folder: Element) -> tuple[str, ...]:
    label = plain(folder.get("text") or folder.get("title"))
    return (label,) if label else ()


def _merged(one: OpmlFeed, other: OpmlFeed) -> OpmlFeed:
    return OpmlFeed(
        url=one.url,
        title=one.title or other.title,
        tags=tuple(dict.fromkeys(one.tags + other.tags)),
        html_url=one.html_url or other.html_url,
    )


def _outline(feed: OpmlFeed, categories: tuple[str, ...]) -> Element:
    title = valid(feed.title or feed.url)
    outline = etree.Element("outline", type="rss", text=title, title=title, xmlUrl=valid(feed.url))
    if feed.html_url:
        outline.set("htmlUrl", valid(feed.html_url))
    if categories:
        outline.set("category", ",".join(categories))
    return outline
