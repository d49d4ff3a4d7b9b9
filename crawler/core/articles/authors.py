"""Who wrote an article: names as stated, never invented."""

import re
from collections.abc import Iterable, Iterator

from crawler.core.articles.clean import fold, tidy
from crawler.core.articles.head import Head
from crawler.core.articles.jsonld import LinkedData, text_of

MAX_NAME_CHARS = 80
MAX_NAMES = 12
MAX_NAME_WORDS = 5

_METAS = (
    "author article:author parsely-author sailthru.author cxenseparse:author dc.creator"
    " dcterms.creator dcsext.author byl"
).split()
_SPLIT = re.compile(r"\s*[;,|/]\s*|\s+(?:and|und|et|y|e|och|og|en|ja|i|và|&)\s+", re.IGNORECASE)
_BY = re.compile(
    r"(?:(?:written |story |report )?by|von|vom|par|por|di|door|av|af|autor|text|автор)[\s:]+",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?:|www\.|@\w|\.(?:com|org|net)/", re.IGNORECASE)
_NOT_A_NAME = re.compile(r"\d{3}|^\d+$|[<>{}]")
_PARTICLES = frozenset(
    "de da di do dos del della du des la le van von der den ter ten el al bin ibn af av zu y e".split()
)


def find_authors(head: Head, data: LinkedData, bylines: Iterable[str]) -> str | None:
    """Return the authors' names joined with ", ", or None: a wrong name is worse than none.

    JSON-LD first, then meta elements. Where both name only the publisher, or nobody, a byline to
    be read on the page does; failing that, the publisher stands.

    Args:
        head: the page's declarations.
        data: its JSON-LD.
        bylines: texts of elements named as bylines, read only when needed.
    """
    house = _house(head, data)
    fallback: list[str] = []
    for names in _statements(head, data, bylines):
        if any(fold(name) not in house for name in names):
            return ", ".join(list(dict.fromkeys(names))[:MAX_NAMES])
        fallback = fallback or names
    return ", ".join(dict.fromkeys(fallback)) or None


def _statements(head: Head, data: LinkedData, bylines: Iterable[str]) -> Iterator[list[str]]:
    yield _from_data(data.article.get("author") or data.article.get("creator"), data)
    for meta in _METAS:
        yield [name for value in head.meta.get(meta, ()) for name in _names(value)]
    for text in bylines:
        names = _names(text)
        yield [name for name in _without_place(names) if _looks_like_a_name(name)]


def _without_place(names: list[str]) -> list[str]:
    """Drop the second part of "Anna Schmidt, Frankfurt" and of "Anna Schmidt, ABC NEWS"."""
    match names:
        case [name, place] if " " not in place or place.isupper():
            return [name]
    return names


def _house(head: Head, data: LinkedData) -> frozenset[str]:
    """Return the names of the site, folded."""
    publisher = text_of(data.resolve(data.article.get("publisher")))
    stated = (head.first("og:site_name"), head.first("application-name"), publisher)
    return frozenset(map(fold, stated)) | {""}


def _from_data(stated: object, data: LinkedData) -> list[str]:
    people = stated if isinstance(stated, list) else [stated]
    names: list[str] = []
    for person in people[: 2 * MAX_NAMES]:
        known = data.resolve(person)
        value = known.get("name") if isinstance(known, dict) else known
        for name in value if isinstance(value, list) else [value]:
            names += _names(text_of(name))
    return names


def _names(text: str) -> list[str]:
    if not text or _ADDRESS.search(text):
        return []
    text = _BY.sub("", tidy(text[: MAX_NAMES * MAX_NAME_CHARS]), count=1)
    parts = (part.strip(" .") for part in _SPLIT.split(text))
    return [p for p in parts if p and len(p) <= MAX_NAME_CHARS and not _NOT_A_NAME.search(p)]


def _looks_like_a_name(text: str) -> bool:
    """Tell whether every word begins like a name's: in capitals, or in a script without them."""
    words = text.split()
    return len(words) <= MAX_NAME_WORDS and not any(
        word[0].islower() and word not in _PARTICLES for word in words
    )
