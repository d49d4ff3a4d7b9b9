"""Lists of feeds, in and out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.core.feeds import opml
from crawler.core.feeds.opml import read_opml, write_opml
from crawler.core.feeds.text import plain
from crawler.model.errors import ParseError
from crawler.model.listing import OpmlFeed

WORDS = st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=8)
PHRASES = st.text(
    st.characters(categories=["L", "Nd", "P", "S", "Zs"]), min_size=1, max_size=8
).filter(lambda text: plain(text) == text)
"""What is plain text, and no HTML that a reader would take for markup."""


def test_folders_become_tags_and_a_feed_in_two_folders_has_both() -> None:
    found = read_opml(
        b"""<?xml version="1.0"?><opml version="1.0"><body>
        <outline text="Asia"><outline text="Korea"><outline type="rss" TEXT="Y &amp;amp; N" xmlUrl="https://y.example/f" htmlUrl="https://y.example/"/></outline></outline>
        <outline title="Wires"><outline xmlurl="https://y.example/f" title="Yonhap" category="/a/b,c"/></outline>
        <outline><outline text="No feed"/><outline xmlUrl="feed://x"/><outline xmlUrl="https://z.example/"/></outline>
        </body></opml>"""
    )
    assert found == (
        OpmlFeed(
            url="https://y.example/f",
            title="Y & N",
            tags=("Asia", "Korea", "Wires", "a", "b", "c"),
            html_url="https://y.example/",
        ),
        OpmlFeed(url="https://z.example/"),
    )


def test_the_number_of_feeds_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opml, "MAX_FEEDS", 1)
    data = write_opml([OpmlFeed(url=f"https://{host}.example/") for host in "ab"], title="Two")
    assert read_opml(data) == (OpmlFeed(url="https://a.example/"),)


def test_feeds_of_one_folder_lie_together_and_controls_are_left_out() -> None:
    feeds = [
        OpmlFeed(url=f"https://{host}.example/", title="T\x00", tags=("F\x01",)) for host in "ab"
    ]
    data = write_opml(feeds, title="Two\x00")
    assert data.count(b'"F"') == 2  # one folder, its text and its title
    assert [(feed.title, feed.tags) for feed in read_opml(data)] == [("T", ("F",))] * 2


def test_the_first_tag_is_a_folder_and_the_others_categories_unless_they_would_be_cut() -> None:
    feeds = [
        OpmlFeed(url="https://a.example/", tags=("Asia", "wire", "ru state")),
        OpmlFeed(url="https://b.example/", tags=("Asia", "wire", "a/b")),
        OpmlFeed(url="https://c.example/", tags=("a, b",)),
        OpmlFeed(url="https://d.example/"),
    ]
    written = write_opml(feeds, title="Mine").decode()
    assert [" ".join(line.split()) for line in written.splitlines()[6:-2]] == [
        '<outline text="Asia" title="Asia">',
        '<outline type="rss" text="https://a.example/" title="https://a.example/" xmlUrl="https://a.example/" category="wire,ru state"/>',
        '<outline text="wire" title="wire">',
        '<outline text="a/b" title="a/b">',
        '<outline type="rss" text="https://b.example/" title="https://b.example/" xmlUrl="https://b.example/"/>',
        "</outline>",
        "</outline>",
        "</outline>",
        '<outline text="a, b" title="a, b">',
        '<outline type="rss" text="https://c.example/" title="https://c.example/" xmlUrl="https://c.example/"/>',
        "</outline>",
        '<outline type="rss" text="https://d.example/" title="https://d.example/" xmlUrl="https://d.example/"/>',
    ]
    assert read_opml(written.encode()) == tuple(feeds)


@pytest.mark.parametrize("data", [b"", b"<rss/>", b"no list", b'{"a": 1}'])
def test_what_is_no_list_is_an_error(data: bytes) -> None:
    with pytest.raises(ParseError):
        read_opml(data)


@given(
    st.lists(
        st.builds(
            OpmlFeed,
            url=WORDS.map("https://a.example/{}".format),
            title=st.none() | PHRASES,
            tags=st.lists(PHRASES, max_size=3, unique=True).map(tuple),
            html_url=st.none() | st.just("https://a.example/"),
        ),
        max_size=5,
        unique_by=lambda feed: feed.url,
    )
)
def test_what_is_written_reads_back(feeds: list[OpmlFeed]) -> None:
    assert set(read_opml(write_opml(feeds, title="Mine\x00"))) == set(feeds)
