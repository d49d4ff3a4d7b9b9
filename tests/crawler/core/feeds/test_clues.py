"""Where feeds may be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.core.feeds import clues
from crawler.core.feeds.clues import (
    MOST_SITEMAPS,
    Clue,
    Lead,
    leads_of_habit,
    leads_of_headers,
    leads_of_page,
    leads_of_sitemaps,
)

URL = "https://a.example/news/"


def test_announced_feeds_come_before_linked_ones_and_each_once() -> None:
    html = """<html><head><base href="/x/">
    <link rel="alternate" type="application/rss+xml" title="All" href="all.rss">
    <link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/2">
    </head><body><a href="all.rss">RSS</a><a href="asia.atom" title="Asia"></a>
    <a href="/services">RSS feeds</a><a href="https://b.example/about">RSS feeds</a>
    <a href="https://feeds.b.example/rss/1">x</a><a href="javascript:rss()">RSS</a><a href="/first">First</a></body>"""
    assert leads_of_page(html, URL) == (
        Lead(url="https://a.example/x/all.rss", clue=Clue.ANNOUNCED, title="All"),
        Lead(url="https://a.example/x/asia.atom", clue=Clue.LINK, title="Asia"),
        Lead(url="https://a.example/services", clue=Clue.LINK, title="RSS feeds"),
        Lead(url="https://feeds.b.example/rss/1", clue=Clue.LINK, title="x"),
    )


@pytest.mark.parametrize(
    ("href", "is_lead"),
    [
        ("/rss", True),
        ("/rss.xml", True),
        ("/news/feed/", True),
        ("/index.xml", True),
        ("/a.rdf", True),
        ("/?feed=rss2", True),
        ("/export.php?format=atom", True),
        ("/rss2", True),
        ("/feedback", False),
        ("/cross", False),
        ("/atomic-energy", False),
        ("/?feedback=1", False),
        ("/sitemap.xml", False),
    ],
)
def test_an_address_speaks_of_a_feed_by_whole_words(href: str, is_lead: bool) -> None:
    assert bool(leads_of_page(f"<a href='{href}'>x</a>", URL)) is is_lead


def test_links_are_followed_to_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clues, "MOST_LINKS", 2)
    html = "".join(f"<a href='/{n}.rss'>x</a>" for n in range(5))
    assert [lead.url for lead in leads_of_page(html, URL)] == [
        "https://a.example/0.rss",
        "https://a.example/1.rss",
    ]


@pytest.mark.parametrize(
    ("header", "urls"),
    [
        ('</f>; rel="alternate"; type="application/atom+xml"; title="F"', ["https://a.example/f"]),
        (
            '<https://b.example/>; rel=next, <g>; type=application/rss+xml; rel="x alternate"',
            ["https://a.example/news/g"],
        ),
        ('</f>; rel="alternate"; type="text/html"', []),
        ('</f>; rel="canonical"; type="application/rss+xml"', []),
        ("</wp-json/>; rel=alternate; type=application/json", []),
        ("<javascript:x>; rel=alternate; type=application/rss+xml", []),
        ("nonsense", []),
        ("", []),
    ],
)
def test_link_headers_announce_feeds(header: str, urls: list[str]) -> None:
    found = leads_of_headers(header, URL)
    assert [lead.url for lead in found] == urls
    assert all(lead.clue is Clue.HEADER for lead in found)


@given(st.text('<>;,="ab rel type', max_size=200))
def test_a_header_may_be_anything(header: str) -> None:
    assert isinstance(leads_of_headers(header, URL), tuple)


def test_sitemaps_of_news_come_first_and_few_are_looked_at() -> None:
    stated = ("/a.xml", "/b.xml", "https://a.example/News/x.xml", "ftp://x/", "/a.xml", "/c.xml")
    found = [lead.url for lead in leads_of_sitemaps(stated, URL)]
    assert found[:2] == ["https://a.example/News/x.xml", "https://a.example/a.xml"]
    assert len(found) == MOST_SITEMAPS


@pytest.mark.parametrize(
    ("url", "first"),
    [
        ("https://a.example/", "https://a.example/feed/"),
        ("https://a.example/world/", "https://a.example/world/feed/"),
        ("https://a.example/world.html", "https://a.example/feed/"),
    ],
)
def test_guesses_begin_below_the_page(url: str, first: str) -> None:
    assert leads_of_habit(url)[0] == Lead(url=first, clue=Clue.HABIT)
