"""Errors of queries, put where the query was written."""

from dataclasses import replace

from crawler.config.findings import Findings
from crawler.config.nodes import NodePath, Place, ScalarNode
from crawler.config.places import Places
from crawler.model.errors import QueryError


def report(error: QueryError, path: NodePath, places: Places, findings: Findings) -> None:
    """Note a query's error at its column; where YAML hides the column, with a caret."""
    scalar = places.scalar(*path)
    if scalar is None or scalar.text != error.query:  # it is not about one character
        findings.error(places.value(*path), error.problem, error.hint)
        return
    place = character_place(scalar, error.column)
    if place is not None:
        findings.error(place, error.problem, error.hint)
        return
    caret = f"{error.problem}\n  {error.query}\n  {' ' * error.column}^"
    findings.error(scalar.place, caret, error.hint)


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
