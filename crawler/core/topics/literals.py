"""What must stand in a text, letter for letter, where a term occurs.

The canonical text has one space between tokens, none between characters that are tokens of their
own, and a line feed between title and text. In it a word is a string with a space on each side,
so one scan for strings finds all words of all topics, boundaries included.
"""

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import Final

from crawler.core.topics.nodes import Term
from crawler.core.topics.words import LONE, is_lone

_LONE_RUN: Final = re.compile(f"[{LONE}]+(?: +[{LONE}]+)*")


def canonical(folded: str) -> str:
    """Return the canonical form of a folded text."""
    text = f" {folded} ".replace("\n", " \n ")
    if not text.isascii():
        text = _LONE_RUN.sub(_together, text)
    while "  " in text:
        text = text.replace("  ", " ")
    return text


def literal_of(term: Term) -> str:
    """Return the longest string the canonical text holds wherever a term occurs."""
    first = term.pieces[0]
    if len(term.pieces) == 1 and first.text.isascii() and not (first.open_start or first.open_end):
        return f" {first.text} "  # nearly every term
    return max(_stretches(term), key=len)


def _together(run: re.Match[str]) -> str:
    return f" {run[0].replace(' ', '')} "


def _stretches(term: Term) -> Iterator[str]:
    """Yield the strings a term is made of, cut where a wildcard or slop lets others in."""
    stretch = ""
    for piece, following in zip_longest(term.pieces, term.pieces[1:]):
        lone = is_lone(piece.text[0])
        if not (stretch or lone or piece.open_start):
            stretch = " "
        stretch += piece.text
        if following is None or term.slop or piece.open_end or following.open_start:
            yield stretch if lone or piece.open_end else f"{stretch} "
            stretch = ""
        elif not (lone and is_lone(following.text[0])):
            stretch += " "
