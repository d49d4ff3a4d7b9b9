"""Damaged XML: what the repairs keep."""

import pytest

from crawler.core.feeds import parse_feed
from crawler.core.feeds.xml import read_tree
from crawler.model.errors import ParseError

HEAD = '<?xml version="1.0"?>'
ITEM = "<item><title>A</title><link>https://a.example/1</link></item>"


@pytest.mark.parametrize(
    "document",
    [
        f"\n \ufeff{HEAD}<rss><channel>{ITEM}</channel></rss>",
        f"Warning: mysql_connect() in /x.php{HEAD}<rss><channel>{ITEM}</channel></rss>",
        f"{HEAD}<rss><channel>{ITEM}</channel></rss><!-- cached --> trailing <b>junk",
        f"{HEAD}{HEAD}<rss><channel>{ITEM}</channel></rss>".replace("?>", "?> ", 1),
        f"{HEAD}<rss><channel><x:y/>{ITEM}</channel></rss>",
        f"{HEAD}<rss a:b='1'><channel>{ITEM}</channel></rss>",
        f"{HEAD}<rss><channel>\x07\x1b{ITEM}</channel></rss>",
        f"{HEAD}<rss><channel>&#7;&#xFFFF;&#99999999;&#xZ;{ITEM}</channel></rss>",
        f"{HEAD}<rss><channel><title>1 < 2 <3</title>{ITEM}</channel></rss>",
        f"{HEAD}<rss><channel><!-- a -- b -->{ITEM}</channel></rss>",
        f"{HEAD}<rss><channel><title>a</titel>{ITEM}</channel></rss>",
        f"{HEAD}<rss><channel x=1>{ITEM}</channel></rss>",
        f"{HEAD}<rss><channel>{ITEM}",
        f"{HEAD}<rss><channel>{ITEM}<item><title>cut</ti",
        f"{HEAD}<rss><channel>{ITEM}<item><description><![CDATA[<p>cut</p>",
        f"{HEAD}<rss><channel>{ITEM}<!-- <item><title>cut</title></item>",
        f"{HEAD}<rss><channel>{ITEM}<item><image/><title",
    ],
)
def test_the_whole_item_survives_the_damage(document: str) -> None:
    (entry,) = parse_feed(document.encode()).entries
    assert (entry.title, entry.url) == ("A", "https://a.example/1")


def test_an_entry_cut_off_after_its_link_keeps_what_is_complete() -> None:
    document = (
        f"<rss><channel>{ITEM.removesuffix('</item>')}<guid>7</guid><description>half of a sent"
    )
    (entry,) = parse_feed(document.encode()).entries
    assert (entry.title, entry.id, entry.summary) == ("A", "7", None)


def test_undeclared_prefixes_get_the_meaning_everybody_gives_them() -> None:
    item = "<item><dc:creator>Ann</dc:creator><content:encoded>c</content:encoded></item>"
    (entry,) = parse_feed(f"<rss><channel>{item}</channel></rss>".encode()).entries
    assert (entry.author, entry.content) == ("Ann", "c")


def test_controls_of_windows_1252_become_its_characters() -> None:
    item = "<item><title>It\x92s &#150; &#x85; &#129;ok</title></item>"
    (entry,) = parse_feed(f"<rss><channel>{item}</channel></rss>".encode()).entries
    assert entry.title == "It’s – … ok"


def test_a_tree_tells_how_it_was_read() -> None:
    assert not read_tree("<rss/>").recovered
    assert not read_tree("<rss>&nbsp;</rss>").recovered
    broken = read_tree("<rss><a></b></rss>")
    assert (broken.recovered, broken.truncated) == (True, False)
    assert read_tree("<rss><a>").truncated
    assert read_tree("<rss xml:base='x'/>").has_bases


def test_references_survive_recovery() -> None:
    """libxml2 drops named references, even those of XML itself, after the first fault."""
    damage = "<item><title>x</b></item>"
    item = (
        "<item><title>A &amp; B &lt;3 & C&eacute;</title>"
        "<description>&lt;p&gt;1 &amp;lt; 2&lt;/p&gt;</description>"
        '<link>https://a.example/?x=1&amp;y=2</link><enclosure url="https://a.example/?&quot;&amp;"/>'
        "<body><![CDATA[a &amp; b]]></body></item>"
    )
    *_, entry = parse_feed(f"<rss><channel>{damage}{item}</channel></rss>".encode()).entries
    assert (entry.title, entry.summary) == ("A & B <3 & Cé", "<p>1 &lt; 2</p>")
    assert (entry.url, entry.content) == ("https://a.example/?x=1&y=2", "a &amp; b")
    assert entry.enclosures[0].url == 'https://a.example/?"&'


@pytest.mark.parametrize("where", ["x" * 2_000, "a>b", "a[b"])
def test_entity_declarations_are_refused_however_the_document_type_is_written(where: str) -> None:
    document = f'<!DOCTYPE rss SYSTEM "{where}" [<!ENTITY e "v">]><rss><item>&e;</item></rss>'
    with pytest.raises(ParseError, match="entity declarations"):
        parse_feed(document.encode())
    plain = f"<!DOCTYPE rss SYSTEM '{where}'><rss><channel>{ITEM}</channel></rss>"
    assert len(parse_feed(plain.encode()).entries) == 1
