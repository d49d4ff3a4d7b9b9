"""Finding a word or phrase in a folded text."""

from collections.abc import Sequence

from crawler.core.topics.nodes import Piece, Term
from crawler.core.topics.stems import Stemmer
from crawler.core.topics.words import is_lone, joins, next_token, tokens

Bounds = tuple[int, int]


def occurrences(
    folded: str, term: Term, zone: Bounds, stem: Stemmer | None
) -> list[tuple[Bounds, ...]]:
    """Return, for every occurrence of a term within a zone, the bounds of each of its tokens.

    Args:
        folded: the text.
        term: what to look for.
        zone: where.
        stem: the stemmer of the text's language, if stems are to be compared.
    """
    first, *rest = term.pieces
    if stem:
        begins = _tokens_stemmed(folded, first, zone, stem)
    elif term.slop or not rest:
        begins = _tokens_like(folded, first, zone)
    else:
        begins = _begins(folded, term.pieces, zone)
    if not rest:
        return [(begin,) for begin in begins]
    runs = [_run(folded, begin, rest, term.slop, stem) for begin in begins]
    return [run for run in runs if run and run[-1][1] <= zone[1]]


def _run(
    folded: str, begin: Bounds, rest: list[Piece], spare: int, stem: Stemmer | None
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


def _begins(folded: str, pieces: Sequence[Piece], zone: Bounds) -> list[Bounds]:
    """Return the first tokens of what may be occurrences of pieces directly after one another.

    They are looked for by the longest of the whole words they begin with, likely the rarest.
    """
    anchor = 0
    for number, piece in enumerate(pieces):
        if piece.open_start or piece.open_end:
            break
        if len(piece.text) > len(pieces[anchor].text):
            anchor = number
    found = _tokens_like(folded, pieces[anchor], zone)
    if anchor == 0:
        return found
    before = [_whole_before(folded, start, pieces[:anchor]) for start, _ in found]
    return [token for token in before if token and token[0] >= zone[0]]


def _whole_before(folded: str, place: int, words: Sequence[Piece]) -> Bounds | None:
    """Return the first of the words that end before a place, if they stand there."""
    start = end = place
    for word in reversed(words):
        end = start
        while folded[end - 1 : end] == " ":
            end -= 1
        start = end - len(word.text)
        if start < 0 or not folded.startswith(word.text, start) or joins(folded, start):
            return None
    return start, end


def _tokens_like(folded: str, piece: Piece, zone: Bounds) -> list[Bounds]:
    """Return the tokens within a zone that fit a piece."""
    text, (place, last) = piece.text, zone
    open_start, open_end = piece.open_start, piece.open_end
    found = []
    while (place := folded.find(text, place, last)) >= 0:
        end = place + len(text)
        if (open_start or not joins(folded, place)) and (open_end or not joins(folded, end)):
            token = _whole(folded, place, end) if open_start or open_end else (place, end)
            found.append(token)
            place = token[1]
        else:
            place += 1
    return found


def _tokens_stemmed(folded: str, piece: Piece, zone: Bounds, stem: Stemmer) -> list[Bounds]:
    everywhere = tokens(folded[: zone[1]], zone[0])
    return [token for token in everywhere if _fits(folded[slice(*token)], piece, stem)]


def _whole(folded: str, start: int, end: int) -> Bounds:
    """Widen a stretch to the token it is part of."""
    while joins(folded, start):
        start -= 1
    while joins(folded, end):
        end += 1
    return start, end


def _fits(token: str, piece: Piece, stem: Stemmer | None) -> bool:
    text = piece.text
    if stem and not is_lone(text[0]):
        return stem.are_alike(token, text)
    if piece.open_start:
        return text in token if piece.open_end else token.endswith(text)
    return token.startswith(text) if piece.open_end else token == text
