"""What a topic cannot match without: sets of signs one of which must occur."""

from collections.abc import Iterable, Mapping, Sequence

from crawler.core.topics.literals import fragments_of
from crawler.core.topics.nodes import POSITIONAL, Alias, And, Near, Node, Not, Or, Pattern, Term
from crawler.core.topics.plan import Plan
from crawler.core.topics.words import is_lone

Sign = str | int
"""What a document shows: a whole word by itself, a fragment or a stem by its number."""

Need = frozenset[Sign]
"""Signs one of which must occur."""


class Needs:
    """Says which signs each topic needs.

    Attributes:
        fragments: strings of the canonical form, numbered from 0 in this order.
        stem_words: words to be compared by their stems, numbered from -1 downwards.
        signs: each with a guess at how often it occurs by chance: what is long is rare.
    """

    def __init__(self) -> None:
        self.fragments: dict[str, int] = {}
        self.stem_words: dict[str, int] = {}
        self.signs: dict[Sign, float] = {}
        self._alone: dict[Sign, Need] = {}
        self._of_terms: dict[int, tuple[Need, ...]] = {}
        self._counts: Mapping[Sign, int] = {}

    def of_plans(self, plans: Iterable[Plan], counts: Mapping[Sign, int]) -> list[tuple[Need, ...]]:
        """Return what each topic needs, the rarest first; each set has to be met.

        Args:
            plans: the topics; the same ones in each call.
            counts: how often each sign has occurred.
        """
        self._counts = counts
        return [tuple(sorted(self._of_plan(plan), key=self.cost)) for plan in plans]

    def _of_plan(self, plan: Plan) -> Iterable[Need]:
        needs = [need for clause in plan.all + plan.query for need in self._of(clause.node)]
        needs += self._one_of(clause.node for clause in plan.any)
        return dict.fromkeys(needs)

    def cost(self, need: Need) -> float:
        """Return how often a need was met, at most; before anything is known, a small guess."""
        signs, counts = self.signs, self._counts
        return sum([signs[sign] + counts.get(sign, 0) for sign in need])

    def _of(self, node: Node) -> Sequence[Need]:
        match node:
            case Term():
                return self._of_term(node)
            case And(parts=parts):
                return [need for part in parts for need in self._of(part)]
            case Near(left=left, right=right):
                return [*self._of(left), *self._of(right)]
            case Or(parts=parts) | Alias(members=parts):
                return self._one_of(parts)
            case Not() | Pattern():
                return ()

    def _one_of(self, parts: Iterable[Node]) -> Sequence[Need]:
        """Join the rarest need of each branch; a branch that needs nothing frees all of them."""
        branches = [self._of(part) for part in parts]
        if not all(branches) or not branches:
            return ()
        rarest = (
            branch[0] if len(branch) == 1 else min(branch, key=self.cost) for branch in branches
        )
        return (frozenset().union(*rarest),)

    def _of_term(self, term: Term) -> Sequence[Need]:
        known = self._of_terms.get(id(term))
        if known is None:
            known = self._of_terms[id(term)] = tuple(map(self._only, self._signs_of(term)))
        return known

    def _only(self, sign: Sign) -> Need:
        need = self._alone.get(sign)
        if need is None:
            need = self._alone[sign] = frozenset({sign})
        return need

    def _signs_of(self, term: Term) -> Sequence[Sign]:
        if term.field and term.field not in POSITIONAL:
            return ()
        if term.stem:
            word = max((piece.text for piece in term.pieces if not is_lone(piece.text[0])), key=len)
            number = self.stem_words.setdefault(word, -1 - len(self.stem_words))
            self.signs[number] = 2.0 ** -len(word)
            return (number,)
        for word in term.words:
            self.signs[word] = 2.0 ** -len(word)
        if len(term.words) == len(term.pieces):
            return term.words
        numbers = []
        for fragment in fragments_of(term):
            number = self.fragments.setdefault(fragment, len(self.fragments))
            self.signs[number] = 2.0 ** -len(fragment)
            numbers.append(number)
        return (*term.words, *numbers)
