"""Finding a word or phrase in a folded text."""

from collections.abc import Callable, Iterator

from crawler.core.topics.nodes import Piece, Term
from crawler.core.topics.words import is_lone, joins, next_token, tokens

Bounds = tuple[int, int]
Stem = Callable[[str], str]


def occurrences(folded: str, term: Term, zone: Bounds, stem: Stem) -> Iterator[tuple[Bounds, ...]]:
    """Yield, for every occurrence of a term within a zone, the bounds of each of its tokens."""
    first, *rest = term.pieces
    if term.stem:
        begins = _tokens_stemmed(folded, first, zone, stem)
    else:
        begins = _tokens_like(folded, first, _sure_to_follow(term), zone)
    for begin in begins:
        run = _run(folded, begin, rest, term.slop, stem if term.stem else None)
        if run and run[-1][1] <= zone[1]:
            yield run


def _run(
    folded: str, begin: Bounds, rest: list[Piece], spare: int, stem: Stem | None
) -> tuple[Bounds, ...] | None:
    """Return the tokens of an occurrence that begins with a token, if one does.

    Each piece takes the first token that fits: no later one could end the occurrence earlier.
    """
    found = [begin]
    for piece in rest:
        token = next_token(folded, found[-1][1])
        while token and spare and not _fits(folded[slice(*token)], piece, stem):
            spare -= 1
            token = next_token(folded, token[1])
        if not token or not _fits(folded[slice(*token)], piece, stem):
            return None
        found.append(token)
    return tuple(found)


def _sure_to_follow(term: Term) -> str:
    """Return what the token after the first one must begin with, as far as that is known."""
    if term.slop or len(term.pieces) == 1 or term.pieces[0].open_end or term.pieces[1].open_start:
        return ""
    return term.pieces[1].text


def _tokens_like(folded: str, piece: Piece, following: str, zone: Bounds) -> Iterator[Bounds]:
    """Yield the tokens within a zone that fit a piece, and after which ``following`` may stand."""
    text, size = piece.text, len(piece.text)
    place = folded.find(text, *zone)
    while place >= 0:
        after = end = place + size
        if following:
            while folded[after : after + 1] == " ":
                after += 1
        if folded.startswith(following, after):
            closed = piece.open_start or not joins(folded, place)
            if closed and (piece.open_end or not joins(folded, end)):
                token = (
                    _whole(folded, place, end)
                    if piece.open_start or piece.open_end
                    else (place, end)
                )
                yield token
                place = token[1] - 1
        place = folded.find(text, place + 1, zone[1])


def _tokens_stemmed(folded: str, piece: Piece, zone: Bounds, stem: Stem) -> Iterator[Bounds]:
    for start, end in tokens(folded[: zone[1]], zone[0]):
        if _fits(folded[start:end], piece, stem):
            yield start, end


def _whole(folded: str, start: int, end: int) -> Bounds:
    """Widen a stretch to the token it is part of."""
    while joins(folded, start):
        start -= 1
    while joins(folded, end):
        end += 1
    return start, end


def _fits(token: str, piece: Piece, stem: Stem | None) -> bool:
    text = piece.text
    if stem and not is_lone(text[0]):
        return token == text or stem(token) == stem(text)
    if piece.open_start:
        return text in token if piece.open_end else token.endswith(text)
    return token.startswith(text) if piece.open_end else token == text
