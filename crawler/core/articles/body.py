"""The body of an article: from all blocks of a page to the paragraphs a reader would copy."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from crawler.core.articles.blocks import HEADINGS, Block
from crawler.core.articles.boxes import choose, without_junk
from crawler.core.articles.clean import ends_sentence, fold
from crawler.core.articles.labels import is_byline, is_credit, is_furniture, without_link_label
from crawler.core.articles.sections import below, without_other_articles, without_sections
from crawler.core.articles.trim import (
    join_rows,
    trimmed,
    without_cards,
    without_repeats,
)

TITLE_TAGS = frozenset(("h1", "h2"))
TITLE_CHARS = 250
"""No title is longer."""
MARKS_CHARS = 10
"""Quotes and dots by which two wordings of a title differ."""
LINK_SHARE = 0.5
"""A paragraph with more of it in links is navigation …"""
FREE_CHARS = 80
"""… unless this many characters stand outside the links."""
STANDFIRST_CHARS = 80
"""A heading this long between title and body is a standfirst."""
SUMMARY_CHARS = 60
"""Characters by which a declared summary is recognised on the page; what follows is often cut."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a page declares about itself, by which its blocks are recognised."""

    titles: frozenset[str]
    """Every wording of the title and every first heading, folded."""
    own: frozenset[str]
    """The wordings of the title alone, folded."""
    longest_title: int
    """Characters beyond which a line is none of them."""
    summaries: frozenset[str]
    """The beginnings of declared summaries, folded and cut to `SUMMARY_CHARS`."""
    authors: frozenset[str]
    """The words of the authors' names, in lower case."""


def known(
    titles: Sequence[str],
    summaries: Sequence[str],
    authors: str | None,
    headings: Sequence[str] = (),
) -> Known:
    """Fold what a page declares for `find_body`; ``headings`` are its h1 texts."""
    own = frozenset(map(fold, titles)) - {""}
    wordings = (*titles, *headings)
    return Known(
        titles=(own | set(map(fold, headings))) - {""},
        longest_title=min(TITLE_CHARS, MARKS_CHARS + max(map(len, wordings), default=0)),
        own=own,
        summaries=frozenset(_beginning(text) for text in summaries if len(text) >= SUMMARY_CHARS),
        authors=frozenset(fold(authors or "").split()),
    )


def find_body(blocks: Sequence[Block], page: Known) -> list[str]:
    """Return the paragraphs of the article, in order; empty when the page has no running text.

    Args:
        blocks: all blocks of the page.
        page: what it declares about itself.
    """
    rows = without_sections(join_rows(blocks))
    rows = without_other_articles(rows, next(iter(_shown(rows, page.own)), None))
    titles = _shown(rows, page.titles)
    kept = below(without_junk(rows, titles), titles)
    box = choose(kept, titles)
    if box is None:  # all running text was accused: better all of it than nothing
        kept = rows
        box = choose(kept, titles)
    if box is None:
        return []
    inside = [row for row in kept if box in row.box.around()]
    start = _start(inside, titles)
    body = without_cards(inside[start:], box)
    body = trimmed([row for row in body if is_wanted(row, page)])
    lead = _lead(rows, kept, titles, inside[start] if start < len(inside) else inside[-1], page)
    lead = [row for row in lead if is_wanted(row, page)]
    return [said(row) for row in without_repeats([*lead, *body])]


def _shown(rows: Sequence[Block], titles: frozenset[str]) -> list[Block]:
    return [row for row in rows if row.tag in TITLE_TAGS and fold(row.text[:TITLE_CHARS]) in titles]


def said(row: Block) -> str:
    """Return a row's text without the label of a link at its end."""
    return without_link_label(row.text) if row.ends_linked else row.text


def _start(inside: Sequence[Block], titles: Sequence[Block]) -> int:
    """Return where the body begins: after the last title in the first half of the text."""
    wanted = set(titles)
    seen = list(accumulate(len(row.text) if row.is_running else 0 for row in inside))
    places = (i for i, row in enumerate(inside) if row in wanted and 2 * seen[i] <= seen[-1])
    return max(places, default=-1) + 1


def _lead(
    rows: Sequence[Block], kept: Sequence[Block], titles: Sequence[Block], first: Block, page: Known
) -> list[Block]:
    """Return the standfirst: sentences between the title and the body, and the declared summary.

    The summary is recognised by its words even in a box called "teaser", as many sites call it.
    """
    end = rows.index(first)
    begin = rows.index(titles[0]) if titles else end
    between = set(map(id, rows[begin:end]))
    found = [row for row in kept if id(row) in between and _is_standfirst(row)]
    taken = {id(row) for row in found}
    missing = page.summaries - {_beginning(row.text) for row in (*found, first)}
    for row in rows[begin if titles else 0 : end]:
        if id(row) not in taken and _beginning(row.text) in missing:
            missing -= {_beginning(row.text)}
            found.append(row)
    return found


def _is_standfirst(row: Block) -> bool:
    is_long_heading = row.tag in HEADINGS and len(row.text) >= STANDFIRST_CHARS
    return (row.is_running or is_long_heading) and ends_sentence(row.text)


def _beginning(text: str) -> str:
    return fold(text[: 2 * SUMMARY_CHARS])[:SUMMARY_CHARS]


def is_wanted(row: Block, page: Known) -> bool:
    """Tell whether a block is neither navigation nor a label, teaser, byline or the title again."""
    text = row.text
    if row.link_chars >= LINK_SHARE * len(text) and len(text) - row.link_chars < FREE_CHARS:
        return False
    if is_furniture(text) or is_byline(text, page.authors):
        return False
    if is_credit(text) and row.tag not in HEADINGS:
        return False
    return len(text) > page.longest_title or fold(text) not in page.titles
