"""Feeds that an HTML page announces.

Source: WHATWG HTML §4.6.7.1 (link type "alternate").
"""

import re
from dataclasses import dataclass
from itertools import islice

from selectolax.lexbor import LexborHTMLParser

from crawler.core.feeds.text import plain
from crawler.core.urls import join

FEED_TYPES = frozenset(
    "application/rss+xml application/atom+xml application/feed+json application/rdf+xml "
    "application/json text/xml application/xml".split()
)
MAX_ANNOUNCED = 50
MAX_TAGS = 500
_HEAD_CHARS = 2**20
_LINK_TAG = re.compile(r"<(?:link|base)\b[^<>]{0,4000}>", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncedFeed:
    """A feed a page points to."""

    url: str
    title: str | None
    type: str


def announced_feeds(html: str, url: str | None) -> tuple[AnnouncedFeed, ...]:
    """Return the feeds of a page's link elements, in its order, each address once.

    Args:
        html: the decoded page.
        url: its address, for relative links.
    """
    tags = islice(_LINK_TAG.finditer(html, 0, _HEAD_CHARS), MAX_TAGS)
    page = LexborHTMLParser("".join(tag[0] for tag in tags))  # flat: nesting may be endless
    stated = page.css_first("base[href]")
    base = join(url, (stated.attributes.get("href") or "") if stated else "") or url
    found: dict[str, AnnouncedFeed] = {}
    for link in page.css("link[rel~=alternate i][href]")[:MAX_ANNOUNCED]:
        kind = (link.attributes.get("type") or "").partition(";")[0].strip().lower()
        address = join(base, link.attributes.get("href") or "")
        if address is not None and kind in FEED_TYPES and address not in found:
            title = plain(link.attributes.get("title"))
            found[address] = AnnouncedFeed(url=address, title=title, type=kind)
    return tuple(found.values())
