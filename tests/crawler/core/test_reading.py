from datetime import UTC, datetime

import pytest

from crawler.core.reading import Page, read_entries, read_page
from crawler.model.article import Origin
from crawler.model.entry import Entry
from crawler.model.errors import ExtractError

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
URL = "https://wire.example/a"
ENTRY = Entry(
    url=URL, title="Harbour opens", summary="<p>The harbour opened on Monday after two years.</p>"
)
TEXT = (
    "The new harbour was opened on Monday after two years of work, the port authority said. Ferries "
    "from both islands will call there from Thursday on, and the old quay becomes a fish market."
)
PAGE = f"<html lang='en'><title>Harbour opens</title><article><h1>Harbour opens</h1><p>{TEXT}</p></article></html>"


def page(body: str) -> Page:
    return Page(body=body.encode(), url=URL, content_type="text/html; charset=utf-8")


def test_a_page_with_an_article_is_read_from_the_page() -> None:
    reading = read_page(page(PAGE), ENTRY, "en", NOON)
    assert (reading.origin, reading.problem) == (Origin.PAGE, None)
    assert reading.text.text == TEXT
    assert reading.fingerprint.language == "en"


def test_a_page_without_an_article_leaves_the_feeds_own_text_and_says_why() -> None:
    reading = read_page(page(""), ENTRY, "en", NOON)
    assert reading.origin is Origin.FEED
    assert reading.problem
    assert reading.text.text == "The harbour opened on Monday after two years."


def test_neither_page_nor_entry_is_an_error() -> None:
    with pytest.raises(ExtractError):
        read_page(page(""), Entry(url=URL), None, NOON)


def test_in_a_batch_each_entry_fails_for_itself() -> None:
    good, bad = read_entries(((ENTRY, URL, "en"), (Entry(url=URL), URL, None)))
    assert not isinstance(good, ExtractError)
    assert good.text.title == "Harbour opens"
    assert isinstance(bad, ExtractError)
