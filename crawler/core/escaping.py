"""Foreign text made harmless for the place it is shown in: terminal, header, link, cell, chat.

Titles and texts come from strangers. Each is escaped where it leaves the house, by the rules of
the format it goes into; HTML is escaped by the templates themselves.
"""

import re
from urllib.parse import urlsplit

_SURROGATES = range(0xD800, 0xE000)
_CONTROLS = [*range(0x20), 0x7F, *range(0x80, 0xA0), 0x2028, 0x2029]
_NO_XML = [0xFFFE, 0xFFFF]  # no characters at all; XML 1.0 §2.2 forbids them
_BIDI = [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]
"""Overrides, embeddings and isolates, which can make a text read as another (Unicode TR 36 §2.7,
"Trojan source"). The plain marks U+200E and U+200F stay: Arabic and Hebrew need them."""

_TO_SPACE = dict.fromkeys([*_CONTROLS, *_BIDI], " ") | dict.fromkeys(
    [*_SURROGATES, *_NO_XML], "\ufffd"
)
_KEEPING_LINES = {key: value for key, value in _TO_SPACE.items() if key != ord("\n")}
_VISIBLE = {point: f"\\x{point:02x}" for point in _CONTROLS if chr(point) not in "\t\n"} | {
    point: f"\\u{point:04x}" for point in [0x2028, 0x2029, *_BIDI, *_SURROGATES]
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MARKDOWN = re.compile(r"([\\*_~`|>#\[\]()<-])")
_UNSEEN = "\u200b"
"""Breaks a word, and is not seen."""
_LONGEST_URL = 2_048


def harmless(text: str) -> str:
    """Return ``text`` with controls and bidi overrides as spaces, as long as it was.

    One character for one: offsets into the text stay true. Lines are lost.
    """
    return text.translate(_TO_SPACE)


def harmless_lines(text: str) -> str:
    """Return ``text`` as ``harmless`` does, but with its lines kept."""
    return text.translate(_KEEPING_LINES)


def one_line(text: str, longest: int) -> str:
    """Return ``text`` fit for a header or a title: one line of at most ``longest`` code points."""
    line = " ".join(harmless(text).split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def for_terminal(text: str) -> str:
    """Return ``text`` for a terminal: controls, escapes and bidi overrides become visible."""
    return text.translate(_VISIBLE)


def web_link(url: str | None) -> str | None:
    """Return ``url`` if it is safe as the target of a link: http or https, no odd characters."""
    if url is None or len(url) > _LONGEST_URL or harmless(url) != url or " " in url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:  # such as "http://[::1"
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None


def csv_cell(text: str) -> str:
    """Return ``text`` so that no spreadsheet takes it for a formula (OWASP, CSV injection)."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def markdown_text(text: str) -> str:
    """Return ``text`` for a chat that reads Markdown: marks escaped, mentions broken.

    A line that is nothing but a link stays one.
    """
    return "\n".join(map(_markdown_line, text.split("\n")))


def unpinged(text: str) -> str:
    """Return ``text`` for a chat that reads plain text: nobody is called by what a stranger wrote.

    A line that is nothing but a link stays one.
    """
    return "\n".join(map(_unpinged_line, text.split("\n")))


def unbracketed(text: str) -> str:
    """Return ``text`` for a chat that finds links and mentions in angle brackets: there are none."""
    return text.replace("<", f"<{_UNSEEN}")


def _markdown_line(line: str) -> str:
    return _unpinged_line(line if web_link(line) else _MARKDOWN.sub(r"\\\1", line))


def _unpinged_line(line: str) -> str:
    # RFC 3986 §2.1: the same address, and no mention
    return line.replace("@", "%40" if web_link(line) else f"@{_UNSEEN}")
