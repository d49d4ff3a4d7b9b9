"""The word diff of an edit, as every rendering shows it: a passage is what was there, what is now."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from crawler.core.digests.fields import count, part, parts, text
from crawler.core.escaping import harmless
from crawler.model.alert import Json

MOST_PASSAGES = 6
"""Shown in a message; the rest is counted and stands in `wirewatch article ID --diff`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A stretch of a word diff."""

    op: str
    """equal, delete or insert."""
    text: str
    """With its blanks: stretches of a passage are joined as they are."""

    @property
    def words(self) -> str:
        """The text without the blanks around it, which are never marked."""
        return self.text.strip()

    @property
    def blank(self) -> str:
        """What stands between it and the next stretch."""
        return " " if self.text[-1:].isspace() else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A headline or sentence that differs."""

    pieces: tuple[Change, ...]

    @property
    def came(self) -> bool:
        """Whether all of it was put in."""
        return all(piece.op == "insert" for piece in self.pieces)

    @property
    def went(self) -> bool:
        """Whether all of it was taken out."""
        return all(piece.op == "delete" for piece in self.pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class Diff:
    """What an edit changed."""

    passages: tuple[Changed, ...] = ()
    more: int = 0
    """Passages beyond those, in the article's versions."""

    @property
    def shown(self) -> tuple[Changed, ...]:
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
        passages=tuple(Changed(pieces=tuple(map(_change, pieces))) for _, pieces in passages),
        more=count(why, "passages_more"),
    )


def plain_changes(passages: Iterable[Changed]) -> Iterator[str]:
    """Yield lines: ``-`` before what was there, ``+`` before what is there now.

    Inside a sentence that was reworded, the words that went stand in ``[-…-]`` and those that
    came in ``{+…+}``, as ``wdiff`` writes them: readable without colour.
    """
    for passage in passages:
        if not passage.came:
            yield "- " + _line(passage, "delete", ("", "") if passage.went else ("[-", "-]"))
        if not passage.went:
            yield "+ " + _line(passage, "insert", ("", "") if passage.came else ("{+", "+}"))


def _change(change: Json) -> Change:
    return Change(op=text(change, "op") or "equal", text=harmless(text(change, "text") or ""))


def _line(passage: Changed, op: str, marks: tuple[str, str]) -> str:
    pieces = (piece for piece in passage.pieces if piece.op in {"equal", op})
    shown = (
        f"{marks[0]}{piece.words}{marks[1]}{piece.blank}" if piece.op == op else piece.text
        for piece in pieces
    )
    return " ".join("".join(shown).split())
