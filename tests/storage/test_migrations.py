"""Migrations: from the schema of every release to this one, with everything that was in it."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from importlib.resources import files
from pathlib import Path

import pytest

from crawler.model.archived import EVERYTHING
from storage import open_store
from storage.opening import APPLICATION_ID
from storage.schema import MIGRATION_SET, statements
from storage.verification import verification
from tests.storage.archives import fill

FIRST = "0001_initial"
LATER = sorted(
    file.name.removesuffix(".sql")
    for file in files("storage").joinpath("migrations").iterdir()
    if file.name.endswith(".sql") and not file.name.startswith(FIRST)
)


def released(path: Path, through: str) -> None:
    """Make a database as the release left it whose last migration was ``through``."""
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(
            "CREATE TABLE _sqlite_migrations (id INTEGER PRIMARY KEY, migration_set TEXT, name TEXT, "
            "applied_at TEXT)"
        )
        for name in (FIRST, *(each for each in LATER if each <= through)):
            script = files("storage").joinpath("migrations", f"{name}.sql").read_text("utf-8")
            for statement in statements(script):
                db.execute(statement)
            db.execute(
                "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES (?, ?, '')",
                (MIGRATION_SET, name),
            )
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode = WAL")


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """This release's archive, whose rows the first release's tables can hold."""
    archive = tmp_path / "filled.db"
    asyncio.run(fill(archive))
    return archive


def pour(source: Path, target: Path) -> None:
    """Copy every row into the columns that the older schema has, the full-text index included."""
    with closing(sqlite3.connect(target)) as db:
        db.execute("ATTACH ? AS new", (str(source),))
        with db:
            for table, columns in _tables(db):
                names = ", ".join(columns)
                db.execute(f"DELETE FROM main.{table}")
                db.execute(f"INSERT INTO main.{table} ({names}) SELECT {names} FROM new.{table}")


def _tables(db: sqlite3.Connection) -> Iterator[tuple[str, list[str]]]:
    found = db.execute(
        "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' "
        "AND name NOT LIKE '!_%' ESCAPE '!' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    ).fetchall()
    for (table,) in found:
        yield table, [row[1] for row in db.execute(f"PRAGMA main.table_info({table})")]


@pytest.mark.parametrize("through", [FIRST, *LATER])
async def test_an_archive_of_every_release_is_brought_up_to_date_with_all_in_it(
    path: Path, filled: Path, through: str
) -> None:
    released(path, through)
    pour(filled, path)
    store = await open_store(f"sqlite:///{path}", create=False)
    assert (await store.counts()).articles == 4
    found = await store.archived(EVERYTHING, None, 10)
    assert [len(each.versions) for each in found] == [1, 1, 1, 1]
    await store.close()
    with verification(str(path), lambda kind, count: None) as check:
        assert list(check.damage()) == []


async def test_bodies_let_go_before_that_was_noted_are_no_damage(path: Path, filled: Path) -> None:
    released(path, FIRST)
    pour(filled, path)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("DELETE FROM raw")
    with verification(str(path), lambda kind, count: None) as check:
        assert list(check.damage()) == []
        assert [(each.day, each.bodies) for each in check.let_go()] == [(None, 2)]


async def test_versions_of_before_there_were_seals_stay_without_one(
    path: Path, filled: Path
) -> None:
    released(path, FIRST)
    pour(filled, path)
    store = await open_store(f"sqlite:///{path}")
    found = await store.archived(EVERYTHING, None, 10)
    assert {version.seal for each in found for version in each.versions} == {None}
    await store.close()
