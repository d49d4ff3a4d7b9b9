"""Feeds: bytes in, entries out.

    bytes > unpack > decode > sniff > JSON Feed
                                    > XML: strict > repaired > recovered > RSS | Atom | sitemap | CDF
                                    > the tolerant parser, when all of these find nothing

Nothing here opens a file or an address. Whatever the bytes are, the result is a `ParsedFeed` or a
`ParseError`.
"""

from datetime import UTC, datetime
from itertools import islice
from typing import assert_never

from crawler.core.charset import decode_feed
from crawler.core.feeds import jsonfeed
from crawler.core.feeds.discover import announced_feeds
from crawler.core.feeds.family import read_family
from crawler.core.feeds.lastresort import parse_tolerantly
from crawler.core.feeds.limits import (
    MAX_DECODED_BYTES,
    MAX_ENTRIES_KEPT,
    MAX_ENTRIES_PARSED,
    MAX_LAST_RESORT_CHARS,
)
from crawler.core.feeds.sniff import Kind, has_entries, sniff
from crawler.core.feeds.text import has_countless_links
from crawler.core.feeds.unpack import unpacked
from crawler.core.feeds.xml import read_tree
from crawler.model.entry import Entry, FeedInfo, ParsedFeed
from crawler.model.errors import ParseError

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def parse_feed(
    data: bytes,
    *,
    url: str | None = None,
    content_type: str | None = None,
    max_bytes: int = MAX_DECODED_BYTES,
) -> ParsedFeed:
    """Read a feed or sitemap of any format.

    Args:
        data: the body, Content-Encoding undone; a gzip file is opened.
        url: the document's address, for relative links.
        content_type: the Content-Type header, for the character set.
        max_bytes: of the document, decompressed.

    Returns:
        The feed; at most `MAX_ENTRIES_KEPT` entries, the newest, in document order.

    Raises:
        ParseError: these bytes are no feed, or too broken or too large to be read.
    """
    try:
        return _parse(unpacked(data, max_bytes), url, content_type)
    except ParseError as error:
        raise ParseError(url, error.kind, error.problem, error.advice) from error


def _parse(data: bytes, url: str | None, content_type: str | None) -> ParsedFeed:
    text = decode_feed(data, content_type)
    kind = sniff(text)
    match kind:
        case Kind.EMPTY:
            raise ParseError(url, "not_a_feed", "the document is empty")
        case Kind.OTHER:
            raise ParseError(url, "not_a_feed", "this is not a feed: it is neither XML nor JSON")
        case Kind.HTML:
            raise _page_error(text, url)
        case Kind.JSON:
            return _read_json(text, url)
        case Kind.XML:
            return _read_xml(text, url)
        case _:
            assert_never(kind)


def _read_json(text: str, url: str | None) -> ParsedFeed:
    data = jsonfeed.read_json(text)
    info = jsonfeed.read_info(data, url)
    text_base = None if has_countless_links(text) else url or info.link
    entries = [
        jsonfeed.read_item(item, info, url, text_base=text_base)
        for item in islice(jsonfeed.items(data), MAX_ENTRIES_PARSED)
    ]
    return _kept(info, entries, len(data["items"]))


def _read_xml(text: str, url: str | None) -> ParsedFeed:
    """Read XML; where our readers find nothing although there are items, ask the tolerant one."""
    try:
        tree = read_tree(text)
        reading = read_family(tree, url)
    except ParseError as error:
        found = _tolerated(text, url) if error.kind == "not_a_feed" else None
        if found is None:
            raise
        return found
    is_lost = tree.recovered and not tree.truncated and not reading.total
    if is_lost and (found := _tolerated(text, url)):
        return found
    return _kept(reading.info, reading.entries, reading.total)


def _tolerated(text: str, url: str | None) -> ParsedFeed | None:
    if len(text) > MAX_LAST_RESORT_CHARS or not has_entries(text):
        return None
    return parse_tolerantly(text, url)


def _kept(info: FeedInfo, entries: list[Entry], total: int) -> ParsedFeed:
    """Keep the newest entries, in document order; count the others."""
    if len(entries) > MAX_ENTRIES_KEPT:
        newest = sorted(
            range(len(entries)), key=lambda place: _moment(entries[place]), reverse=True
        )
        entries = [entries[place] for place in sorted(newest[:MAX_ENTRIES_KEPT])]
    return ParsedFeed(feed=info, entries=tuple(entries), dropped=max(total - len(entries), 0))


def _moment(entry: Entry) -> datetime:
    return entry.published or entry.updated or _LONG_AGO


def _page_error(text: str, url: str | None) -> ParseError:
    feeds = announced_feeds(text, url)
    advice = f"it announces a feed at {feeds[0].url}" if feeds else "look for a feed on its site"
    return ParseError(url, "not_a_feed", "this is an HTML page, not a feed", advice)
