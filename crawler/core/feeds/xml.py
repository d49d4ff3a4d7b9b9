"""Text to an XML tree, as damaged as it may be, with every door to the outside locked.

    strict  >  repaired, then strict  >  repaired, then recovered by libxml2

The repairs keep a text whole where recovery alone would lose what follows the fault.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import partial
from itertools import chain

from lxml import etree

from crawler.core.feeds.limits import MAX_AMPERSANDS, MAX_BASES, MAX_TAGS
from crawler.core.feeds.repair import (
    cdata_sections,
    mended,
    number_of,
    with_numbered_references,
    with_prefixes,
    without_junk_before,
    without_torn_end,
)
from crawler.core.feeds.text import has_countless_links
from crawler.model.errors import ParseError

_PROLOG = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_DOCTYPE = re.compile(
    r"""<!DOCTYPE(?:[^\[>"']++|"[^"]*+"|'[^']*+')*+(?:\[(.*?)\]\s*)?>""", re.DOTALL | re.IGNORECASE
)
_GENERAL_ENTITY = re.compile(r"<!ENTITY\s+[^%\s]", re.IGNORECASE)
_DECLARATION = re.compile(r"<\?xml[^>]{0,500}\?>", re.IGNORECASE)
_C1_REFERENCE = re.compile(r"&#(?:1(?:2[89]|[345]\d)|[xX]0{0,4}[89][0-9a-fA-F]);")
_C1 = re.compile(rb"\xc2[\x80-\x9f]")  # in UTF-8, where a search for one byte is quick
_WINDOWS_1252 = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}


@dataclass(frozen=True, slots=True)
class Tree:
    """A document read."""

    root: etree._Element
    recovered: bool
    """It was not well-formed, even repaired."""
    truncated: bool
    """Its end is missing."""
    has_bases: bool
    """Some element has an xml:base, and not so many that they are an attack."""
    has_countless_links: bool
    """Its texts have so many links that they stay as they are."""


def read_tree(text: str) -> Tree:
    """Parse a decoded document; what is beyond its `MAX_TAGS`-th tag is left out.

    Raises:
        ParseError: there is no element in it, or it declares entities (refused: such a document
            can be made to grow without bounds, and no feed needs them).
    """
    bases = text.count("xml:base")
    read = partial(
        Tree,
        has_bases=0 < bases <= MAX_BASES,
        has_countless_links=bases > MAX_BASES or has_countless_links(text),
    )
    text = _without_doctype(_within_tags(text))
    data = _encoded(text)
    if _has_c1(text, data):
        text = _without_c1(text)
        data = _encoded(text)
    root = _parsed(data, _STRICT)
    if root is not None:
        return read(root, recovered=False, truncated=False)
    for repair in (_repaired, with_prefixes):
        repaired = repair(text)
        root = _parsed(_encoded(repaired), _STRICT) if repaired != text else None
        if root is not None:
            return read(root, recovered=False, truncated=False)
        text = repaired
    text, truncated = without_torn_end(text)
    root = _parsed(_encoded(with_numbered_references(text)), _RECOVERING)
    if root is None:
        raise ParseError(None, "not_a_feed", "this is not XML that can be read")
    etree.strip_elements(root, etree.Entity, with_tail=False)  # they are no elements
    return read(root, recovered=True, truncated=truncated)


def _parser(*, recover: bool) -> etree.XMLParser:
    """Return a parser that can reach nothing, and whose work is bounded."""
    return etree.XMLParser(
        encoding="utf-8",  # we decoded already: the declaration has no say
        recover=recover,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,  # depth 256, 10 MB a text node
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )


_STRICT, _RECOVERING = _parser(recover=False), _parser(recover=True)


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _parsed(data: bytes, parser: etree.XMLParser) -> etree._Element | None:
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return None


_SECTION_TAGS = 4
"""What a CDATA section costs to repair, in tags (1.2 million empty ones took half the deadline)."""


def _within_tags(text: str) -> str:
    """Cut a document after `MAX_TAGS` tags: none of 15 MiB that means anything has as many."""
    if len(text) <= MAX_TAGS or text.count("<") <= MAX_TAGS:
        return text
    left, place = MAX_TAGS, 0
    for start, end in chain(cdata_sections(text), [(len(text), len(text))]):
        tags = text.count("<", place, start) + _SECTION_TAGS
        if tags > left:
            ends = range(place, start + 1)
            cut = bisect_left(ends, left, key=lambda end: text.count("<", place, end))
            return text[: min(place + cut - 1, start)]
        left -= tags
        place = end
    return text


def _has_c1(text: str, data: bytes) -> bool:
    if "#" in text and _C1_REFERENCE.search(text):
        return True
    return b"\xc2" in data and _C1.search(data) is not None


def _without_c1(text: str) -> str:
    """Read the controls U+0080-9F as the windows-1252 characters they were meant to be.

    Source: WHATWG HTML §13.2.5.80, numeric character reference end state.
    """
    text = _C1_REFERENCE.sub(
        lambda found: _WINDOWS_1252[number_of(found[0][2:-1])], text, count=MAX_AMPERSANDS
    )
    for code, character in _WINDOWS_1252.items():  # quicker than `translate` beyond ASCII
        text = text.replace(chr(code), character)
    return text


def _without_doctype(text: str) -> str:
    """Drop the document type; refuse one that declares general entities."""
    prolog = _PROLOG.match(text)
    start = prolog.end() if prolog else 0
    found = _DOCTYPE.match(text, start)
    if found is None:
        return text
    if found[1] and _GENERAL_ENTITY.search(found[1]):
        raise ParseError(
            None,
            "malformed",
            "refused: entity declarations",
            "no feed needs them; ask the publisher to leave them out",
        )
    return text[:start] + text[found.end() :]


def _repaired(text: str) -> str:
    """Mend what can be mended without losing a character of the text."""
    text = _DECLARATION.sub("", without_junk_before(text), count=1)
    return mended(_without_doctype(text))
