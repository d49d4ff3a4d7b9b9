"""From places in a folded text back to places in its source, and the other way round."""

from bisect import bisect_right
from dataclasses import dataclass

from crawler.core.topics.words import clusters


@dataclass(frozen=True, slots=True)
class _Piece:
    """A cluster whose folding has another length: from here on the two texts are shifted."""

    source: int
    folded: int
    length: int
    folded_length: int


class Offsets:
    """The map between a text and its folding.

    A place inside a cluster that folds to another length (ß to ss) stands for all of it.
    """

    def __init__(self, text: str) -> None:
        self._pieces: list[_Piece] = []
        shift = 0
        for start, length, folded_length in clusters(text):
            self._pieces.append(_Piece(start, start + shift, length, folded_length))
            shift += folded_length - length
        self._folded = [piece.folded for piece in self._pieces]
        self._source = [piece.source for piece in self._pieces]

    def start(self, folded: int) -> int:
        """Return where in the source the character at a folded place begins."""
        if not self._pieces or not (number := bisect_right(self._folded, folded)):
            return folded
        piece = self._pieces[number - 1]
        within = folded - piece.folded
        return (
            piece.source
            if within < piece.folded_length
            else piece.source + piece.length + within - piece.folded_length
        )

    def end(self, folded: int) -> int:
        """Return where in the source the character before a folded place ends."""
        if not self._pieces or not (number := bisect_right(self._folded, folded - 1)):
            return folded
        piece = self._pieces[number - 1]
        return piece.source + piece.length + max(0, folded - piece.folded - piece.folded_length)

    def folded_start(self, source: int) -> int:
        """Return where the folding of the character at a source place begins."""
        if not self._pieces or not (number := bisect_right(self._source, source)):
            return source
        piece = self._pieces[number - 1]
        within = source - piece.source
        return (
            piece.folded
            if within < piece.length
            else piece.folded + piece.folded_length + within - piece.length
        )

    def folded_end(self, source: int) -> int:
        """Return where the folding of the character before a source place ends."""
        if not self._pieces or not (number := bisect_right(self._source, source - 1)):
            return source
        piece = self._pieces[number - 1]
        return piece.folded + piece.folded_length + max(0, source - piece.source - piece.length)
