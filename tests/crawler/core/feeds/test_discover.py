"""Feeds that pages announce."""

from crawler.core.feeds.discover import AnnouncedFeed, announced_feeds


def test_feeds_are_found_in_link_elements_in_order_and_once() -> None:
    html = """<head><base href="/sub/"><link rel="stylesheet" href="a.css">
    <link rel="ALTERNATE home" type="application/atom+xml; charset=utf-8" href="f.atom" title="All &amp; sundry">
    <link rel="alternate" type="application/rss+xml" href="//b.example/f"><link rel="alternate" hreflang="de" href="/de">
    <link rel="alternate" type="application/rss+xml" href="https://b.example/f">
    <link rel="alternate" type="application/rss+xml" href="javascript:x"></head>"""
    assert announced_feeds(html, "https://a.example/") == (
        AnnouncedFeed(
            url="https://a.example/sub/f.atom", title="All & sundry", type="application/atom+xml"
        ),
        AnnouncedFeed(url="https://b.example/f", title=None, type="application/rss+xml"),
    )


def test_a_page_without_an_address_announces_absolute_feeds_only() -> None:
    html = '<link rel="alternate" type="application/rss+xml" href="/f">'
    assert announced_feeds(html, None) == ()
