"""What a topic cannot match without: sets of literals one of which must occur."""

from collections.abc import Collection, Iterable, Sequence

from crawler.core.topics.literals import literal_of
from crawler.core.topics.nodes import POSITIONAL, Alias, And, Near, Node, Not, Or, Pattern, Term
from crawler.core.topics.plan import Plan
from crawler.core.topics.words import is_lone

Need = frozenset[int]
"""Literals one of which must occur; stems are negative numbers."""


class Needs:
    """Numbers the literals of all topics and says which each topic needs.

    Attributes:
        literals: strings of the canonical text, numbered from 0 in this order.
        stem_words: words to be compared by their stems, numbered from -1 downwards.
    """

    def __init__(self) -> None:
        self.literals: dict[str, int] = {}
        self.stem_words: dict[str, int] = {}
        self._rarity: dict[int, float] = {}
        self._of_terms: dict[int, tuple[Need, ...]] = {}

    def of_plan(self, plan: Plan) -> tuple[Need, ...]:
        """Return what a topic needs; each set has to be met."""
        needs = [need for clause in plan.all + plan.query for need in self._of(clause.node)]
        needs += self._one_of(clause.node for clause in plan.any)
        return tuple(dict.fromkeys(needs))

    def cost(self, need: Need) -> float:
        """Return a guess at how often a need is met by chance: long literals are rare."""
        return sum(self._rarity[number] for number in need)

    def is_ruled_out(self, term: Term, found: Collection[int]) -> bool:
        """Return whether a term cannot occur in a document that holds only these literals."""
        return any(need.isdisjoint(found) for need in self._of_terms.get(id(term), ()))

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
            known = (
                ()
                if term.field and term.field not in POSITIONAL
                else (frozenset({self._number(term)}),)
            )
            self._of_terms[id(term)] = known
        return known

    def _number(self, term: Term) -> int:
        if term.stem:
            word = max((piece.text for piece in term.pieces if not is_lone(piece.text[0])), key=len)
            number = self.stem_words.setdefault(word, -1 - len(self.stem_words))
        else:
            word = literal_of(term)
            number = self.literals.setdefault(word, len(self.literals))
        self._rarity[number] = 2.0 ** -len(word)
        return number
