"""Which topics are worth an exact look at a document.

Every topic is given a guard: the rarest of the sets of literals one of which it must hold. A
document's literals lead to the topics they guard; those whose other sets are met too survive.
What survives is a superset of what matches, and no more is claimed here.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Final

from crawler.core.topics.automaton import Automaton
from crawler.core.topics.literals import canonical
from crawler.core.topics.needs import Need, Needs
from crawler.core.topics.plan import Plan
from crawler.core.topics.view import View

RELEARN_AT: Final = frozenset({32, 256, 2_048})
"""Documents after which guards are chosen anew, by how often each literal has occurred."""

_LAST_LESSON: Final = max(RELEARN_AT)


class Index:
    """Finds the topics that may match a document."""

    def __init__(self, plans: Sequence[Plan]) -> None:
        self._numbering = Needs()
        self._needs = [self._numbering.of_plan(plan) for plan in plans]
        self._automaton = Automaton(self._numbering.literals)
        self._stems: dict[str | None, Mapping[str, Collection[int]]] = {}
        self._seen = 0
        self._counts: Counter[int] = Counter()
        self._guards = self._choose_guards()
        self.unguarded = tuple(number for number, needs in enumerate(self._needs) if not needs)
        """Topics to be looked at for every document, because no literal is sure to occur."""

    def survivors(self, view: View) -> list[int]:
        """Return the numbers of the topics that may match, in order."""
        found = self._found_in(view)
        view.rules_out = partial(self._numbering.is_ruled_out, found=found)
        if self._seen < _LAST_LESSON:
            self._learn(found)
        alive = set(self.unguarded)
        for number in self._guards.keys() & found:
            for second, topic in self._guards[number]:
                if not second.isdisjoint(found) and self._is_met(topic, found):
                    alive.add(topic)
        return sorted(alive)

    def _is_met(self, topic: int, found: Collection[int]) -> bool:
        return not any(need.isdisjoint(found) for need in self._needs[topic])

    def _found_in(self, view: View) -> set[int]:
        text = canonical(view.folded)
        found = self._automaton.found_in(text)
        if self._numbering.stem_words:
            numbers = self._stem_numbers(view)
            for word in set(text.split()):
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

    def _learn(self, found: Collection[int]) -> None:
        self._seen += 1
        self._counts.update(found)
        if self._seen in RELEARN_AT:
            self._guards = self._choose_guards()

    def _choose_guards(self) -> dict[int, list[tuple[Need, int]]]:
        """Return, for each literal, the topics it guards, each with its second rarest need.

        That second look turns away most topics before anything else of them is touched.
        """
        guards: dict[int, list[tuple[Need, int]]] = defaultdict(list)
        for topic, needs in enumerate(self._needs):
            if not needs:
                continue
            rarest, *others = sorted(needs, key=self._cost) if len(needs) > 1 else needs
            for number in rarest:
                guards[number].append((others[0] if others else rarest, topic))
        return dict(guards)

    def _cost(self, need: Need) -> float:
        return sum(self._counts[number] for number in need) + self._numbering.cost(need)
