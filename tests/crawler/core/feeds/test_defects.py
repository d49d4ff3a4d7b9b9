"""What other feed libraries get wrong, each fault a test of ours."""

import pytest

from crawler.core.feeds import parse_feed
from crawler.model.entry import Entry, ParsedFeed

DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
MEDIA = 'xmlns:media="http://search.yahoo.com/mrss/"'


def rss(item: str, *, head: str = "", attributes: str = "", url: str | None = None) -> ParsedFeed:
    document = (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0" {attributes}><channel>'
        f"<title>News</title><link>https://news.example/</link>{head}<item>{item}</item></channel></rss>"
    )
    return parse_feed(document.encode(), url=url)


def atom(entry: str, *, head: str = "", attributes: str = "", url: str | None = None) -> ParsedFeed:
    document = (
        f'<feed xmlns="http://www.w3.org/2005/Atom" {attributes}><title>News</title>{head}'
        f"<entry>{entry}</entry></feed>"
    )
    return parse_feed(document.encode(), url=url)


def only(parsed: ParsedFeed) -> Entry:
    (entry,) = parsed.entries
    return entry


@pytest.mark.parametrize(
    "doctype", ["", "<!DOCTYPE rss>", '<!DOCTYPE rss SYSTEM "http://x.example/a.dtd">']
)
def test_html_entities_are_known_with_and_without_a_doctype(doctype: str) -> None:
    feed = f"{doctype}<rss><channel><item><title>Na&iuml;ve caf&eacute; &mdash; &nbsp;open</title></item></channel></rss>"
    assert only(parse_feed(feed.encode())).title == "Naïve café — open"


def test_no_text_is_lost_after_an_entity_or_a_bare_ampersand() -> None:
    entry = only(
        rss("<title>R&D &unknown; Q&A</title><link>https://a.example/?x=1&y=2&copy=3</link>")
    )
    assert entry.title == "R&D &unknown; Q&A"
    assert entry.url == "https://a.example/?x=1&y=2&copy=3"


def test_ampersands_inside_cdata_stay_as_they_are_when_the_rest_is_repaired() -> None:
    entry = only(rss("<title>A & B</title><description><![CDATA[x &eacute; & y]]></description>"))
    assert entry.summary == "x &eacute; & y"


@pytest.mark.parametrize(
    "order",
    [
        "<title>Ice</title><media:title>Photo</media:title>",
        "<media:title>Photo</media:title><title>Ice</title>",
    ],
)
def test_other_namespaces_never_replace_core_fields(order: str) -> None:
    extra = "<media:description>Note</media:description><description>Skating.</description>"
    entry = only(rss(order + extra, attributes=MEDIA))
    assert (entry.title, entry.summary) == ("Ice", "Skating.")


def test_the_author_of_an_atom_feed_serves_entries_without_one() -> None:
    head = "<author><name>Desk</name><email>d@news.example</email></author>"
    assert only(atom("<title>A</title>", head=head)).author == "Desk"
    own = "<author><name>Ann</name></author><author><name>Bob</name></author>"
    assert only(atom(own, head=head)).author == "Ann, Bob"
    source = "<source><author><name>Wire</name></author></source>"
    assert only(atom(source, head=head)).author == "Wire"


def test_an_enclosure_is_never_the_article() -> None:
    links = (
        '<link rel="enclosure" type="audio/mpeg" href="https://a.example/a.mp3" length="9"/>'
        '<link rel="self" href="https://a.example/self"/><link href="https://a.example/page"/>'
    )
    entry = only(atom(links))
    assert entry.url == "https://a.example/page"
    assert [(each.url, each.type, each.length) for each in entry.enclosures] == [
        ("https://a.example/a.mp3", "audio/mpeg", 9)
    ]


def test_links_that_are_no_addresses_are_passed_over() -> None:
    namespace = 'xmlns:fb="http://rssnamespace.org/feedburner/ext/1.0"'
    links = '<fb:origLink>javascript:x</fb:origLink><link href="data:x"/><link href="https://a.example/1"/>'
    assert only(atom(links, attributes=namespace)).url == "https://a.example/1"
    assert only(atom('<link href="data:x"/>')).url is None


def test_the_html_alternate_comes_before_others() -> None:
    links = (
        '<link rel="alternate" type="application/json" href="https://a.example/a.json"/>'
        '<link rel="alternate" type="text/html" href="https://a.example/a"/>'
    )
    assert only(atom(links)).url == "https://a.example/a"


def test_the_original_link_wins_over_a_proxy() -> None:
    namespace = 'xmlns:fb="http://rssnamespace.org/feedburner/ext/1.0"'
    original = "<fb:origLink>https://news.example/a</fb:origLink>"
    proxied = only(rss("<link>https://proxy.example/1</link>" + original, attributes=namespace))
    assert proxied.url == "https://news.example/a"
    proxied = only(atom('<link href="https://proxy.example/1"/>' + original, attributes=namespace))
    assert proxied.url == "https://news.example/a"


def test_languages_are_reported_as_declared_on_every_level() -> None:
    assert rss("", head="<language>pt-BR</language>").feed.language == "pt-BR"
    assert rss("", head="<dc:language>de</dc:language>", attributes=DC).feed.language == "de"
    assert rss("", attributes='xml:lang="ko"').feed.language == "ko"
    parsed = parse_feed(
        b'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><entry xml:lang="en"/></feed>'
    )
    assert (parsed.feed.language, only(parsed).language) == ("fr", "en")


def test_xhtml_titles_are_text_and_content_loses_its_wrapper() -> None:
    xhtml = 'xmlns="http://www.w3.org/1999/xhtml"'
    entry = only(
        atom(
            f'<title type="xhtml"><div {xhtml}>Now <b>open</b></div></title>'
            f'<content type="xhtml"><div {xhtml}><p>a<br/>b &lt; c</p> tail</div></content>'
        )
    )
    assert entry.title == "Now open"
    assert entry.content == "<p>a<br>b &lt; c</p> tail"


def test_xhtml_under_a_prefix_loses_the_prefix() -> None:
    entry = only(
        atom(
            '<content type="xhtml"><h:div><h:p>a <h:a href="/x">b</h:a></h:p></h:div></content>',
            attributes='xmlns:h="http://www.w3.org/1999/xhtml"',
            url="https://news.example/feed",
        )
    )
    assert entry.content == '<p>a <a href="https://news.example/x">b</a></p>'


def test_xml_base_counts_on_every_level() -> None:
    entry = only(
        atom(
            '<link href="a"/><content type="html" xml:base="deep/">&lt;a href="b"&gt;b&lt;/a&gt;</content>'
            '<summary type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">'
            '<p xml:base="/other/"><img src="i.png"/></p></div></summary>',
            attributes='xml:base="https://news.example/one/"',
            url="https://cdn.example/feed",
        )
    )
    assert entry.url == "https://news.example/one/a"
    assert entry.content == '<a href="https://news.example/one/deep/b">b</a>'
    assert entry.summary == '<p><img src="https://news.example/other/i.png"></p>'


def test_a_base_that_is_not_http_is_ignored() -> None:
    entry = only(
        atom(
            '<link href="a"/>', attributes='xml:base="file:///etc/"', url="https://cdn.example/feed"
        )
    )
    assert entry.url == "https://cdn.example/a"


@pytest.mark.parametrize(
    "document",
    [
        (
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://channel.netscape.com/rdf/simple/0.9/">'
            "<channel><title>N</title></channel><item><title>A</title><link>https://a.example/1</link></item></rdf:RDF>"
        ),
        (
            '<rss version="2.0" xmlns="http://backend.userland.com/rss2"><channel><title>N</title>'
            "<item><title>A</title><link>https://a.example/1</link></item></channel></rss>"
        ),
        (
            '<rss version="2.0"><channel xmlns="urn:made-up"><title>N</title>'
            "<item><title>A</title><link>https://a.example/1</link></item></channel></rss>"
        ),
        (
            '<rss xmlns="http://www.w3.org/2005/Atom"><channel><title>N</title><link rel="self" href="https://a.example/f"/>'
            "<item><title>A</title><link>https://a.example/1</link></item></channel></rss>"
        ),
        "<RSS VERSION='2.0'><CHANNEL><TITLE>N</TITLE><ITEM><TITLE>A</TITLE><LINK>https://a.example/1</LINK></ITEM></CHANNEL></RSS>",
        (
            "<rss:rss xmlns:rss='urn:x'><rss:channel><rss:title>N</rss:title><rss:item><rss:title>A</rss:title>"
            "<rss:link>https://a.example/1</rss:link></rss:item></rss:channel></rss:rss>"
        ),
    ],
)
def test_old_and_unknown_namespaces_and_upper_case_are_read_by_local_name(document: str) -> None:
    parsed = parse_feed(document.encode())
    assert parsed.feed.title == "N"
    assert (only(parsed).title, only(parsed).url) == ("A", "https://a.example/1")


def test_reading_goes_on_after_a_mismatched_tag() -> None:
    parsed = parse_feed(
        b"<rss><channel><item><title>A<b></title><link>https://a.example/1</link></item>"
        b"<item><title>B</title><link>https://a.example/2</link></item></channel></rss>"
    )
    assert parsed.entries[-1].url == "https://a.example/2"
    assert len(parsed.entries) == 2


def test_a_very_long_text_does_not_lose_the_other_items() -> None:
    long = b"x" * (3 * 2**20)
    parsed = parse_feed(
        b"<rss><channel><item><title>A</title></item><item><description>"
        + long
        + b"</description></item>"
        b"<item><title>C</title></item></channel></rss>"
    )
    assert [entry.title for entry in parsed.entries] == ["A", None, "C"]


def test_html_is_left_as_it_is() -> None:
    html = '<a href="https://a.example/" onclick="x()">a</a><script>1</script>'
    assert only(rss(f"<description><![CDATA[{html}]]></description>")).summary == html


def test_links_in_texts_become_absolute_whatever_their_spelling() -> None:
    html = (
        "<img src='/i.png' srcset='/i.png 1x, j.png 2x, https://b.example/k.png 3x, '><A HREF=x>a</A>"
        '<a href="#top">t</a><a href="mailto:a@b.example">m</a><a href="">e</a><video poster="p.jpg">'
    )
    entry = only(
        rss(f"<description><![CDATA[{html}]]></description>", url="https://news.example/w/f")
    )
    assert entry.summary == (
        "<img src='https://news.example/i.png' srcset='https://news.example/i.png 1x, https://news.example/w/j.png 2x, https://b.example/k.png 3x, '>"
        '<A HREF="https://news.example/w/x">a</A><a href="https://news.example/w/f#top">t</a>'
        '<a href="mailto:a@b.example">m</a><a href="">e</a><video poster="https://news.example/w/p.jpg">'
    )


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("Fish &amp;amp; chips", "Fish & chips"),
        ("<![CDATA[Fish &amp;amp; chips]]>", "Fish & chips"),
        ("&lt;b&gt;Now&lt;/b&gt; open", "Now open"),
        ("&amp;lt;i&amp;gt;Now&amp;lt;/i&amp;gt;", "Now"),
        ("Use of List&lt;String&gt; if 2 &lt; 3", "Use of List<String> if 2 < 3"),
        (" two\n  lines ", "two lines"),
        ("one&lt;br/&gt;two", "one two"),
        ("It&#146;s &#x96; ok", "It’s – ok"),
        ("<b>real</b> child", "real child"),
        ("   ", None),
        ("x" * 2000, "x" * 1000),
    ],
)
def test_titles_are_plain_text(title: str, plain: str | None) -> None:
    assert only(rss(f"<title>{title}</title>")).title == plain


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("news@a.example (Dana Pike)", "Dana Pike"),
        ("Dana Pike &lt;news@a.example&gt;", "Dana Pike"),
        ("news@a.example", "news@a.example"),
        ("Dana Pike", "Dana Pike"),
    ],
)
def test_mail_addresses_are_dropped_where_there_is_a_name(author: str, name: str) -> None:
    assert only(rss(f"<author>{author}</author>")).author == name


def test_an_ambiguous_date_is_read_by_the_other_dates_of_the_feed() -> None:
    second = "</item><item><pubDate>{}</pubDate>"
    first = "<pubDate>03/04/2024 10:00</pubDate>"
    assert rss(first + second.format("25/04/2024")).entries[0].published is not None
    assert rss(first + second.format("05/04/2024")).entries[0].published is None
