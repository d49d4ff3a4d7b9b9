"""An archived article as topics see it."""

from crawler.model.article import Article
from crawler.model.feed import Feed
from crawler.model.topic import Document


def document_of(article: Article, feed: Feed | None) -> Document:
    """Return what topics see of an archived article.

    Args:
        article: with its newest version.
        feed: the feed that showed it first, if it is still configured: it knows the tags.
    """
    return Document(
        title=article.title,
        text=article.text,
        url=article.url,
        author=article.author or "",
        source=article.outlet,
        lang=article.language,
        tags=feed.tags if feed else (),
        feed_id=article.feed_id,
    )
