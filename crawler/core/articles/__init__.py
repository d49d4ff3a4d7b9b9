"""Articles: from the bytes of a page to its title, author, dates, language and clean text."""

from crawler.core.articles.extraction import EXTRACTOR, extract
from crawler.core.articles.feedtext import from_entry, reconcile

__all__ = ["EXTRACTOR", "extract", "from_entry", "reconcile"]
