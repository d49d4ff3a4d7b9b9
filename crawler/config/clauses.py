"""Clauses of topics and members of aliases: read, and their errors put where they were written."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from crawler.config.findings import Findings
from crawler.config.nodes import NodePath, Place, ScalarNode
from crawler.config.places import Places
from crawler.core.topics.nodes import Alias, And, Near, Node, Not, Or
from crawler.model.errors import QueryError


def read_clause(
    read: Callable[[str], Node], text: str, path: NodePath, places: Places, findings: Findings
) -> Node | None:
    """Read a clause; note its error, or that a comment cut it short.

    Args:
        read: the parser for this kind of clause.
        text: the clause.
        path: where it stands in the file.
        places: the file.
        findings: takes errors and warnings.
    """
    scalar = places.scalar(*path)
    if scalar is not None and scalar.comment:
        findings.warn(
            scalar.place,
            f"the query ends before '{scalar.comment[:40]}': the rest of the line is a comment; "
            "put the whole query in quotes if # belongs to it",
        )
    try:
        return read(text)
    except QueryError as error:
        report(error, path, places, findings)
        return None


def report(error: QueryError, path: NodePath, places: Places, findings: Findings) -> None:
    """Note a query's error at its column; where YAML hides the column, with a caret."""
    scalar = places.scalar(*path)
    place = character_place(scalar, error.column) if scalar is not None else None
    if place is not None:
        findings.error(place, error.problem, error.hint)
        return
    caret = f"{error.problem}\n  {error.query}\n  {' ' * error.column}^"
    findings.error(places.value(*path), caret, error.hint)


def character_place(scalar: ScalarNode, column: int) -> Place | None:
    """Return where a character of a scalar stands in the file; None when that cannot be told.

    It can for what is written on one line without escapes; '' inside '…' takes two characters.
    """
    text = scalar.text or ""
    before = column
    quotes = 0
    if scalar.style in ("'", '"'):
        quotes = 2
        before += 1
    doubled = text.count("'") if scalar.style == "'" else 0
    if doubled:
        before += text.count("'", 0, column)
    if not scalar.width or scalar.width != len(text) + quotes + doubled:
        return None
    return replace(scalar.place, column=scalar.place.column + before)


def aliases_in(node: Node | None) -> Iterator[Alias]:
    """Yield the references to aliases in a clause, in order."""
    match node:
        case Alias():
            yield node
        case And(parts=parts) | Or(parts=parts):
            for part in parts:
                yield from aliases_in(part)
        case Not(part=part):
            yield from aliases_in(part)
        case Near(left=left, right=right):
            yield from aliases_in(left)
            yield from aliases_in(right)
        case _:
            return
