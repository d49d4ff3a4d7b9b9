"""Lists of feeds (OPML 2.0, http://opml.org/spec2.opml), read and written; folders are tags."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from crawler.core.urls import is_web
from crawler.model.errors import ParseError

MAX_FEEDS = 100_000
"""More than any list that was made by people."""

_BARE_AMPERSAND = re.compile(rb"&(?!(?:[A-Za-z][A-Za-z0-9]{0,31}|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0 §2.2
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class OpmlFeed:
    """One feed of a list."""

    url: str
    title: str = ""
    tags: tuple[str, ...] = ()
    """The folders it lies in, outermost first, then its categories."""
    html_url: str | None = None
    """The site it belongs to."""


def read_opml(data: bytes) -> tuple[OpmlFeed, ...]:
    """Return the feeds of a list, in order, each URL once; what has no web address is left out.

    Raises:
        ParseError: the bytes are no OPML, declare entities, or list more than ``MAX_FEEDS``.
    """
    root = _tree(data)
    if etree.QName(root).localname.lower() != "opml":
        found = etree.QName(root).localname
        raise ParseError(
            None, "not_a_feed", f"the document is <{found}>, not <opml>", "export it as OPML"
        )
    feeds: dict[str, OpmlFeed] = {}
    for feed in _feeds(root):
        feeds.setdefault(feed.url, feed)
        if len(feeds) > MAX_FEEDS:
            raise ParseError(None, "malformed", f"more than {MAX_FEEDS} feeds", "split the list")
    return tuple(feeds.values())


def write_opml(feeds: Iterable[OpmlFeed], title: str = "Feeds") -> bytes:
    """Return a list in OPML 2.0: the first tag of a feed is its folder, the others its categories."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = _clean(title)
    body = etree.SubElement(root, "body")
    folders: dict[str, etree._Element] = {}
    for feed in feeds:
        parent = body
        if feed.tags:
            name = _clean(feed.tags[0])
            if name not in folders:
                folders[name] = etree.SubElement(body, "outline", text=name, title=name)
            parent = folders[name]
        outline = etree.SubElement(parent, "outline", type="rss")
        name = _clean(feed.title) or _clean(feed.url)
        outline.set("text", name)
        outline.set("title", name)
        outline.set("xmlUrl", _clean(feed.url))
        if feed.html_url:
            outline.set("htmlUrl", _clean(feed.html_url))
        if feed.tags[1:]:
            outline.set(
                "category", ",".join(re.sub("[,/]", " ", _clean(tag)) for tag in feed.tags[1:])
            )
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _tree(data: bytes) -> etree._Element:
    """Parse strictly, but for the ampersands that many exports forget to escape."""
    if b"<!ENTITY" in data.replace(b"\0", b""):
        raise ParseError(None, "malformed", "the document declares entities", "delete its DOCTYPE")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        pass
    try:
        return etree.fromstring(_BARE_AMPERSAND.sub(b"&amp;", data), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ParseError(None, "not_a_feed", f"not XML: {error}", "export it as OPML") from error


def _feeds(root: etree._Element) -> Iterator[OpmlFeed]:
    """Walk the outlines without recursion: depth is the document's choice."""
    stack: list[tuple[etree._Element, tuple[str, ...]]] = [(root, ())]
    while stack:
        element, folders = stack.pop()
        inner = folders
        if element.tag.lower() == "outline":
            attributes = {str(name).lower(): str(value) for name, value in element.attrib.items()}
            title = _line(attributes.get("title") or attributes.get("text") or "")
            url = attributes.get("xmlurl", "").strip()
            if is_web(url):
                site = attributes.get("htmlurl", "").strip()
                yield OpmlFeed(
                    url=url,
                    title=title,
                    tags=_once(folders + _categories(attributes.get("category", ""))),
                    html_url=site if is_web(site) else None,
                )
            elif title:
                inner = (*folders, title)
        children = element.iterchildren("*", reversed=True)  # no comments, no entities
        stack.extend((child, inner) for child in children)


def _categories(text: str) -> tuple[str, ...]:
    """Split OPML's category attribute: comma-separated, each a path with slashes."""
    return tuple(filter(None, (_line(part) for part in re.split("[,/]", text))))


def _once(tags: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tags))


def _line(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def _clean(text: str) -> str:
    return _line(_NOT_XML.sub("", text))
