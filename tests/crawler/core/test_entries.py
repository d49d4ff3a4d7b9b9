"""What an entry is recognised by."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from crawler.core.entries import entry_key
from crawler.model.entry import Entry

ENTRY = Entry(id="7", url="https://news.example/a?id=1", title="Treaty signed", summary="Today.")


@pytest.mark.parametrize(
    "same",
    [
        replace(
            ENTRY, summary="Corrected.", content="More", published=datetime(2024, 1, 1, tzinfo=UTC)
        ),
        replace(ENTRY, url="http://www.news.example/a?utm_source=rss&id=1"),
        replace(ENTRY, title="  TREATY  signed "),
    ],
)
def test_texts_dates_and_spellings_do_not_make_another_entry(same: Entry) -> None:
    assert entry_key(same) == entry_key(ENTRY)


@pytest.mark.parametrize(
    "other",
    [
        replace(ENTRY, id="8"),
        replace(ENTRY, url="https://news.example/a?id=2"),
        replace(ENTRY, title="Treaty ratified"),
        replace(ENTRY, id=None),
        replace(ENTRY, url=None),
        replace(ENTRY, title=None),
        replace(ENTRY, id="", title="7Treaty signed"),
    ],
)
def test_another_id_address_or_title_makes_another_entry(other: Entry) -> None:
    assert entry_key(other) != entry_key(ENTRY)


def test_an_address_that_cannot_be_folded_counts_as_written() -> None:
    assert entry_key(Entry(url="odd:1")) != entry_key(Entry(url="odd:2"))
    assert len(entry_key(Entry(title="\ud800"))) == 64
