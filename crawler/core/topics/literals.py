"""What must stand in a text where a term occurs: whole words, and fragments of its canonical form.

The canonical form has one space between words, none between characters that are tokens of their
own. In it the beginning of a word is a string after a space and its end one before a space, so
one scan for strings finds the wildcards and the runs without spaces of all topics.
"""

import re
from collections.abc import Iterable
from itertools import groupby
from typing import Final

from crawler.core.topics.nodes import Piece, Term
from crawler.core.topics.words import LONE, is_lone

_LONE_RUN: Final = re.compile(f"[{LONE}]+(?: +[{LONE}]+)*")
_LOWEST_LONE: Final = re.compile("[\u0e00-\U0010ffff]")


def units(folded: str) -> list[str]:
    """Return the words of a folded text; characters that are tokens of their own stay together."""
    return apart(folded).split()


def apart(folded: str) -> str:
    """Return a folded text with space around each run of characters that are tokens of their own."""
    if not folded.isascii() and _LOWEST_LONE.search(folded):
        return _LONE_RUN.sub(_together, folded)
    return folded


def canonical(words: Iterable[str]) -> str:
    """Return the canonical form of a text of these units."""
    return f" {' '.join(words)} "


def fragments_of(term: Term) -> list[str]:
    """Return the strings the canonical form holds wherever a term occurs, beside whole words."""
    found = []
    for lone, pieces in groupby(term.pieces, lambda piece: is_lone(piece.text[0])):
        if lone and not term.slop:
            found.append("".join(piece.text for piece in pieces))
        else:
            found += [_fragment(piece) for piece in pieces if not is_whole(piece)]
    return found


def is_whole(piece: Piece) -> bool:
    """Return whether a piece is one whole word of the canonical form."""
    return not (piece.open_start or piece.open_end or is_lone(piece.text[0]))


def _fragment(piece: Piece) -> str:
    if is_lone(piece.text[0]):
        return piece.text
    return f"{'' if piece.open_start else ' '}{piece.text}{'' if piece.open_end else ' '}"


def _together(run: re.Match[str]) -> str:
    return f" {run[0].replace(' ', '')} "
