"""Stems by language, remembered but not for ever."""

import pytest

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
