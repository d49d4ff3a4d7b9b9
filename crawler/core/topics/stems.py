"""Snowball stems by language."""

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


_MAX_KNOWN: Final = 50_000
"""Words remembered; a few megabytes a language."""


class Stemmer:
    """Stems of one language; without an algorithm for it, every word is its own stem."""

    def __init__(self, language: str | None) -> None:
        name = _ALGORITHMS.get(language or "")
        self._stemmer = (
            snowballstemmer.stemmer(name) if name in snowballstemmer.algorithms() else None
        )
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


@cache
def stemmer_for(language: str | None) -> Stemmer:
    """Return the one stemmer of a language."""
    return Stemmer(language)
