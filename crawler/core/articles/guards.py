"""What is refused or made harmless before a parser sees it.

Lexbor's time grows with the square of the nesting depth (measured: 5,000 deep 0.05 s, 20,000 deep
0.8 s, 50,000 deep 8 s) and unclosed formatting elements are opened again in every paragraph (HTML
Standard, "reconstruct the active formatting elements"), so both are cut down in the text.
"""

import re
from collections import defaultdict
from collections.abc import Iterable

from crawler.model.errors import ExtractError

MAX_BYTES = 5_000_000
"""Larger pages are cut down to their markup; what is still larger is refused."""
SNIFF_BYTES = 1_024
MAX_SCRIPT_CHARS = 1_000_000
"""A JSON-LD script longer than this is dropped with the others."""
UNCHECKED_TAGS = 2_000
"""A page with fewer tags cannot do harm by them."""
UNCHECKED_DEPTH = 3_000
"""Opening tags that may all nest: Lexbor takes 0.02 s for it."""
MAX_DEPTH = 600
"""Open elements counted below each other; estimated, real pages reach 500."""
LONG_TAG_CHARS = 16_000
MAX_ATTRIBUTES = 500
"""Of one element: a parser compares each with all others."""
UNCHECKED_UNCLOSED = 1_000
"""Opening tags without closing ones, void elements included, that no parser minds."""
MAX_UNCLOSED_FORMATTING = 100
MAX_LOOKS = 10_000
"""Elements for bold, italics and their like; the largest of 175 news pages has 4,000 in all."""

_MAGIC = {
    b"%PDF": "a PDF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"RIFF": "a picture or a sound",
    b"PK\x03\x04": "an archive or an office document",
    b"\xd0\xcf\x11\xe0": "an office document",
    b"\x1f\x8b": "compressed data",
    b"\x00\x00\x00": "a video",
    b"ID3": "a sound",
}
_DATA_ADDRESS = re.compile(rb"data:[\w/+.-]{1,40};base64,[A-Za-z0-9+/=]{1000,}")
_ENDLESS_TEXT = re.compile(rb"(?<=>)[^<>]{200000,}")
_OTHER_TYPES = re.compile(
    r"\s*(image|audio|video|font|application/(?:pdf|zip|json|octet-stream))", re.IGNORECASE
)
_WIDE_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_TAG_NAME = re.compile(r"<(/?[a-zA-Z][\w:-]{0,40})")
_TAG = re.compile(_TAG_NAME.pattern + "[^<>]*>")
_UNCOUNTED = frozenset(
    # void elements, and those whose end tag is implied by the next of their kind
    "area base br col embed hr img input link meta param source track wbr p li dt dd tr td th"
    " thead tbody option html head body"
    # drawings: written self-closed
    " path circle rect line polygon polyline ellipse use stop image animate".split()
)
_LOOKS = "b big code em font i nobr s small strike strong tt u".split()
_LOOKS_ENDS = [f"</{name}>" for name in _LOOKS]
_LOOKS_TAGS = re.compile(rf"</?(?:{'|'.join(_LOOKS)})(?![\w:-])[^<>]*>")
_FORMATTING = ["a", *_LOOKS]
_FORMATTING_TAGS = re.compile(rf"</?(?:{'|'.join(_FORMATTING)})(?![\w:-])[^<>]*>", re.IGNORECASE)


def check_is_page(data: bytes, content_type: str | None, url: str) -> None:
    """Refuse what is no HTML page.

    Raises:
        ExtractError: nothing, or a file of another kind.
    """
    if not data.strip():
        raise ExtractError(url, "the page is empty")
    start = data[:SNIFF_BYTES]
    kind = next((kind for magic, kind in _MAGIC.items() if start.startswith(magic)), None)
    if kind is None and b"\0" in start and not _is_wide(start):
        kind = "binary data"
    if kind is None and content_type and b"<" not in start:
        declared = _OTHER_TYPES.match(content_type)
        kind = f"declared as {declared[1]}" if declared else None
    if kind:
        raise ExtractError(url, f"not an HTML page but {kind}")
    lowered = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<html" not in lowered and any(
        root in lowered for root in (b"<rss", b"<feed", b"<rdf:rdf")
    ):
        raise ExtractError(url, "not an HTML page but a feed")


def within_size(data: bytes, url: str) -> bytes:
    """Return a page of at most `MAX_BYTES`.

    One that is larger loses its scripts and styles, then pictures written into it, then texts
    without a tag that are longer than any paragraph.

    Raises:
        ExtractError: it is too large even so.
    """
    if len(data) <= MAX_BYTES:
        return data
    size = len(data)
    for name in (b"script", b"style"):
        data = _without_elements(data, name)
    for ballast in (_DATA_ADDRESS, _ENDLESS_TEXT):
        if len(data) > MAX_BYTES:
            data = ballast.sub(b" ", data)
    if len(data) > MAX_BYTES:
        raise ExtractError(url, f"the page has {size:,} bytes, more than {MAX_BYTES:,}")
    return data


def flattened(html: str) -> str:
    """Return a page whose shape a parser takes in its stride; nearly always the page itself."""
    if _has_long_tag(html):
        html = _without_long_tags(html)
    tags = html.count("<")
    if tags <= UNCHECKED_TAGS:
        return html
    closing = html.count("</")
    if tags - closing <= UNCHECKED_DEPTH and tags - 2 * closing <= UNCHECKED_UNCLOSED:
        return html
    if tags > MAX_LOOKS and sum(map(html.count, _LOOKS_ENDS)) > MAX_LOOKS:
        html = _LOOKS_TAGS.sub("", html)  # bold and italics do not tell what is the article
    nesting = _Nesting()
    nesting.count(_TAG_NAME.findall(html))
    if nesting.unclosed_formatting() > MAX_UNCLOSED_FORMATTING:
        html = _FORMATTING_TAGS.sub(" ", html)
    return _cut_below(html, MAX_DEPTH) if nesting.deepest > MAX_DEPTH else html


def _is_wide(start: bytes) -> bool:
    """Tell whether the text has two or four bytes a character: UTF-16, UTF-32."""
    return start.startswith(_WIDE_BOMS) or start[:2] in (b"<\0", b"\0<")


def _without_elements(data: bytes, name: bytes) -> bytes:
    """Cut out every element of a name, in linear time; JSON-LD of a sane size stays."""
    lowered = data.lower()
    kept: list[bytes] = []
    at = 0
    while (start := lowered.find(b"<" + name, at)) >= 0:
        end = lowered.find(b"</" + name, start)
        end = len(data) if end < 0 else end
        is_data = b"ld+json" in lowered[start : start + 200] and end - start <= MAX_SCRIPT_CHARS
        kept.append(data[at:end] if is_data else data[at:start])
        at = end + (0 if is_data else len(name) + 3)  # the length of </name>
        if is_data:
            kept.append(data[at : at + len(name) + 3])
            at += len(name) + 3
    kept.append(data[at:])
    return b"".join(kept)


def _has_long_tag(html: str) -> bool:
    """Tell whether some tag goes on for long, looking at few places only.

    A long tag holds a whole window of half its length without an end of a tag, and the first such
    window begins less than a window after the tag does.
    """
    window = LONG_TAG_CHARS // 2
    for at in range(0, len(html) - window, window):
        if html.find(">", at, at + window) < 0:
            start = html.rfind("<", max(0, at - window), at + 1)
            is_tag = start >= 0 and html[start + 1 : start + 2].isalpha()
            if is_tag and html.find(">", start, start + LONG_TAG_CHARS) < 0:
                return True
    return False


def _without_long_tags(html: str) -> str:
    """Drop the attributes of elements that have too many."""
    pieces = html.split("<")
    changed = False
    for index in [at for at, piece in enumerate(pieces) if len(piece) > LONG_TAG_CHARS]:
        tag, end, text = pieces[index].partition(">")
        is_long = len(tag) > LONG_TAG_CHARS and tag[0].isalpha()
        if is_long and len(words := tag.split()) > MAX_ATTRIBUTES:
            pieces[index] = f"{words[0]}{end}{text}"
            changed = True
    return "<".join(pieces) if changed else html


class _Kinds(dict[str, int]):
    """A number for every name of an element, by the tag's spelling: computed once for each.

    The end tag has the negative of it; 0 stands for elements that are not counted.
    """

    def __missing__(self, tag: str) -> int:
        name = tag.lower()
        if name[0] == "/":
            kind = -self[name[1:]]
        elif name != tag:
            kind = self[name]
        else:
            kind = 0 if name in _UNCOUNTED else len(self) + 1
        self[tag] = kind
        return kind


class _Nesting:
    """How deeply elements nest, estimated from the names of their tags alone.

    As in a parser, an end tag closes nothing unless an element of its name is open.
    """

    def __init__(self) -> None:
        self.kinds = _Kinds()
        self.open: defaultdict[int, int] = defaultdict(int)
        self.depth = self.deepest = 0

    def count(self, tags: Iterable[str]) -> None:
        """Follow tags, end tags with their slash, in document order."""
        opened, depth, deepest = self.open, self.depth, self.deepest
        for kind in map(self.kinds.__getitem__, tags):
            if kind > 0:
                opened[kind] += 1
                depth += 1
                if depth > deepest:  # noqa: PLR1730 - a call for each of 10^5 tags
                    deepest = depth
            elif kind and opened[-kind]:
                opened[-kind] -= 1
                depth -= 1
        self.depth, self.deepest = depth, deepest

    def unclosed_formatting(self) -> int:
        """Count the formatting elements that are still open."""
        return sum(self.open[self.kinds[name]] for name in _FORMATTING)


def _cut_below(html: str, limit: int) -> str:
    """Drop the tags of elements opened deeper than ``limit``; a line break stands for each."""
    nesting = _Nesting()

    def kept(tag: re.Match[str]) -> str:
        before = nesting.depth
        nesting.count((tag[1],))
        is_shallow = max(before, nesting.depth) <= limit
        return tag[0] if is_shallow or not nesting.kinds[tag[1]] else "<br>"

    return _TAG.sub(kept, html)
