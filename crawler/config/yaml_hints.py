"""What to write instead when YAML itself does not understand a line.

The usual cause is a query written bare: ``@``, ``*``, ``"``, ``: `` and ``%`` mean something to
YAML at the start or in the middle of a value. Measured on PyYAML and YAML 1.2 alike.
"""

import re

import yaml

GENERAL = "compare the indentation and the quotes with the lines around it"
_KEY = re.compile(r"^(?P<lead>\s*(?:-\s+)*(?:[\w.-]+:\s+)?)(?P<value>\S.*?)\s*$")


def describe(error: yaml.MarkedYAMLError) -> str:
    """Say in one sentence what YAML found."""
    problem = error.problem or "this is not YAML"
    return f"not valid YAML: {problem}" + (f" ({error.context})" if error.context else "")


def hint(error: yaml.MarkedYAMLError, line: str, column: int) -> str:
    """Propose a line to paste; ``line`` is the one the error points into, ``column`` from 0."""
    problem = error.problem or ""
    if "\t" in line[: column + 1] and "start any token" in problem:
        return "indent with spaces; YAML does not allow tabs"
    if "unexpected end of stream" in problem:
        return "a quotation mark is opened here and never closed"
    if "expected ',' or" in problem:
        return "a bracket or brace is opened and never closed, or a comma is missing"
    if "mapping values" in problem or "start any token" in problem or "did not find" in problem:
        return quoted(line)
    return GENERAL


def quoted(line: str) -> str:
    """Propose the line with its value in quotes."""
    parts = _KEY.match(line)
    if parts is None or parts["value"][0] in "[{":
        return "put the value in quotes, or write it as a >- block on the next line"
    value = parts["value"].replace("'", "''")
    return f"put the value in quotes: {parts['lead'].strip()} '{value}'"
