"""Each format, field by field."""

from datetime import UTC, datetime, timedelta

import pytest

from crawler.core.feeds import parse_feed
from crawler.model.entry import Enclosure, Entry, FeedInfo, ParsedFeed
from crawler.model.errors import ParseError

SIX = datetime(2024, 1, 15, 6, tzinfo=UTC)


def parse(document: str, url: str | None = None) -> ParsedFeed:
    return parse_feed(document.encode(), url=url)


def channel(inner: str) -> FeedInfo:
    namespace = 'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
    return parse(f"<rss {namespace}><channel>{inner}</channel></rss>").feed


@pytest.mark.parametrize(
    ("version", "name"),
    [
        ("0.90", "rss090"),
        ("0.91", "rss091"),
        ("0.92", "rss092"),
        ("0.94", "rss092"),
        ("2.0", "rss20"),
        ("9", "rss20"),
    ],
)
def test_rss_states_its_version(version: str, name: str) -> None:
    assert parse(f'<rss version="{version}"><channel/></rss>').feed.format == name


@pytest.mark.parametrize(
    ("inner", "ttl"),
    [
        ("<ttl>60</ttl>", timedelta(hours=1)),
        ("<ttl> 5 </ttl><sy:updatePeriod>hourly</sy:updatePeriod>", timedelta(hours=1)),
        (
            "<sy:updatePeriod>Daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>",
            timedelta(hours=6),
        ),
        (
            "<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>",
            timedelta(hours=1),
        ),
        ("<ttl>999999999999</ttl>", timedelta(days=365)),
        ("<ttl>0</ttl>", None),
        ("<ttl>soon</ttl><sy:updatePeriod>now</sy:updatePeriod>", None),
        ("", None),
    ],
)
def test_rss_says_how_long_not_to_ask(inner: str, ttl: timedelta | None) -> None:
    assert channel(inner).ttl == ttl


def test_rss_says_in_which_hours_not_to_ask() -> None:
    hours = "<skipHours><hour>3</hour><hour>24</hour><hour>x</hour><hour>99</hour></skipHours>"
    assert channel(hours).skip_hours == (0, 3)


def test_rss_with_everything() -> None:
    parsed = parse(
        """<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"
        xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dcterms="http://purl.org/dc/terms/"
        xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>N</title>
        <atom:link rel="self" href="https://a.example/self"/><link>/home</link><item>
        <title>T</title><link>one</link><guid>g</guid><pubDate>Mon, 15 Jan 2024 06:00:00 GMT</pubDate>
        <dcterms:modified>2024-01-15T06:00:00Z</dcterms:modified><category>c &amp;amp; d</category><category/>
        <category>c &amp;amp; d</category><dc:subject>s</dc:subject>
        <atom:author><atom:name>Ann</atom:name></atom:author>
        <description>d</description><content:encoded>e</content:encoded><dc:language>fr</dc:language>
        <enclosure url="/a.mp3" type="audio/mpeg" length="x"/><enclosure url="javascript:x"/>
        <media:group><media:content url="/v.mp4" type="video/mp4" fileSize="7"/><media:thumbnail url="/a.mp3"/></media:group>
        </item></channel></rss>""",
        url="https://a.example/feed",
    )
    assert parsed.feed == FeedInfo(title="N", link="https://a.example/home", format="rss20")
    assert parsed.entries == (
        Entry(
            id="g",
            url="https://a.example/one",
            title="T",
            published=SIX,
            updated=SIX,
            author="Ann",
            summary="d",
            content="e",
            categories=("c & d", "s"),
            enclosures=(
                Enclosure(url="https://a.example/a.mp3", type="audio/mpeg"),
                Enclosure(url="https://a.example/v.mp4", type="video/mp4", length=7),
            ),
            language="fr",
        ),
    )


@pytest.mark.parametrize(
    ("item", "url"),
    [
        ("<guid>https://a.example/1</guid>", "https://a.example/1"),
        ('<guid isPermaLink="false">https://a.example/1</guid>', None),
        ("<guid>7</guid>", None),
        ("<link>javascript:x</link><guid>https://a.example/1</guid>", "https://a.example/1"),
        (
            '<link rel="self">https://a.example/s</link><link>https://a.example/1</link>',
            "https://a.example/1",
        ),
        ('<link href="https://a.example/1"/>', "https://a.example/1"),
        ("<link/>", None),
    ],
)
def test_an_rss_item_is_found_under_its_link_or_permalink(item: str, url: str | None) -> None:
    assert parse(f"<rss><channel><item>{item}</item></channel></rss>").entries[0].url == url


def test_relative_links_without_a_document_address_refer_to_the_site() -> None:
    parsed = parse(
        "<rss><channel><link>https://a.example/x/</link><item><link>b</link></item></channel></rss>"
    )
    assert parsed.entries[0].url == "https://a.example/x/b"


def test_an_author_without_a_name_is_passed_over() -> None:
    item = "<item><author> </author><dc:creator/></item>"
    assert parse(f"<rss><channel>{item}</channel></rss>").entries[0].author is None


def test_atom_0_3_texts() -> None:
    parsed = parse(
        """<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry>
        <issued>2024-01-15T06:00Z</issued><modified>2024-01-15T06:00Z</modified>
        <summary type="application/xhtml+xml"><p>s</p></summary><content mode="base64">AAAA</content></entry></feed>"""
    )
    (entry,) = parsed.entries
    assert parsed.feed.format == "atom03"
    assert (entry.published, entry.updated, entry.summary, entry.content) == (
        SIX,
        SIX,
        "<p>s</p>",
        None,
    )


@pytest.mark.parametrize(
    ("content", "html"),
    [
        ("<content>a &lt; b</content>", "a &lt; b"),
        ('<content type="text/plain">a &amp; b</content>', "a &amp; b"),
        ('<content type="html">&lt;p&gt;a&lt;/p&gt;</content>', "<p>a</p>"),
        ('<content type="xhtml">bare <b>text</b></content>', "bare <b>text</b>"),
        ('<content type="image/png">AAAA</content>', None),
        ('<content src="https://a.example/video.mp4"/>', None),
        ("<content/>", None),
        ('<content/><content type="html">second</content>', "second"),
    ],
)
def test_atom_contents_by_type(content: str, html: str | None) -> None:
    parsed = parse(f'<feed xmlns="http://www.w3.org/2005/Atom"><entry>{content}</entry></feed>')
    assert parsed.entries[0].content == html


def test_an_atom_entry_without_links_is_found_under_an_id_that_is_an_address() -> None:
    entries = parse(
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>https://a.example/1</id></entry>'
        '<entry><id>urn:x</id><link rel="self" href="https://a.example/s"/></entry></feed>'
    ).entries
    assert [entry.url for entry in entries] == ["https://a.example/1", None]


def test_atom_labels_and_creators() -> None:
    (entry,) = parse(
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"><entry>'
        '<category term="t" label="L"/><category term="u"/><dc:creator>Ann</dc:creator>'
        "<author/></entry></feed>"
    ).entries
    assert (entry.categories, entry.author) == (("L", "u"), None)


def test_json_feed_with_everything() -> None:
    parsed = parse(
        """{"version": "https://jsonfeed.org/version/1", "title": "N", "home_page_url": "/", "language": "ko",
        "feed_url": "https://a.example/feed.json", "author": {"name": "Desk"}, "items": [
        {"id": 7.5, "external_url": "https://b.example/x", "title": "A\\ud800B", "content_text": "a < b",
         "summary": "s & t", "date_published": "2024-01-15T06:00:00Z", "date_modified": 1705298400,
         "tags": ["x", 3, "x"], "image": "/i.jpg", "language": "en", "authors": [{"name": "Ann"}, {"name": "Bob"}, 1],
         "attachments": [{"url": "/v.pdf", "mime_type": "application/pdf", "size_in_bytes": 9}, {"url": "data:x"}, 5]},
        7, {"id": true, "url": 5, "title": null, "tags": "x", "authors": {}, "attachments": {}},
        {"id": "https://a.example/2", "content_html": "<a href='/y'>y</a>"}]}"""
    )
    assert parsed.feed == FeedInfo(
        title="N", link="https://a.example/", language="ko", format="json10", author="Desk"
    )
    first, second, third = parsed.entries
    assert first == Entry(
        id="7.5",
        url="https://b.example/x",
        title="A\ufffdB",
        published=SIX,
        updated=SIX,
        author="Ann, Bob",
        summary="s &amp; t",
        content="a &lt; b",
        categories=("x",),
        enclosures=(
            Enclosure(url="https://a.example/v.pdf", type="application/pdf", length=9),
            Enclosure(url="https://a.example/i.jpg"),
        ),
        language="en",
    )
    assert second == Entry(author="Desk")
    assert (third.url, third.content) == (
        "https://a.example/2",
        "<a href='https://a.example/y'>y</a>",
    )


def test_json_of_another_kind_is_no_feed() -> None:
    with pytest.raises(ParseError, match="not a JSON Feed"):
        parse('{"items": {}}')


def test_a_plain_sitemap_with_images() -> None:
    parsed = parse(
        """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
        xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"><url><loc> /a </loc><lastmod>2024-01-15</lastmod>
        <image:image><image:loc>https://a.example/i.jpg</image:loc></image:image><image:image/></url><url/></urlset>""",
        url="https://a.example/sitemap.xml",
    )
    assert parsed.feed == FeedInfo(format="sitemap")
    assert parsed.entries == (
        Entry(
            url="https://a.example/a",
            updated=SIX.replace(hour=0),
            enclosures=(Enclosure(url="https://a.example/i.jpg"),),
        ),
        Entry(),
    )


def test_a_news_sitemap_gives_titles_languages_and_keywords() -> None:
    parsed = parse(
        """<urlset xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://a.example/a</loc>
        <news:news><news:publication><news:name>Daily</news:name><news:language>ru</news:language></news:publication>
        <news:publication_date>2024-01-15T06:00:00Z</news:publication_date><news:title>T</news:title>
        <news:keywords>a, b,,a</news:keywords></news:news></url></urlset>"""
    )
    assert parsed.feed == FeedInfo(title="Daily", language="ru", format="sitemap-news")
    assert parsed.entries == (
        Entry(
            url="https://a.example/a",
            title="T",
            published=SIX,
            categories=("a", "b"),
            language="ru",
        ),
    )


def test_a_sitemap_index_lists_its_children() -> None:
    parsed = parse(
        "<sitemapindex><sitemap><loc>https://a.example/1.xml</loc><lastmod>2024-01-15T06:00:00Z</lastmod></sitemap></sitemapindex>"
    )
    assert parsed.feed.format == "sitemap-index"
    assert parsed.entries == (Entry(url="https://a.example/1.xml", updated=SIX),)


def test_cdf_keeps_addresses_in_attributes() -> None:
    parsed = parse(
        """<Channel base="https://a.example/x/" href="home"><Title>N</Title><Item HRef="1" LastMod="2024-01-15T06:00">
        <Title>A</Title><Abstract>s</Abstract></Item><Item/></Channel>"""
    )
    assert parsed.feed == FeedInfo(title="N", link="https://a.example/x/home", format="cdf")
    assert parsed.entries == (
        Entry(url="https://a.example/x/1", title="A", updated=SIX, summary="s"),
        Entry(),
    )


def test_a_channel_without_its_rss_element_is_rss() -> None:
    parsed = parse("<channel><title>N</title><item><title>A</title></item></channel>")
    assert (parsed.feed.format, parsed.entries[0].title) == ("rss20", "A")
