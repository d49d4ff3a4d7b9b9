"""All literals of all topics in one scan."""

from collections.abc import Iterable
from typing import Final

from ahocorasick_rs import BytesAhoCorasick, Implementation

SMALL: Final = 2_000
"""Literals up to which the full automaton is worth its memory (about 1 kB a letter)."""


class Automaton:
    """An Aho-Corasick automaton over UTF-8; the number of a literal is its place in the list."""

    def __init__(self, literals: Iterable[str]) -> None:
        patterns = [literal.encode() for literal in literals]
        kind = Implementation.DFA if len(patterns) <= SMALL else Implementation.ContiguousNFA
        self._scan = BytesAhoCorasick(patterns, implementation=kind) if patterns else None

    def found_in(self, text: str) -> set[int]:
        """Return the numbers of the literals a canonical text holds."""
        if self._scan is None:
            return set()
        return {
            number
            for number, _, _ in self._scan.find_matches_as_indexes(text.encode(), overlapping=True)
        }
