"""Laws that hold for any bytes, and bounds that hold against any publisher."""

import gzip
import time
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.core.feeds import parse_feed
from crawler.core.feeds.limits import (
    MAX_CONTENT_CHARS,
    MAX_DECODED_BYTES,
    MAX_ENTRIES_KEPT,
    MAX_ENTRIES_PARSED,
    MAX_SITEMAP_BYTES,
    MAX_SUMMARY_CHARS,
)
from crawler.model.entry import ParsedFeed
from crawler.model.errors import ParseError

NEVER = datetime.min.replace(tzinfo=UTC)
ITEM = (
    "<item><title>Item {0}</title><link>https://a.example/{0}</link><guid>{0}</guid>"
    "<pubDate>Mon, 15 Jan 2024 06:{0:02}:00 GMT</pubDate><description><![CDATA[<p>Text {0}</p>]]></description></item>"
)
ENTRY = (
    '<entry><id>urn:{0}</id><title>Item {0}</title><link href="https://a.example/{0}"/>'
    "<updated>2024-01-15T06:{0:02}:00Z</updated><summary>Text {0}</summary></entry>"
)
MAP_ENTRY = "<url><loc>https://a.example/{0}</loc><lastmod>2024-01-15</lastmod></url>"
FEEDS = {
    "rss": ("<rss version='2.0'><channel><title>News</title>", ITEM, "</channel></rss>"),
    "atom": ("<feed xmlns='http://www.w3.org/2005/Atom'><title>News</title>", ENTRY, "</feed>"),
    "sitemap": (
        "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>",
        MAP_ENTRY,
        "</urlset>",
    ),
}
FRAGMENTS = st.lists(
    st.sampled_from(
        [
            "<rss>", "<channel>", "<item>", "</item>", "<title>", "</title>", "<link>", "<![CDATA[", "]]>", "&amp;",
            "&#x1F;", "&#146;", "&bogus;", "&", "<", ">", "<feed xmlns='http://www.w3.org/2005/Atom'>", "<entry>",
            "<urlset>", "<url>", "<loc>", "https://a.example/", "<!--", "-->", "<?xml version='1.0'?>", "dc:creator",
            "<dc:creator>", "xml:base='x'", "<!DOCTYPE x [", "]>", "<guid>", "</", "/>", "\x00", "\x85", "é", "日",
            "<content type='xhtml'><div>", "<p xml:base='//'>", "<html>", "{", '{"items": [', "\ud800",
            "<media:group>", "<pubDate>", "15 Jan 2024", "<outline/>", "<channel href='x'>", "<skipHours><hour>",
        ]
    ),
    max_size=25,
)  # fmt: skip


def feed(kind: str, count: int) -> bytes:
    start, entry, end = FEEDS[kind]
    return (start + "".join(entry.format(number) for number in range(count)) + end).encode()


def attempt(
    data: bytes, *, url: str | None = None, content_type: str | None = None
) -> ParsedFeed | ParseError:
    try:
        return parse_feed(data, url=url, content_type=content_type)
    except ParseError as error:
        return error


@given(st.binary(max_size=400), st.none() | st.text(max_size=30), st.none() | st.text(max_size=30))
def test_any_bytes_give_a_feed_or_a_parse_error(
    data: bytes, url: str | None, content_type: str | None
) -> None:
    for prefix in (b"", b"<rss><channel><item>", b'{"items": [', b"\x1f\x8b\x08"):
        attempt(prefix + data, url=url, content_type=content_type)


@given(FRAGMENTS)
def test_any_heap_of_markup_gives_a_feed_or_a_parse_error(pieces: list[str]) -> None:
    found = attempt("".join(pieces).encode("utf-8", "surrogatepass"), url="https://a.example/")
    if isinstance(found, ParsedFeed):
        for entry in found.entries:
            for text in (entry.title, entry.summary, entry.content, entry.author, entry.id):
                assert text is None or not any(
                    character < "\x09"
                    or "\x7f" < character < "\xa0"
                    or "\ud800" <= character <= "\udfff"
                    for character in text
                )


@pytest.mark.parametrize("kind", FEEDS)
@given(data=st.data())
def test_any_prefix_of_a_feed_gives_a_prefix_of_its_entries(kind: str, data: st.DataObject) -> None:
    whole = feed(kind, 4)
    entries = parse_feed(whole).entries
    cut = data.draw(st.integers(0, len(whole)))
    found = attempt(whole[:cut])
    if isinstance(found, ParsedFeed):
        count = len(found.entries)
        assert found.entries[: count - 1] == entries[: max(count - 1, 0)]
        for entry, complete in zip(found.entries[-1:], entries[count - 1 : count], strict=True):
            assert entry.url in {complete.url, None}
            assert entry.id in {complete.id, None}
            assert entry.url or entry.id
            assert entry.title in {complete.title, None}
            assert entry.summary in {complete.summary, None}


@pytest.mark.parametrize(
    "bad",
    [
        "<item><title>&broken</title><link>::::</link><pubDate>never</pubDate></item>",
        "<item></item>",
        "<item><title/><guid/><enclosure/><category/><author/></item>",
        '<item><enclosure url="http://[" length="-1"/><link>http://[::1</link></item>',
        "<item><title><title>x</title></title></item>",
        "<item><dc:date>99999999999999999999</dc:date></item>",
        "<item>\x0b\x01<title>\x02</title></item>",
    ],
)
def test_a_bad_item_never_loses_its_neighbours(bad: str) -> None:
    start, item, end = FEEDS["rss"]
    parsed = parse_feed((start + item.format(1) + bad + item.format(2) + end).encode())
    urls = [entry.url for entry in parsed.entries]
    assert (urls[0], urls[-1]) == ("https://a.example/1", "https://a.example/2")
    assert len(urls) == 3


@given(st.text(max_size=60), st.sampled_from(["title", "link", "guid", "pubDate", "author", "x:y"]))
def test_no_text_of_a_field_loses_the_item_or_its_neighbours(text: str, field: str) -> None:
    odd = f"<item><guid>2</guid><{field}>{escape(text)}</{field}><comments>c</comments></item>"
    feed = (
        f"<rss><channel><item><guid>1</guid></item>{odd}<item><guid>3</guid></item></channel></rss>"
    )
    ids = [entry.id for entry in parse_feed(feed.encode("utf-8", "replace")).entries]
    assert (ids[0], ids[-1], len(ids)) == ("1", "3", 3)


@given(st.lists(st.integers(0, 59), min_size=1, max_size=8), st.sampled_from(["rss", "atom"]))
def test_plain_feeds_read_as_feedparser_reads_them(numbers: list[int], kind: str) -> None:
    start, entry, end = FEEDS[kind]
    data = (start + "".join(map(entry.format, numbers)) + end).encode()
    ours, theirs = parse_feed(data).entries, feedparser.parse(data).entries
    assert [(one.title, one.url, one.id) for one in ours] == [
        (other.title, other.link, other.id) for other in theirs
    ]
    stated = "updated_parsed" if kind == "atom" else "published_parsed"
    moments = [(one.published or one.updated or NEVER).timetuple()[:6] for one in ours]
    assert moments == [other[stated][:6] for other in theirs]


def test_the_newest_entries_are_kept_and_the_others_counted() -> None:
    count = MAX_ENTRIES_PARSED + 10
    start = datetime(2020, 1, 1, tzinfo=UTC)
    dates = [(start + timedelta(minutes=number)).isoformat() for number in range(count)]
    items = "".join(
        f"<item><title>{number}</title><dc:date>{date}</dc:date></item>"
        for number, date in enumerate(dates)
    )
    parsed = parse_feed(f"<rss><channel>{items}</channel></rss>".encode())
    titles = [int(entry.title or "") for entry in parsed.entries]
    assert titles == list(range(MAX_ENTRIES_PARSED - MAX_ENTRIES_KEPT, MAX_ENTRIES_PARSED))
    assert parsed.dropped == count - MAX_ENTRIES_KEPT


def test_fields_are_cut_to_their_caps() -> None:
    long = "x" * (2 * MAX_CONTENT_CHARS)
    item = (
        f"<title>{long}</title><guid>{long}</guid><author>{long}</author><link>https://a.example/{long}</link>"
        f"<description>{long}</description><content:encoded>{long}</content:encoded>"
    )
    data = f"<rss xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><item>{item}</item></channel></rss>"
    (entry,) = parse_feed(data.encode()).entries
    assert (len(entry.title or ""), len(entry.author or ""), entry.url) == (1000, 200, None)
    assert (len(entry.summary or ""), len(entry.content or "")) == (
        MAX_SUMMARY_CHARS,
        MAX_CONTENT_CHARS,
    )
    assert (entry.id or "").startswith("sha256:")


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "empty"),
        (b" \n\x00 ", "empty"),
        (b"just words", "neither XML nor JSON"),
        (b'{"a": 1}', "no items"),
        (b"[1, 2]", "not a JSON Feed"),
        (b'{"items": ', "not valid JSON"),
        (b"[" * 100_000, "not valid JSON"),
        (b"<html><body>Hello</body></html>", "HTML page, not a feed"),
        (b"<?xml version='1.0'?><!-- x --><!DOCTYPE html><html/>", "HTML page, not a feed"),
        (b"<html xmlns='http://www.w3.org/1999/xhtml'/>", "HTML page"),
        (b"<svg/>", "root is <svg>"),
        (b"<opml version='2.0'><body/></opml>", "OPML list"),
        (b"<", "not XML"),
        (b"\x1f\x8b\x08broken", "gzip data is damaged"),
        (gzip.compress(feed("rss", 3))[:-20], "cut off"),
        (b" " * (MAX_DECODED_BYTES + 1), "larger than 15 MiB"),
    ],
)
def test_what_is_no_feed_says_what_it_is(data: bytes, problem: str) -> None:
    with pytest.raises(ParseError, match=problem) as caught:
        parse_feed(data, url="https://a.example/feed")
    assert caught.value.url == "https://a.example/feed"
    assert caught.value.kind in {"not_a_feed", "malformed", "too_large"}


def test_a_page_names_the_feed_it_announces() -> None:
    page = b'<!doctype html><link rel="alternate" type="application/rss+xml" href="/rss.xml">'
    with pytest.raises(ParseError) as caught:
        parse_feed(page, url="https://a.example/news/")
    assert caught.value.advice == "it announces a feed at https://a.example/rss.xml"


@pytest.mark.parametrize("kind", FEEDS)
def test_a_feed_without_entries_is_a_feed(kind: str) -> None:
    assert parse_feed(feed(kind, 0)).entries == ()


def test_a_gzipped_feed_is_opened_once_and_never_beyond_the_limit() -> None:
    data = feed("rss", 2)
    assert parse_feed(gzip.compress(data)) == parse_feed(data)
    assert isinstance(attempt(gzip.compress(gzip.compress(data))), ParseError)
    bomb = gzip.compress(bytes(64 * 2**20))
    tracemalloc.start()
    found = attempt(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "larger than" in str(found)
    assert peak < 3 * MAX_DECODED_BYTES


def test_all_members_of_a_gzip_file_count_and_padding_does_not() -> None:
    data = feed("rss", 2)
    pieces = [gzip.compress(data[:40]), gzip.compress(data[40:90]), gzip.compress(data[90:])]
    assert parse_feed(b"".join(pieces)) == parse_feed(data)
    assert parse_feed(b"".join(pieces) + bytes(512)) == parse_feed(data)
    assert "cut off" in str(attempt(b"".join(pieces)[:-9]))
    assert "damaged" in str(attempt(pieces[0] + pieces[1][:12] + bytes(99)))
    bomb = gzip.compress(bytes(10 * 2**20)) * 2
    assert "larger than" in str(attempt(bomb))
    assert "more than 10,000 members" in str(attempt(gzip.compress(b"") * 10_001))


def test_a_sitemap_may_have_what_its_protocol_allows() -> None:
    """50 MB and 50,000 pages (sitemaps.org), of which the newest may be the last."""
    dates = [f"{2000 + number // 10_000}-01-{number % 28 + 1:02}" for number in range(50_000)]
    pages = "".join(
        f"<url><loc>https://a.example/{'x' * 900}/{number}</loc><lastmod>{date}</lastmod></url>"
        for number, date in enumerate(dates)
    )
    data = gzip.compress(f"<urlset>{pages}</urlset>".encode(), compresslevel=1)
    parsed = parse_feed(data, max_bytes=MAX_SITEMAP_BYTES)
    assert parsed.dropped == 50_000 - len(parsed.entries)
    assert {entry.updated and entry.updated.year for entry in parsed.entries} == {2004}
    with pytest.raises(ParseError, match=r"larger than 15 MiB \(.* `type: sitemap`\)") as caught:
        parse_feed(data)
    assert caught.value.kind == "too_large"


def test_a_sitemap_beyond_its_protocol_is_too_large() -> None:
    with pytest.raises(ParseError, match=r"larger than 50 MiB \(look for a smaller feed[^;]*\)"):
        parse_feed(bytes(MAX_SITEMAP_BYTES + 1), max_bytes=MAX_SITEMAP_BYTES)


def test_entity_declarations_are_refused_and_nothing_outside_is_read(tmp_path: Path) -> None:
    planted = tmp_path / "secret"
    planted.write_text("planted")
    bomb = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><rss><channel><item><title>&b;</title></item></channel></rss>'
    external = bomb.replace('<!ENTITY a "ha">', f'<!ENTITY a SYSTEM "file://{planted}">')
    for document in (bomb, external, "<!-- c -->" + bomb, "<?xml version='1.0'?>\n<?x?>" + bomb):
        with pytest.raises(ParseError, match="refused: entity declarations"):
            parse_feed(document.encode())
    parameter = bomb.replace(
        '<!ENTITY a "ha"><!ENTITY b "&a;&a;">', f'<!ENTITY % x SYSTEM "file://{planted}"> %x;'
    )
    assert parse_feed(parameter.encode()).entries[0].title == "&b;"
    include = f'<rss xmlns:xi="http://www.w3.org/2001/XInclude"><channel><item><title><xi:include href="file://{planted}" parse="text"/></title></item></channel></rss>'
    assert parse_feed(include.encode()).entries[0].title is None


def nested(size: int) -> bytes:
    return b"<rss><channel><item><description>" + b"<b>" * size


def attributes(size: int) -> bytes:
    names = " ".join(f"a{number}='1'" for number in range(size))
    return f"<rss><channel><item {names}><title>A</title></item></channel></rss>".encode()


def repeated(text: str) -> Callable[[int], bytes]:
    return lambda size: (
        f"<rss><channel><item><title>A & B</title><author>{text * size}</author><description><![CDATA[{text * size}]]></description></item>".encode()
    )


@pytest.mark.parametrize(
    "make",
    [
        nested,
        attributes,
        *map(
            repeated,
            [
                "<!--", "<![CDATA[", "&", "&#", "<a href=", "<a href='", '<img src="', "<a ", " href", "@", "a@",
                "]]>", "<", "</", "/>", "<a:b ", "xmlns:", "&lt;", "[", "<p title='x", " srcset=\"", "\t",
            ],
        ),
        lambda size: b"<!--" * size,
        lambda size: b"<?xml " * size,
        lambda size: b"<!DOCTYPE x [" + b"] " * size,
        lambda size: b"<rss><channel>" + b"<item>" * size,
        lambda size: b"<rss><channel>" + b"<item><a:b/></item>" * size,
        lambda size: b'{"items": [' + b'{"content_html": "<a href="},' * size,
        lambda size: b"<html>" + b'<link rel="alternate" href=' * size,
        lambda size: b"<html>" + b"<div>" * size,
    ],
)  # fmt: skip
def test_time_grows_linearly_with_size(make: Callable[[int], bytes]) -> None:
    def cpu_s(size: int) -> float:
        data = make(size)
        spent = []
        for _ in range(3):
            start = time.process_time()
            attempt(data, url="https://a.example/")
            spent.append(time.process_time() - start)
        return min(spent)

    small, large = cpu_s(8_000), cpu_s(32_000)
    assert large < max(0.1, small * 10)  # four times the size: quadratic would be sixteen times


@pytest.mark.parametrize("name", ["sy:p", "media:groupmedia:group", "a:9", "i\ufffdx:07:08"])
def test_an_element_whose_name_html_cannot_have_loses_its_name_only(name: str) -> None:
    body = f"<body><{name}>kept</{name}></body></b>"
    (entry,) = parse_feed(f"<rss><item><title>T</title>{body}</item></rss>".encode()).entries
    assert entry.title == "T"
    assert "kept" in (entry.content or "")


def test_an_entity_that_no_repair_could_reach_is_left_out() -> None:
    document = '<rss x="<![CDATA["><item><title>A&p;B</title><guid>1</guid></item></b></rss>'
    (entry,) = parse_feed(document.encode()).entries
    assert (entry.title, entry.id) == ("AB", "1")
    cdf = b'<CHANNEL F="<![CDATA[" HREF="/"><I><E></</&p;</CHANNEL>'
    assert parse_feed(cdf).feed.format == "cdf"
