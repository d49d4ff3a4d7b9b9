"""Selectors for a page without a feed, inferred from what repeats on it.

links in their boxes > what boxes have in common, as CSS > how much each looks like a list of news
                     > link, title and date within > proved by the reader of pages itself

A list of news is many boxes of one kind, each with one address and one headline, most with a date.
Nothing here knows a language or a publisher.
"""

import math
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from statistics import fmean

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.core.feeds.boxes import MADE_UP, around, boxes_of, selectors_of
from crawler.core.feeds.headlines import (
    Link,
    headline,
    headline_worth,
    links_of,
    looks_like_story,
    text_of,
)
from crawler.core.feeds.page import base_of, page_of, parse_page
from crawler.core.feeds.within import select_within
from crawler.core.urls import same_site
from crawler.model.entry import ParsedFeed
from crawler.model.errors import ParseError
from crawler.model.feed import Selectors

MOST_PROPOSED = 3
FEWEST_ITEMS = 3
"""Two boxes alike are no list."""
_MOST_ITEMS = 200
_LEAST_WORTH, _LEAST_COVERED, _LEAST_SINGLE = 0.4, 0.6, 0.6
_LEAST_SCORE, _LEAST_OF_BEST = 0.5, 0.3
_DEEPEST = 20
_SAME_LIST = 0.5
"""Share of addresses in common from which two proposals are one list cut differently."""

_FURNITURE = re.compile(r"(?:^|[-_\s])(?:nav|menu|footer|breadcrumbs?|pagination|pager|langs?|social)", re.IGNORECASE)  # fmt: skip
_ASIDE = re.compile(r"sidebar|related|popular|most-?read|trending|widget|promo", re.IGNORECASE)
_WHEN = re.compile(r"(?:19|20)\d\d|\d{1,2}[:.]\d\d|\d\s*[月월일日]")
_FURNITURE_TAGS, _ASIDE_TAGS = frozenset({"nav", "footer"}), frozenset({"aside"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Selectors that work on the page they were inferred from, and what they give."""

    select: Selectors
    parsed: ParsedFeed


@dataclass(frozen=True, slots=True)
class _List:
    """The boxes one selector finds, with the story each leads to."""

    selector: str
    items: tuple[LexborNode, ...]
    stories: tuple[str, ...]
    """The address of each item's story."""
    score: float


def propose(data: bytes, *, url: str, content_type: str | None = None) -> tuple[Proposal, ...]:
    """Infer selectors for the lists of news on a page, best first, each of another list.

    Args:
        data: the page's bytes.
        url: its address, for relative links.
        content_type: the Content-Type header, for the character set.

    Returns:
        At most `MOST_PROPOSED` proposals; none when nothing on the page looks like a list of news.
    """
    with suppress(ParseError):  # too large
        page = page_of(data, url, content_type)
        links = links_of(page, url)
        boxes = boxes_of(links)
        lists = (_judged(page, selector, boxes, url) for selector in selectors_of(links))
        ranked = sorted(filter(None, lists), key=_rank)
        enough = max(_LEAST_SCORE, _LEAST_OF_BEST * ranked[0].score) if ranked else 0.0
        good = (each for each in _different(ranked) if each.score >= enough)
        base = base_of(page, url)
        found = (_proved(each, base, data, url, content_type) for each in good)
        return tuple(islice(found, MOST_PROPOSED))
    return ()


def _rank(found: _List) -> tuple[float, int, int]:
    """Order lists by score; of equal ones the outermost boxes first, which hold the most."""
    depth = sum(1 for _ in around(found.items[0], _DEEPEST))
    return -round(found.score, 2), depth, len(found.selector)


def _proved(
    found: _List, base: str | None, data: bytes, url: str, content_type: str | None
) -> Proposal:
    """Complete a list's selectors, and let the reader of pages find its items by them."""
    select = select_within(found.selector, found.items, found.stories, base)
    parsed = parse_page(data, select, url=url, content_type=content_type)
    return Proposal(select=select, parsed=parsed)


def _different(ranked: Iterable[_List]) -> Iterator[_List]:
    """Yield each list once: the best of those that lead to mostly the same stories."""
    taken: list[frozenset[str]] = []
    for each in ranked:
        stories = frozenset(each.stories)
        if all(
            len(stories & other) < _SAME_LIST * min(len(stories), len(other)) for other in taken
        ):
            taken.append(stories)
            yield each


# --- how much they look like a list of news


def _judged(
    page: LexborHTMLParser, selector: str, boxes: dict[int, list[Link]], url: str
) -> _List | None:
    """Weigh what a selector finds; None when it is no list of news."""
    items = page.css(selector)[:_MOST_ITEMS]
    if len(items) < FEWEST_ITEMS or _is_nested(items):
        return None
    found = [(item, story) for item in items if (story := _story(item, boxes)) is not None]
    stories = {story.url for _, story in found}
    if len(stories) < FEWEST_ITEMS:
        return None
    covered = len(stories) / len(items)
    worth = fmean(headline_worth(headline(item, story)) for item, story in found)
    single = fmean(_is_single(item, boxes) for item, _ in found)
    if worth < _LEAST_WORTH or covered < _LEAST_COVERED or single < _LEAST_SINGLE:
        return None
    likely = fmean(looks_like_story(story) for story in stories)
    dated = fmean(_has_date(item, headline(item, story)) for item, story in found)
    near = fmean(same_site(story, url) for story in stories)
    score = (
        math.log2(1 + min(len(stories), 40))
        * (worth * covered * single)
        * ((1 + likely) / 2)
        * (1 + dated / 2)
        * (0.4 + 0.6 * near)
        * _standing(items[0])
        * (1.1 if "." in selector or "#" in selector else 1.0)
        * (0.85 if MADE_UP.search(selector) else 1.0)
    )
    return _List(
        selector,
        tuple(item for item, _ in found),
        tuple(story.url for _, story in found),
        score,
    )


def _story(item: LexborNode, boxes: dict[int, list[Link]]) -> Link | None:
    """Return the link of a box that leads to its story: the one that says most."""
    links = boxes.get(item.mem_id)
    return max(links, key=lambda link: len(link.text)) if links else None


def _is_single(item: LexborNode, boxes: dict[int, list[Link]]) -> bool:
    """Tell whether a box holds one headline, however many links lead there or to a section."""
    return len({link.url for link in boxes[item.mem_id] if link.worth >= _LEAST_WORTH}) <= 1


def _is_nested(items: list[LexborNode]) -> bool:
    known = {item.mem_id for item in items}
    return any(node.mem_id in known for item in items for node in islice(around(item), 1, None))


def _has_date(item: LexborNode, title: str) -> bool:
    """Tell whether a box says when, beside its headline."""
    if item.css_first("time, [datetime]") is not None:
        return True
    return _WHEN.search(text_of(item).replace(title, " ", 1)) is not None


def _standing(item: LexborNode) -> float:
    """Return how likely news stand where a box stands: hardly in a menu, less in a side column."""
    standing = 1.0
    for node in around(item, _DEEPEST):
        name = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"[:500]
        if node.tag in _FURNITURE_TAGS or _FURNITURE.search(name):
            return 0.1
        if node.tag in _ASIDE_TAGS or _ASIDE.search(name):
            standing = 0.5
    return standing
