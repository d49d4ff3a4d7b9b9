"""The walk: what is one stretch of text, what breaks it, what is not text at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from crawler.core.articles.blocks import MOST_LONE_LINKS, Block, read_blocks
from crawler.core.articles.junk import Suspicion


def blocks_of(html: str) -> list[Block]:
    body = LexborHTMLParser(html).body
    assert body is not None
    return read_blocks(body)


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        ("<p>one <b>bold</b>,\n <i>two</i></p>", ["one bold, two"]),
        ("one<br>two<hr>three", ["one", "two", "three"]),
        ("<p>a</p>b<div>c<p>d</p>e</div>", ["a", "b", "c", "d", "e"]),
        ("<td>outside a table</td>", ["outside a table"]),
        ("<p>a<script>x</script>b<noscript>c</noscript><svg><text>d</text></svg></p>", ["ab"]),
        ("<p>a<!-- no -->b</p>", ["ab"]),
        ("<p>a <my-word>custom</my-word> b</p>", ["a custom b"]),
        ("<div>a<my-box>custom</my-box>b</div>", ["a", "custom", "b"]),
        ("<p>said <span class='tooltip'>a hint</span>so</p>", ["a hint", "said so"]),
        ("<p>said <span class='tooltip'>a <b>hint</b></span>so</p>", ["a hint", "said so"]),
        ("<p> \n </p><p></p>", []),
        ("<p><a href=x></a></p><p><a href=x><b>a</b></a></p>", ["a"]),
        ("<p>said <b><a href=x>this</a></b>, <i>so</i></p>", ["said this, so"]),
        ("<p>a&nbsp;&nbsp;b</p>", ["a b"]),
    ],
)
def test_breaks_follow_the_elements(html: str, texts: list[str]) -> None:
    assert [block.text for block in blocks_of(html)] == texts


def test_link_characters_are_counted() -> None:
    (block,) = blocks_of("<p>read <a href=x>this <b>one</b></a></p>")
    assert (block.text, block.link_chars) == ("read this one", 8)
    assert block.link_share == pytest.approx(8 / 13)


@pytest.mark.parametrize(
    "html",
    [
        "<li><a href=x>one</a></li>",
        "<li><a href=x> one\n</a></li>",
        "<li><a href=x><b>one</b></a></li>",
        "<a href=x><li>one</li></a>",
        "<p>so <span class=tooltip><a href=x>one</a></span></p>",
    ],
)
def test_a_link_is_all_of_its_box_however_it_is_wrapped(html: str) -> None:
    block = blocks_of(html)[0]
    assert (block.text, block.link_share, block.ends_linked) == ("one", 1.0, True)


def test_blocks_inside_a_link_are_links() -> None:
    assert [b.link_share for b in blocks_of("<a href=x><div>one</div><h3>two</h3></a>")] == [
        1.0,
        1.0,
    ]


@pytest.mark.parametrize(
    ("html", "suspicion", "word"),
    [
        ("<nav>x</nav>", Suspicion.STRONG, "nav"),
        ("<figure>x</figure>", Suspicion.SOME, "figure"),
        ("<div hidden>x</div>", Suspicion.SOME, "hidden"),
        ("<div aria-hidden=true>x</div>", Suspicion.SOME, "hidden"),
        ("<div style='display : none'>x</div>", Suspicion.SOME, "hidden"),
        ("<div role=dialog>x</div>", Suspicion.SOME, "dialog"),
        ("<div class=sideBar id=x>x</div>", Suspicion.NONE, ""),
        ("<div class='a content-sidebar'>x</div>", Suspicion.STRONG, "sidebar"),
        ("<div class=share id=comments>x</div>", Suspicion.CERTAIN, "comments"),
        ("<h2 class=widget-title>x</h2>", Suspicion.NONE, ""),
        ("<p style='display:none'>x</p>", Suspicion.NONE, ""),
        ("<aside class=x>x</aside>", Suspicion.STRONG, "aside"),
    ],
)
def test_boxes_are_accused_by_tag_state_role_and_name(
    html: str, suspicion: Suspicion, word: str
) -> None:
    (block,) = blocks_of(html)
    assert (block.box.suspicion, block.box.word) == (suspicion, word)


def test_accused_boxes_without_a_paragraph_are_not_even_read() -> None:
    page = "<article>" + "<p>" + "A paragraph of some length. " * 10 + "</p>" * 2 + "</article>"
    page = page * 3 + "<nav><a>Home</a></nav><aside><p>" + "Some more words to read here. " * 4
    assert [b.tag for b in blocks_of(page) if b.text == "Home"] == []
    assert any(b.box.parent and b.box.parent.word == "aside" for b in blocks_of(page))


def test_nesting_as_deep_as_memory_allows_is_walked() -> None:
    html = "<div>" * 3_000 + "deep" + "</div>" * 3_000
    (block,) = blocks_of(html)
    assert (block.text, block.box.depth) == ("deep", 3_000)


@given(
    st.lists(
        st.sampled_from("<p> </p> <div> </div> <b> <a> </a> x <br> <li> <td> <h1>".split()),
        max_size=40,
    )
)
def test_no_text_is_lost_or_joined_over_a_break(parts: list[str]) -> None:
    html = "".join(parts)
    assert sum(block.text.count("x") for block in blocks_of(html)) == parts.count("x")


def test_of_items_that_are_one_link_a_page_has_so_many_and_what_follows_is_read() -> None:
    links = "<li><a href='/x'>a link</a></li>" * (MOST_LONE_LINKS + 1)
    found = blocks_of(f"<ul>{links}</ul><div>before<div><a href='/y'>one more</a></div>after</div>")
    assert len(found) == MOST_LONE_LINKS + 2
    assert [block.text for block in found[-2:]] == ["before", "after"]
