"""Named SQL: the statements of the hot paths live in text files, one folder for each engine.

A file holds statements, each below a line ``-- name: what_it_does``; names are unique.
"""

import re
from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType

_NAME = re.compile(r"^-- name: (\w+)$", re.MULTILINE)


def load(folder: str) -> Mapping[str, str]:
    """Read every statement of ``storage/<folder>/*.sql``.

    Raises:
        ValueError: a name occurs twice, or text stands before the first name.
    """
    found: dict[str, str] = {}
    for file in sorted(files(__package__).joinpath(folder).iterdir(), key=lambda file: file.name):
        if not file.name.endswith(".sql"):
            continue
        head, *parts = _NAME.split(file.read_text("utf-8"))
        if head.strip():
            raise ValueError(f"{file.name}: text before the first `-- name:`")
        for name, statement in zip(parts[::2], parts[1::2], strict=True):
            if name in found:
                raise ValueError(f"{file.name}: {name} is there twice")
            found[name] = statement.strip()
    return MappingProxyType(found)


SQL = load("sql")
