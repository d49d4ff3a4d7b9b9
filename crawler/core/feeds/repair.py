"""Repairs of damaged XML, on its text, that lose none of what it says.

About one public feed in twenty is not well-formed: bare ampersands, HTML entities, undeclared
prefixes, junk around the document. Whatever the text, a repair takes time in proportion to it.
"""

import re
from collections.abc import Iterator
from html.entities import html5
from itertools import islice

from crawler.core.feeds.limits import (
    MAX_AMPERSANDS,
    MAX_ATTRIBUTES,
    MAX_MISSING_PREFIXES,
    MAX_NODE_CHARS,
)
from crawler.core.feeds.names import NAMESPACES

_OPENING = re.compile(r"<([A-Za-z_][\w.\-]*(?::[\w.\-]+)?)")
_ROOT = re.compile(
    r"<(?:\?xml\b|!DOCTYPE\b|(?:[\w\-]{1,20}:)?(?:rss|rdf|feed|channel|urlset|sitemapindex|opml)\b)",
    re.IGNORECASE,
)
_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)(#?[A-Za-z0-9]{1,32};)?")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_CONTROLS = bytes({*range(32)} - {9, 10, 13})
_STRAY_LESS = re.compile(r"<(?![A-Za-z_/!?])")
_LONG_NODE = re.compile(rf"(?:\A|<)[^<]{{{2 * MAX_ATTRIBUTES},}}")
_TAG_PREFIX = re.compile(r"<([A-Za-z_][\w.\-]{0,40}):")
_ATTRIBUTE_PREFIX = re.compile(r"\s([A-Za-z_][\w.\-]{0,40}):[\w.\-]{1,60}=")
_DECLARED_PREFIX = re.compile(r"xmlns:([\w.\-]{1,40})\s{0,8}=")
_PREFIXES = {prefix: uri for uri, prefix in reversed(NAMESPACES.items())}
_CDATA_START, _CDATA_END = "<![CDATA[", "]]>"
_NUMBERS = {
    "&amp;": "&#38;",
    "&lt;": "&#60;",
    "&gt;": "&#62;",
    "&quot;": "&#34;",
    "&apos;": "&#39;",
}
_LAST_CHARACTER = 0x10FFFF


def without_junk_before(text: str) -> str:
    """Cut what stands before the document: warnings of a server, blank lines."""
    root = _ROOT.search(text)
    return text[root.start() :] if root else text


def mended(text: str) -> str:
    """Escape what is no markup, know HTML's entities, drop forbidden characters and the tail.

    A document with more than `MAX_AMPERSANDS` faults ends at the last of these.
    """
    if text.count("&") > MAX_AMPERSANDS:
        faults = islice(_AMPERSAND.finditer(text), MAX_AMPERSANDS, None)
        last = next(faults, None)
        text = text[: last.start()] if last else text
    pieces = around_cdata(_allowed(text))
    pieces[::2] = (_STRAY_LESS.sub("&lt;", _AMPERSAND.sub(_entity, piece)) for piece in pieces[::2])
    if len(text) > MAX_NODE_CHARS:
        pieces[::2] = (_LONG_NODE.sub(_short_node, piece) for piece in pieces[::2])
        pieces[1::2] = map(_short_section, pieces[1::2])
    return _without_tail("".join(pieces))


def with_prefixes(text: str) -> str:
    """Declare, on the root element, the prefixes that nothing declares."""
    outside_cdata = "".join(around_cdata(text)[::2])
    used = {*_TAG_PREFIX.findall(outside_cdata), *_ATTRIBUTE_PREFIX.findall(outside_cdata)}
    missing = used - {"xml", "xmlns", *_DECLARED_PREFIX.findall(outside_cdata)}
    opening = _OPENING.search(text)
    if not missing or opening is None or len(missing) > MAX_MISSING_PREFIXES:
        return text
    declarations = "".join(
        f' xmlns:{prefix}="{_PREFIXES.get(prefix, "urn:undeclared:" + prefix)}"'
        for prefix in sorted(missing)
    )
    return text[: opening.end()] + declarations + text[opening.end() :]


def with_numbered_references(text: str) -> str:
    """Write the five references of XML as numbers, which libxml2's recovery does not lose."""
    pieces = around_cdata(text)
    for reference, number in _NUMBERS.items():
        pieces[::2] = [piece.replace(reference, number) for piece in pieces[::2]]
    return "".join(pieces)


def without_torn_end(text: str) -> tuple[str, bool]:
    """Cut a document that breaks off back to its last complete element; tell whether it did."""
    opening = _OPENING.search(text)
    if opening is None or text.rstrip().endswith(f"</{opening[1]}>"):
        return text, False
    for start, end in ((_CDATA_START, _CDATA_END), ("<!--", "-->")):
        last = text.rfind(start)
        if last > text.rfind(end):
            text = text[:last]
    closing = text.rfind("</", 0, text.rfind(">") + 1)
    empty = text.rfind("/>")
    opened = text.rfind("<", 0, empty) if empty >= 0 else -1
    last = max(closing, opened if ">" not in text[opened:empty] else -1)
    if last < 0:  # nothing is complete: leave out the element that is being written
        return text[: text.rfind("<")], True
    return text[: text.find(">", last) + 1], True


def around_cdata(text: str) -> list[str]:
    """Split a document into what stands outside and, at odd places, inside of CDATA sections."""
    pieces, place = [], 0
    for start, end in cdata_sections(text):
        pieces += [text[place:start], text[start:end]]
        place = end
    return [*pieces, text[place:]]


def cdata_sections(text: str) -> Iterator[tuple[int, int]]:
    """Yield where CDATA sections begin and end; one that is not closed ends with the text."""
    end = 0
    while (start := text.find(_CDATA_START, end)) >= 0:
        end = text.find(_CDATA_END, start)
        end = len(text) if end < 0 else end + len(_CDATA_END)
        yield start, end


def number_of(digits: str) -> int:
    """Read the digits of a character reference, ``38`` or ``x26``.

    Raises:
        ValueError: they are not.
    """
    return int(digits[1:], 16) if digits[0] in "xX" else int(digits)


def _allowed(text: str) -> str:
    """Drop the characters XML forbids, quicker than a pattern could."""
    data = text.encode("utf-8", "replace").translate(None, _CONTROLS)
    return data.decode().replace("\ufffe", "").replace("\uffff", "")


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
        number = number_of(digits)
    except ValueError:
        return "&amp;" + reference[1:]
    if number > _LAST_CHARACTER or _FORBIDDEN.match(chr(number)):
        return ""
    return reference


def _short_node(found: re.Match[str]) -> str:
    """Cut a tag and the text after it, so that one giant costs its own element only.

    libxml2 ends a document at a text or attribute of 10 MB.
    """
    tag, end, text = found[0].partition(">") if found[0][0] == "<" else ("", "", found[0])
    if len(tag) > MAX_NODE_CHARS or tag.count("=") > MAX_ATTRIBUTES:
        tag = tag.split(None, 1)[0] + ("/" if tag.endswith("/") else "")
    return f"{tag}{end}{text[:MAX_NODE_CHARS]}"


def _short_section(section: str) -> str:
    if len(section) <= MAX_NODE_CHARS:
        return section
    return section[:MAX_NODE_CHARS] + _CDATA_END


def _without_tail(text: str) -> str:
    """Cut what follows the end of the root element."""
    opening = _OPENING.search(text)
    if opening is None:
        return text
    end = text.rfind(f"</{opening[1]}")
    close = text.find(">", end) if end >= 0 else -1
    return text[: close + 1] if close >= 0 else text
