"""Every fault found in other feed libraries, as a sentence about what we do instead.

A row is a document, how it was served, and the fields that must come out.
"""

import codecs
import gzip
from datetime import UTC, datetime

import pytest

from crawler.core.feeds import parse_feed
from crawler.model.entry import Entry, ParsedFeed
from crawler.model.errors import ParseError

URL = "https://news.example/w/feed"
PREFIXES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:fb="http://rssnamespace.org/feedburner/ext/1.0" '
    'xmlns:xi="http://www.w3.org/2001/XInclude"'
)
RDF = (
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns="http://channel.netscape.com/rdf/simple/0.9/"'
)
LINK = "<link>https://news.example/1</link>"
NEXT = "<item><title>Next</title></item>"


def rss(item: str, before: str = "") -> str:
    return f"{before}<rss version='2.0' {PREFIXES}><channel><item>{item}</item></channel></rss>"


def atom(entry: str, head: str = "", root: str = "") -> str:
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom" {PREFIXES} {root}>{head}'
        f"<entry>{entry}</entry></feed>"
    )


def declared(label: str, codec: str, title: str) -> bytes:
    return rss(f"<title>{title}</title>", f"<?xml version='1.0' encoding='{label}'?>").encode(codec)


def sitemap(url: str) -> str:
    return (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url>{url}</url></urlset>'
    )


XHTML = '<div xmlns="http://www.w3.org/1999/xhtml"><b>Now</b> open</div>'
ENCLOSED = (
    "<link rel='enclosure' href='https://a.example/a.mp3'/><link href='https://a.example/a'/>"
)
PROXIED = "<link>https://proxy.example/1</link><fb:origLink>https://news.example/1</fb:origLink>"
NEWS = (
    "<loc>https://news.example/1</loc><news:news><news:title>T</news:title>"
    "<news:publication_date>2024-01-15T07:00:00Z</news:publication_date></news:news>"
)

READ: dict[str, tuple[str | bytes, dict[str, object]]] = {
    "a sitemap of news has titles and dates": (
        sitemap(NEWS),
        {"url": "https://news.example/1", "title": "T", "published": datetime(2024, 1, 15, 7, tzinfo=UTC)},
    ),
    "a plain sitemap has addresses": (sitemap("<loc>/1</loc>"), {"url": "https://news.example/1"}),
    "a gzipped sitemap is opened": (
        gzip.compress(sitemap("<loc>/1</loc>").encode()),
        {"url": "https://news.example/1"},
    ),
    "a sitemap gzipped in several members is opened": (
        gzip.compress(sitemap("<loc>/1</loc>").encode()[:50])
        + gzip.compress(sitemap("<loc>/1</loc>").encode()[50:]),
        {"url": "https://news.example/1"},
    ),
    "an index of sitemaps lists its children": (
        "<sitemapindex><sitemap><loc>/a.xml</loc><lastmod>2024-01-15</lastmod></sitemap></sitemapindex>",
        {"url": "https://news.example/a.xml", "updated": datetime(2024, 1, 15, tzinfo=UTC)},
    ),
    "JSON Feed 1.0 is read": (
        '{"version": "https://jsonfeed.org/version/1", "items": [{"id": "a", "author": {"name": "Ann"}}]}',
        {"id": "a", "author": "Ann"},
    ),
    "a number is an id of JSON": ('{"items": [{"id": 12}]}', {"id": "12"}),
    "a fraction is an id of JSON as it is written": ('{"items": [{"id": 1.50}]}', {"id": "1.50"}),
    "a JSON Feed's author serves items without one": (
        '{"authors": [{"name": "Desk"}], "items": [{"id": "a"}]}',
        {"author": "Desk"},
    ),
    "a lone surrogate of JSON is replaced": ('{"items": [{"title": "a\\ud800"}]}', {"title": "a\ufffd"}),
    "entities of HTML do not vanish beside a document type": (
        rss("<title>Caf&eacute;&nbsp;bar</title>", "<!DOCTYPE rss>"),
        {"title": "Café bar"},
    ),
    "a document type that declares no entity is left out": (
        rss("<title>A</title>", "<!DOCTYPE rss [<!ELEMENT rss ANY>]>"),
        {"title": "A"},
    ),
    "text after an unknown entity is kept": (rss("<title>a &zz; b</title>"), {"title": "a &zz; b"}),
    "a bare ampersand is kept": (rss("<title>Q & A</title>"), {"title": "Q & A"}),
    "ampersands of damaged XML gain no semicolon": (
        rss("<title>AT&T</title><link>https://a.example/?a=1&b=2</link><b>") + "</b>",
        {"title": "AT&T", "url": "https://a.example/?a=1&b=2"},
    ),
    "a picture's title and description replace nothing": (
        rss("<media:title>P</media:title><media:description>P</media:description><title>T</title>"
            "<description>D</description>"),
        {"title": "T", "summary": "D"},
    ),
    "the author of an Atom feed serves entries without one": (
        atom("", head="<author><name>Desk</name></author>"),
        {"author": "Desk"},
    ),
    "an enclosure never wins over the article": (atom(ENCLOSED), {"url": "https://a.example/a"}),
    "the original link wins over the proxy's": (rss(PROXIED), {"url": "https://news.example/1"}),
    "an XHTML title is text": (atom(f'<title type="xhtml">{XHTML}</title>'), {"title": "Now open"}),
    "XHTML content loses its wrapper": (
        atom(f'<content type="xhtml">{XHTML}</content>'),
        {"content": "<b>Now</b> open"},
    ),
    "the base of the feed counts": (
        atom("<link href='a'/>", root="xml:base='https://b.example/'"),
        {"url": "https://b.example/a"},
    ),
    "the base of an element counts for its text": (
        atom("<content type='html' xml:base='/x/'>&lt;a href='b'&gt;</content>"),
        {"content": "<a href='https://news.example/x/b'>"},
    ),
    "relative links of texts are resolved by the document's address": (
        rss("<description>&lt;img src=\"i.png\"&gt;</description>"),
        {"summary": '<img src="https://news.example/w/i.png">'},
    ),
    "RSS 0.90 is read": (
        f"<rdf:RDF {RDF}><channel/><item><title>A</title>{LINK}</item></rdf:RDF>",
        {"title": "A", "url": "https://news.example/1"},
    ),
    "RSS in a namespace of its own is read": (
        f"<rss xmlns='urn:x'><channel><item><title>A</title>{LINK}</item></channel></rss>",
        {"title": "A", "url": "https://news.example/1"},
    ),
    "upper-case tags are read": (
        "<RSS><CHANNEL><ITEM><TITLE>A</TITLE></ITEM></CHANNEL></RSS>",
        {"title": "A"},
    ),
    "reading goes on after a mismatched tag": (
        f"<rss><channel><item><title>A<b></title></item>{NEXT}</channel></rss>",
        {"title": "Next"},
    ),
    "a very long text loses no other item": (
        rss(f"<title>{'x' * 11_000_000}</title></item>{NEXT}<item><title>Next</title>"),
        {"title": "Next"},
    ),
    "HTML stays as it is": (
        rss("<description><![CDATA[<a onclick='x()' href='https://a.example/'>a</a>]]></description>"),
        {"summary": "<a onclick='x()' href='https://a.example/'>a</a>"},
    ),
    "the text of <link> and CDATA are read as XML": (
        rss("<link><![CDATA[https://a.example/?a&b]]></link>"),
        {"url": "https://a.example/?a&b"},
    ),
    "CDF is read": (
        "<CHANNEL HREF='https://c.example/'><ITEM HREF='/1' LASTMOD='2024-01-15'><TITLE>A</TITLE></ITEM></CHANNEL>",
        {"url": "https://news.example/1", "title": "A"},
    ),
    "a title escaped twice is decoded, its body not": (
        rss("<title>A &amp;amp; B</title><description>A &amp;amp; B</description>"),
        {"title": "A & B", "summary": "A &amp; B"},
    ),
    "the byte order mark wins over the declaration": (
        codecs.BOM_UTF8 + declared("iso-8859-1", "utf-8", "é"),
        {"title": "é"},
    ),
    "UTF-16 is read by its mark": (rss("<title>é</title>").encode("utf-16"), {"title": "é"}),
    "UTF-32 is read by its mark": (rss("<title>é</title>").encode("utf-32"), {"title": "é"}),
    "gb2312 means gb18030": (declared("gb2312", "gb18030", "镕基"), {"title": "镕基"}),
    "shift_jis means cp932": (declared("shift_jis", "cp932", "①髙"), {"title": "①髙"}),
    "iso-8859-1 means windows-1252": (declared("iso-8859-1", "cp1252", "“é”"), {"title": "“é”"}),
    "a wrong byte becomes one replacement character": (
        rss("<title>éééééééééééééééééééééééé#</title>").encode().replace(b"#", b"\xff"),
        {"title": "é" * 24 + "\ufffd"},
    ),
    "nothing outside is included": (
        rss("<title>T<xi:include href='file:///etc/passwd' parse='text'/></title>"),
        {"title": "T"},
    ),
    "many comment openers stay text": (
        rss(f"<title>T</title><description><![CDATA[{'<!--' * 10_000}]]></description>"),
        {"title": "T", "summary": "<!--" * 10_000},
    ),
    "an element may have thousands of attributes": (
        rss("<b " + " ".join(f"a{place}=''" for place in range(5_000)) + "/><title>T</title>"),
        {"title": "T"},
    ),
    "extreme nesting costs its own element": (
        rss(f"<title>T</title></item><item><a>{'<a>' * 5_000}"),
        {"title": "T"},
    ),
    "a long author is cut": (rss(f"<author>{'a' * 32_000}</author>"), {"author": "a" * 200}),
    "a link to a script is none": (rss("<link>javascript:alert(1)</link>"), {"url": None}),
    "a permalink to a file is none": (rss("<guid>file:///etc/passwd</guid>"), {"url": None}),
    "an enclosure that is data is none": (rss("<enclosure url='data:x'/>"), {"enclosures": ()}),
}  # fmt: skip


def chosen(parsed: ParsedFeed, fields: dict[str, object]) -> Entry:
    """Return the entry meant: the one of that title, else the first."""
    same = (entry for entry in parsed.entries if entry.title == fields.get("title"))
    return next(same, parsed.entries[0])


@pytest.mark.parametrize("fault", READ)
def test_where_other_libraries_fail(fault: str) -> None:
    document, fields = READ[fault]
    data = document if isinstance(document, bytes) else document.encode()
    entry = chosen(parse_feed(data, url=URL), fields)
    assert {name: getattr(entry, name) for name in fields} == fields


@pytest.mark.parametrize(
    ("header", "codec", "label"),
    [
        pytest.param("text/xml; charset=windows-1251", "cp1251", "", id="the header is heard"),
        pytest.param("text/xml; charset=koi8-r", "koi8-r", "utf-8", id="it wins when it decodes"),
        pytest.param("text/xml; charset=iso-8859-1", "cp1251", "windows-1251", id="but no default"),
        pytest.param("text/xml; charset=utf-8", "cp1251", "windows-1251", id="nor a false one"),
        pytest.param("text/xml; charset=nonsense", "cp1251", "windows-1251", id="nor an unknown"),
        pytest.param(None, "koi8-r", "koi8-r", id="without a header, the declaration is heard"),
        pytest.param(None, "utf-8", "windows-1251", id="UTF-8 is certain whatever is said"),
    ],
)
def test_the_header_and_the_declaration_both_have_a_say(
    header: str | None, codec: str, label: str
) -> None:
    title = "Договор подписан в столице, заявил министр"
    data = (
        declared(label or "", codec, title)
        if label
        else rss(f"<title>{title}</title>").encode(codec)
    )
    assert parse_feed(data, content_type=header).entries[0].title == title


@pytest.mark.parametrize(
    "date",
    [
        "Mon, 15 Jan 2024 16:00:00 JST", "Mon, 15 Jan 2024 10:00:00 MSK", "15 Jan 2024 08:00 MEZ",
        "Mon, 15 Jan 2024 18:00:00 AEDT", "2024-01-15 08:00 Europe/Berlin", "15 janv. 2024 07:00",
        "15 января 2024, 07:00", "15. Januar 2024 07:00", "15 de enero de 2024 07:00",
        "Mon, 15 Jan 2024 7:00:00 AM GMT", "Mon, 15 Jan 2024 07:00 AM", "1705302000", "1705302000000",
        "2024年1月15日 午前7:00", "2024년 1월 15일 오전 7:00", "Tue, 15 Jan 2024 07:00:00 GMT",
        "15 Jan 24 07:00:00 GMT", "Mon, 15 Jan 2024 07:00 GMT", "2024-01-15 07:00:00",
        "2024-01-15T08:00:00+01",
    ],
)  # fmt: skip
def test_a_date_other_libraries_lose_or_misread(date: str) -> None:
    entry = parse_feed(rss(f"<pubDate>{date}</pubDate>").encode()).entries[0]
    assert entry.published == datetime(2024, 1, 15, 7, tzinfo=UTC)


@pytest.mark.parametrize("date", ["soon", "03/04/2024", "32 Jan 2024", "2024-02-30", "-1", ""])
def test_a_date_nobody_can_be_sure_of_is_none_and_the_entry_stays(date: str) -> None:
    entry = parse_feed(rss(f"<title>T</title><pubDate>{date}</pubDate>").encode()).entries[0]
    assert (entry.title, entry.published) == ("T", None)


@pytest.mark.parametrize(
    "declarations",
    [
        pytest.param("<!ENTITY a 'x'>", id="an entity"),
        pytest.param("<!ENTITY a SYSTEM 'file:///etc/passwd'>", id="a file"),
        pytest.param("<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>", id="a bomb"),
    ],
)
def test_a_document_that_declares_entities_is_refused(declarations: str) -> None:
    document = rss("<title>&a;</title>", f"<!DOCTYPE rss [{declarations}]>")
    with pytest.raises(ParseError, match="entity declarations"):
        parse_feed(document.encode())
