"""The word diff of an edit, read back from an alert's data."""

from dataclasses import dataclass
from itertools import groupby

from crawler.core.digests.fields import count, part, parts, text
from crawler.core.edits.passages import EQUAL, Passage, Piece
from crawler.core.escaping import harmless
from crawler.model.alert import Json

MOST_PASSAGES = 6
"""Shown in a message; the rest is counted and stands in `wirewatch article ID --diff`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Diff:
    """What an edit changed."""

    passages: tuple[Passage, ...] = ()
    more: int = 0
    """Passages beyond those, in the article's versions."""

    @property
    def shown(self) -> tuple[Passage, ...]:
        """The passages a message has room for."""
        return self.passages[:MOST_PASSAGES]

    @property
    def left_out(self) -> int:
        """How many passages it has no room for."""
        return self.more + len(self.passages) - len(self.shown)


def read_diff(data: Json) -> Diff:
    """Read the diff of an alert's data; it may have none."""
    why = part(data, "why")
    passages = groupby(parts(why, "diff"), key=lambda piece: count(piece, "passage"))
    return Diff(
        passages=tuple(Passage(tuple(map(_piece, pieces))) for _, pieces in passages),
        more=count(why, "passages_more"),
    )


def _piece(change: Json) -> Piece:
    return Piece(text(change, "op") or EQUAL, harmless(text(change, "text") or ""))
