"""What a document is to somebody looking for feeds: a feed, a list of feeds, a page, or none."""

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from crawler.core.articles.guards import flattened
from crawler.core.charset import decode_feed, decode_page
from crawler.core.feeds import parse_feed
from crawler.core.feeds.clues import Lead, leads_of_headers, leads_of_page
from crawler.core.feeds.opml import read_opml
from crawler.core.feeds.sniff import Kind, sniff
from crawler.core.feeds.text import plain
from crawler.model.entry import ParsedFeed
from crawler.model.errors import ParseError

_FEW_WORDS = 400
"""Characters of visible text below which a page with scripts is an empty frame for them."""
_SNIFFED_BYTES = 65_536
_FEW_LINKS = 5
_UNSEEN = "script, style, noscript, template, head"
_FRAME = '#root, #app, #__next, #__nuxt, app-root, [data-reactroot], [id$="-root" i]'
_MAGIC = {b"%PDF-": "a PDF document", b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture",
          b"GIF8": "a picture", b"PK\x03\x04": "a ZIP archive"}  # fmt: skip
_HTML_TYPE = re.compile(r"\s*(?:text/html|application/xhtml\+xml)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPage:
    """A page, and where it says that feeds are."""

    title: str | None
    leads: tuple[Lead, ...]
    needs_javascript: bool
    """Nothing can be read on it before its scripts have run."""


@dataclass(frozen=True, slots=True)
class FoundList:
    """An OPML list."""

    feeds: int


Found = ParsedFeed | FoundPage | FoundList


def examine(data: bytes, *, url: str, content_type: str | None, links: str = "") -> Found:
    """Read a document of a kind not known beforehand.

    Args:
        data: the body.
        url: the address that answered.
        content_type: the Content-Type header.
        links: the ``Link`` headers, joined by commas.

    Raises:
        ParseError: it is none of these; the sentence says what it is, as far as that shows.
    """
    for magic, name in _MAGIC.items():
        if data.startswith(magic):
            problem = f"this is {name}, neither a feed nor a page"
            raise ParseError(url, "not_a_feed", problem, "name the page that lists the news")
    try:
        return parse_feed(data, url=url, content_type=content_type)
    except ParseError:
        kind = sniff(decode_feed(data[:_SNIFFED_BYTES], content_type))
        if kind is not Kind.HTML and (opml := _opml(data)) is not None:
            return opml
        if kind is Kind.HTML or (kind is Kind.XML and _HTML_TYPE.match(content_type or "")):
            return _page(data, url, content_type, links)
        raise


def _opml(data: bytes) -> FoundList | None:
    try:
        return FoundList(len(read_opml(data)))
    except ParseError:
        return None


def _page(data: bytes, url: str, content_type: str | None, links: str) -> FoundPage:
    html = flattened(decode_page(data, content_type))
    leads = {lead.url: lead for lead in (*leads_of_page(html, url), *leads_of_headers(links, url))}
    page = LexborHTMLParser(html)
    title = page.css_first("title")
    return FoundPage(
        title=plain(title.text()) if title is not None else None,
        leads=tuple(leads.values()),
        needs_javascript=_needs_javascript(page),
    )


def _needs_javascript(page: LexborHTMLParser) -> bool:
    """Tell a page that is an empty frame for scripts from one that can be read."""
    scripts, frame = page.css_first("script"), page.css_first(_FRAME)
    if scripts is None:
        return False
    for node in page.css(_UNSEEN):
        if node.tag != "head":
            node.decompose()
    body = page.body
    text = " ".join(body.text(separator=" ").split()) if body is not None else ""
    links = len(page.css("a[href]"))
    return len(text) < _FEW_WORDS and (frame is not None or links < _FEW_LINKS)
