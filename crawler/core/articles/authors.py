"""Who wrote an article: names as stated, never invented."""

import re
from collections.abc import Iterable, Iterator

from crawler.core.articles.bylines import MAX_NAMES, looks_like_a_name, names_in
from crawler.core.articles.clean import fold
from crawler.core.articles.head import Head
from crawler.core.articles.jsonld import LinkedData, text_of
from crawler.core.urls import host_of

_METAS = (
    "author article:author parsely-author sailthru.author cxenseparse:author dc.creator"
    " dcterms.creator dcsext.author byl articleauthor article_author content_author"
).split()
_NAMED_AUTHOR = re.compile(r"(?:^|[^a-z])(?:authors?|written by)(?:[_-]?names?)?$")
"""In the names publishers give to meta elements of their own."""
MIN_HOST_CHARS = 4
"""Shorter parts of a host's name, such as "www", name no site."""
_DOMAIN = re.compile(r"(?:[\w-]+\.)+[a-z]{2,12}")
"""A site that signs by its address."""
_CARD_LABEL = re.compile(
    r"written|author|verfasst|geschrieben|écrit|escrito|scritto|geschreven|skreve|skrive|napisa"
    r"|автор|autor|作者|投稿者|執筆|글쓴이|yazan|كتب|нап[иі]сано|kirjoit|scris|írta",
    re.IGNORECASE,
)
"""Labels of the authors' names in link previews."""


def find_authors(head: Head, data: LinkedData, bylines: Iterable[str]) -> str | None:
    """Return the authors' names joined with ", ", or None: a wrong name is worse than none.

    JSON-LD first, then meta elements. Where both name only the publisher, or nobody, a byline to
    be read on the page does, then a meta element of the publisher's own making; failing that, the
    publisher stands.

    Args:
        head: the page's declarations.
        data: its JSON-LD.
        bylines: texts of elements named as bylines, read only when needed.
    """
    house = _house(head, data)
    fallback: list[str] = []
    for names in _statements(head, data, bylines):
        people = [name for name in names if not _is_house(name, house)]
        if people:
            return ", ".join(list(dict.fromkeys(people))[:MAX_NAMES])
        fallback = fallback or names
    return ", ".join(dict.fromkeys(fallback)) or None


def _statements(head: Head, data: LinkedData, bylines: Iterable[str]) -> Iterator[list[str]]:
    yield _from_data(data.article.get("author") or data.article.get("creator"), data)
    for meta in _METAS:
        yield [name for value in head.meta.get(meta, ()) for name in names_in(value)]
    yield _from_card(head)
    for text in bylines:
        yield [name for name in _without_place(names_in(text)) if looks_like_a_name(name)]
    yield [name for name in _from_own_metas(head) if looks_like_a_name(name)]


def _from_card(head: Head) -> list[str]:
    """Read the pair "Written by", "Ana Field" that publishing systems add for link previews."""
    name = head.first("twitter:data1")
    is_person = _CARD_LABEL.search(head.first("twitter:label1")) and looks_like_a_name(name)
    return names_in(name) if is_person else []


def _from_own_metas(head: Head) -> Iterator[str]:
    named = (values for name, values in head.meta.items() if _NAMED_AUTHOR.search(name))
    return (name for values in named for value in values for name in names_in(value))


def _without_place(names: list[str]) -> list[str]:
    """Drop the second part of "Anna Schmidt, Frankfurt" and of "Anna Schmidt, ABC NEWS"."""
    match names:
        case [name, place] if " " not in place or (place.isupper() and not name.isupper()):
            return [name]
    return names


def _house(head: Head, data: LinkedData) -> frozenset[str]:
    """Return the names of the site, folded, and the parts of its host's name."""
    publisher = text_of(data.resolve(data.article.get("publisher")))
    stated = (head.first("og:site_name"), head.first("application-name"), publisher)
    hosts = filter(None, map(host_of, (*head.canonical, head.first("og:url"))))
    labels = {label for host in hosts for label in host.split(".") if len(label) >= MIN_HOST_CHARS}
    return frozenset(map(fold, stated)) | labels | {""}


def _is_house(name: str, house: frozenset[str]) -> bool:
    """Tell whether a name is the site's, as stated, as its host spells it or as an address."""
    folded = fold(name)
    is_named = folded in house or folded.replace(" ", "") in house
    return is_named or _DOMAIN.fullmatch(name) is not None


def _from_data(stated: object, data: LinkedData) -> list[str]:
    people = stated if isinstance(stated, list) else [stated]
    names: list[str] = []
    for person in people[: 2 * MAX_NAMES]:
        known = data.resolve(person)
        value = known.get("name") if isinstance(known, dict) else known
        for name in value if isinstance(value, list) else [value]:
            names += names_in(text_of(name))
    return names
