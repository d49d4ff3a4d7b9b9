"""Pages without a feed, read by CSS selectors."""

import re
from collections import Counter
from datetime import datetime

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from crawler.core.articles.guards import flattened, within_size
from crawler.core.charset import decode_page
from crawler.core.dateago import parse_ago
from crawler.core.dates import parse_dates
from crawler.core.feeds.limits import (
    MAX_ENTRIES_KEPT,
    MAX_ENTRIES_PARSED,
    MAX_SUMMARY_CHARS,
    MAX_TITLE_CHARS,
)
from crawler.core.feeds.text import collapse, escaped, valid
from crawler.core.urls import join
from crawler.model.entry import Entry, FeedInfo, ParsedFeed
from crawler.model.errors import ExtractError, ParseError
from crawler.model.feed import Selectors

_WITH_ATTRIBUTE = re.compile(r"(.*)@([A-Za-z_][\w\-:.]*)\s*", re.DOTALL)
_ARROWS = " \t<>«»‹›←→↓…."
_PAGINATION = frozenset(
    "next older previous newer more weiter nächste zurück ältere mehr suivant suivante précédent "
    "siguiente anterior más próxima próximo seguinte successivo precedente volgende vorige nästa "
    "neste næste następna poprzednia další předchozí sonraki önceki далее дальше вперед назад "
    "следующая предыдущая ещё еще далі наступна 다음 이전 더보기 下一页 上一页 下一頁 更多 次へ 次の 前へ "
    "もっと見る التالي السابق הבא अगला".split()
) | {"load more", "show more", "next page", "older posts", "newer posts", "mehr laden"}
_SHOWN_BOXES = 3
_SHOWN_CHARS = 80
_MAX_MATCHES = 20
"""Of one selector within one item; the first that says something counts."""


def parse_page(
    data: bytes,
    selectors: Selectors,
    *,
    url: str | None = None,
    content_type: str | None = None,
    now: datetime | None = None,
) -> ParsedFeed:
    """Read the entries of an index page.

    Args:
        data: the page's bytes.
        selectors: where its entries are; ``selector@attribute`` reads an attribute, a bare
            ``@attribute`` one of the item itself, an empty selector the item's own text.
        url: the page's address, for relative links.
        content_type: the Content-Type header, for the character set.
        now: when the page was fetched, which relative dates refer to; without it they are None.

    Returns:
        The entries that have an address, in the page's order, each address once. Unreadable dates
        are None. Links to further pages are left alone, even where the item selector finds them.

    Raises:
        ParseError: the page is too large, a selector is invalid, or the item selector finds
            nothing that has a link: the page was rebuilt, or never was like that.
    """
    page = page_of(data, url, content_type)
    base = base_of(page, url)
    try:
        items = page.css(selectors.item)
        found = _entries(items, selectors, base, now)
    except SelectolaxError as error:
        problem = f"one of the selectors is not valid CSS: {error}"
        raise ParseError(url, "malformed", problem, "correct `select:` of this source") from error
    entries: dict[str, Entry] = {}
    for entry in found:
        if entry.url and not _is_pagination(entry.title):
            entries.setdefault(entry.url, entry)
    if not entries:
        problem = _nothing_found(page, items, selectors)
        raise ParseError(url, "not_a_feed", problem, "the page may have changed: adapt `select:`")
    kept = tuple(entries.values())[:MAX_ENTRIES_KEPT]
    info = FeedInfo(
        title=_text(page.css_first("head > title")),
        link=url,
        language=(page.root.attributes.get("lang") if page.root else None) or None,
        format="page",
    )
    return ParsedFeed(feed=info, entries=kept, dropped=len(entries) - len(kept))


def page_of(data: bytes, url: str | None, content_type: str | None) -> LexborHTMLParser:
    """Parse a page of any size and shape that can be taken in.

    Raises:
        ParseError: it is too large.
    """
    try:
        data = within_size(data, url or "")
    except ExtractError as error:
        raise ParseError(url, "malformed", error.problem) from error
    return LexborHTMLParser(flattened(decode_page(data, content_type)))


def base_of(page: LexborHTMLParser, url: str | None) -> str | None:
    """Return what the relative links of a page refer to (WHATWG HTML §4.2.3)."""
    stated = page.css_first("base[href]")
    return join(url, (stated.attributes.get("href") or "") if stated else "") or url


def _is_pagination(title: str | None) -> bool:
    """Tell whether a link leads to more of the list: a number, an arrow, or a word for one."""
    if not title:
        return False
    words = title.strip(_ARROWS).casefold()
    return words in _PAGINATION or not any(map(str.isalpha, words))


def _nothing_found(page: LexborHTMLParser, items: list[LexborNode], selectors: Selectors) -> str:
    """Say which selector finds nothing, and what the page has instead."""
    if items:
        text = (_text(items[0]) or "nothing")[:_SHOWN_CHARS]
        return (
            f"`link: {selectors.link}` finds no story in the {len(items)} found by "
            f"`item: {selectors.item}`; the first says: {text}"
        )
    links = page.css("a[href]")[:MAX_ENTRIES_PARSED]
    boxes = Counter(map(_box, links)).most_common(_SHOWN_BOXES)
    where = ", ".join(f"{count} in {box}" for box, count in boxes)
    return f"`item: {selectors.item}` finds nothing; the page " + (
        f"has {len(links)} links: {where}" if links else "has no links at all"
    )


def _box(link: LexborNode) -> str:
    """Return a selector of the element around a link."""
    box = link.parent
    if box is None:
        return "the page"
    return ".".join([box.tag or "", *(box.attributes.get("class") or "").split()[:2]])


def _entries(
    items: list[LexborNode], selectors: Selectors, base: str | None, now: datetime | None
) -> list[Entry]:
    items = items[:MAX_ENTRIES_PARSED]
    dates = _dates([value_of(item, selectors.date) for item in items], now)
    return [
        Entry(
            url=join(base, value_of(item, selectors.link) or ""),
            title=_cut(value_of(item, selectors.title), MAX_TITLE_CHARS),
            published=published,
            summary=escaped(_cut(value_of(item, selectors.summary), MAX_SUMMARY_CHARS) or "")
            or None,
        )
        for item, published in zip(items, dates, strict=True)
    ]


def _dates(texts: list[str | None], now: datetime | None) -> list[datetime | None]:
    """Read dates, those that are relative too if it is known when the page was fetched."""
    read = zip(texts, parse_dates(texts), strict=True)
    if now is None:
        return [moment for _, moment in read]
    return [moment or (parse_ago(text, now) if text else None) for text, moment in read]


def value_of(item: LexborNode, selector: str | None) -> str | None:
    """Return the first text or attribute a selector finds within an item, or on the item itself."""
    if selector is None:
        return None
    found = _WITH_ATTRIBUTE.fullmatch(selector)
    css, attribute = (found[1].strip(), found[2]) if found else (selector.strip(), None)
    nodes = item.css(css)[:_MAX_MATCHES] if css else [item]
    values = (
        _text(node) if attribute is None else node.attributes.get(attribute) for node in nodes
    )
    return next(filter(None, values), None)


def _text(node: LexborNode | None) -> str | None:
    return _cut(node.text(), MAX_SUMMARY_CHARS) if node is not None else None


def _cut(text: str | None, limit: int) -> str | None:
    return collapse(valid(text[: 4 * limit]))[:limit].rstrip() or None if text else None
