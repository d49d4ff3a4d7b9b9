"""Words as the full-text index sees them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.words import expression, spaced


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("plain words", ["plain", "words"]),
        ("조약 서명", ["조", "약", "서", "명"]),
        ("EU와 北朝鮮の2024年", ["EU", "와", "北", "朝", "鮮", "の", "2024", "年"]),
        ("ＡＢＣ ｶﾅ", ["ABC", "カ", "ナ"]),
        ("Straße ёж", ["Strasse", "еж"]),
    ],
)
def test_characters_that_are_tokens_stand_apart(text: str, seen: list[str]) -> None:
    assert spaced(text).split() == seen


@pytest.mark.parametrize(
    ("match", "written"),
    [
        ("treaty AND pact*", "treaty AND pact*"),
        ("조약", '"조  약"'),
        ("조약*", '"조  약"*'),
        ('"조약 서명" OR a', '"조  약   서  명" OR a'),
        ('NEAR("a b" 条, 5)', 'NEAR("a b" "条", 5)'),
        ('"say ""조"" x"', '"say "" 조 "" x"'),
        ('"a"""', '"a"""'),
    ],
)
def test_an_expression_writes_its_words_as_a_text_does(match: str, written: str) -> None:
    assert expression(match) == written


@given(st.text())
def test_spacing_a_spaced_text_changes_no_word(text: str) -> None:
    assert spaced(spaced(text)).split() == spaced(text).split()
