"""An XML feed while it is read: its elements by short name, its bases, its dates."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import islice

from lxml import etree

from crawler.core.dates import DayOrder, day_order, parse_date
from crawler.core.feeds.limits import (
    MAX_CATEGORIES,
    MAX_CATEGORY_CHARS,
    MAX_CHILDREN,
    MAX_ENCLOSURES,
    MAX_ENTRIES_PARSED,
    MAX_REPEATS,
)
from crawler.core.feeds.names import Names, split_tag
from crawler.core.feeds.text import collapse, plain, whole
from crawler.core.urls import join
from crawler.model.entry import Enclosure

Element = etree._Element  # noqa: SLF001 - its only name
Parts = dict[str, list[Element]]
"""The children of an element by short name, each in document order, at most `MAX_REPEATS`."""

BASE = "{http://www.w3.org/XML/1998/namespace}base"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_LANGUAGES = ("language", "dc:language")
_DATES = frozenset(
    "pubdate published issued created updated modified lastmod date dc:date dcterms:created "
    "dcterms:issued dcterms:modified atom:updated atom:published news:publication_date".split()
)


@dataclass
class Document:
    """A tree with what is needed to read it; lives as long as the reading."""

    root: Element
    names: Names
    base: str | None
    """The document's URL."""
    has_bases: bool
    """Some element has an xml:base; where none has, nobody asks."""
    has_countless_links: bool
    """The links of texts stay as they are."""

    def all_named(self, name: str) -> Iterator[Element]:
        """Yield all elements of a short name, however deep damage may have put them.

        Whoever writes the root in capitals may write anything so.
        """
        names = self.names
        spellings = [f"{{*}}{name}"]
        if not split_tag(self.root.tag)[1].islower():
            spellings += [f"{{*}}{name.upper()}", f"{{*}}{name.capitalize()}"]
        return (each for each in self.root.iter(*spellings) if names[each.tag] == name)

    def parts(self, element: Element) -> Parts:
        """Sort the children of an element by their short names."""
        return self._sorted(islice(element, MAX_CHILDREN))

    def head(self, element: Element, entries: str) -> Parts:
        """Sort the children of the feed itself, without those called ``entries``."""
        names = self.names
        own = (each for each in element if names[each.tag] != entries)
        return self._sorted(islice(own, MAX_CHILDREN))

    def _sorted(self, elements: Iterable[Element]) -> Parts:
        names = self.names
        parts: Parts = {}
        for element in elements:
            name = names[element.tag]
            if name not in parts:
                parts[name] = [element]
            elif len(parts[name]) < MAX_REPEATS:
                parts[name].append(element)
        return parts

    def base_at(self, element: Element, base: str | None) -> str | None:
        """Return the base of an element whose parent has ``base`` (XML Base §4.1)."""
        stated = element.get(BASE) if self.has_bases else None
        return (join(base, stated) or base) if stated else base

    def date(self, text: str) -> datetime | None:
        """Read a date; where day and month may be swapped, the document's other dates decide."""
        return parse_date(text) or (parse_date(text, order=self._order) if self._order else None)

    @cached_property
    def _order(self) -> DayOrder | None:
        dates = (
            element.text
            for element in self.root.iter()
            if element.text and self.names[element.tag] in _DATES
        )
        return day_order(islice(dates, MAX_ENTRIES_PARSED))

    def first_date(self, parts: Parts, names: Iterable[str]) -> datetime | None:
        """Return the first readable date among the named children."""
        for name in names:
            if name in parts:
                for element in parts[name]:
                    if (text := element.text) and (moment := self.date(text)):
                        return moment
        return None

    def language(self, parts: Parts, element: Element) -> str | None:
        """Return the language an element declares: language, dc:language or xml:lang."""
        stated = first_text(parts, _LANGUAGES)
        return collapse(stated) if stated else element.get(_LANG) or None


def text_of(element: Element) -> str:
    """Return all text of an element, that of its children included."""
    return "".join(map(str, element.itertext())) if len(element) else element.text or ""


def first_text(parts: Parts, names: Iterable[str]) -> str | None:
    """Return the text of the first named child that has any."""
    for name in names:
        if name in parts:
            for element in parts[name]:
                text = text_of(element) if len(element) else element.text
                if text and (text := text.strip()):
                    return text
    return None


def categories(labels: Iterable[str | None]) -> tuple[str, ...]:
    """Clean a list of labels, each once, in order."""
    found: dict[str, None] = {}
    for label in islice(labels, MAX_CATEGORIES):
        if name := plain(label, MAX_CATEGORY_CHARS):
            found[name] = None
    return tuple(found)


def enclosures(document: Document, parts: Parts, base: str | None) -> tuple[Enclosure, ...]:
    """Collect the files and pictures of an entry and of its media groups, each URL once."""
    found: dict[str, Enclosure] = {}
    _add_files(found, parts, base)
    for group in parts.get("media:group", ()):
        _add_files(found, document.parts(group), base)
    return tuple(found.values())[:MAX_ENCLOSURES]


def _add_files(found: dict[str, Enclosure], parts: Parts, base: str | None) -> None:
    for name, attribute in _POINTERS:
        if name in parts:
            for element in parts[name]:
                if attribute == "url" or element.get("rel") == "enclosure":
                    url = join(base, element.get(attribute, ""))
                    if url is not None and url not in found:
                        found[url] = _enclosure(element, url)


def _enclosure(element: Element, url: str) -> Enclosure:
    length = whole(element.get("length") or element.get("fileSize"))
    return Enclosure(url=url, type=element.get("type") or None, length=length)


_POINTERS = (
    ("enclosure", "url"),
    ("media:content", "url"),
    ("media:thumbnail", "url"),
    ("link", "href"),
    ("atom:link", "href"),
)
"""Elements that may point to a file, and the attribute that does."""
