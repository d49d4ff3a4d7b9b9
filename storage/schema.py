"""The schema and its changes: SQL texts in ``migrations``, each applied once and never edited.

What the database looks like is the sum of the texts; sqlite-utils keeps the account of which were
applied. All pending ones run in one transaction: a database is never between two schemas.
"""

import sqlite3
from collections.abc import Callable, Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from crawler.model.errors import SchemaTooNewError

MIGRATION_SET = "wirewatch"
_APPLIED = "SELECT name FROM _sqlite_migrations WHERE migration_set = ?"
_ACCOUNT_EXISTS = "SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'"


def bring_up_to_date(db: sqlite3.Connection, path: str, application_id: int) -> None:
    """Apply the migrations a database lacks, and mark it as ours.

    Raises:
        SchemaTooNewError: it has migrations this release does not know.
        sqlite3.Error: the database refused; nothing was changed.
    """
    texts = _texts()
    if _applied(db, path, texts) == set(texts):
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        _applied(db, path, texts)  # again, now that nobody else can change it
        _apply(db, texts)
        db.execute(f"PRAGMA application_id = {application_id}")
        db.execute("COMMIT")
    finally:
        if db.in_transaction:
            db.execute("ROLLBACK")


def is_up_to_date(db: sqlite3.Connection, path: str) -> bool:
    """Tell whether a database has every migration of this release.

    Raises:
        SchemaTooNewError: it has migrations this release does not know.
    """
    texts = _texts()
    return _applied(db, path, texts) == set(texts)


def statements(script: str) -> Iterator[str]:
    """Yield the statements of an SQL script; ``executescript`` would end the transaction."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _texts() -> dict[str, Traversable]:
    folder = files(__package__).joinpath("migrations")
    found = {file.name.removesuffix(".sql"): file for file in folder.iterdir()}
    return {name: found[name] for name in sorted(found) if found[name].name.endswith(".sql")}


def _applied(db: sqlite3.Connection, path: str, texts: dict[str, Traversable]) -> set[str]:
    if db.execute(_ACCOUNT_EXISTS).fetchone() is None:
        return set()
    applied = {row[0] for row in db.execute(_APPLIED, (MIGRATION_SET,))}
    if unknown := applied - set(texts):
        raise SchemaTooNewError(
            f"{path}: written by a newer Wirewatch ({', '.join(sorted(unknown))}); "
            "it was left as it is, upgrade Wirewatch or use another database"
        )
    return applied


def _apply(db: sqlite3.Connection, texts: dict[str, Traversable]) -> None:
    # For start-up time: this import costs a third of a second and is rarely needed.
    from sqlite_utils import Database  # noqa: PLC0415 - see above
    from sqlite_utils.migrations import Migrations  # noqa: PLC0415 - see above

    migrations = Migrations(MIGRATION_SET)
    for name, file in texts.items():
        migrations(name=name)(_script(file.read_text("utf-8")))
    migrations.apply(Database(db, recursive_triggers=False, execute_plugins=False))


def _script(text: str) -> Callable[[Any], None]:
    def run(database: Any) -> None:
        for statement in statements(text):
            database.conn.execute(statement)

    return run
