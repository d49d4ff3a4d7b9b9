"""Putting aliases in their places: from a parsed query to one that can be evaluated."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from crawler.core.topics.grammar import parse_alias_member
from crawler.core.topics.nodes import POSITIONAL, Alias, And, Near, Node, Not, Or, Pattern, Term
from crawler.core.topics.words import is_lone
from crawler.model.errors import QueryError

Where = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class TopicProblem:
    """One thing wrong with the topics or aliases of a configuration."""

    where: Where
    """Path from the root of the configuration: ("topics", 0, "all", 1), ("aliases", "dprk", 3)."""
    error: QueryError


class Binder:
    """Knows the aliases and expands references to them.

    Attributes:
        problems: what is wrong with the aliases themselves.
    """

    def __init__(self, aliases: Mapping[str, Sequence[str]]) -> None:
        self.problems: list[TopicProblem] = []
        self._names = tuple(aliases)
        self._members: dict[str, tuple[Node, ...]] = {}
        self._queries: dict[int, tuple[str, int]] = {}
        self._expanded: dict[tuple[str, str | None, bool, bool], tuple[Node, ...]] = {}
        self._interned: dict[tuple[object, ...], Term] = {}
        for name, members in aliases.items():
            self._members[name] = self._parsed(name, members)
        self._check_cycles()

    def bind(self, query: str, node: Node, *, stem: bool) -> Node:
        """Return the tree with every alias filled in and plain words marked for stemming.

        Raises:
            QueryError: an alias is unknown or cannot stand where it does.
        """
        return self._bind(query, node, stem, None)

    def _bind(self, query: str, node: Node, stem: bool, alias: str | None) -> Node:
        if isinstance(node, Term):  # most nodes are
            return self._term(node, stem, alias)

        def inside(part: Node) -> Node:
            return self._bind(query, part, stem, alias)

        bound: Node = node
        match node:
            case Alias():
                bound = self._reference(query, node, stem)
            case And(column, parts):
                bound = And(column, tuple(map(inside, parts)))
            case Or(column, parts):
                bound = Or(column, tuple(map(inside, parts)))
            case Not(column, part):
                bound = Not(column, inside(part))
            case Near(left=left, right=right):
                bound = replace(node, left=inside(left), right=inside(right))
            case Pattern():
                pass
        return bound

    def _term(self, term: Term, stem: bool, alias: str | None) -> Term:
        stems = stem and _is_plain_word(term)
        has_words = not stems and (term.field is None or term.field in POSITIONAL)
        if alias or not has_words:
            words = term.words if has_words else ()
            term = replace(term, alias=alias, stem=stems, words=words)
        key = (term.written, term.column, term.field, term.exact, stems, alias)
        return self._interned.setdefault(key, term)

    def _reference(self, query: str, node: Alias, stem: bool) -> Alias:
        if node.name not in self._members:
            raise unknown_alias(query, node, self._names)
        key = (node.name, node.field, node.exact, stem)
        if key not in self._expanded:
            self._expanded[key] = ()  # a cycle, which is a problem of its own, ends here
            self._expanded[key] = tuple(
                self._bind("", _scoped(member, node), stem, node.name)
                for member in self._members[node.name]
            )
        members = self._expanded[key]
        if node.field and node.field not in POSITIONAL and any(map(_measures, members)):
            raise QueryError(
                query,
                node.column,
                f"alias '{node.name}' measures distances (NEAR), and '{node.field}:' has no positions",
                "use it in title:, lead: or text:, or without a field",
            )
        return replace(node, members=members)

    def _parsed(self, name: str, members: Sequence[str]) -> tuple[Node, ...]:
        """Parse the members of an alias; those that cannot be are problems and left out."""
        parsed = []
        for number, member in enumerate(members):
            try:
                node = parse_alias_member(member)
                for reference in references(node):
                    if reference.name not in self._names:
                        raise unknown_alias(member, reference, self._names)
            except QueryError as error:
                self.problems.append(TopicProblem(("aliases", name, number), error))
            else:
                self._queries[id(node)] = (member, number)
                parsed.append(node)
        if not members:
            empty = QueryError(
                name, 0, f"alias '{name}' has no members", "list its words, or remove it"
            )
            self.problems.append(TopicProblem(("aliases", name), empty))
        return tuple(parsed)

    def _check_cycles(self) -> None:
        """Report each alias that contains itself, at the reference that closes the circle."""
        finished: set[str] = set()

        def visit(name: str, behind: tuple[str, ...]) -> None:
            for member in self._members[name]:
                for reference in references(member):
                    if reference.name in (*behind, name):
                        self._report_cycle(name, member, reference, (*behind, name))
                    elif reference.name not in finished:
                        visit(reference.name, (*behind, name))
            finished.add(name)

        for name in self._names:
            if name not in finished:
                visit(name, ())

    def _report_cycle(
        self, name: str, member: Node, reference: Alias, path: tuple[str, ...]
    ) -> None:
        query, number = self._queries[id(member)]
        circle = " > ".join((*path[path.index(reference.name) :], reference.name))
        error = QueryError(
            query,
            reference.column,
            f"alias '{reference.name}' contains itself: {circle}",
            "remove one of these references",
        )
        self.problems.append(TopicProblem(("aliases", name, number), error))


def references(member: Node) -> tuple[Alias, ...]:
    """Return the aliases a parsed member of an alias refers to."""
    match member:
        case Alias():
            return (member,)
        case Or(parts=parts):
            return tuple(found for part in parts for found in references(part))
        case Near(left=left, right=right):
            return references(left) + references(right)
        case _:  # the grammar of members leaves but words and phrases
            return ()


def unknown_alias(query: str, node: Alias, names: Sequence[str]) -> QueryError:
    """Describe a reference to an alias that does not exist."""
    near = get_close_matches(node.name, names, n=1)
    known = f"defined are: {', '.join(names)}" if names else "no aliases are defined"
    hint = f"did you mean '@{near[0]}'?" if near else f"{known}; add it under `aliases:`"
    return QueryError(query, node.column, f"unknown alias '@{node.name}'", hint)


def _scoped(node: Node, scope: Alias) -> Node:
    """Hand the field and `=` before a reference down to the leaves of a member."""
    match node:
        case Term() | Alias():
            return replace(node, field=scope.field, exact=node.exact or scope.exact)
        case Or(column, parts):
            return Or(column, tuple(_scoped(part, scope) for part in parts))
        case Near():
            return replace(node, left=_scoped(node.left, scope), right=_scoped(node.right, scope))
        case _:  # pragma: no cover -- the grammar of members leaves nothing else
            return node


def _measures(node: Node) -> bool:
    match node:
        case Near():
            return True
        case Or(parts=parts) | Alias(members=parts):
            return any(map(_measures, parts))
        case _:
            return False


def _is_plain_word(term: Term) -> bool:
    """Return whether stemming applies: no phrase, wildcard, `=`, nor a script without stems."""
    if term.written.startswith('"') or term.exact or (term.field and term.field not in POSITIONAL):
        return False
    if any(piece.open_start or piece.open_end for piece in term.pieces):
        return False
    return not all(is_lone(piece.text[0]) for piece in term.pieces)
