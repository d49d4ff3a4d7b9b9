"""The parser of the topic language.

    query = or
    or    = and { "OR" and }
    and   = not { ["AND"] not }                     adjacency is AND
    not   = ("NOT" | "-") not | near
    near  = atom { ("NEAR" | "ONEAR") ["/" n] atom }    from left to right
    atom  = [field ":"] ( ["="] ( "(" or ")" | "@" alias | "phrase"[~n] | word ) | /re2/[i] )

Fields and `=` are handed down to the leaves, so the tree holds neither.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

import re2

from crawler.core.topics.lexer import (
    Kind,
    Sign,
    is_lower_operator,
    may_hold_lower_operators,
    signs,
)
from crawler.core.topics.nodes import POSITIONAL, Alias, And, Near, Node, Not, Or, Pattern, Term
from crawler.core.topics.terms import phrase_term, word_term
from crawler.model.errors import QueryError

DEFAULT_DISTANCE: Final = 8
MAX_DEPTH: Final = 50
"""Brackets and NOTs inside one another: nobody writes more, and Python's stack is finite."""

_MAX_NUMBER: Final = 10_000
_OPERANDS: Final = frozenset(
    {Kind.OPEN, Kind.FIELD, Kind.EXACT, Kind.ALIAS, Kind.PHRASE, Kind.PATTERN, Kind.WORD}
)
_GOING_ON: Final = _OPERANDS | {Kind.AND, Kind.NOT}
_NEARS: Final = frozenset({Kind.NEAR, Kind.ONEAR})


def parse_query(text: str) -> Node:
    """Read a query or clause.

    Raises:
        QueryError: the text does not follow the language; with the column and a way out.
    """
    node = _Parser(text).parse()
    if not is_positive(node):
        raise QueryError(
            text,
            column_of(node),
            "NOT needs something to be subtracted from",
            "write what must occur before it, or move it to `none`",
        )
    return node


def parse_alias_member(text: str) -> Node:
    """Read a member of an alias: OR, phrase, word, NEAR and other aliases only.

    Raises:
        QueryError: as above, or the member holds something else.
    """
    node = parse_query(text)
    _require(text, node, "an alias member", 'quote words that belong together: "North Korea"')
    return node


def is_positive(node: Node) -> bool:
    """Return whether a node asks for something that must occur, in each of its branches."""
    match node:
        case Or(parts=parts):
            return all(map(is_positive, parts))
        case And(parts=parts):
            return any(map(is_positive, parts))
        case Not():
            return False
        case _:
            return True


def column_of(node: Node) -> int:
    """Return where a node begins in its query."""
    return node.column


@dataclass(frozen=True, slots=True)
class _Scope:
    """What a field or `=` before a bracket hands down."""

    field: str | None = None
    exact: bool = False


_EVERYWHERE: Final = _Scope()


class _Parser:
    """Recursive descent over the signs of one query."""

    def __init__(self, query: str) -> None:
        self.query = query
        self.signs = list(signs(query))
        self.signs.append(self.signs[-1])  # the end may be taken too
        self.position = 0
        self._here = self.signs[0]
        self.depth = 0
        self._check_lower_operators()

    def parse(self) -> Node:
        """Read all signs."""
        if self._here.kind is Kind.END:
            raise self._error(self._here, "the query is empty", "write a word to search for")
        node = self._disjunction(_EVERYWHERE)
        if self._here.kind is Kind.CLOSE:
            raise self._error(
                self._here, "a ) without its (", "remove it, or open the bracket before"
            )
        return node

    def _take(self) -> Sign:
        sign = self._here
        self.position += 1
        self._here = self.signs[self.position]
        return sign

    def _error(self, sign: Sign, problem: str, hint: str) -> QueryError:
        return QueryError(self.query, sign.column, problem, hint)

    def _check_lower_operators(self) -> None:
        if not may_hold_lower_operators(self.query):
            return
        operands = _OPERANDS | {Kind.CLOSE}
        for before, sign, after in zip(self.signs, self.signs[1:], self.signs[2:], strict=False):
            if (
                is_lower_operator(sign)
                and before.kind in operands - {Kind.FIELD, Kind.EXACT, Kind.OPEN}
                and after.kind in _OPERANDS
            ):
                raise self._error(
                    sign,
                    f"'{sign.text}' between two words is searched for like any word",
                    f'write {sign.text.upper()} for the operator, or "{sign.text}" in quotes for the word',
                )

    def _disjunction(self, scope: _Scope) -> Node:
        start, parts = self._here, [self._conjunction(scope)]
        while self._here.kind is Kind.OR:
            self._take()
            parts.append(self._conjunction(scope))
        return parts[0] if len(parts) == 1 else Or(start.column, tuple(parts))

    def _conjunction(self, scope: _Scope) -> Node:
        start, parts = self._here, [self._negation(scope)]
        while self._here.kind in _GOING_ON:
            if self._here.kind is Kind.AND:
                self._take()
            parts.append(self._negation(scope))
        return parts[0] if len(parts) == 1 else And(start.column, tuple(parts))

    def _negation(self, scope: _Scope) -> Node:
        if self._here.kind is not Kind.NOT:
            return self._proximity(scope)
        sign = self._take()
        return Not(sign.column, self._nested(sign, self._negation, scope))

    def _proximity(self, scope: _Scope) -> Node:
        start = self._here
        node = self._atom(scope)
        while self._here.kind in _NEARS:
            sign = self._take()
            distance = (
                self._number(sign, sign.body, DEFAULT_DISTANCE)
                if "/" in sign.text
                else DEFAULT_DISTANCE
            )
            right = self._atom(scope)
            for side in (node, right):
                self._check_operand(sign, side)
            node = Near(start.column, node, right, distance, sign.kind is Kind.ONEAR)
        return node

    def _check_operand(self, sign: Sign, side: Node) -> None:
        name = sign.kind
        _require(
            self.query,
            side,
            f"a side of {name}",
            f"join words with OR there, and write AND and NOT outside: (a {name} b) AND c",
        )
        if field := _positionless(side):
            raise self._error(
                sign,
                f"{name} measures distances, and '{field}:' has no positions",
                "use title:, lead: or text: here",
            )

    def _number(self, sign: Sign, digits: str, default: int) -> int:
        if digits.isdecimal() and int(digits) <= _MAX_NUMBER:
            return int(digits)
        raise self._error(
            sign,
            f"'{sign.text}' needs a number of tokens up to {_MAX_NUMBER}",
            f"for example {sign.text.rpartition(digits)[0] if digits else sign.text}{default}",
        )

    def _nested(self, sign: Sign, rule: Callable[[_Scope], Node], scope: _Scope) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self._error(
                sign,
                f"more than {MAX_DEPTH} brackets or NOTs inside one another",
                "split the query into clauses or aliases",
            )
        node = rule(scope)
        self.depth -= 1
        return node

    def _atom(self, scope: _Scope) -> Node:
        sign = self._take()
        if sign.kind is Kind.FIELD:
            if scope.field:
                raise self._error(
                    sign,
                    f"'{sign.text}' inside of '{scope.field}:'",
                    "a text stands in one field: close the bracket first",
                )
            scope, sign = replace(scope, field=sign.body), self._take()
            if sign.kind is Kind.PATTERN:
                return self._pattern(sign, scope)
        elif sign.kind is Kind.PATTERN and not scope.exact:
            return self._pattern(sign, scope)
        if sign.kind is Kind.EXACT:
            scope, sign = replace(scope, exact=True), self._take()
        match sign.kind:
            case Kind.OPEN:
                return self._bracket(sign, scope)
            case Kind.ALIAS:
                return self._alias(sign, scope)
            case Kind.PHRASE:
                slop = self._number(sign, sign.suffix, 2) if sign.text.rpartition('"')[2] else 0
                return _scoped(
                    phrase_term(self.query, sign.text, sign.column, sign.body, slop), scope
                )
            case Kind.WORD:
                return _scoped(word_term(self.query, sign.text, sign.column), scope)
            case _:
                raise self._unexpected(sign)

    def _bracket(self, sign: Sign, scope: _Scope) -> Node:
        node = self._nested(sign, self._disjunction, scope)
        if self._take().kind is not Kind.CLOSE:
            raise self._error(sign, "a ( is never closed", "close it with )")
        return node

    def _alias(self, sign: Sign, scope: _Scope) -> Alias:
        if not sign.body:
            raise self._error(
                sign, "@ without the name of an alias", 'write @name, or quote the sign: "@"'
            )
        return Alias(sign.text, sign.column, sign.body, scope.field, scope.exact)

    def _pattern(self, sign: Sign, scope: _Scope) -> Pattern:
        regex = sign.body.replace(r"\/", "/")
        try:
            compile_pattern(regex, ignore_case=bool(sign.suffix))
        except re2.error as error:
            reason = error.args[0]
            text = reason.decode(errors="replace") if isinstance(reason, bytes) else str(reason)
            raise self._error(
                sign,
                f"not a pattern in RE2's syntax: {text}",
                "see https://github.com/google/re2/wiki/Syntax (no backreferences, no lookaround)",
            ) from error
        return Pattern(sign.text, sign.column, regex, bool(sign.suffix), scope.field)

    def _unexpected(self, sign: Sign) -> QueryError:
        before = self.signs[self.position - 2] if self.position > 1 else None
        if sign.kind is Kind.END and before and before.kind is Kind.OPEN:
            return self._error(before, "a ( is never closed", "write words and close it with )")
        if sign.kind is Kind.END:
            found = f"after '{before.text}'" if before else "here"
            return self._error(
                sign,
                f"a word is missing {found}",
                "write what to search for, or remove the operator",
            )
        if sign.kind is Kind.CLOSE:
            return self._error(
                sign, "a word is missing before )", "write what to search for inside the brackets"
            )
        if sign.kind is Kind.PATTERN:
            return self._error(
                sign,
                "a pattern here",
                "'=' has no meaning for it: patterns know case unless they end in /i",
            )
        return self._error(
            sign,
            f"a word is missing before '{sign.text}'",
            f'to search for the word itself, quote it: "{sign.text}"',
        )


@cache
def compile_pattern(regex: str, *, ignore_case: bool) -> "re2._Regexp":
    """Compile a pattern once.

    Raises:
        re2.error: the pattern is not in RE2's syntax, or too large.
    """
    options = re2.Options()
    options.case_sensitive = not ignore_case
    options.log_errors = False
    return re2.compile(regex, options)


def _scoped(term: Term, scope: _Scope) -> Term:
    return replace(term, field=scope.field, exact=scope.exact) if scope is not _EVERYWHERE else term


def _require(query: str, node: Node, what: str, hint: str) -> None:
    """Refuse AND, NOT and patterns below a node."""
    match node:
        case Or(parts=parts):
            for part in parts:
                _require(query, part, what, hint)
        case And():
            raise QueryError(query, node.column, f"AND (words side by side) cannot be {what}", hint)
        case Not():
            raise QueryError(query, node.column, f"NOT cannot be {what}", hint)
        case Pattern():
            raise QueryError(query, node.column, f"a pattern cannot be {what}", hint)
        case Near() | Term() | Alias():
            pass


def _positionless(node: Node) -> str | None:
    """Return a field without positions used below a node, if any."""
    match node:
        case Or(parts=parts):
            return next(filter(None, map(_positionless, parts)), None)
        case Near(left=left, right=right):
            return _positionless(left) or _positionless(right)
        case Term(field=field) | Alias(field=field) if field not in POSITIONAL:
            return field
        case _:
            return None
