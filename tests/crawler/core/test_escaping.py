import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.core.escaping import (
    csv_cell,
    for_terminal,
    harmless,
    harmless_lines,
    markdown_text,
    one_line,
    web_link,
)

ANY_TEXT = st.text(st.characters(codec=None, categories=None))


@given(ANY_TEXT)
def test_harmless_text_has_the_length_of_the_original_so_that_offsets_stay_true(text: str) -> None:
    assert len(harmless(text)) == len(text)


@given(ANY_TEXT)
def test_harmless_text_is_idempotent_and_can_be_encoded(text: str) -> None:
    clean = harmless(text)
    clean.encode()
    assert harmless(clean) == clean
    assert not set(clean) & set("\r\n\t\x00\x1b\x85\u2028\u202e\u2066\ufffe\uffff")


def test_harmless_lines_keep_line_feeds_and_nothing_else() -> None:
    assert harmless_lines("a\nb\rc\x1bd") == "a\nb c d"


def test_marks_that_arabic_and_hebrew_need_stay() -> None:
    assert harmless("\u200fשלום\u200e") == "\u200fשלום\u200e"


@given(ANY_TEXT, st.integers(1, 50))
def test_one_line_is_bounded_and_has_no_line_break(text: str, longest: int) -> None:
    line = one_line(text, longest)
    assert len(line) <= longest
    assert line == " ".join(line.split())


def test_one_line_says_that_it_was_cut() -> None:
    assert one_line("abc def", 5) == "abc…"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", r"\x1b[31mred"),
        ("a\x07\x9b", r"a\x07\x9b"),
        ("\u202eback", r"\u202eback"),
        ("\ud800", r"\ud800"),
        ("tab\tand\nline", "tab\tand\nline"),
        ("plain 조약", "plain 조약"),
    ],
)
def test_what_could_steer_a_terminal_becomes_visible(text: str, shown: str) -> None:
    assert for_terminal(text) == shown


@pytest.mark.parametrize("url", ["https://a.example/x?y=1#z", "http://a.example"])
def test_web_links_are_kept(url: str) -> None:
    assert web_link(url) == url


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "data:text/html,x",
        "//a.example/x",
        "/x",
        "https:///x",
        "https://a.example/a b",
        "https://a.example/\r\nx",
        "http://[::1",
        "https://a.example/" + "x" * 2_048,
    ],
)
def test_other_links_are_dropped(url: str | None) -> None:
    assert web_link(url) is None


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_no_spreadsheet_takes_a_cell_for_a_formula(text: str) -> None:
    assert csv_cell(text) == f"'{text}"


def test_a_plain_cell_stays_as_it_is() -> None:
    assert csv_cell("1 + 1") == "1 + 1"


def test_a_line_that_is_a_link_stays_one_for_chats_without_mentioning_anybody() -> None:
    text = "*x*\nhttps://a.example/b_c/@everyone"
    assert markdown_text(text) == "\\*x\\*\nhttps://a.example/b_c/%40everyone"


def test_markdown_has_no_marks_and_no_mentions_left() -> None:
    assert markdown_text("*@everyone* [x](y)") == r"\*@" + "\u200b" + r"everyone\* \[x\]\(y\)"
