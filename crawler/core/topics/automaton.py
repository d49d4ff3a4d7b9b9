"""All literals of all topics in one scan."""

from collections.abc import Iterable

from ahocorasick_rs import BytesAhoCorasick, Implementation


class Automaton:
    """An Aho-Corasick automaton over UTF-8; the number of a literal is its place in the list.

    Of the library's three kinds the contiguous one was fastest for 1,000 and for 10,000 topics
    (bench/topics_speed.py), at a few bytes a letter.
    """

    def __init__(self, literals: Iterable[str]) -> None:
        patterns = [literal.encode() for literal in literals]
        kind = Implementation.ContiguousNFA
        self._automaton = BytesAhoCorasick(patterns, implementation=kind) if patterns else None

    def found_in(self, text: str) -> set[int]:
        """Return the numbers of the literals a canonical text holds."""
        if self._automaton is None:
            return set()
        hits = self._automaton.find_matches_as_indexes(text.encode(), overlapping=True)
        return {number for number, _, _ in hits}
