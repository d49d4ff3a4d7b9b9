"""Articles: from the bytes of a page to its title, author, dates, language and clean text."""

from selectolax.lexbor import LexborHTMLParser

from crawler.core.articles.addresses import find_canonical
from crawler.core.articles.authors import find_authors
from crawler.core.articles.blocks import read_blocks
from crawler.core.articles.body import find_body, known
from crawler.core.articles.feedtext import from_entry, reconcile
from crawler.core.articles.head import read_head
from crawler.core.articles.jsonld import read_linked_data, text_of
from crawler.core.articles.language import settle
from crawler.core.articles.times import find_published, find_updated
from crawler.core.articles.titles import find_title, titles_of
from crawler.core.charset import decode_page
from crawler.model.article import ArticleText
from crawler.model.errors import ExtractError

__all__ = ["extract", "from_entry", "reconcile"]

EXTRACTOR = "wirewatch-1"


def extract(data: bytes, *, url: str, content_type: str | None = None) -> ArticleText:
    html = decode_page(data, content_type)
    page = LexborHTMLParser(html)
    head = read_head(page)
    linked = read_linked_data(head.scripts, url)
    body = page.body
    descriptions = (head.first("og:description"), head.first("description"), text_of(linked.article.get("description")))
    paragraphs = find_body(read_blocks(body), known(titles_of(head, linked), descriptions, find_authors(head, linked))) if body is not None else []
    text = "\n\n".join(paragraphs)
    if not text:
        raise ExtractError(url, "no article found on the page")
    declared = head.language or head.first("og:locale", "content-language")
    return ArticleText(title=find_title(head, linked), author=find_authors(head, linked), published=find_published(head, linked), updated=find_updated(head, linked),
                       language=settle(declared, text), canonical_url=find_canonical(head, url), text=text, extractor=EXTRACTOR)
