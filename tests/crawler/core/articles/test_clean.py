"""Text fit for people: nothing invisible, one form of every letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.core.articles.clean import fold, tidy, tidy_paragraphs


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("  a\t b\n", "a b"),
        ("a\u00a0b\u2009c", "a b c"),
        ("Bundes\u00adtag", "Bundestag"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("bell\x07 and \x85next\x9f", "bell and next"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("cafe\u0301", "caf\u00e9"),
        ("می\u200cشود", "می\u200cشود"),  # spelled with a non-joiner
        ("👩\u200d🚀", "👩\u200d🚀"),
        ("\u202aleft\u202c", "left"),
    ],
)
def test_invisible_characters_go_and_letters_are_composed(text: str, clean: str) -> None:
    assert tidy(text) == clean


@given(st.text(max_size=200))
def test_tidying_twice_changes_nothing(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@given(st.text(alphabet=st.characters(), max_size=200))
def test_tidied_text_is_valid_utf_8_without_controls(text: str) -> None:
    assert all(ord(c) >= 32 for c in tidy(text).encode("utf-8").decode("utf-8"))


def test_lines_become_paragraphs() -> None:
    assert tidy_paragraphs("one\n\n  two \r\n\x0b three") == "one\n\ntwo\n\nthree"


def test_folding_keeps_words_alone() -> None:
    assert fold(" “Straße”, he said… ") == "strasse he said"
