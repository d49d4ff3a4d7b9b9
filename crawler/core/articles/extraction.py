"""From the bytes of an article page to what a reader would copy from it.

    bytes -> cap -> text -> flatten -> parse once -> head, JSON-LD -> blocks -> body
                                                 \\-> title, authors, dates, language, address
"""

from datetime import datetime

from selectolax.lexbor import LexborHTMLParser

from crawler.core.articles.addresses import find_canonical
from crawler.core.articles.authors import find_authors
from crawler.core.articles.blocks import read_blocks
from crawler.core.articles.body import find_body, known
from crawler.core.articles.clean import fold, tidy
from crawler.core.articles.guards import check_is_page, flattened, within_size
from crawler.core.articles.head import Head, read_head
from crawler.core.articles.jsonld import LinkedData, read_linked_data, text_of
from crawler.core.articles.language import settle
from crawler.core.articles.times import find_published, find_updated
from crawler.core.articles.titles import find_title, titles_of
from crawler.core.articles.visible import day_in_url, visible_bylines, visible_date
from crawler.core.charset import decode_page
from crawler.core.dates import parse_date
from crawler.model.article import ArticleText, Precision
from crawler.model.errors import ExtractError

EXTRACTOR = "wirewatch-1"


def extract(data: bytes, *, url: str, content_type: str | None = None) -> ArticleText:
    """Extract."""
    check_is_page(data, content_type, url)
    page = LexborHTMLParser(flattened(decode_page(within_size(data, url), content_type)))
    head = read_head(page)
    linked = read_linked_data(head.scripts, url)
    titles = titles_of(head, linked)
    authors = find_authors(head, linked, visible_bylines(page))
    summaries = (head.first("og:description"), head.first("description"), text_of(linked.article.get("description")))
    body = page.body
    paragraphs = find_body(read_blocks(body), known(titles, summaries, authors)) if body is not None else []
    text = "\n\n".join(filter(None, map(tidy, paragraphs)))
    if not text:
        raise ExtractError(url, "no article found on the page")
    language = settle(head.language or head.first("og:locale", "content-language"), text)
    published = find_published(head, linked) or _visible(page, titles, language, url)
    return ArticleText(
        title=tidy(find_title(head, linked)),
        author=authors,
        published=published[0] if published else None,
        published_precision=published[1] if published else Precision.TIME,
        updated=find_updated(head, linked),
        language=language,
        canonical_url=find_canonical(head, url),
        text=text,
        extractor=EXTRACTOR,
    )


def _visible(page: LexborHTMLParser, titles: tuple[str, ...], language: str | None, url: str) -> tuple[datetime, Precision] | None:
    moment = visible_date(page, frozenset(map(fold, titles)) - {""}, language)
    if moment is None:
        day = day_in_url(url)
        moment = parse_date(day) if day else None
    return (moment, Precision.DAY) if moment else None
