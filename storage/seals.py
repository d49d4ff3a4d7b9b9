"""Seals: one hash over everything a row states, so that a single changed character shows.

The hash is that of a JSON array of the column values, UTF-8, without white space: unambiguous,
and reproducible with any JSON library.
"""

import hashlib
import sqlite3
from collections.abc import Mapping

from storage.rows import to_json

VERSION_COLUMNS = (
    "fetched_at",
    "origin",
    "problem",
    "text_json",
    "text",
    "raw_sha256",
    "response_json",
)
"""What a version's seal covers, in this order."""
DOCUMENT_COLUMNS = ("fetched_at", "raw_sha256", "response_json")
"""What the seal of a feed's document covers."""


def seal_version(row: Mapping[str, object] | sqlite3.Row) -> str:
    """Return the seal of a version's columns."""
    return _seal(row, VERSION_COLUMNS)


def seal_document(row: Mapping[str, object] | sqlite3.Row) -> str:
    """Return the seal of a feed document's columns."""
    return _seal(row, DOCUMENT_COLUMNS)


def _seal(row: Mapping[str, object] | sqlite3.Row, columns: tuple[str, ...]) -> str:
    values = [row[column] for column in columns]
    return hashlib.sha256(to_json(values).encode()).hexdigest()
