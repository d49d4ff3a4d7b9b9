"""Sitemaps: plain, with news and image extensions, and indexes of sitemaps.

Source: sitemaps.org protocol 0.9; Google's news and image extensions.
"""

from collections.abc import Iterator

from crawler.core.feeds.document import Document, Element, Parts, categories, first_text
from crawler.core.feeds.limits import MAX_ENCLOSURES
from crawler.core.feeds.text import collapse, plain
from crawler.core.urls import join
from crawler.model.entry import Enclosure, Entry, FeedInfo


def read_info(document: Document) -> FeedInfo:
    """Read what a sitemap tells about its site: the publication of its first news, if any."""
    if document.names[document.root.tag] == "sitemapindex":
        return FeedInfo(format="sitemap-index")
    news = next(
        (each for each in document.root.iter("{*}news") if document.names[each.tag] == "news:news"),
        None,
    )
    if news is None:
        return FeedInfo(format="sitemap")
    publication = _publication(document, document.parts(news))
    return FeedInfo(
        title=plain(first_text(publication, ("news:name",))),
        language=collapse(first_text(publication, ("news:language",)) or "") or None,
        format="sitemap-news",
    )


def items(document: Document) -> Iterator[Element]:
    """Yield the url or sitemap elements in document order."""
    is_index = document.names[document.root.tag] == "sitemapindex"
    return document.all_named("sitemap" if is_index else "url")


def read_item(document: Document, item: Element, info: FeedInfo) -> Entry:
    """Read one url or sitemap element."""
    parts = document.parts(item)
    news = document.parts(parts["news:news"][0]) if "news:news" in parts else {}
    keywords = first_text(news, ("news:keywords",)) or ""
    language = first_text(_publication(document, news), ("news:language",))
    return Entry(
        url=join(document.base, first_text(parts, ("loc",)) or ""),
        title=plain(first_text(news, ("news:title",))),
        published=document.first_date(news, ("news:publication_date",)),
        updated=document.first_date(parts, ("lastmod",)),
        categories=categories(keywords.split(",")),
        enclosures=_images(document, parts),
        language=collapse(language) if language else None,
    )


def _publication(document: Document, news: Parts) -> Parts:
    return document.parts(news["news:publication"][0]) if "news:publication" in news else {}


def _images(document: Document, parts: Parts) -> tuple[Enclosure, ...]:
    found: dict[str, Enclosure] = {}
    for image in parts.get("image:image", ())[:MAX_ENCLOSURES]:
        url = join(document.base, first_text(document.parts(image), ("image:loc",)) or "")
        if url is not None:
            found[url] = Enclosure(url=url)
    return tuple(found.values())
