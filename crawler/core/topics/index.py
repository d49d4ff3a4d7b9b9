"""Which topics are worth an exact look at a document.

Every topic is known by its two rarest needs, sets of signs one of which it must hold. What a
document shows leads to the topics that need it; those reached by way of both, and whose other
needs are met too, survive. What survives is a superset of what matches, and no more is claimed here.

A sign's topics are kept as packed numbers, so that a document's are put together and compared in
C: following a reference for each topic, each a look at cold memory, took twice the time.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain
from typing import Final

from crawler.core.topics.automaton import Automaton
from crawler.core.topics.literals import canonical
from crawler.core.topics.needs import Needs, Sign
from crawler.core.topics.plan import Plan
from crawler.core.topics.view import View

RELEARN_AT: Final = frozenset({32, 256})
"""Documents after which guards are chosen anew, by how often each sign has occurred."""

_LAST_LESSON: Final = max(RELEARN_AT)

_COMMON: Final = 1 / 4
"""A need met by more than this share of documents tells nothing about a topic."""

_PACKED: Final = "I"


class Index:
    """Finds the topics that may match a document."""

    def __init__(self, plans: Sequence[Plan]) -> None:
        self._plans = plans
        self._numbering = Needs()
        self._seen = 0
        self._counts: Counter[Sign] = Counter()
        self._needs = self._numbering.of_plans(plans, self._counts)
        self._ways = self._choose_ways()
        fragments = self._numbering.fragments
        self._automaton = Automaton(fragments) if fragments else None
        self._stems: dict[str | None, Mapping[str, Collection[int]]] = {}
        self.unguarded = tuple(number for number, needs in enumerate(self._needs) if not needs)
        """Topics to be looked at for every document, because no sign is sure to occur."""

    def survivors(self, view: View) -> list[int]:
        """Return the numbers of the topics that may match, in order."""
        numbers = self._numbers_in(view)
        if self._seen < _LAST_LESSON:
            self._learn(view.words | numbers)
        signs = self._ways.keys() & view.units
        if numbers:
            signs |= self._ways.keys() & numbers
        ways = set(array(_PACKED, b"".join(map(self._ways.__getitem__, signs))))
        both = [way >> 1 for way in ways if not way & 1 and way + 1 in ways]
        if both:
            found = view.words | numbers if numbers else view.words
            both = [topic for topic in both if self._is_met(topic, found)]
        return sorted([*self.unguarded, *both])

    def _is_met(self, topic: int, found: AbstractSet[Sign]) -> bool:
        return not any(need.isdisjoint(found) for need in self._needs[topic])

    def _numbers_in(self, view: View) -> AbstractSet[Sign]:
        """Return the fragments and stems a document shows."""
        found: set[Sign] = set()
        if self._automaton:
            found |= self._automaton.found_in(canonical(view.units))
        if self._numbering.stem_words:
            numbers = self._stem_numbers(view)
            for word in view.stem.worth_stemming(view.words, self._numbering.stem_words):
                found.update(numbers.get(view.stem(word), ()))
        return found

    def _stem_numbers(self, view: View) -> Mapping[str, Collection[int]]:
        """Return, for the language of a document, which numbers a stem stands for."""
        if view.language not in self._stems:
            numbers = defaultdict(list)
            for word, number in self._numbering.stem_words.items():
                numbers[view.stem(word)].append(number)
            self._stems[view.language] = numbers
        return self._stems[view.language]

    def _learn(self, found: AbstractSet[Sign]) -> None:
        self._seen += 1
        self._counts.update(self._numbering.signs.keys() & found)
        if self._seen in RELEARN_AT:
            self._needs = self._numbering.of_plans(self._plans, self._counts)
            self._ways = self._choose_ways()

    def _choose_ways(self) -> Mapping[Sign, bytes]:
        """Return the topics each sign leads to: 2n by the rarest need of topic n, 2n+1 by the second."""
        ways: dict[Sign, list[int]] = defaultdict(list)
        often = max(1, self._seen) * _COMMON
        for topic, needs in enumerate(self._needs):
            first, second = needs[:1], needs[1:2]
            if not second or self._numbering.cost(second[0]) > often:
                second = first
            for way, need in ((2 * topic, first), (2 * topic + 1, second)):
                for sign in chain.from_iterable(need):
                    ways[sign].append(way)
        return {_copied(sign): array(_PACKED, numbers).tobytes() for sign, numbers in ways.items()}


def _copied(sign: Sign) -> Sign:
    """Return a copy, made next to the other copies: a look at a key costs what memory costs.

    A text's words are looked up all over the table; keys scattered among the topics took a third
    longer.
    """
    return sign.encode().decode() if isinstance(sign, str) else sign
