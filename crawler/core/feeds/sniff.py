"""What a document is, from how it begins."""

import re
from enum import StrEnum


class Kind(StrEnum):
    """How a document is to be read."""

    EMPTY = "empty"
    JSON = "json"
    HTML = "html"
    XML = "xml"
    OTHER = "other"


_LOOKED_AT_CHARS = 65_536
_HTML_START = re.compile(
    r"(?:\s|<\?xml[^>]{0,500}>|<!--.{0,5000}?-->)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_ENTRY = re.compile(r"<(?:[\w\-]{1,20}:)?(?:item|entry)[\s>]", re.IGNORECASE)


def sniff(text: str) -> Kind:
    """Tell the kind of a decoded document."""
    start = text.lstrip("\ufeff \t\r\n")[:_LOOKED_AT_CHARS]
    if not start.strip("\0 "):
        return Kind.EMPTY
    if start[0] in "{[":
        return Kind.JSON
    if _HTML_START.match(start):
        return Kind.HTML
    return Kind.XML if "<" in start else Kind.OTHER


def has_entries(text: str) -> bool:
    """Tell whether a document has at least the start of an item."""
    return _ENTRY.search(text) is not None
