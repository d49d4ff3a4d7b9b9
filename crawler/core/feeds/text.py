"""Texts of feeds: markup to plain text, names, and HTML whose links are absolute."""

import hashlib
import re
from collections.abc import Iterable
from html import escape, unescape
from itertools import islice

from crawler.core.feeds.limits import (
    MAX_AUTHOR_CHARS,
    MAX_AUTHORS,
    MAX_ID_CHARS,
    MAX_LINKS,
    MAX_PICTURE_SIZES,
    MAX_TITLE_CHARS,
)
from crawler.core.urls import join

_TAG = re.compile(
    r"</?(?:a|abbr|acronym|b|big|blockquote|br|center|cite|code|del|dfn|div|em|font|h[1-6]|hr|i|img"
    r"|ins|kbd|li|mark|nobr|ol|p|pre|q|s|samp|small|span|strike|strong|sub|sup|table|tbody|td|th|tr"
    r"|tt|u|ul|var|wbr|script|style|iframe)(?:[\s/][^<>]{0,4000})?>|<!--[^<>]{0,4000}-->",
    re.IGNORECASE,
)
_BLOCKS = re.compile(r"</?(?:br|p|div|li|tr|h[1-6])\b", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_MAILBOX = re.compile(r"[^\s@<>()]{1,64}@[^\s@<>()]{1,255}")
_LINKS = ("href", "src", "poster", "cite", "background", "longdesc")
_LINKING = re.compile(rf"(?:{'|'.join(_LINKS)}|srcset)\s*=")
_OPEN_TAG = re.compile(r"<[a-zA-Z][^<>]*>")
_LINK = re.compile(
    r"""(\s(?:href|src|poster|cite|background|longdesc|data-src)\s*=\s*)("[^"]*"|'[^']*'|[^\s"'>]+)""",
    re.IGNORECASE,
)
_SRCSET = re.compile(r"""(\ssrcset\s*=\s*)("[^"]*"|'[^']*')""", re.IGNORECASE)
_MAX_DIGITS = 15  # of any count or size that makes sense
_MAX_TAGS = 200  # that a title can have and still be one; where there are more, they stay
_HAS_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.\-]*:")


def collapse(text: str) -> str:
    """Trim a text and make every run of white space one blank."""
    return " ".join(text.split())


def valid(text: str) -> str:
    """Replace what may not be stored: control characters vanish, lone surrogates become U+FFFD.

    For texts that did not come through XML, which has none of them.
    """
    if text.isprintable():
        return text
    return _FORBIDDEN.sub(lambda found: "\ufffd" if "\ud800" <= found[0] <= "\udfff" else "", text)


def plain(text: str | None, limit: int = MAX_TITLE_CHARS) -> str | None:
    """Turn a title or label into plain text: no tags, entities decoded, even if escaped twice.

    Args:
        text: what remains when the XML or JSON is read; it may still be HTML.
        limit: in characters, of the result.

    Returns:
        One line, or None when nothing is left.
    """
    if not text:
        return None
    text = text[: 4 * limit]
    if "<" in text or "&" in text:
        text = _decoded(text)
    return " ".join(text.split())[:limit] or None


def _decoded(text: str) -> str:
    text = unescape(_without_tags(text))
    if _ENTITY.search(text):  # escaped twice
        text = unescape(text)
    return _without_tags(text)


def _without_tags(text: str) -> str:
    return _TAG.sub(_gap, text) if 0 < text.count("<") <= _MAX_TAGS else text


def _gap(found: re.Match[str]) -> str:
    return " " if _BLOCKS.match(found[0]) else ""


def identifier(text: str | None) -> str | None:
    """Trim an entry's id; one too long to store becomes its SHA-256."""
    text = text.strip() if text else ""
    if len(text) > MAX_ID_CHARS:
        return "sha256:" + hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    return text or None


def authors(names: Iterable[str | None]) -> str | None:
    """Join authors with ", ", each once; a mail address only where there is no name.

    Understands ``mail (Name)`` of RSS and ``Name <mail>``.
    """
    found: dict[str, None] = {}
    for name in islice(names, MAX_AUTHORS):
        if name and (author := _author(name)):
            found[author] = None
    return ", ".join(found)[:MAX_AUTHOR_CHARS].rstrip(", ") or None


def _author(text: str) -> str | None:
    if "@" not in text:
        return plain(text, MAX_AUTHOR_CHARS)
    text = plain(text, 2 * MAX_AUTHOR_CHARS) or ""
    name = collapse(_MAILBOX.sub(" ", text).replace("mailto:", "")).strip(" ()<>[],;:\"'")
    return (name or text.strip(" <>()"))[:MAX_AUTHOR_CHARS] or None


def whole(text: str | None) -> int | None:
    """Read a whole number of at most `_MAX_DIGITS` ASCII digits, else None."""
    if not text:
        return None
    text = text.strip()
    usable = text.isascii() and text.isdigit() and len(text) <= _MAX_DIGITS
    return int(text) if usable else None


def escaped(text: str) -> str:
    """Make HTML of plain text."""
    return escape(text, quote=False) if "&" in text or "<" in text or ">" in text else text


def markup(text: str, base: str | None, limit: int) -> str | None:
    """Prepare an HTML fragment for storing: cut, valid, links absolute.

    Args:
        text: the fragment; not sanitised here, nor later than before it is shown.
        base: what its relative links refer to.
        limit: in characters.
    """
    text = text[:limit].strip()
    if base is not None and "<" in text and _has_relative_link(text):
        text = _OPEN_TAG.sub(lambda tag: _tag_with_absolute_links(tag[0], base), text)
    return text or None


def has_countless_links(text: str) -> bool:
    """Tell whether a document has more than `MAX_LINKS` links: resolving them would take too long."""
    if len(text) <= MAX_LINKS or text.count("=") <= MAX_LINKS:
        return False
    text = text.lower()
    if sum(map(text.count, _LINKS)) <= MAX_LINKS:  # ten times as quick as the pattern
        return False
    return next(islice(_LINKING.finditer(text), MAX_LINKS, None), None) is not None


def _has_relative_link(text: str) -> bool:
    """Tell, by counting, whether some link of the fragment may not begin with http."""
    links = text.count("href") + text.count("src")
    absolute = text.count('href="http') + text.count('src="http') + text.count('srcset="http')
    return links != absolute or "HREF" in text or "SRC" in text or "poster" in text


def _tag_with_absolute_links(tag: str, base: str) -> str:
    tag = _LINK.sub(lambda link: link[1] + _absolute(link[2], base), tag)
    if "srcset" in tag.lower():
        tag = _SRCSET.sub(lambda link: link[1] + _absolute_set(link[2], base), tag)
    return tag


def _absolute(quoted: str, base: str) -> str:
    quote = quoted[0] if quoted[0] in "\"'" else ""
    value = quoted.strip(quote) if quote else quoted
    link = value.strip()
    if not link or _HAS_SCHEME.match(link):
        return quoted
    url = join(base, unescape(link))
    quote = quote or '"'
    return quoted if url is None else quote + escape(url, quote=True) + quote


def _absolute_set(quoted: str, base: str) -> str:
    """Resolve the addresses of a srcset: ``a.jpg 1x, b.jpg 2x``."""
    stated = quoted[1:-1].split(", ")
    if len(stated) > MAX_PICTURE_SIZES:
        return quoted
    candidates = [_first_absolute(candidate.split(), base) for candidate in stated]
    return quoted[0] + ", ".join(candidates) + quoted[0]


def _first_absolute(words: list[str], base: str) -> str:
    if words and not _HAS_SCHEME.match(words[0]):
        words[0] = join(base, words[0]) or words[0]
    return " ".join(words)
