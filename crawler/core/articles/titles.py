"""The title of an article: what its heading says, without the site's name."""

import re
from html import unescape

from crawler.core.articles.head import Head
from crawler.core.articles.jsonld import LinkedData, text_of

SHARED_WORDS = 0.6
_SEPARATORS = re.compile(r"\s+(?:[|\-–—·•»›:/~]|::)\s+|\s*[|｜]\s*")
_TOKENS = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|\w+")
"""Words; of scripts written without blanks, characters."""


def find_title(head: Head, data: LinkedData) -> str:
    """Return the title, or the empty string.

    The page's own heading counts when it shares most of its words with what the page declares as
    its title: declared titles carry site names or are written for search engines, and headings
    alone may be the site's name or a section's.
    """
    stated = (
        text_of(data.article.get("headline")),
        head.first("og:title"),
        head.first("twitter:title"),
        head.title,
    )
    declared = [title for title in (" ".join(unescape(text).split()) for text in stated) if title]
    names = _site_names(head, data)
    headings = [heading for heading in head.headings if heading.casefold() not in names]
    best = max(headings, key=lambda heading: _closest(heading, declared), default="")
    if best and _closest(best, declared) >= SHARED_WORDS:
        return best
    for title in declared:
        return _without_site(title, names)
    return best


def titles_of(head: Head, data: LinkedData) -> tuple[str, ...]:
    """Return every wording of the title a page uses: repeats of them are no body text."""
    return (
        text_of(data.article.get("headline")),
        head.first("og:title"),
        head.first("twitter:title"),
        find_title(head, data),
    )


def _closest(heading: str, declared: list[str]) -> float:
    words = set(_TOKENS.findall(heading.casefold()))
    shares = [
        len(words & other) / max(len(words), min(len(other), 3))
        for title in declared
        if (other := set(_TOKENS.findall(title.casefold())))
    ]
    return max(shares, default=0.0)


def _site_names(head: Head, data: LinkedData) -> set[str]:
    publisher = data.article.get("publisher")
    stated = (
        head.first("og:site_name"),
        head.first("application-name"),
        text_of(data.resolve(publisher)),
    )
    return {name.casefold() for name in stated if name}


def _without_site(title: str, names: set[str]) -> str:
    """Cut a last or first part that is a name of the site."""
    cuts = [(m.start(), m.end()) for m in _SEPARATORS.finditer(title)]
    for start, end in reversed(cuts):
        if title[end:].casefold() in names:
            title = title[:start]
    for start, end in cuts:
        if title[:start].casefold() in names:
            return title[end:]
    return title
