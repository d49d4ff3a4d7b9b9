"""Which box is the article, what in it is not, and what beside it belongs to it."""

from selectolax.lexbor import LexborHTMLParser

from crawler.core.articles.blocks import read_blocks
from crawler.core.articles.body import find_body, known

SENTENCE = (
    "This is sentence {} of the story, long enough to be taken for running text by its looks."
)


def paragraphs(*numbers: int, tag: str = "p") -> str:
    return "".join(f"<{tag}>{SENTENCE.format(n)}</{tag}>" for n in numbers)


def texts(*numbers: int) -> list[str]:
    return [SENTENCE.format(n) for n in numbers]


def body_of(
    html: str, *, title: str = "", summary: str = "", authors: str | None = None
) -> list[str]:
    body = LexborHTMLParser(html).body
    assert body is not None
    return find_body(read_blocks(body), known([title], [summary], authors))


def test_a_body_in_a_box_with_a_junk_name_is_kept() -> None:
    assert body_of(f"<div class=content-sidebar>{paragraphs(1, 2, 3)}</div>") == texts(1, 2, 3)


def test_paragraphs_with_a_junk_name_of_their_own_are_kept_when_they_are_the_story() -> None:
    html = f"<div>{paragraphs(1)}" + "".join(f"<p class=paywall>{t}</p>" for t in texts(2, 3, 4))
    assert body_of(html) == texts(1, 2, 3, 4)


def test_boxes_with_a_junk_name_and_little_text_are_dropped() -> None:
    html = f"<article>{paragraphs(1, 2, 3)}<div class=related>{paragraphs(9)}</div>{paragraphs(4)}</article>"
    assert body_of(html) == texts(1, 2, 3, 4)


def test_comments_longer_than_the_story_are_dropped() -> None:
    html = f"<div>{paragraphs(1, 2, 3)}</div><div id=comments>{paragraphs(*range(50, 60))}</div>"
    assert body_of(html) == texts(1, 2, 3)


def test_a_page_whose_whole_text_is_accused_is_read_all_the_same() -> None:
    html = f"<div class=sidebar>{paragraphs(1)}</div><div class=widget>{paragraphs(2)}</div><div class=share>{paragraphs(3)}</div>"
    assert body_of(html) == texts(1, 2, 3)


def test_a_body_cut_into_boxes_of_one_name_is_put_together() -> None:
    html = f"<div class=chunk>{paragraphs(*range(1, 9))}</div><div class=ad>x</div><div class=chunk>{paragraphs(9)}</div>"
    assert body_of(html) == texts(*range(1, 10))


def test_other_stories_under_their_own_first_heading_are_left_out() -> None:
    html = (
        f"<div class=story><h1>Pact</h1>{paragraphs(*range(1, 9))}</div>"
        f"<div class=story><h1>Other</h1>{paragraphs(20, 21)}</div>"
    )
    assert body_of(html, title="Pact") == texts(*range(1, 9))


def test_the_search_starts_where_the_title_stands() -> None:
    html = (
        f"<div><h2>Pact</h2>{paragraphs(1, 2, 3)}</div>"
        f"<div>{paragraphs(20)}</div><div>{paragraphs(21)}</div><div>{paragraphs(22)}</div>"
    )
    assert body_of(html, title="Pact") == texts(1, 2, 3)


def test_what_stands_over_the_title_is_cut() -> None:
    html = f"<div><p>World</p>{paragraphs(50)}<h1>Pact</h1>{paragraphs(1, 2, 3)}</div>"
    assert body_of(html, title="Pact") == texts(1, 2, 3)


def test_sentences_between_title_and_body_are_the_standfirst() -> None:
    html = f"<header><h1>Pact</h1><p>{SENTENCE.format(0)}</p><p>By no one</p></header><div>{paragraphs(*range(1, 9))}</div>"
    assert body_of(html, title="Pact") == texts(*range(9))


def test_a_long_heading_under_the_title_is_the_standfirst() -> None:
    html = f"<header><h1>Pact</h1><h2>{SENTENCE.format(0)}</h2></header><div>{paragraphs(*range(1, 9))}</div>"
    assert body_of(html, title="Pact") == texts(*range(9))


def test_a_declared_summary_is_found_in_a_box_called_teaser() -> None:
    html = f"<h1>Pact</h1><div class=teaser><p>{SENTENCE.format(0)}</p></div><div>{paragraphs(*range(1, 9))}</div>"
    assert body_of(html, title="Pact", summary=SENTENCE.format(0)[:70] + "…") == texts(*range(9))
    assert body_of(html, title="Pact") == texts(*range(1, 9))


def test_teasers_bylines_labels_and_links_are_left_out() -> None:
    html = (
        f"<div>{paragraphs(1)}<p>By Ana Field</p><p>Read more: something else</p><p>Advertisement</p>"
        f"<p><a href=x>{SENTENCE.format(7)}</a></p>{paragraphs(2)}</div>"
    )
    assert body_of(html, authors="Ana Field") == texts(1, 2)


def test_a_paragraph_full_of_links_stays_when_much_stands_between_them() -> None:
    html = f"<div>{paragraphs(1)}<p>{SENTENCE.format(2)} <a href=x>{SENTENCE.format(3)}</a> <a>{SENTENCE.format(4)}</a></p>{paragraphs(5)}"
    assert len(body_of(html)) == 3


def test_cards_of_other_articles_are_left_out() -> None:
    card = f"<div><h3><a href=x>Another headline</a></h3><p>{SENTENCE.format(9)}</p></div>"
    assert body_of(f"<article>{paragraphs(*range(1, 5))}{card}</article>") == texts(*range(1, 5))


def test_a_linked_heading_among_the_paragraphs_takes_none_with_it() -> None:
    html = f"<article>{paragraphs(1, 2)}<h3><a href=x>A product</a></h3>{paragraphs(3)}</article>"
    assert body_of(html) == texts(1, 2, 3)


def test_scraps_at_the_ends_are_cut_and_short_sentences_at_home_are_kept() -> None:
    html = (
        f"<div><div>12 min</div><p>So it begins</p><ul><li>One point</li></ul>{paragraphs(1, 2)}"
        "<p>It is over</p><div>Contact</div><div>He said so.</div><h3>Further reading</h3></div>"
    )
    assert body_of(html) == ["So it begins", "One point", *texts(1, 2), "It is over", "He said so."]


def test_paragraphs_that_only_point_elsewhere_are_no_body() -> None:
    assert (
        body_of("<div><p>Read more: all that is known about the pact so far</p><p>Short.</p>") == []
    )


def test_headings_and_lists_between_paragraphs_are_kept() -> None:
    html = f"<div>{paragraphs(1)}<h2>What now</h2><ul><li>One</li></ul>{paragraphs(2)}</div>"
    assert body_of(html) == [*texts(1), "What now", "One", *texts(2)]


def test_cells_of_a_row_make_a_line_and_long_cells_a_paragraph_each() -> None:
    row = "<table><tr><td>Seoul</td><td>9</td></tr><tr><td>Tokyo</td><td>7</td></tr></table>"
    assert body_of(f"<div>{paragraphs(1)}{row}{paragraphs(2)}</div>") == [
        *texts(1), "Seoul 9", "Tokyo 7", *texts(2)
    ]  # fmt: skip
    layout = f"<table><tr><td>{'x' * 101}.</td><td>{SENTENCE.format(2)}</td></tr></table>"
    assert body_of(layout) == ["x" * 101 + ".", *texts(2)]


def test_a_paragraph_is_given_once_and_a_placeholder_not_at_all() -> None:
    placeholder = f"<p>{SENTENCE.format('of a placeholder')}</p>"
    html = f"<div>{paragraphs(1)}{placeholder}{paragraphs(1, 2)}{placeholder}{placeholder}<p>Yes.</p><p>Yes.</p>{paragraphs(3)}</div>"
    assert body_of(html) == [*texts(1, 2), "Yes.", "Yes.", *texts(3)]


def test_short_sentences_in_chinese_and_japanese_are_running_text() -> None:
    sentences = ["気象庁は津波注意報を発表した。", "各地の震度は次のとおりである。"]
    assert body_of("".join(f"<p>{text}</p>" for text in sentences)) == sentences
    assert body_of("<div>港口吞吐量创下历史新高纪录</div>") == []


def test_without_running_text_there_is_no_body() -> None:
    assert body_of("<p>Short.</p><ul><li>" + SENTENCE + "</li></ul>") == []


def test_a_body_made_of_text_without_paragraph_elements_is_found() -> None:
    assert body_of(f"<div>{SENTENCE.format(1)}<br><br>{SENTENCE.format(2)}</div>") == texts(1, 2)


def test_a_label_in_the_page_itself_opens_no_section() -> None:
    assert body_of(f"Related stories<div>{paragraphs(1, 2, 3)}</div>") == texts(1, 2, 3)


def test_what_stands_under_the_heading_of_a_section_is_left_out() -> None:
    html = (
        f"<div>{paragraphs(1, 2)}<h2>Lesen Sie auch</h2><ul><li>Another story</li></ul>{paragraphs(3)}"
        f"<div><h3>3 Kommentare</h3>{paragraphs(50)}</div></div>"
    )
    assert body_of(html) == texts(1, 2, 3)


def test_a_section_that_would_take_most_of_the_page_is_none() -> None:
    html = f"<div><h2>Related</h2>{paragraphs(1, 2, 3)}</div><div>{paragraphs(4)}</div>"
    assert body_of(html) == texts(1, 2, 3, 4)


def test_first_headings_inside_the_body_do_not_end_it() -> None:
    html = f"<h1>Pact</h1><div>{paragraphs(1)}<h1>Part</h1>{paragraphs(2)}<h1>Part two</h1></div>"
    assert body_of(html, title="Pact") == [*texts(1), "Part", *texts(2)]
