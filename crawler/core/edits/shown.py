"""A word diff in lines: what was there, below it what is there now; readable without colour."""

from collections.abc import Callable, Iterable, Iterator

from crawler.core.edits.passages import DELETE, EQUAL, INSERT, Passage

Paint = Callable[[str, str], str]
"""Marks words that came or went: (op, words) -> what is shown."""


def wdiff(op: str, words: str) -> str:
    """Return words in the marks of ``wdiff``: ``[-gone-]`` and ``{+come+}``."""
    return f"[-{words}-]" if op == DELETE else f"{{+{words}+}}"


def diff_lines(passages: Iterable[Passage], paint: Paint = wdiff) -> Iterator[tuple[str, str]]:
    """Yield (op, line): a line for what went and one for what came.

    A sentence that was reworded gives both, with the words that differ marked by ``paint``; one
    that came or went whole gives one, unmarked.
    """
    for passage in passages:
        whole = passage.came or passage.went
        if not passage.came:
            yield DELETE, _line(passage, DELETE, None if whole else paint)
        if not passage.went:
            yield INSERT, _line(passage, INSERT, None if whole else paint)


def plain_lines(passages: Iterable[Passage]) -> Iterator[str]:
    """Yield lines that begin with ``-`` or ``+``."""
    for op, line in diff_lines(passages):
        yield f"{'-' if op == DELETE else '+'} {line}"


def _line(passage: Passage, op: str, paint: Paint | None) -> str:
    shown = (
        paint(op, piece.words) + piece.blank if paint and piece.op == op else piece.text
        for piece in passage.pieces
        if piece.op in {EQUAL, op}
    )
    return " ".join("".join(shown).split())
