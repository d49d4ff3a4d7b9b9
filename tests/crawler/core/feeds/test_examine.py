"""What a document is to somebody looking for feeds."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.core.feeds.examine import FoundList, FoundPage, examine
from crawler.model.entry import ParsedFeed
from crawler.model.errors import ParseError

URL = "https://a.example/"
OPML = b"<opml version='2.0'><body><outline xmlUrl='https://b.example/'/></body></opml>"
FRAME = "<html><head><script src=x></script></head><body>{}</body></html>"


def found_in(data: bytes | str, content_type: str | None = "text/html") -> object:
    body = data.encode() if isinstance(data, str) else data
    return examine(body, url=URL, content_type=content_type)


def test_a_feed_is_read() -> None:
    found = found_in("<rss><channel><item><link>https://b.example/</link></item></channel></rss>")
    assert isinstance(found, ParsedFeed)


@pytest.mark.parametrize("content_type", ["text/html", "text/xml", None])
def test_a_list_is_counted_whatever_it_is_called(content_type: str | None) -> None:
    assert found_in(OPML, content_type) == FoundList(1)


def test_a_page_says_what_it_is_called_and_where_feeds_are() -> None:
    page = examine(
        b"<html><head><title> The\n Paper </title></head><body><a href=/rss>x</a></body></html>",
        url=URL,
        content_type=None,
        links='</h>; rel=alternate; type="application/rss+xml"',
    )
    assert isinstance(page, FoundPage)
    assert page.title == "The Paper"
    assert [lead.url for lead in page.leads] == ["https://a.example/rss", "https://a.example/h"]
    assert not page.needs_javascript


def test_what_begins_like_xml_and_is_served_as_a_page_is_one() -> None:
    found = found_in("<div><p>Some words</p></div>")
    assert isinstance(found, FoundPage)
    assert found.title is None
    with pytest.raises(ParseError):
        found_in("<div><p>Some words</p></div>", "text/xml")


@pytest.mark.parametrize(
    ("body", "needed"),
    [
        ("<div id=root></div><noscript>Please enable JavaScript, dear reader</noscript>", True),
        ("<div id=x>Loading</div>", True),
        ("<div id=app></div>" + "<a href=/x>x</a>" * 9, True),
        ("<a href=/x>x</a>" * 9, False),
        ("<div id=root>" + "word " * 100 + "</div>", False),
    ],
)
def test_a_frame_for_scripts_is_told_from_a_page(body: str, needed: bool) -> None:
    found = found_in(FRAME.format(body))
    assert isinstance(found, FoundPage)
    assert found.needs_javascript is needed


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7", "a PDF document"),
        (b"\x89PNG\r\n", "a picture"),
        (b"", "empty"),
        (b"just words", "neither XML nor JSON"),
    ],
)
def test_anything_else_is_an_error_that_says_what_it_is(data: bytes, said: str) -> None:
    with pytest.raises(ParseError, match=said):
        found_in(data, None)


@given(st.binary(max_size=200), st.sampled_from(["text/html", "text/xml", None]))
def test_any_bytes_are_something_or_a_parse_error(data: bytes, content_type: str | None) -> None:
    with suppress(ParseError):
        assert isinstance(found_in(data, content_type), ParsedFeed | FoundPage | FoundList)
