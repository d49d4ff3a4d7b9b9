"""Where a site's feeds may be: what a page, its headers and its robots.txt say, and habit."""

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from crawler.core.feeds.discover import FEED_TYPES, announced_feeds
from crawler.core.feeds.headlines import text_of
from crawler.core.feeds.page import base_of
from crawler.core.feeds.text import plain
from crawler.core.urls import join, same_site


class Clue(StrEnum):
    """What led to an address."""

    ASKED = "the address itself"
    ANNOUNCED = "announced by the page"
    HEADER = "announced by the server"
    LINK = "linked on the page"
    ROBOTS = "named in robots.txt"
    HABIT = "where feeds often are"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """An address where a feed may be."""

    url: str
    clue: Clue
    title: str | None = None


MOST_LINKS, MOST_SITEMAPS = 12, 3
HABITS = ("/feed/", "/rss.xml", "/feed.xml", "/atom.xml", "/rss", "/index.xml")
"""Defaults of the common systems: WordPress, Hugo, Jekyll, Ghost, Drupal, Bitrix."""
_MOST_ANCHORS = 5_000
_NO_NEWS = re.compile(r"/wp-json/|/oembed|[?&]rest_route=", re.IGNORECASE)
"""What WordPress announces beside its feeds, under the types of feeds."""
_FEED_PATH = re.compile(
    r"(?:^|[/._=&\-])(?:rss\d?|atom|rdf|feeds?)(?:[/._=&\-]|$)|\.(?:rss|atom|rdf)$|/index\.xml$",
    re.IGNORECASE,
)
_FEED_WORDS = re.compile(r"\b(?:rss|atom|xml feed|news feeds?)\b", re.IGNORECASE)
_HEADER_LINK = re.compile(r"<([^<>]{1,2048})>((?:\s*;\s*[\w*!-]{1,40}\s*(?:=\s*(?:\"[^\"]{0,500}\"|[^\s;,\"]{1,500}))?){0,20})")  # fmt: skip
_PARAMETER = re.compile(r";\s*([\w*!-]{1,40})\s*=\s*(?:\"([^\"]{0,500})\"|([^\s;,\"]{1,500}))")
_HEADER_CHARS = 16_384


def leads_of_page(html: str, url: str) -> tuple[Lead, ...]:
    """Return what a page's link elements announce and what its links look like, each once.

    Args:
        html: the decoded page.
        url: its address.
    """
    found = {
        feed.url: Lead(url=feed.url, clue=Clue.ANNOUNCED, title=feed.title)
        for feed in announced_feeds(html, url)
        if not _NO_NEWS.search(feed.url)
    }
    for link in _linked(html, url):
        found.setdefault(link.url, link)
    return tuple(found.values())


def leads_of_headers(links: str, url: str) -> tuple[Lead, ...]:
    """Return the feeds of ``Link`` headers (RFC 8288 §3).

    Args:
        links: the headers, joined by commas.
        url: the address that answered.
    """
    found = []
    for link in _HEADER_LINK.finditer(links[:_HEADER_CHARS]):
        stated = {
            name.lower(): quoted or bare for name, quoted, bare in _PARAMETER.findall(link[2])
        }
        kind = stated.get("type", "").partition(";")[0].strip().lower()
        address = join(url, link[1])
        is_alternate = "alternate" in stated.get("rel", "").lower().split()
        if address and kind in FEED_TYPES and is_alternate and not _NO_NEWS.search(address):
            found.append(Lead(url=address, clue=Clue.HEADER, title=plain(stated.get("title"))))
    return tuple(found)


def leads_of_sitemaps(addresses: tuple[str, ...], url: str) -> tuple[Lead, ...]:
    """Return the most promising sitemaps of a robots.txt: those of news first."""
    usable = [address for each in addresses if (address := join(url, each))]
    ranked = sorted(dict.fromkeys(usable), key=lambda address: "news" not in address.lower())
    return tuple(Lead(url=address, clue=Clue.ROBOTS) for address in ranked[:MOST_SITEMAPS])


def leads_of_habit(url: str) -> tuple[Lead, ...]:
    """Return the addresses where feeds are when nobody says so: below the page, then the site's."""
    path = urlsplit(url).path.rstrip("/")
    below = [f"{path}/feed/"] if path and "." not in path.rpartition("/")[2] else []
    return tuple(Lead(url=urljoin(url, each), clue=Clue.HABIT) for each in (*below, *HABITS))


def _linked(html: str, url: str) -> list[Lead]:
    """Return the links whose address or words speak of a feed; other sites' only by address."""
    page = LexborHTMLParser(html)
    base = base_of(page, url)
    found: dict[str, Lead] = {}
    for node in page.css("a[href]")[:_MOST_ANCHORS]:
        address = join(base, node.attributes.get("href") or "")
        if address is None or address in found:
            continue
        words = text_of(node) or node.attributes.get("title") or ""
        parts = urlsplit(address)
        by_address = _FEED_PATH.search(parts.path) or _FEED_PATH.search(parts.query)
        if by_address or (same_site(address, url) and _FEED_WORDS.search(words)):
            found[address] = Lead(url=address, clue=Clue.LINK, title=plain(words))
        if len(found) == MOST_LINKS:
            break
    return list(found.values())
