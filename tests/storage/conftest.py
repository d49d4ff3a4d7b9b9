"""The store under contract: an engine joins the suite by one more parameter here."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage import open_store
from storage.protocol import Store
from tests.storage.given import NOON, Given, feed, fetched, page, tasks

PAGES = 4


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "wirewatch.db"


@pytest.fixture
def url(path: Path) -> str:
    return f"sqlite:///{path}"


@pytest.fixture(params=["file", "memory"])
async def store(request: pytest.FixtureRequest, url: str) -> AsyncIterator[Store]:
    opened = await open_store(url if request.param == "file" else "sqlite:///:memory:")
    yield opened
    await opened.close()


@pytest.fixture
async def given(store: Store) -> Given:
    """Some pages to read, claimed."""
    await store.sync_feeds([feed("a")], NOON)
    await fetched(store, "a", *(page(n) for n in range(PAGES)))
    return await tasks(store)
