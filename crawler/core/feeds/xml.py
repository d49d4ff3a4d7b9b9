"""Text to an XML tree, as damaged as it may be, with every door to the outside locked.

    strict  >  repaired, then strict  >  repaired, then recovered by libxml2

About one public feed in twenty is not well-formed; the repairs keep its text whole where
recovery alone would lose what follows the fault.
"""

import re
from dataclasses import dataclass
from html.entities import html5

from lxml import etree

from crawler.core.feeds.names import NAMESPACES
from crawler.model.errors import ParseError

_PROLOG = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]{0,1000}(?:\[(.*?)\]\s*)?>", re.DOTALL | re.IGNORECASE)
_GENERAL_ENTITY = re.compile(r"<!ENTITY\s+[^%\s]", re.IGNORECASE)
_ROOT = re.compile(
    r"<(?:\?xml\b|!DOCTYPE\b|(?:[\w\-]{1,20}:)?(?:rss|rdf|feed|channel|urlset|sitemapindex|opml)\b)",
    re.IGNORECASE,
)
_DECLARATION = re.compile(r"<\?xml[^>]{0,500}\?>", re.IGNORECASE)
_OPENING = re.compile(r"<([A-Za-z_][\w.\-]*(?::[\w.\-]+)?)")
_CDATA_START, _CDATA_END = "<![CDATA[", "]]>"
_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)(#?[A-Za-z0-9]{1,32};)?")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_CONTROLS = bytes({*range(32)} - {9, 10, 13})
_STRAY_LESS = re.compile(r"<(?![A-Za-z_/!?])")
_TAG_PREFIX = re.compile(r"<([A-Za-z_][\w.\-]{0,40}):")
_ATTRIBUTE_PREFIX = re.compile(r"\s([A-Za-z_][\w.\-]{0,40}):[\w.\-]{1,60}=")
_DECLARED_PREFIX = re.compile(r"xmlns:([\w.\-]{1,40})\s{0,8}=")
_C1_REFERENCE = re.compile(r"&#(?:1(?:2[89]|[345]\d)|[xX]0{0,4}[89][0-9a-fA-F]);")
_C1 = re.compile(rb"\xc2[\x80-\x9f]")  # in UTF-8, where a search for one byte is quick
_C1_CHARACTER = re.compile("[\x80-\x9f]")
_PREFIXES = {prefix: uri for uri, prefix in reversed(NAMESPACES.items())}
_LAST_CHARACTER = 0x10FFFF


@dataclass(frozen=True, slots=True)
class Tree:
    """A document read."""

    root: etree._Element
    recovered: bool
    """It was not well-formed, even repaired."""
    truncated: bool
    """Its end is missing."""
    has_bases: bool
    """Some element has an xml:base."""


def read_tree(text: str) -> Tree:
    """Parse a decoded document.

    Raises:
        ParseError: there is no element in it, or it declares entities (refused: such a document
            can be made to grow without bounds, and no feed needs them).
    """
    has_bases = "xml:base" in text
    text = _without_doctype(text)
    root = _strict(text)
    if root is not None:
        return Tree(root, recovered=False, truncated=False, has_bases=has_bases)
    for repair in (_repaired, _with_prefixes):
        text = repair(text)
        root = _strict(text)
        if root is not None:
            return Tree(root, recovered=False, truncated=False, has_bases=has_bases)
    text, truncated = _without_torn_end(text)
    root = _parsed(text, _parser(recover=True))
    if root is None:
        raise ParseError(None, "not_a_feed", "this is not XML that can be read")
    return Tree(root, recovered=True, truncated=truncated, has_bases=has_bases)


def _strict(text: str) -> etree._Element | None:
    return _parsed(text, _parser(recover=False))


def _parsed(text: str, parser: etree.XMLParser) -> etree._Element | None:
    data = text.encode("utf-8", "replace")
    if ("&#" in text and _C1_REFERENCE.search(text)) or _C1.search(data):
        data = _without_c1(text).encode("utf-8", "replace")
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return None


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


def _without_c1(text: str) -> str:
    """Read the controls U+0080-9F as the windows-1252 characters they were meant to be.

    Source: WHATWG HTML §13.2.5.80, numeric character reference end state.
    """
    text = _C1_REFERENCE.sub(lambda found: _windows_1252(_number(found[0][2:-1])), text)
    return _C1_CHARACTER.sub(lambda found: _windows_1252(ord(found[0])), text)


def _windows_1252(number: int) -> str:
    return bytes([number]).decode("cp1252", "ignore")


def _number(digits: str) -> int:
    return int(digits[1:], 16) if digits[0] in "xX" else int(digits)


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
    root = _ROOT.search(text)
    if root:
        text = text[root.start() :]
    text = _DECLARATION.sub("", text, count=1)
    text = _without_doctype(text)
    if _is_soiled(text):
        text = _FORBIDDEN.sub("", text)
    pieces = _around_cdata(text)
    pieces[::2] = (_STRAY_LESS.sub("&lt;", _AMPERSAND.sub(_entity, piece)) for piece in pieces[::2])
    return _without_tail("".join(pieces))


def _is_soiled(text: str) -> bool:
    """Tell, quicker than a pattern could, whether there are characters XML forbids."""
    data = text.encode("utf-8", "replace")
    return len(data.translate(None, _CONTROLS)) < len(data) or "\ufffe" in text or "\uffff" in text


def _around_cdata(text: str) -> list[str]:
    """Split a document into what stands outside and, at odd places, inside of CDATA sections."""
    pieces, place = [], 0
    while (start := text.find(_CDATA_START, place)) >= 0:
        end = text.find(_CDATA_END, start)
        end = len(text) if end < 0 else end + len(_CDATA_END)
        pieces += [text[place:start], text[start:end]]
        place = end
    return [*pieces, text[place:]]


def _entity(found: re.Match[str]) -> str:
    """Return the character of an HTML entity; a bare ampersand is escaped."""
    name = found[1]
    if name is None:
        return "&amp;"
    if name[0] == "#":
        return _character(name[1:-1], found[0])
    character = html5.get(name)
    return "&amp;" + name if character is None else character


def _character(digits: str, reference: str) -> str:
    try:
        number = _number(digits)
    except ValueError:
        return "&amp;" + reference[1:]
    if number > _LAST_CHARACTER or _FORBIDDEN.match(chr(number)):
        return ""
    return reference


def _without_tail(text: str) -> str:
    """Cut what follows the end of the root element."""
    opening = _OPENING.search(text)
    if opening is None:
        return text
    end = text.rfind(f"</{opening[1]}")
    close = text.find(">", end) if end >= 0 else -1
    return text[: close + 1] if close >= 0 else text


def _with_prefixes(text: str) -> str:
    """Declare, on the root element, the prefixes that nothing declares."""
    outside_cdata = "".join(_around_cdata(text)[::2])
    used = {*_TAG_PREFIX.findall(outside_cdata), *_ATTRIBUTE_PREFIX.findall(outside_cdata)}
    missing = sorted(used - {"xml", "xmlns", *_DECLARED_PREFIX.findall(outside_cdata)})
    opening = _OPENING.search(text)
    if not missing or opening is None:
        return text
    declarations = "".join(
        f' xmlns:{prefix}="{_PREFIXES.get(prefix, "urn:undeclared:" + prefix)}"'
        for prefix in missing
    )
    return text[: opening.end()] + declarations + text[opening.end() :]


def _without_torn_end(text: str) -> tuple[str, bool]:
    """Cut a document that breaks off back to its last complete element; tell whether it did."""
    opening = _OPENING.search(text)
    if opening is None or text.rstrip().endswith(f"</{opening[1]}>"):
        return text, False
    for start, end in ((_CDATA_START, _CDATA_END), ("<!--", "-->")):
        last = text.rfind(start)
        if last > text.rfind(end):
            text = text[:last]
    closing = text.rfind("</")
    while closing >= 0 and text.find(">", closing) < 0:
        closing = text.rfind("</", 0, closing)
    empty = text.rfind("/>")
    opened = text.rfind("<", 0, empty) if empty >= 0 else -1
    last = max(closing, opened if ">" not in text[opened:empty] else -1)
    if last < 0:  # nothing is complete: leave out the element that is being written
        return text[: text.rfind("<")], True
    return text[: text.find(">", last) + 1], True
