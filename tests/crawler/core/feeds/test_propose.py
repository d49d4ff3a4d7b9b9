"""Selectors inferred from pages of every make, and proved by reading the page with them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.core.feeds.headlines import headline_worth, looks_like_story
from crawler.core.feeds.page import parse_page
from crawler.core.feeds.propose import MOST_PROPOSED, Proposal, propose

PAGE = "https://m.example/press/"
ITEMS = range(12)
MENU = "".join(
    f"<li><a href='/{name}'>About the ministry's {name}</a></li>"
    for name in ("work", "staff", "law")
)
POPULAR = "".join(
    f"<li><a href='/top/{n}00'>A popular story about things, number {n}</a></li>" for n in range(5)
)


def page(body: str) -> bytes:
    return (
        f"<html><head><title>Press</title></head><body><nav><ul class=menu>{MENU}</ul></nav>"
        f"<div class=wrap>{body}</div><aside><ol class=popular>{POPULAR}</ol></aside></body></html>"
    ).encode()


def repeated(item: str) -> str:
    return "".join(item.format(n=n, day=n + 1, day2=f"{n + 1:02}") for n in ITEMS)


def proposed(body: str) -> tuple[Proposal, ...]:
    return propose(page(body), url=PAGE)


LISTS = {
    "a list with sections, pictures and headings": (
        "<ul class=news>"
        + repeated(
            "<li class='story first'><a class=cat href=/world>World</a><a href=/news/{n}00><img src=x></a>"
            "<h3><a href=/news/{n}00>Minister opens conference {n} on fishing</a></h3>"
            "<span class=pub>{day} March 2026, 10:00</span><p>Words.</p></li>"
        )
        + "</ul>",
        ("li.story", "h3 a@href", "h3", "span.pub"),
        ("/news/000", "Minister opens conference 0 on fishing", "2026-03-01"),
    ),
    "cards that are links, with names a build tool made": (
        "<div class=row>"
        + repeated(
            "<div class=col><a class=Card_x8Kd2 href=/story/{n}-the-budget-of-it><h2>The budget of year {n} passes</h2>"
            "<p>More words on it.</p><time datetime=2026-03-{day2}T10:00:00Z>x</time></a></div>"
        )
        + "</div>",
        ("div.col", "a@href", "h2", "time@datetime"),
        ("/story/0-the-budget-of-it", "The budget of year 0 passes", "2026-03-01"),
    ),
    "a table without classes": (
        "<table id=board><tr><th>No<th>Title<th>Date</tr>"
        + repeated("<tr><td>{n}<td><a href=view?seq={n}>한러 정상회담 결과 공동 발표문 {n}호</a><td>2026.03.{day2}</tr>")
        + "</table>",
        ("table#board tr", "a@href", "a", "td:nth-child(3)"),
        ("/press/view?seq=0", "한러 정상회담 결과 공동 발표문 0호", "2026-03-01"),
    ),
    "links side by side that hold headline and date": (
        "<div id=list>"
        + repeated("<a href=/a/{n}000><span class=t>Parliament passes law number {n} on the press</span><span class=d>Mar {day}, 2026</span></a>")
        + "</div>",
        ("div#list > a", "a@href", "span.t", "span.d"),
        ("/a/0000", "Parliament passes law number 0 on the press", "2026-03-01"),
    ),
    "headings beside a link that says read more": (
        repeated("<article><h3>Court rules on appeal {n} of the bank</h3><a href=/p/{n}>Read more</a></article>"),
        ("div.wrap > article", "a@href", "h3", None),
        ("/p/0", "Court rules on appeal 0 of the bank", None),
    ),
    "paragraphs": (
        repeated("<p><b>{day2}</b> <a href=/n{n}00.html>Правительство приняло постановление {n}</a></p>"),
        ("div.wrap > p", "a@href", "a", None),
        ("/n000.html", "Правительство приняло постановление 0", None),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "select", "first"), LISTS.values(), ids=LISTS)
def test_lists_of_every_make_are_recognised(
    body: str, select: tuple[str, ...], first: tuple[str, str, str | None]
) -> None:
    best = proposed(body)[0]
    found = best.select
    assert (found.item, found.link, found.title, found.date) == select
    assert len(best.parsed.entries) == len(ITEMS)
    entry = best.parsed.entries[0]
    day = f"{entry.published:%Y-%m-%d}" if entry.published else None
    assert (entry.url, entry.title, day) == (f"https://m.example{first[0]}", *first[1:])


def test_a_proposal_is_what_the_reader_of_pages_makes_of_it() -> None:
    for proposal in proposed(LISTS["a table without classes"][0]):
        assert parse_page(page(LISTS["a table without classes"][0]), proposal.select, url=PAGE) == (
            proposal.parsed
        )


def test_menus_are_never_proposed_and_side_columns_come_behind() -> None:
    found = [each.select.item for each in proposed(LISTS["paragraphs"][0])]
    assert found[0] == "div.wrap > p"
    assert not any("menu" in item for item in found)
    assert propose(f"<nav><ul>{MENU}</ul></nav>".encode(), url=PAGE) == ()


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<p>Text without a link.</p>",
        "<a href=#top>A link to a place on this very page, number one</a>" * 5,
        "<a href='mailto:x@y.example'>Write to the editors of this paper</a>" * 5,
        "<div><a href=/1>A first story on the page</a></div><div><a href=/2>A second story, the last</a></div>",
        "<ul>" + "<li><a href=/same>One story that is linked again and again</a></li>" * 9 + "</ul>",
        "<ul>" + "".join(f"<li><a href=/{n}>No. {n}</a></li>" for n in range(9)) + "</ul>",
    ],
)  # fmt: skip
def test_what_is_no_list_of_news_is_not_proposed(body: str) -> None:
    assert propose(f"<html><body>{body}</body></html>".encode(), url=PAGE) == ()


def test_at_most_a_few_lists_are_proposed_each_another() -> None:
    body = "".join(
        f"<section class=s{name}>"
        + "".join(
            f"<div class=i{name}><a href=/{name}/{n}00>A story of section {name} with number {n}</a></div>"
            for n in ITEMS
        )
        + "</section>"
        for name in "abcde"
    )
    found = proposed(body)
    assert len(found) == MOST_PROPOSED
    firsts = {each.parsed.entries[0].url for each in found}
    assert len(firsts) == MOST_PROPOSED


def test_a_word_on_some_items_only_is_not_taken_for_their_headline() -> None:
    body = "<div id=list>" + "".join(
        f"<a href=/a/{n}000>{'<i class=new>Updated just now, dear reader</i>' if n == 0 else ''}"
        f"<b class=t>Parliament passes law number {n}</b><i class=d>Mar {n + 1}, 2026</i></a>"
        for n in ITEMS
    )
    assert proposed(body)[0].select.title == "b.t"


def test_a_list_may_lie_deep() -> None:
    wrapped = "<div>" * 12 + LISTS["paragraphs"][0]
    assert len(proposed(wrapped)[0].parsed.entries) == len(ITEMS)


def test_a_link_is_told_by_its_place_when_nothing_else_tells_it() -> None:
    share = "<a href=javascript:share()>Share</a>"
    title = "<a href=/n/{n}00>Parliament passes law number {n} on it</a>"
    assert proposed(repeated(f"<p>{share}{title}</p>"))[0].select.link == "a:nth-child(2)@href"
    moving = "".join(f"<p>{share * (n + 1)}{title.format(n=n)}</p>" for n in ITEMS)
    assert proposed(moving)[0].parsed.entries[0].title == "Parliament passes law number 0 on it"


def test_the_base_of_a_page_counts_within_its_items() -> None:
    body = repeated(
        "<li class=x><a class=cat href=world>W</a><a class=go href={n}00>Parliament passes law {n} at last</a></li>"
    )
    data = page(body).replace(b"<head>", b"<head><base href=https://other.example/y/>")
    best = propose(data, url=PAGE)[0]
    assert best.select.link == "a.go@href"
    assert best.parsed.entries[0].url == "https://other.example/y/000"


def test_what_the_reader_of_pages_refuses_is_not_proposed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.core.articles.guards.MAX_BYTES", 10)
    assert proposed(LISTS["paragraphs"][0]) == ()


def test_the_base_of_a_page_counts() -> None:
    data = page(LISTS["paragraphs"][0]).replace(
        b"<head>", b"<head><base href=https://other.example/x/>"
    )
    assert propose(data, url=PAGE)[0].parsed.entries[0].url == "https://other.example/n000.html"


@given(st.binary(max_size=300) | st.text("<>/abdivl =\"'p\n", max_size=300).map(str.encode))
def test_whatever_a_page_is_nothing_breaks(data: bytes) -> None:
    assert len(propose(data, url=PAGE)) <= MOST_PROPOSED


@pytest.mark.parametrize(
    ("text", "worth"),
    [("", 0), ("Home", 0), ("Two words on", 0.1), ("北朝鮮がミサイルを発射した", 1), ("x" * 40, 1), ("x" * 440, 0.5)],
)  # fmt: skip
def test_a_headline_is_told_by_its_length_in_any_script(text: str, worth: float) -> None:
    assert headline_worth(text) == pytest.approx(worth)


@pytest.mark.parametrize(
    ("url", "likely"),
    [
        ("https://a.example/2026/03/01/x", True),
        ("https://a.example/minister-opens-it", True),
        ("https://a.example/view?seq=7", True),
        ("https://a.example/x.html", True),
        ("https://a.example/world", False),
        ("https://a.example/?page=2", False),
    ],
)
def test_an_articles_address_is_told_from_a_sections(url: str, likely: bool) -> None:
    assert looks_like_story(url) is likely
