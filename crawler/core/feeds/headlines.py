"""Links of a page, and how much what they say looks like a headline."""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.core.feeds.page import base_of
from crawler.core.feeds.text import collapse, valid
from crawler.core.urls import join, url_key

MOST_LINKS = 2_000
"""Of a page, in document order; a front page has some hundred."""
HEADINGS = "h1, h2, h3, h4, h5, h6"
_MOST_CHARS = 600
_MENU, _SENTENCE, _PARAGRAPH = 10, 30, 220
"""Weights of a menu item, of a headline, of more than a headline."""
_WIDE_WEIGHT = 2.5
"""A Chinese character says about as much as so many Latin letters."""
_STORY_PATH = re.compile(r"\d{3,}|[^/]+-[^/]+-[^/]+|[^/]+_[^/]+_[^/]+|\.s?html?$")
_STORY_QUERY = re.compile(r"(?:^|&)\w*(?:id|no|seq|num|idx)\w*=\d+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Link:
    """A link with its address and words."""

    node: LexborNode
    url: str
    text: str
    worth: float
    """As `headline_worth` has it."""


def links_of(page: LexborHTMLParser, url: str) -> list[Link]:
    """Return the links of a page that lead elsewhere, the first `MOST_LINKS`.

    Args:
        page: parsed.
        url: its address.
    """
    base = base_of(page, url)
    here, found = url_key(url), []
    for node in page.css("a[href]")[:MOST_LINKS]:
        address = join(base, node.attributes.get("href") or "")
        if address is not None and url_key(address) != here:
            text = text_of(node)
            found.append(Link(node, address, text, headline_worth(text)))
    return found


def text_of(node: LexborNode) -> str:
    """Return the words of a node, on one line."""
    return collapse(valid(node.text()[: 4 * _MOST_CHARS]))[:_MOST_CHARS]


def headline(item: LexborNode, link: Link) -> str:
    """Return the headline of a box: its one heading, or what its link says."""
    heading = item.css_first(HEADINGS)
    said = text_of(heading) if heading is not None else ""
    return said or link.text


def headline_worth(text: str) -> float:
    """Return how much a text looks like a headline, from 0 (a menu item) to 1.

    Judged by its length alone, which holds in every language.
    """
    weight = sum(
        _WIDE_WEIGHT if unicodedata.east_asian_width(char) in "WF" else 1.0 for char in text
    )
    if weight <= _SENTENCE:
        return max(0.0, (weight - _MENU) / (_SENTENCE - _MENU))
    return 1.0 if weight <= _PARAGRAPH else max(0.3, _PARAGRAPH / weight)


def looks_like_story(url: str) -> bool:
    """Tell whether an address is built like an article's: a number, a slug, a document."""
    parts = urlsplit(url)
    return bool(_STORY_PATH.search(parts.path) or _STORY_QUERY.search(parts.query))
