"""Index pages read by selectors."""

from datetime import UTC, datetime

import pytest

from crawler.core.articles import guards
from crawler.core.feeds import page as module
from crawler.core.feeds.page import parse_page
from crawler.model.entry import Entry
from crawler.model.errors import ParseError
from crawler.model.feed import Selectors

PAGE = """<!doctype html><html lang="ru"><head><title> Новости </title></head><body>
<ul class="news">
<li><a href="/1"><img src="x"></a><a href="/1">Один &amp; два</a><time datetime="2024-01-15T06:00:00Z">вчера</time><p>1 &lt; 2</p></li>
<li><a href="/2">Второй</a><time datetime="3 hours ago"></time></li>
<li><a href="javascript:x">Bad</a></li>
<li><a href="/1">Again</a></li>
<li>no link</li>
</ul><a class="lone" href="/9">Lone</a></body></html>"""
SELECT = Selectors(item="ul.news li", date="time@datetime", summary="p")


def test_items_become_entries_and_relative_dates_none() -> None:
    parsed = parse_page(
        PAGE.encode("cp1251"),
        SELECT,
        url="https://a.example/n",
        content_type="text/html; charset=windows-1251",
    )
    assert (parsed.feed.title, parsed.feed.language, parsed.feed.format) == (
        "Новости",
        "ru",
        "page",
    )
    assert parsed.entries == (
        Entry(
            url="https://a.example/1",
            title="Один & два",
            published=datetime(2024, 1, 15, 6, tzinfo=UTC),
            summary="1 &lt; 2",
        ),
        Entry(url="https://a.example/2", title="Второй"),
    )


@pytest.mark.parametrize(
    "selectors",
    [
        Selectors(item="a.lone"),
        Selectors(item="a.lone", link="@href", title=""),
        Selectors(item="body", link="a.lone@href", title="a.lone"),
    ],
)
def test_a_selector_may_mean_the_item_itself(selectors: Selectors) -> None:
    parsed = parse_page(PAGE.encode(), selectors, url="https://a.example/")
    assert parsed.entries == (Entry(url="https://a.example/9", title="Lone"),)


def test_a_base_element_counts() -> None:
    page = b"<base href='https://b.example/x/'><li><a href='y'>T</a>"
    assert (
        parse_page(page, Selectors(item="li"), url="https://a.example/").entries[0].url
        == "https://b.example/x/y"
    )


@pytest.mark.parametrize(
    ("selectors", "problem"),
    [
        (Selectors(item="ul["), "not valid CSS"),
        (
            Selectors(item="article"),
            "item: article` finds nothing; the page has 6 links: 5 in li, 1 in body",
        ),
    ],
)
def test_selectors_that_do_not_fit_are_reported(selectors: Selectors, problem: str) -> None:
    with pytest.raises(ParseError, match=problem):
        parse_page(PAGE.encode(), selectors, url="https://a.example/")


def test_a_page_too_large_is_refused_and_surplus_items_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "MAX_ENTRIES_KEPT", 1)
    assert parse_page(PAGE.encode(), SELECT, url="https://a.example/").dropped == 1
    monkeypatch.setattr(guards, "MAX_BYTES", 10)
    with pytest.raises(ParseError, match="more than 10"):
        parse_page(PAGE.encode(), SELECT)


def test_a_page_nested_without_end_is_read() -> None:
    page = '<li><a href="/1">T</a></li>' + "<div>" * 300_000
    parsed = parse_page(page.encode(), Selectors(item="li"), url="https://a.example/")
    assert [entry.url for entry in parsed.entries] == ["https://a.example/1"]


def test_a_link_selector_that_finds_nothing_is_named_with_what_the_item_says() -> None:
    with pytest.raises(ParseError, match=r"`link: h2@href` finds no story in the 5 .*: Один & два"):
        parse_page(
            PAGE.encode(), Selectors(item="ul.news li", link="h2@href"), url="https://a.example/"
        )
    with pytest.raises(ParseError, match="has no links at all"):
        parse_page(b"<div id=app></div>", Selectors(item="li"), url="https://a.example/")


def test_relative_dates_count_from_the_moment_the_page_was_fetched() -> None:
    now = datetime(2024, 1, 15, 12, tzinfo=UTC)
    entries = parse_page(PAGE.encode(), SELECT, url="https://a.example/", now=now).entries
    assert [entry.published for entry in entries] == [now.replace(hour=6), now.replace(hour=9)]


@pytest.mark.parametrize("title", ["2", "»", "‹ 1", "Next »", "Далее", "下一页", "Older posts"])
def test_links_to_further_pages_are_no_stories(title: str) -> None:
    page = f"<li><a href='/1'>3 killed</a></li><li><a href='?page=2'>{title}</a></li>"
    entries = parse_page(page.encode(), Selectors(item="li"), url="https://a.example/").entries
    assert [entry.title for entry in entries] == ["3 killed"]
