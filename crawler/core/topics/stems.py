"""Snowball stems by language."""

from collections.abc import Iterable
from functools import cache
from typing import Final

import snowballstemmer

_ALGORITHMS: Final = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "eo": "esperanto", "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish",
    "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian", "id": "indonesian",
    "it": "italian", "lt": "lithuanian", "ne": "nepali", "nl": "dutch", "no": "norwegian", "nb": "norwegian",
    "nn": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian",
    "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
"""Language (ISO 639-1) to Snowball algorithm; a language not here, or not in the library, has no stems."""


_OTHER_BEGINNINGS: Final = frozenset({"ar", "el", "eo", "ga", "id", "ne", "nl", "sr", "yi"})
"""Languages whose algorithm may change the letter a word begins with; all others work on its end."""

_MAX_KNOWN: Final = 50_000
"""Words remembered; a few megabytes a language."""


class Stemmer:
    """Stems of one language; without an algorithm for it, every word is its own stem."""

    def __init__(self, language: str | None) -> None:
        name = _ALGORITHMS.get(language or "")
        self._stemmer = (
            snowballstemmer.stemmer(name) if name in snowballstemmer.algorithms() else None
        )
        self._keeps_beginnings = language not in _OTHER_BEGINNINGS
        self._known: dict[str, str] = {}

    def __call__(self, word: str) -> str:
        """Return the stem of a folded word."""
        if self._stemmer is None:
            return word
        stem = self._known.get(word)
        if stem is None:
            if len(self._known) >= _MAX_KNOWN:
                self._known.clear()
            stem = self._known[word] = self._stemmer.stemWord(word)
        return stem

    def are_alike(self, word: str, other: str) -> bool:
        """Return whether two folded words have one stem."""
        if word == other:
            return True
        may_be = self._stemmer and (not self._keeps_beginnings or word[:1] == other[:1])
        return bool(may_be) and self(word) == self(other)

    def beginning(self, word: str) -> str:
        """Return how every word begins that has the stem of this one; all of it without stems."""
        if self._stemmer is None:
            return word
        return word[:1] if self._keeps_beginnings else ""

    def worth_stemming(self, words: Iterable[str], wanted: Iterable[str]) -> list[str]:
        """Return those words that may be like one of the wanted; a stem takes 50 µs to find out."""
        if not self._keeps_beginnings:
            return list(words)
        initials = {word[:1] for word in wanted}
        return [word for word in words if word[:1] in initials]


@cache
def stemmer_for(language: str | None) -> Stemmer:
    """Return the one stemmer of a language."""
    return Stemmer(language)
