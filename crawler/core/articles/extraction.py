"""From the bytes of an article page to what a reader would copy from it.

bytes -> checked, cut, flattened -> parsed once -> head, JSON-LD -> title, authors, dates, address
-> blocks -> boxes -> body -> language
"""

from datetime import datetime
from itertools import chain

from selectolax.lexbor import LexborHTMLParser

from crawler.core.articles.addresses import find_canonical
from crawler.core.articles.authors import find_authors
from crawler.core.articles.blocks import read_blocks
from crawler.core.articles.body import Known, find_body, known
from crawler.core.articles.clean import fold, tidy
from crawler.core.articles.failures import what_instead
from crawler.core.articles.guards import check_is_page, flattened, within_size
from crawler.core.articles.head import Head, read_head
from crawler.core.articles.jsonld import LinkedData, read_linked_data, text_of
from crawler.core.articles.language import settle
from crawler.core.articles.state import State, read_state
from crawler.core.articles.stated import as_paragraphs, better_body
from crawler.core.articles.times import find_published, find_updated
from crawler.core.articles.titles import find_title, titles_of
from crawler.core.articles.visible import (
    day_in_url,
    lines_by_title,
    signature,
    visible_bylines,
    visible_date,
)
from crawler.core.charset import decode_page
from crawler.core.collector import collector_paused
from crawler.core.dates import parse_date
from crawler.model.article import ArticleText, Precision

EXTRACTOR = "wirewatch-1"
TITLE_CHARS = 120
"""Of a first sentence that stands in for a missing title."""
SHORT_CHARS = 250
"""With less text shown, the state of the page's scripts is searched for it."""


@collector_paused()
def extract(data: bytes, *, url: str, content_type: str | None = None) -> ArticleText:
    """Extract the article from a page.

    Args:
        data: the page as received, any encoding.
        url: its address, for relative links, for recognising its own data and for error messages.
        content_type: its Content-Type header, if known.

    Returns:
        The article; its text is never empty. Without a stated zone a moment is taken as UTC.

    Raises:
        ExtractError: the bytes are no page, or the page holds no article; says what instead.
    """
    check_is_page(data, content_type, url)
    page = LexborHTMLParser(flattened(decode_page(within_size(data, url), content_type)))
    head = read_head(page)
    linked = read_linked_data(head.scripts, url)
    blocks = read_blocks(page.body) if page.body is not None else []
    title = find_title(head, linked, url=url, lines=(block.text for block in blocks))
    titles = titles_of(head, linked, title)
    shown = frozenset(map(fold, (*titles, *head.headings))) - {""}
    bylines = chain(visible_bylines(page), lines_by_title(page, shown), signature(page))
    authors = find_authors(head, linked, bylines)
    text = _text(linked, find_body(blocks, _known(head, linked, titles, authors)))
    state = read_state(page) if len(text) < SHORT_CHARS else State()
    text = max(text, state.text, key=len)
    instead = what_instead(text, blocks, head, linked, url=url)
    if instead is not None:
        raise instead
    language = settle(head.language or head.first("og:locale", "content-language"), text)
    published = find_published(head, linked)
    if published is None and state.published:
        published = state.published, Precision.TIME
    published = published or _visible(page, shown, language, url)
    return ArticleText(
        title=tidy(title) or text.split("\n", 1)[0][:TITLE_CHARS],
        author=authors,
        published=published[0] if published else None,
        published_precision=published[1] if published else Precision.TIME,
        updated=_not_before(find_updated(head, linked), published),
        language=language,
        canonical_url=find_canonical(head, url),
        text=text,
        extractor=EXTRACTOR,
    )


def _not_before(
    updated: datetime | None, published: tuple[datetime, Precision] | None
) -> datetime | None:
    """Drop a change dated before the publication: one of the two lacks its zone."""
    if updated is None or published is None:
        return updated
    moment, precision = published
    same_day = precision is Precision.DAY and updated.date() == moment.date()
    return updated if same_day or updated >= moment else None


def _known(head: Head, linked: LinkedData, titles: tuple[str, ...], authors: str | None) -> Known:
    described = text_of(linked.article.get("description"))
    summaries = (head.first("og:description"), head.first("description"), described)
    return known(titles, summaries, authors, head.headings)


def _text(linked: LinkedData, paragraphs: list[str]) -> str:
    """Return the body: shown on the page or stated in its data."""
    shown = "\n\n".join(filter(None, map(tidy, paragraphs)))
    return better_body(shown, as_paragraphs(text_of(linked.article.get("articleBody"))))


def _visible(
    page: LexborHTMLParser, titles: frozenset[str], language: str | None, url: str
) -> tuple[datetime, Precision] | None:
    """Return a date a reader sees or the address names."""
    found = visible_date(page, titles, language)
    if found is None and (day := day_in_url(url)) and (moment := parse_date(day)):
        return moment, Precision.DAY
    return found
