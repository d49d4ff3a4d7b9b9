"""The tolerant parser, for what nothing else can read."""

import pytest

from crawler.core.feeds import parse_feed
from crawler.core.feeds.lastresort import parse_tolerantly
from crawler.model.entry import Entry
from crawler.model.errors import ParseError


def test_a_feed_under_a_strange_root_is_still_read() -> None:
    document = (
        "<wrapper><channel><title>N</title><language>de</language><item><title>A</title><guid>7</guid>"
        "<link>https://a.example/1</link><category>c</category><description>&lt;b&gt;s&lt;/b&gt;</description>"
        "</item></channel></wrapper>"
    )
    parsed = parse_feed(document.encode())
    assert parsed.feed.language == "de"
    assert parsed.entries == (
        Entry(id="7", url="https://a.example/1", title="A", summary="<b>s</b>", categories=("c",)),
    )


def test_a_damaged_feed_whose_items_have_another_familys_name_is_still_read() -> None:
    document = b"<rss><channel></b><entry><title>A</title><id>7</id></entry></channel></rss>"
    assert parse_feed(document).entries == (Entry(id="7", title="A"),)


def test_what_has_no_entries_is_not_a_feed_to_it_either() -> None:
    assert parse_tolerantly("<x><item/></x>", None) is None
    assert parse_tolerantly("<html><body>item</body></html>", None) is None


@pytest.mark.parametrize("reference", ["&#1114112;", "&#99999999999999999999;"])
def test_what_escapes_feedparser_is_an_error_of_the_feed(reference: str) -> None:
    with pytest.raises(ParseError, match="not a feed"):
        parse_feed(f"<entry><title>{reference}</title></entry>".encode())
