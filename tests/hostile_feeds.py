"""Documents of 15 MiB, the most that is decoded, each made to cost a parser as much as it can."""

import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from itertools import count, islice

from lxml import etree

from crawler.core.feeds import parse_feed
from crawler.core.feeds.limits import MAX_DECODED_BYTES
from crawler.model.errors import ParseError

ROOM = MAX_DECODED_BYTES - 2_000
"""Characters left for the payload beside the head and foot below."""
ITEM = "<item><title>Kept</title><link>https://news.example/1</link></item>"


def rss(items: str) -> str:
    head = (
        '<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>T</title>'
    )
    return f"{head}<link>https://news.example/</link>{items}</channel></rss>"


def atom(entries: str) -> str:
    return f'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://news.example/">{entries}</feed>'


def sitemap(urls: str) -> str:
    head = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    return f'{head} xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">{urls}</urlset>'


def full(piece: str) -> str:
    """Repeat a piece until the document is full."""
    return piece * (ROOM // len(piece.encode()))


def numbered(piece: str) -> str:
    """Repeat a piece with another number each time until the document is full."""
    times = ROOM // len(piece.format(1_000_000))
    return "".join(map(piece.format, islice(count(1), times)))


def described(html: str) -> str:
    return f"<item><description><![CDATA[{html}]]></description></item>"


DOCUMENTS: dict[str, Callable[[], str]] = {
    "ampersands": lambda: rss(f"{ITEM}<item><title>{full('&')}</title></item>"),
    "unknown entities": lambda: rss(f"{ITEM}<item><title>{full('&zz;')}</title></item>"),
    "entities of HTML": lambda: rss(f"{ITEM}<item><title>{full('&eacute;')}</title></item>"),
    "less-than signs": lambda: rss(f"{ITEM}<item><title>{full('< ')}</title></item>"),
    "references to controls": lambda: rss(f"<item><title>{full('&#128;')}</title></item>"),
    "controls": lambda: rss(f"<item><title>{full(chr(0x80))}</title></item>"),
    "NULs": lambda: rss(full("\0") + ITEM),
    "empty items": lambda: rss(full("<item/>")),
    "items": lambda: rss(full(ITEM)),
    "upper-case items": lambda: f"<RSS>{full('<ITEM><TITLE>x</TITLE></ITEM>')}</RSS>",
    "unclosed items": lambda: rss(full("<item><title>x</b></item>")),
    "elements of one item": lambda: rss(f"<item>{full('<a/>')}</item>"),
    "names": lambda: rss(numbered("<b{}/>")),
    "prefixes": lambda: rss(numbered("<b{}:c/>")),
    "namespaces": lambda: rss(numbered("<b{0}:c xmlns:b{0}='u{0}'/>")),
    "attributes": lambda: rss("<item " + numbered(" a{}=''") + f"/>{ITEM}"),
    "depth": lambda: rss(f"{ITEM}<item><description>{full('<a>')}"),
    "a text": lambda: rss(f"<item><title>{full('x')}</title></item>{ITEM}"),
    "an attribute": lambda: rss("<item><enclosure url='" + full("x") + f"'/></item>{ITEM}"),
    "a name": lambda: rss(f"<{full('x')}/>{ITEM}"),
    "a data address": lambda: rss(described(f"<img src='data:image/png;base64,{full('QUJD')}'>")),
    "an open CDATA section": lambda: rss(f"{ITEM}<item><title><![CDATA[{full('x ')}"),
    "open CDATA sections": lambda: rss(f"{ITEM}<item><title>{full('<![CDATA[')}"),
    "CDATA sections": lambda: rss(f"{ITEM}<item><title>{full('<![CDATA[]]>')}"),
    "open comments": lambda: full("<!--"),
    "instructions": lambda: full("<?a?>"),
    "document types": lambda: full("<!DOCTYPE "),
    "dates": lambda: rss(f"<item>{full('<pubDate>03/04/2024 zz</pubDate>')}</item>"),
    "items with dates": lambda: rss(full("<item><pubDate>3/4/2024 9:00 XYZ</pubDate></item>")),
    "media": lambda: rss("<item>" + full("<media:content url='x'/>") + "</item>"),
    "groups": lambda: rss(full(f"<item>{'<media:group>' * 99}{'</media:group>' * 99}</item>")),
    "links": lambda: rss(full(described("<a href=x>" * 5_900))),
    "sizes of pictures": lambda: rss(full(described(f"<img srcset='{'a, ' * 20_000}'>"))),
    "open tags": lambda: rss(full(described("<a href=" * 8_000))),
    "tags of titles": lambda: rss(full(f"<item><title>{'&lt;b ' * 600}</title></item>")),
    "comments of titles": lambda: rss(
        full(f"<item><title><![CDATA[{'<!--' * 1_000}]]></title></item>")
    ),
    "authors": lambda: rss(full(f"<item><author>{'a' * 63 + '@'}</author></item>")),
    "bases": lambda: atom(
        "<entry><content type='xhtml'>" + full("<a xml:base='b/' href='c'/>") + "</content></entry>"
    ),
    "elements of XHTML": lambda: atom(
        "<entry><content type='xhtml'>" + full("<a href='c'>d</a>") + "</content></entry>"
    ),
    "pages of a sitemap": lambda: sitemap(full("<url><loc>https://a.example/1</loc></url>")),
    "pictures of a page": lambda: sitemap(
        f"<url>{full('<image:image><image:loc>https://a.example/1</image:loc></image:image>')}</url>"
    ),
    "depth of JSON": lambda: '{"items": ' + full("["),
    "a number of JSON": lambda: '{"items": [{"id": ' + full("9") + "}]}",
    "items of JSON": lambda: '{"items": [' + full("{},") + "{}]}",
    "links of JSON": lambda: '{"items": [' + full(_JSON_ITEM) + "{}]}",
    "tags of a page": lambda: f"<html>{full('<a>')}",
    "links of a page": lambda: f"<html>{full('<link rel=alternate type=text/xml href=/a>')}",
}


def cost(name: str) -> float:
    """Read a document and return its price in `floor`s; for a worker of the sandbox."""
    sys.settrace(None)  # where coverage is measured, it would be what is measured here
    data = DOCUMENTS[name]().encode()[:MAX_DECODED_BYTES]
    return cpu_s(lambda: parse_feed(data, url="https://news.example/feed")) / floor()


@cache
def floor() -> float:
    """Return the CPU seconds this machine takes to read an ordinary document with lxml alone."""
    data = DOCUMENTS["items"]().encode()
    return min(cpu_s(lambda: walked(data)) for _ in range(2))


def walked(data: bytes) -> int:
    return sum(
        len(element.tag) + len(element.text or "") for element in etree.fromstring(data).iter()
    )


def cpu_s(read: Callable[[], object]) -> float:
    start = time.process_time()
    with suppress(ParseError):
        read()
    return time.process_time() - start


_JSON_ITEM = '{"content_html": "' + "<a href=x>" * 5_000 + '"},'
