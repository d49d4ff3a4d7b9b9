"""What stands on the page for readers only: bylines and dates near the title.

Asked last, when a page declares nothing: a text that looks like a date may be another article's,
and a name in a box called "author" may be a commenter's.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.core.articles.bylines import is_byline_alone, is_full_name
from crawler.core.articles.clean import fold, tidy
from crawler.core.dates import parse_visible_date
from crawler.model.article import Precision

BYLINE_CHARS = 120
MAX_BYLINES = 8
DATE_CHARS = 90
BYLINE_WITHIN_CHARS = 600
"""A byline stands close to the title."""
AFTER_TITLE_CHARS = 1_500
"""A date further below the title is part of the story."""

_NAMES = "author byline autor".split()
_NAMES_ELSEWHERE = (
    "auteur firma forfatter författare skribent kirjoittaja yazar penulis assinatura verfasser"
    " redakteur reporter writer kisha"
).split()
"""Names of elements that hold a byline, in the languages of their makers, asked if need be."""
_STATED = ['[rel~="author" i]', '[itemprop="author" i]']


def _classes(names: Iterable[str]) -> list[str]:
    return [f'[class*="{name}" i]' for name in names]


_BYLINES = (", ".join(_STATED + _classes(_NAMES)), ", ".join(_classes(_NAMES_ELSEWHERE)))
_AT_THE_RIGHT = (
    'p[align="right" i], p[style*="text-align:right" i], p[style*="text-align: right" i]'
)
_NAMED = re.compile(
    rf"(?:^|[^a-z])(?:{'|'.join(_NAMES + _NAMES_ELSEWHERE)})(?:s|e|line|name)?(?:$|[^a-z])",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(r"comment|quote|bio|related|teaser|avatar|card", re.IGNORECASE)
_URL_DAY = re.compile(r"/(20\d\d|19\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/_-]|$)")
_HAS_DAY = re.compile(r"\d{1,2}\D{1,20}\d|\d{4}")
_UNSEEN = frozenset("script style noscript template head".split())


def visible_bylines(page: LexborHTMLParser) -> Iterator[str]:
    """Yield short texts of elements that are named as a byline, in document order."""
    for node in chain.from_iterable(page.css(query)[:MAX_BYLINES] for query in _BYLINES):
        attributes = node.attributes
        name = attributes.get("class") or ""
        is_stated = "rel" in attributes or "itemprop" in attributes
        if _OF_OTHERS.search(name) or not (is_stated or _NAMED.search(name)):
            continue
        text = tidy(node.text(separator=" ")[: 4 * BYLINE_CHARS])
        if 0 < len(text) <= BYLINE_CHARS:
            yield text


def lines_by_title(page: LexborHTMLParser, titles: frozenset[str]) -> Iterator[str]:
    """Yield the lines close under the title that are bylines by their wording.

    Args:
        page: the parsed page.
        titles: wordings of the title, folded.
    """
    title = _find_title(page, titles)
    if title is None:
        return
    passed, last = 0, ""
    for text in _texts_after(title):
        for line in (text, f"{last} {text}"):  # "By" often stands in an element of its own
            if len(line) <= BYLINE_CHARS and is_byline_alone(line):
                yield line
        last = text
        passed += len(text)
        if passed > BYLINE_WITHIN_CHARS:
            return


def signature(page: LexborHTMLParser) -> Iterator[str]:
    """Yield the last line set at the right margin, if it is a name: so letters are signed.

    Vietnamese papers sign their articles below the text, and nowhere else.
    """
    signed = [tidy(node.text()[: 4 * BYLINE_CHARS]) for node in page.css(_AT_THE_RIGHT)[-1:]]
    return (line for line in signed if " " in line and is_full_name(line))


def visible_date(
    page: LexborHTMLParser, titles: frozenset[str], language: str | None
) -> tuple[datetime, Precision] | None:
    """Return the first date that stands by itself below the title and how exact it is, or None.

    Args:
        page: the parsed page.
        titles: wordings of the title, folded.
        language: of the page, ISO 639-1; it says how 03/04/2024 is meant.
    """
    title = _find_title(page, titles)
    if title is None:
        return None
    passed = 0
    for text in _texts_after(title):
        if len(text) <= DATE_CHARS and _HAS_DAY.search(text):
            found = parse_visible_date(text, language)
            if found is not None:
                return found
        passed += len(text)
        if passed > AFTER_TITLE_CHARS:
            break
    return None


def day_in_url(url: str) -> str | None:
    """Return the day an address names, as in ``/2024/11/09/``, in ISO form, or None."""
    found = _URL_DAY.search(url)
    return "-".join(found.groups()) if found else None


def _find_title(page: LexborHTMLParser, titles: frozenset[str]) -> LexborNode | None:
    """Return the heading that is the title, or else the first text that is."""
    found = next((h for h in page.css("h1, h2") if fold(h.text()[:500]) in titles), None)
    if found is not None or page.body is None or not titles:
        return found
    return next(
        (node for node, text in _texts(page.body.first_child) if fold(text[:500]) in titles), None
    )


def _texts_after(start: LexborNode) -> Iterator[str]:
    """Yield the texts that follow an element in document order, its own left out."""
    return (text for _, text in _texts(_following(start)))


def _texts(node: LexborNode | None) -> Iterator[tuple[LexborNode, str]]:
    """Yield every text from a node on, in document order, with its node."""
    while node is not None:
        inner = None if node.tag in _UNSEEN else node.first_child
        if node.tag == "-text" and (text := tidy(node.text_content or "")):
            yield node, text
        node = _following(node) if inner is None else inner


def _following(node: LexborNode) -> LexborNode | None:
    """Return the next node in document order that is not inside this one."""
    at: LexborNode | None = node
    while at is not None and at.next is None:
        at = at.parent
    return None if at is None else at.next
