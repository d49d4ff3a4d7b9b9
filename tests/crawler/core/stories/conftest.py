"""The labelled stories of our own."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from crawler.model.filing import Draft
from tests.crawler.core.stories.given import draft

NEWS = Path(__file__).resolve().parents[3] / "data" / "stories" / "news.jsonl"


@pytest.fixture(scope="session")
def news() -> tuple[Draft, ...]:
    """All articles of tests/data/stories, in order of publication."""
    rows = [json.loads(line) for line in NEWS.read_text("utf-8").splitlines()]
    return tuple(
        draft(
            row["title"],
            row["text"],
            outlet=row["source"],
            url=row["url"],
            language=row["lang"],
            at=datetime.fromisoformat(row["published"]),
            published=datetime.fromisoformat(row["published"]),
        )
        for row in rows
    )
