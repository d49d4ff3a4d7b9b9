"""Finding a word or phrase in a folded text."""

from collections.abc import Iterator
from typing import Protocol

from crawler.core.topics.nodes import Piece, Term
from crawler.core.topics.words import is_lone, joins, next_token, tokens

Bounds = tuple[int, int]


class Stem(Protocol):
    """Gives the stem of a folded word."""

    def __call__(self, word: str) -> str:
        """Return the stem."""
        ...


def occurrences(folded: str, term: Term, zone: Bounds, stem: Stem) -> Iterator[tuple[Bounds, ...]]:
    """Yield, for every occurrence of a term within a zone, the bounds of each of its tokens."""
    first, *rest = term.pieces
    for begin in _tokens_like(folded, first, zone, stem if term.stem else None):
        found = [begin]
        spare = term.slop
        for piece in rest:
            token = next_token(folded, found[-1][1])
            while token and spare and not _fits(folded, token, piece, stem if term.stem else None):
                spare -= 1
                token = next_token(folded, token[1])
            if not token or not _fits(folded, token, piece, stem if term.stem else None):
                break
            found.append(token)
        else:
            if found[-1][1] <= zone[1]:
                yield tuple(found)


def _tokens_like(folded: str, piece: Piece, zone: Bounds, stem: Stem | None) -> Iterator[Bounds]:
    """Yield the tokens within a zone that a piece fits."""
    if stem and not is_lone(piece.text[0]):
        wanted = stem(piece.text)
        for start, end in tokens(folded[: zone[1]], zone[0]):
            if stem(folded[start:end]) == wanted:
                yield start, end
        return
    text, size = piece.text, len(piece.text)
    place = folded.find(text, zone[0], zone[1])
    while place >= 0:
        begins = piece.open_start or not joins(folded, place)
        if begins and (piece.open_end or not joins(folded, place + size)):
            token = _whole(folded, place, place + size)
            yield token
            place = token[1] - 1
        place = folded.find(text, place + 1, zone[1])


def _whole(folded: str, start: int, end: int) -> Bounds:
    """Widen a stretch to the token it is part of."""
    while joins(folded, start):
        start -= 1
    while joins(folded, end):
        end += 1
    return start, end


def _fits(folded: str, token: Bounds, piece: Piece, stem: Stem | None) -> bool:
    text = folded[token[0] : token[1]]
    if stem:
        return text == piece.text or stem(text) == stem(piece.text)
    if piece.open_start:
        return piece.text in text if piece.open_end else text.endswith(piece.text)
    return text.startswith(piece.text) if piece.open_end else text == piece.text
