"""Cutting a query into its signs: operators, brackets, phrases, words, patterns."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from enum import StrEnum
from typing import Final, NamedTuple

from crawler.core.topics.nodes import FIELDS
from crawler.model.errors import QueryError


class Kind(StrEnum):
    """What a sign is; the names of the groups of the lexer's pattern."""

    OPEN = "OPEN"
    CLOSE = "CLOSE"
    AND = "AND"
    OR = "OR"
    NOT = "NOT"
    NEAR = "NEAR"
    ONEAR = "ONEAR"
    FIELD = "FIELD"
    EXACT = "EXACT"
    ALIAS = "ALIAS"
    PHRASE = "PHRASE"
    PATTERN = "PATTERN"
    WORD = "WORD"
    END = "END"

    __hash__ = str.__hash__  # that of enumerations is written in Python, and asked ten times a word


class Sign(NamedTuple):
    """One sign of a query."""

    kind: Kind
    text: str
    """As written."""
    column: int
    body: str = ""
    """The name of a field or alias, the inside of a phrase or pattern, the n of NEAR/n."""
    suffix: str = ""
    """The n of `"phrase"~n`, the i of `/pattern/i`."""


_END = r'(?=[\s()"]|$)'
_SIGN: Final = re.compile(
    rf"""\s*(?:
      (?P<OPEN>\() | (?P<CLOSE>\))
    | (?P<AND>AND){_END} | (?P<OR>OR){_END} | (?P<NOT>NOT{_END}|-)
    | (?P<ONEAR>ONEAR(?:/(?P<onear>[^\s()"]*))?){_END}
    | (?P<NEAR>NEAR(?:/(?P<near>[^\s()"]*))?){_END}
    | (?P<PHRASE>"(?P<phrase>[^"]*)"(?:~(?P<slop>[^\s()"]*))?)
    | (?P<PATTERN>/(?P<regex>(?:[^/\\]|\\.)+)/(?P<flag>i?)(?=[\s()]|$))
    | (?P<EXACT>=)
    | (?P<ALIAS>@(?P<alias>[^\s()":]*))
    | (?P<FIELD>(?P<field>[^\W\d_]+):)
    | (?P<WORD>[^\s()"]+)
    | (?P<END>$)
    )""",
    re.VERBOSE,
)
_ADDRESS: Final = re.compile(r'\s*(?P<WORD>[^\s()"=/@][^\s()"]*)')
_BODIES: Final = {
    "NEAR": "near",
    "ONEAR": "onear",
    "PHRASE": "phrase",
    "PATTERN": "regex",
    "ALIAS": "alias",
    "FIELD": "field",
}
_KINDS: Final = {str(kind): kind for kind in Kind}
_SUFFIXES: Final = {"PHRASE": "slop", "PATTERN": "flag"}
_CURLY: Final = re.compile("[“”„‟«»]")
_LOWER: Final = re.compile(r"and|or|not|o?near/\d+")
_MAY_BE_LOWER: Final = re.compile(rf"(?<![^\s()\"])(?:{_LOWER.pattern})(?![^\s()\"])")


def signs(query: str) -> Iterator[Sign]:
    """Yield the signs of a query, the last one of kind END.

    Raises:
        QueryError: a quote or pattern is not closed, a field is unknown, a quote is typographic.
    """
    position, address = 0, False
    while True:
        match = (address and _ADDRESS.match(query, position)) or _SIGN.match(query, position)
        if match is None:
            raise QueryError(
                query,
                query.index('"', position),
                'a " is never closed',
                'close the phrase: "two words"',
            )
        sign = _sign(query, match)
        yield sign
        if sign.kind is Kind.END:
            return
        position, address = match.end(), sign.body == "url" and sign.kind is Kind.FIELD


def _sign(query: str, match: re.Match[str]) -> Sign:
    group = match.lastgroup or "END"
    kind, text, column = _KINDS[group], match[group], match.start(group)
    body = match[_BODIES[group]] or "" if group in _BODIES else ""
    suffix = match[_SUFFIXES[group]] or "" if group in _SUFFIXES else ""
    if kind is Kind.FIELD and body not in FIELDS:
        raise _unknown_field(query, body, column)
    if kind is Kind.WORD:
        _check_word(query, text, column)
    return Sign(kind, text, column, body, suffix)


def _unknown_field(query: str, name: str, column: int) -> QueryError:
    near = get_close_matches(name.lower(), FIELDS, n=1)
    hint = f"did you mean '{near[0]}:'?" if near else f"fields are {', '.join(FIELDS)}."
    return QueryError(
        query,
        column,
        f"unknown field '{name}:'",
        f'{hint} To search for the text itself, quote it: "{name}:"',
    )


def _check_word(query: str, text: str, column: int) -> None:
    if curly := _CURLY.search(text):
        raise QueryError(
            query,
            column + curly.start(),
            f"{curly[0]} does not quote a phrase",
            'use the straight quote: "two words"',
        )
    if text.startswith("/"):
        raise QueryError(
            query,
            column,
            "a pattern is never closed",
            rf'close it: /pattern/ (a slash inside is written \/), or quote it as text: "{text}"',
        )


def may_hold_lower_operators(query: str) -> bool:
    """Return whether a look at each sign is worth it: in most queries there is none."""
    return _MAY_BE_LOWER.search(query) is not None


def is_lower_operator(sign: Sign) -> bool:
    """Return whether a word looks like an operator somebody forgot to write in capitals."""
    return sign.kind is Kind.WORD and _LOWER.fullmatch(sign.text) is not None
