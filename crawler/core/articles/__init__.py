"""Articles: from the bytes of a page to its title, author, dates, language and clean text.

What belongs to the text and what does not is decided in docs/design.md, "What an article's text
is"; how a page's values and its feed entry's are joined, at `reconcile`.
"""

from crawler.core.articles.extraction import EXTRACTOR, extract
from crawler.core.articles.feedtext import from_entry, reconcile

__all__ = ["EXTRACTOR", "extract", "from_entry", "reconcile"]
