"""Stems by language, remembered but not for ever."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.core.topics import stems
from crawler.core.topics.stems import Stemmer


@pytest.mark.parametrize(
    ("language", "word", "stem"),
    [
        ("en", "treaties", "treati"),
        ("ru", "договора", "договор"),
        ("uk", "договору", "договору"),
        (None, "x", "x"),
    ],
)
def test_a_language_without_an_algorithm_leaves_words_alone(
    language: str | None, word: str, stem: str
) -> None:
    assert [Stemmer(language)(word), Stemmer(language)(word)] == [stem, stem]


def test_the_memory_of_a_stemmer_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stems, "_MAX_KNOWN", 2)
    stemmer = Stemmer("en")
    assert [stemmer(word) for word in ("cats", "dogs", "birds", "cats")] == [
        "cat",
        "dog",
        "bird",
        "cat",
    ]
    assert len(stemmer._known) <= 2


ENDINGS_ONLY = sorted(set(stems._ALGORITHMS) - stems._OTHER_BEGINNINGS)
LETTERS = string.ascii_lowercase + "абвгдежзийклмнопрстуфхцчшщъыьэюяაբգդեकखगघचजாிதநமஆا"


@given(language=st.sampled_from(ENDINGS_ONLY), word=st.text(LETTERS, min_size=1, max_size=12))
def test_of_most_languages_only_the_ends_of_words_are_worked_on(language: str, word: str) -> None:
    """Words that begin differently need no stemming there to be told apart."""
    assert Stemmer(language)(word)[0] == word[0]


@pytest.mark.parametrize(
    ("language", "word", "other", "alike"),
    [
        ("en", "treaties", "treaty", True),
        ("en", "treaty", "entreaty", False),
        ("id", "membaca", "baca", True),
        ("id", "membaca", "tulis", False),
        (None, "treaties", "treaty", False),
        (None, "treaty", "treaty", True),
    ],
)
def test_words_are_alike_by_the_stems_of_the_language(
    language: str | None, word: str, other: str, alike: bool
) -> None:
    stemmer = Stemmer(language)
    assert stemmer.are_alike(word, other) is alike
    assert (word in stemmer.worth_stemming([word], [other])) >= alike
