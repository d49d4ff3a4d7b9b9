"""Taking texts apart: words, names, figures, whatever the script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.core.stories.anatomy import dense_pairs, normal_words, take_apart


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("saved 209 of the 212 people at 4.12", {"#209", "#212", "#4.12"}),
        ("20,000 or 20.000 or 20 000 or 20'000", {"#20000"}),
        ("up 0,5 Prozent to 1,234,567", {"#0.5", "#1234567"}),
        ("a narrow space: 14\u202f000 people", {"#14000"}),
        ("full width ０．５％", {"#0.5"}),
        ("载有二百一十二人，二百零九人获救", {"#212", "#209"}),
        ("二〇二六", {"#2026"}),
        ("一亿两千万 and 三十万 and 一万二千亿", {"#120000000", "#300000", "#1200000000000"}),
        ("1만4000명, 1.4万人, 12万", {"#14000", "#120000"}),
        ("金利を0.25％から0.5％に", {"#0.25", "#0.5"}),
        ("8月24日、2026年 and 3일 and 17년", set()),
        ("model X5 and COVID-19", {"#19"}),
        ("in 2024 300 came", {"#2024", "#300"}),
        ("no figures at all", set()),
    ],
)
def test_figures_are_read_in_any_notation_and_dates_are_none(text: str, figures: set[str]) -> None:
    assert set(take_apart(text).figures) == figures


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Governor Kazuo Ueda said so. Ueda's bank agreed with Karl Friedrich von X.", 2),
        ("The bank said that Ueda, Kazuo Ueda's son, left on Monday.", 2),
        ("Москва заявила, что Сергей Петров приедет в Баку.", 2),
        ("日本銀行は金融政策決定会合で決めた。", 0),
        ("日銀のラモン・アルカラス氏がカナダで", 3),
        ("行长阿尔卡拉斯说", 1),
        ("라몬 알카라스 대변인은 그는 말했다", 2),
        ("", 0),
    ],
)
def test_names_are_capitalised_runs_inside_sentences(text: str, names: int) -> None:
    assert len(take_apart(text).names) == names


def test_a_word_that_begins_a_sentence_is_no_name() -> None:
    names = take_apart("Prices rose. Ministers met. She said: “Ministers met Anna Berg.”").names
    assert names == {"anna berg": 1}


@pytest.mark.parametrize(
    "text",
    [
        "The ferry “Nordlyset” sank.",
        "Судно «Nordlyset» вышло из порта.",
        "Die Fähre „Nordlyset“ sank.",
        "la perte de l'Nordlyset",
        "le naufrage d’Nordlyset",
    ],
)
def test_names_in_quotation_marks_and_elided_ones_count(text: str) -> None:
    assert take_apart(text).names["nordlyset"] == 1


def test_names_are_counted_without_possessives_and_days() -> None:
    found = take_apart("on Monday Ueda spoke, and Ueda's aide, and Ueda’s son on Tuesday").names
    assert found == {"ueda": 3}


@pytest.mark.parametrize(
    ("text", "dense"),
    [
        ("plain English", False),
        ("日銀が利上げ", True),
        ("일본은행 기준금리", True),
        ("ธนาคารกลาง", True),
        ("Договор договор", False),
        ("A long English sentence that mentions 日銀 once", False),
        ("", False),
    ],
)
def test_scripts_without_spaces_are_counted_by_character(text: str, dense: bool) -> None:
    assert take_apart(text).dense is dense


@pytest.mark.parametrize(
    ("word", "pairs"),
    [
        ("bank", []),
        ("日銀利上", ["日銀", "銀利", "利上"]),
        ("円", ["円"]),
        ("договор", []),
        ("M6日銀", ["日銀"]),
    ],
)
def test_pairs_of_characters_stand_in_for_words(word: str, pairs: list[str]) -> None:
    assert dense_pairs(word) == pairs


@given(st.text(max_size=300))
def test_words_do_not_change_when_taken_apart_again(text: str) -> None:
    words = take_apart(text).words
    assert normal_words(text) == words
    assert "".join(words).replace(" ", "") == "".join(words)


@given(st.text(alphabet="0123456789.,' 千万百一二三〇만万日年abcА", max_size=40))
def test_any_mixture_of_digits_is_read_without_an_error(text: str) -> None:
    assert all(figure.startswith("#") for figure in take_apart(text).figures)
