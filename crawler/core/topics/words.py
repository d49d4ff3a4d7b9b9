"""Folding and tokens: what the topic language takes for the same letter and for one word.

Normal form: NFKC, case folded, combining marks dropped from Latin letters only (й stays), ё to е,
ß to ss; everything that is neither letter nor digit nor a mark of one is a space. A token is a
run of letters and digits; a character of a script written without spaces is a token of its own,
so no segmenter is needed.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final

_MOST_MARKS: Final = 30
"""That belong to one character (UAX #15 §13, Stream-Safe Text Format)."""

LONE: Final = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f\u1780-\u17ff"  # Myanmar, Khmer
    "\u3005-\u3007\u303b\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\U0001aff0-\U0001b16f"  # Kana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han
    "\u1100-\u11ff\ua960-\ua97f\uac00-\ud7ff"  # Hangul
)
"""Inside of a character class: characters that are tokens of their own."""

_PLAIN: Final = (
    "\x00-\x7f\u0391-\u03a1\u03a4-\u03a9\u03b1-\u03c1\u03c3-\u03c9\u0400\u0402-\u0450\u0452-\u0481\u048a-\u052f"
    "\u05d0-\u05ea\u0621-\u063a\u0641-\u064a\u3041-\u3096\u30a1-\u30fa\u30fc\u4e00-\u9fef\uac00-\ud7a3"
)
"""Characters whose folding is their lower case, one to one (ASCII is finished by a table)."""

_RARE: Final = re.compile(f"[^{_PLAIN}]")
_LONE: Final = re.compile(f"[{LONE}]")
_TOKEN: Final = re.compile(f"[{LONE}]|[^ \n{LONE}]+")
_NEXT: Final = re.compile(f" *([{LONE}]|[^ \n{LONE}]+)")
_APOSTROPHES: Final = "\u02b9\u02bb\u02bc\u02bd"
"""Letters by category, apostrophes by use (Ukrainian м’яч): they split like any apostrophe."""

_JOINERS: Final = "\u00ad\u200c\u200d\u2060\ufeff"
"""Invisible inside a word: soft hyphen, (non-)joiner, word joiner, byte order mark."""

_ASCII: Final = bytes(
    ord(char.lower()) if (char := chr(code)).isalnum() else 32 for code in range(128)
)
_ASCII_CHARS: Final = dict(enumerate(_ASCII))
_ASCII_BYTES: Final = _ASCII + bytes(range(128, 256))
"""For UTF-8: bytes of other characters stay."""


_NO_LETTERS: Final = ("", " ", "\n")


def fold(text: str) -> str:
    """Return the normal form of a text, separators as spaces."""
    if text.isascii():
        return text.translate(_ASCII_CHARS)
    rare = set(_RARE.findall(text))
    if any(map(_extends, rare)):
        text = _clusters().sub(_fold_match, text)
    else:
        for char in rare:
            text = text.replace(char, fold_cluster(char))
    return text.lower().encode().translate(_ASCII_BYTES).decode()


@lru_cache(maxsize=1 << 14)  # more than all alphabets have; marks can be heaped without end
def fold_cluster(cluster: str) -> str:
    """Return the normal form of a character together with the marks that follow it."""
    folded = unicodedata.normalize("NFKC", cluster).casefold().lower()  # Cherokee folds to capitals
    kept: list[str] = []
    marks_stay = False
    for char in unicodedata.normalize("NFKC", folded):
        if unicodedata.category(char).startswith("M"):
            if (marks_stay or _LONE.match(char)) and not _is_variation(char):
                kept.append(char)
        elif char.isalnum() and char not in _APOSTROPHES:
            latin = unicodedata.name(char, "").startswith("LATIN")
            kept.append(
                unicodedata.normalize("NFD", char)[0] if latin else "е" if char == "ё" else char
            )
            marks_stay = not (latin or char.isdigit() or _LONE.match(char))
        elif char not in _JOINERS:
            kept.append(" ")
    if any(char != " " for char in kept) or not kept:
        return "".join(kept)
    return " " * len(cluster)


def tokens(folded: str, position: int = 0) -> list[tuple[int, int]]:
    """Return where each token of a folded text, from a position on, begins and ends."""
    return [match.span() for match in _TOKEN.finditer(folded, position)]


def token_starts(folded: str) -> list[int]:
    """Return where each token of a folded text begins."""
    return [match.start() for match in _TOKEN.finditer(folded)]


def end_of_tokens(folded: str, position: int, count: int) -> int:
    """Return where the last of so many tokens from a position on ends, or ``position``."""
    match = _run_of_tokens(count, "" if folded.isascii() else LONE).match(folded, position)
    return match.end() if match else position


def next_token(folded: str, position: int) -> tuple[int, int] | None:
    """Return the token after a position, unless the text or its field ends first."""
    match = _NEXT.match(folded, position)
    return match.span(1) if match else None


def is_lone(char: str) -> bool:
    """Return whether a folded character is a token of its own."""
    return not char.isascii() and _LONE.match(char) is not None


def joins(folded: str, position: int) -> bool:
    """Return whether the characters before and after a position belong to one token."""
    if not position or folded[position : position + 1] in _NO_LETTERS:
        return False
    pair = folded[position - 1 : position + 1]
    return pair[0] not in _NO_LETTERS and (pair.isascii() or _LONE.search(pair) is None)


def clusters(text: str) -> list[tuple[int, int, int]]:
    """Return the clusters whose folding changes their length: start, length, folded length."""
    if text.isascii():
        return []
    rare = set(_RARE.findall(text))
    if any(map(_extends, rare)):
        pattern = _clusters()
    elif changed := [char for char in rare if len(fold_cluster(char)) != 1]:
        pattern = re.compile(f"[{re.escape(''.join(changed))}]")  # no marks: a table's work
    else:
        return []
    found = ((match.start(), match[0]) for match in pattern.finditer(text))
    return [
        (start, len(cluster), len(folded))
        for start, cluster in found
        if len(folded := fold_cluster(cluster)) != len(cluster)
    ]


@cache
def _run_of_tokens(count: int, lone: str) -> re.Pattern[str]:
    """Return a pattern; without characters that are tokens of their own, it works in a third of the time."""
    either = f"(?:[{lone}]|[^ \n{lone}]+)" if lone else "[^ \n]+"
    return re.compile(f"(?: *{either}){{0,{count}}}")


@cache
def _clusters() -> re.Pattern[str]:
    """Build the pattern of clusters that need a look: rare characters, and any before a mark."""
    marks = "".join(re.escape(char) for char in _candidates() if _extends(char))
    return re.compile(
        f"[^{_PLAIN}][{marks}]{{0,{_MOST_MARKS}}}|[{_PLAIN}][{marks}]{{1,{_MOST_MARKS}}}"
    )


def _candidates() -> Iterator[str]:
    """Yield what may extend a cluster, by cheap signs: asking NFKC of all of Unicode takes a second."""
    for code in (*range(0x300, 0x1F000), *range(0xE0100, 0xE01F0)):
        char = chr(code)
        if unicodedata.category(char)[0] == "M" or "\u1160" <= char <= "\u11ff":
            yield char
    # Compatibility jamo, half-width marks and jamo, Thai and Lao AM: marks after NFKC only.
    yield from map(chr, (0x0E33, 0x0EB3, *range(0x3131, 0x318F), *range(0xFF00, 0xFFF0)))


def _extends(char: str) -> bool:
    """Return whether a character may compose with, or is a mark of, the one before it."""
    first = unicodedata.normalize("NFKC", char)[:1]
    is_mark = unicodedata.category(first or char).startswith("M")
    return is_mark or "\u1160" <= first <= "\u11ff"  # vowels and finals of decomposed Hangul


def _is_variation(char: str) -> bool:
    return (
        "\ufe00" <= char <= "\ufe0f"
        or "\u180b" <= char <= "\u180f"
        or "\U000e0100" <= char <= "\U000e01ef"
    )


def _fold_match(match: re.Match[str]) -> str:
    return fold_cluster(match[0])
