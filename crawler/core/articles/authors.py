"""Who wrote an article: names, never invented."""

import re

from crawler.core.articles.head import Head
from crawler.core.articles.jsonld import LinkedData, text_of

MAX_NAME_CHARS = 80
MAX_NAMES = 12
_SPLIT = re.compile(r"\s*[;,|/]\s*|\s+(?:and|und|et|y|e|och|og|en|ja|&)\s+", re.IGNORECASE)
_BY = re.compile(r"^(?:by|von|par|por|di|door|av|af|written by|text:?|автор:?)\s+", re.IGNORECASE)
_NOT_A_NAME = re.compile(r"https?:|www\.|@|^\W*$|^\d+$", re.IGNORECASE)


def find_authors(head: Head, data: LinkedData) -> str | None:
    """Return the authors' names joined with ", ", or None: a wrong name is worse than none."""
    stated = data.article.get("author") or data.article.get("creator")
    names = _from_data(stated, data)
    for meta in ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "byl", "twitter:creator_name"):
        if names:
            break
        names = [n for value in head.meta.get(meta, ()) for n in _names(value)]
    return ", ".join(list(dict.fromkeys(names or [n for a in head.rel_authors for n in _names(a)]))[:MAX_NAMES]) or None


def _from_data(stated: object, data: LinkedData) -> list[str]:
    people = stated if isinstance(stated, list) else [stated]
    names: list[str] = []
    for person in people[: 2 * MAX_NAMES]:
        known = data.resolve(person)
        if isinstance(known, dict):
            value = known.get("name")
            for name in value if isinstance(value, list) else [value]:
                names += _names(text_of(name))
        else:
            names += _names(text_of(known))
    return names


def _names(text: str) -> list[str]:
    text = _BY.sub("", " ".join(text[: MAX_NAMES * MAX_NAME_CHARS].split()))
    return [n for part in _SPLIT.split(text) if (n := part.strip(" .")) and len(n) <= MAX_NAME_CHARS and not _NOT_A_NAME.search(n)]
