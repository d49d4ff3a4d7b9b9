"""Words and phrases of a query as pieces to be found on tokens."""

from typing import Final

from crawler.core.topics.literals import is_whole
from crawler.core.topics.nodes import Piece, Term
from crawler.core.topics.offsets import Offsets
from crawler.core.topics.words import fold, is_lone, tokens
from crawler.model.errors import QueryError

MIN_BESIDE_STAR: Final = 3
"""Characters a wildcard word needs in alphabetic scripts (docs/topic-language.md)."""


def word_term(query: str, written: str, column: int) -> Term:
    """Read a word.

    Raises:
        QueryError: nothing to search for, a wildcard inside the word or too short.
    """
    if "~" in written and written.rpartition("~")[2].isdigit():
        raise QueryError(
            query,
            column + written.rindex("~"),
            "'~n' follows a closed phrase only",
            f'write "two words"~{written.rpartition("~")[2]}',
        )
    return _term(query, written, column, [(written, column)], 0)


def phrase_term(query: str, written: str, column: int, inside: str, slop: int) -> Term:
    """Read a phrase; ``inside`` is what stands between its quotes, which begin at ``column``.

    Raises:
        QueryError: as for a word.
    """
    words: list[tuple[str, int]] = []
    position = 0
    for word in inside.split():
        position = inside.index(word, position)
        words.append((word, column + 1 + position))
        position += len(word)
    return _term(query, written, column, words, slop)


def _term(query: str, written: str, column: int, words: list[tuple[str, int]], slop: int) -> Term:
    pieces = [piece for word, place in words for piece in _pieces(query, word, place)]
    if not pieces:
        raise QueryError(
            query,
            column,
            f"{written} holds no letter or digit to search for",
            "write a word, or remove it",
        )
    last, place = words[-1]
    body = query[words[0][1] : place + len(last)]
    words_within = tuple([piece.text for piece in pieces if is_whole(piece)])
    return Term(written, column, tuple(pieces), body.strip("*"), slop, words=words_within)


def _pieces(query: str, word: str, column: int) -> list[Piece]:
    if word.isascii() and word.isalnum():  # nearly every word: no need to look closer
        return [Piece(word.lower(), word)]
    body = word.strip("*")
    if "*" in body:
        raise QueryError(
            query,
            column + word.index("*", 1),
            f"'{word}' has a * in its middle",
            "put * at the beginning or the end of a word",
        )
    folded, offsets = fold(body), Offsets(body)
    found = [
        Piece(folded[start:end], body[offsets.start(start) : offsets.end(end)])
        for start, end in tokens(folded)
    ]
    stars = (word.startswith("*"), word.endswith("*"))
    if not any(stars):
        return found
    if not found or (
        sum(len(piece.text) for piece in found) < MIN_BESIDE_STAR
        and not any(is_lone(piece.text[0]) for piece in found)
    ):
        raise QueryError(
            query,
            column,
            f"'{word}' is too short for a wildcard",
            f"write at least {MIN_BESIDE_STAR} letters beside the *",
        )
    if stars[0] and not is_lone(found[0].text[0]):
        found[0] = Piece(found[0].text, found[0].raw, open_start=True)
    if stars[1] and not is_lone(found[-1].text[0]):
        found[-1] = Piece(found[-1].text, found[-1].raw, found[-1].open_start, open_end=True)
    return found
