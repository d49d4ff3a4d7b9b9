"""One key for a name in all its spellings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.core.stories.spelling import MAX_KEY, MIN_KEY, name_key


@pytest.mark.parametrize(
    "spellings",
    [
        ("armenia", "armenian", "arménie", "армения", "армении", "armenien"),
        ("azerbaijan", "азербайджан", "азербайджана", "azerbaïdjan"),
        ("karabakh", "карабах", "карабаха"),
        ("skarvoy", "скарвой"),
        ("karsen", "карсен"),
        ("ostrova", "острова"),
        ("filippos", "φιλιππος", "philippos"),
        ("alcaraz", "алькарас", "アルカラス", "알카라스", "阿尔卡拉斯"),
        ("salcedo", "сальседо", "サルセド", "살세도", "萨尔塞多"),
        ("ecuador", "équateur", "エクアドル", "에콰도르", "厄瓜多尔"),
        ("colombo", "коломбо", "コロンボ", "콜롬보", "科伦坡"),
        ("wilk", "вильк", "ウィルク", "빌크", "윌크", "维尔克"),
        ("wellington", "веллингтон", "ウェリントン", "웰링턴"),
    ],
)
def test_spellings_of_a_name_share_a_key(spellings: tuple[str, ...]) -> None:
    assert len({name_key(name) for name in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("armenia", "romania"), ("norland", "sondria"), ("serbia", "syria")]
)
def test_other_names_have_other_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize("name", ["", "baku", "eu", "aeiou", "日本銀行", "나라", "カナ", "ab"])
def test_names_too_short_to_tell_have_none(name: str) -> None:
    assert name_key(name) is None


@given(st.text(max_size=30))
def test_a_key_is_a_few_consonants(name: str) -> None:
    key = name_key(name)
    assert key is None or (MIN_KEY <= len(key) <= MAX_KEY + 1 and key.isascii() and key.isalpha())
