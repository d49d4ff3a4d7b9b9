"""Which topics are worth an exact look at a document.

Every topic is given a guard: the rarest of the sets of signs one of which it must hold. What a
document shows leads to the topics it guards; those whose other sets are met too survive. What
survives is a superset of what matches, and no more is claimed here.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from crawler.core.topics.automaton import Automaton
from crawler.core.topics.literals import canonical
from crawler.core.topics.needs import Need, Needs, Sign
from crawler.core.topics.plan import Plan
from crawler.core.topics.view import View

RELEARN_AT: Final = frozenset({32, 256})
"""Documents after which guards are chosen anew, by how often each sign has occurred."""

_LAST_LESSON: Final = max(RELEARN_AT)

Guarded = tuple[tuple[Need, int], ...]
"""Topics a sign leads to, each with its second rarest need: that look turns most of them away."""


class Index:
    """Finds the topics that may match a document."""

    def __init__(self, plans: Sequence[Plan]) -> None:
        self._plans = plans
        self._numbering = Needs()
        self._seen = 0
        self._counts: Counter[Sign] = Counter()
        self._needs = self._numbering.of_plans(plans, self._counts)
        self._guards = self._choose_guards()
        fragments = self._numbering.fragments
        self._automaton = Automaton(fragments) if fragments else None
        self._stems: dict[str | None, Mapping[str, Collection[int]]] = {}
        self.unguarded = tuple(number for number, needs in enumerate(self._needs) if not needs)
        """Topics to be looked at for every document, because no sign is sure to occur."""

    def survivors(self, view: View) -> list[int]:
        """Return the numbers of the topics that may match, in order."""
        found = self._found_in(view)
        if self._seen < _LAST_LESSON:
            self._learn(found)
        alive = set(self.unguarded)
        for guarded in filter(None, map(self._guards.get, found)):
            for second, topic in guarded:
                if not second.isdisjoint(found) and self._is_met(topic, found):
                    alive.add(topic)
        return sorted(alive)

    def _is_met(self, topic: int, found: AbstractSet[Sign]) -> bool:
        return not any(need.isdisjoint(found) for need in self._needs[topic])

    def _found_in(self, view: View) -> AbstractSet[Sign]:
        found: AbstractSet[Sign] = view.words
        if self._automaton:
            found = found | self._automaton.found_in(canonical(view.units))
        if self._numbering.stem_words:
            numbers = self._stem_numbers(view)
            found = found | {
                sign for word in view.words for sign in numbers.get(view.stem(word), ())
            }
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
            self._guards = self._choose_guards()

    def _choose_guards(self) -> Mapping[Sign, Guarded]:
        guards: dict[Sign, list[tuple[Need, int]]] = defaultdict(list)
        for topic, needs in enumerate(self._needs):
            if needs:
                rarest, second = needs[0], needs[min(1, len(needs) - 1)]
                for sign in rarest:
                    guards[sign].append((second, topic))
        return {_copied(sign): tuple(guarded) for sign, guarded in guards.items()}


def _copied(sign: Sign) -> Sign:
    """Return a copy, made next to the other copies: a look at a key costs what memory costs.

    A text's words are looked up all over the table; keys scattered among the topics took a third
    longer.
    """
    return sign.encode().decode() if isinstance(sign, str) else sign
