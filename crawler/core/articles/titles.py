"""The title of an article: what its heading says, without the site's name."""

import re
from collections.abc import Iterable
from html import unescape
from urllib.parse import urlsplit

from crawler.core.articles.clean import fold
from crawler.core.articles.head import Head
from crawler.core.articles.jsonld import LinkedData, text_of

SHARED_WORDS = 0.6
DECLARED_WORDINGS = 3
"""Data, Open Graph and Twitter say the title; the title element adds the site to it."""
MIN_TITLE_CHARS = 15
MIN_HOST_CHARS = 4
_SEPARATORS = re.compile(r"\s+(?:[|\-–—·•»›:/~]|::)\s+|\s*[|｜_：]\s*")
_NOT_WORDS = re.compile(r"[\W_]+")
_TOKENS = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|\w+")
"""Words; of scripts written without blanks, characters."""


def find_title(head: Head, data: LinkedData, *, url: str = "", lines: Iterable[str] = ()) -> str:
    """Return the title, or the empty string.

    The page's own heading counts when it shares most of its words with what the page declares as
    its title: declared titles carry site names or are written for search engines, and headings
    alone may be the site's name or a section's.

    Args:
        head: the page's declarations.
        data: its JSON-LD.
        url: its address; its host spells the site's name.
        lines: the lines of the page, read only when no heading is the title.
    """
    declared = _declared(head, data)
    names = _site_names(head, data)
    headings = [heading for heading in head.headings if heading.casefold() not in names]
    best = max(headings, key=lambda heading: _closest(heading, declared), default="")
    if best and _closest(best, declared) >= SHARED_WORDS:
        return best
    if declared:
        return _without_site(declared[0], names, url, lines)
    return best


def _declared(head: Head, data: LinkedData) -> list[str]:
    stated = (
        text_of(data.article.get("headline")),
        head.first("og:title"),
        head.first("twitter:title"),
        head.title,
    )
    return [title for title in (" ".join(unescape(text).split()) for text in stated) if title]


def titles_of(head: Head, data: LinkedData, title: str) -> tuple[str, ...]:
    """Return every wording of the title a page uses: repeats of them are no body text."""
    return (*_declared(head, data)[:DECLARED_WORDINGS], title)


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


def _without_site(title: str, names: set[str], url: str, lines: Iterable[str]) -> str:
    """Cut a last or first part that is a name of the site."""
    cuts = [(found.start(), found.end()) for found in _SEPARATORS.finditer(title)]
    for start, end in reversed(cuts):
        if _is_site(title[end:], names, url):
            title = title[:start]
    for start, end in cuts:
        if _is_site(title[:start], names, url):
            return title[end:]
    rests = {fold(title[:start]): title[:start] for start, _ in cuts}
    rests |= {fold(title[end:]): title[end:] for _, end in cuts}
    shown = (
        next((rests[line] for line in map(fold, lines) if line in rests), None) if rests else None
    )
    if shown:
        return shown
    bar = title.rfind(" | ")
    return title[:bar] if bar >= max(MIN_TITLE_CHARS, len(title) // 2) else title


def _is_site(part: str, names: set[str], url: str) -> bool:
    """Tell whether a part of a title is the site's stated name or spells the name of its host."""
    spelled = _NOT_WORDS.sub("", part.casefold())
    labels = (urlsplit(url).hostname or "").removeprefix("www.").split(".")[:-1]
    return part.casefold() in names or (
        len(spelled) >= MIN_HOST_CHARS
        and any(label.replace("-", "") == spelled for label in labels)
    )
