"""What is refused before parsing, and how hostile markup is made harmless."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.core.articles.guards import MAX_BYTES, MAX_DEPTH, check_is_page, flattened, within_size
from crawler.model.errors import ExtractError

URL = "https://news.example/a"


@pytest.mark.parametrize(
    ("data", "content_type", "problem"),
    [
        (b"", None, "empty"),
        (b" \n\t ", None, "empty"),
        (b"%PDF-1.7 ...", "text/html", "a PDF document"),
        (b"\x89PNG\r\n", None, "a picture"),
        (b"PK\x03\x04rest", None, "an archive"),
        (b"\x1f\x8b\x08rest", None, "compressed data"),
        (b"some\0bytes", None, "binary data"),
        (b"plain", "application/pdf", "declared as application/pdf"),
        (b"plain", "video/mp4", "declared as video"),
        (b"<?xml version='1.0'?><rss><channel/></rss>", None, "a feed"),
        (b"\xef\xbb\xbf <feed xmlns='http://www.w3.org/2005/Atom'/>", None, "a feed"),
    ],
)
def test_what_is_no_page_is_named(data: bytes, content_type: str | None, problem: str) -> None:
    with pytest.raises(ExtractError, match=problem):
        check_is_page(data, content_type, URL)


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        (b"<html>", None),
        (b"<p>mislabelled</p>", "application/json"),
        (b"words", "text/plain"),
        ("<p>wide</p>".encode("utf-16"), None),
        ("<p>wide</p>".encode("utf-16-le"), None),
        (b"<html><body>an <rss> explained", None),
    ],
)
def test_what_may_be_a_page_is_let_through(data: bytes, content_type: str | None) -> None:
    check_is_page(data, content_type, URL)


def test_a_large_page_loses_scripts_and_styles_but_not_its_data() -> None:
    ballast = b"x" * MAX_BYTES
    page = (
        b"<p>a</p><SCRIPT>" + ballast + b"</SCRIPT><style>" + ballast + b"</style>"
        b'<script type="application/ld+json">{}</script><p>b</p>'
    )
    assert (
        within_size(page, URL) == b'<p>a</p><script type="application/ld+json">{}</script><p>b</p>'
    )


def test_an_unclosed_script_is_cut_to_the_end() -> None:
    assert within_size(b"<p>a</p><script>" + b"x" * MAX_BYTES, URL) == b"<p>a</p>"


def test_a_page_too_large_without_scripts_is_refused_with_its_size() -> None:
    with pytest.raises(ExtractError, match="5,000,001 bytes"):
        within_size(b"<p>a" * (MAX_BYTES // 4) + b"b", URL)


def test_pictures_written_into_a_large_page_and_endless_texts_are_cut() -> None:
    picture = b"<img src='data:image/png;base64," + b"A" * MAX_BYTES + b"'>"
    assert within_size(b"<p>a</p>" + picture, URL) == b"<p>a</p><img src=' '>"
    assert within_size(b"<p>a</p><p>" + b"x" * MAX_BYTES, URL) == b"<p>a</p><p> "


def test_a_page_within_the_limit_is_untouched() -> None:
    page = b"<script>x</script>"
    assert within_size(page, URL) is page


def test_deep_nesting_is_cut_and_text_kept_in_separate_lines() -> None:
    deep = 10 * MAX_DEPTH
    page = "<DIV></div>" + "<div>" * deep + "<p>one</p></div>two<div>three" + "</DIV>" * deep
    flat = flattened(page)
    assert flat.count("<div>") <= MAX_DEPTH + 1
    assert "<br><p>one</p><br>two<br>three<br>" in flat


def test_wide_pages_are_not_deep() -> None:
    page = "<ul>" + "<li>x" * 5_000 + "<div></div></DIV>" * 5_000 + "</ul>"
    assert flattened(page) is page


def test_a_page_of_many_closed_elements_is_not_looked_at_twice() -> None:
    page = "<p>a</p>" * 1_200
    assert flattened(page) is page


def test_many_unclosed_formatting_tags_go_all_together() -> None:
    page = "<b id=x>" * 2_500 + "<p>text <i>in</i> it</p>"
    assert flattened(page).split() == ["<p>text", "in", "it</p>"]


def test_end_tags_of_elements_that_are_not_open_hide_no_depth() -> None:
    opened = "<div></x>" * 10 * MAX_DEPTH
    assert flattened(f"{opened}<p>one</p>").count("<div>") == MAX_DEPTH
    swapped = "<div></x>" * 3 * MAX_DEPTH + "<x></div>" * 3 * MAX_DEPTH
    assert flattened(swapped).count("<div>") == MAX_DEPTH


def test_thousands_of_bold_words_become_plain_and_stay_whole() -> None:
    page = "<p>" + "<b>T</b>reaty <i class=x>of</i> <a href=x>us</a> " * 6_000 + "</p>"
    assert flattened(page) == "<p>" + "Treaty of <a href=x>us</a> " * 6_000 + "</p>"
    few = "<p>" + "<b>T</b>reaty <i class=x>of</i> <a href=x>us</a> " * 2_000 + "</p>"
    assert flattened(few) is few


def test_an_element_with_too_many_attributes_loses_them() -> None:
    page = "<p>a</p><div " + "a b c d " * 4_000 + ">text</div>"
    assert flattened(page) == "<p>a</p><div>text</div>"


def test_long_texts_scripts_and_single_long_attributes_stay() -> None:
    page = f"<p>{'word ' * 3_000}</p><a title='{'x' * 19_000}'>b</a> 1 < {'c ' * 19_000}"
    assert flattened(page) is page


@given(st.text(alphabet="<>/ab div=\"'", max_size=200))
def test_ordinary_pages_come_back_as_they_are(html: str) -> None:
    assert flattened(html) is html
