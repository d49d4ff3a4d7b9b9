"""A document as the evaluator sees it: folded once, tokens and offsets only when asked for.

Title and text are one folded string with a line feed between them, which no term can cross;
places in it are what hits are made of.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from itertools import pairwise
from typing import Final, NamedTuple

from crawler.core.topics.literals import apart, canonical, units
from crawler.core.topics.nodes import Pattern, Term
from crawler.core.topics.offsets import Offsets
from crawler.core.topics.stems import Stemmer, stemmer_for
from crawler.core.topics.words import end_of_tokens, fold, joins, token_starts
from crawler.model.topic import Document

MOST_CHARACTERS: Final = 500_000
"""Of a text that is read, from its beginning: a novel. A page of 4 MB took half a second and 100 MiB,
while nothing else was looked at."""

LEAD_TOKENS: Final = 50
"""The lead is the first 50 tokens of the text (docs/topic-language.md)."""


RUNS_BY_SCAN: Final = 24
"""Phrases a document is asked about before the table of its neighbouring words pays."""


WORD_BY_SCAN: Final = 8
"""Places where a word may be part of a longer one, before the set of all words pays."""


class Hit(NamedTuple):
    """Where a leaf of a query was found."""

    start: int
    """In the folded string of title and text."""
    end: int
    leaf: Term | Pattern
    source: tuple[int, int] | None = None
    """In the source field, where it is known better than by way of the folded string."""


class View:
    """A document, folded."""

    def __init__(self, document: Document) -> None:
        self.document = document
        title = fold(document.title)
        self.split = len(title) + 1
        """Where the text begins."""
        self.folded = f"{title}\n{fold(document.text[:MOST_CHARACTERS])}"
        self.found: dict[int, tuple[Hit, ...] | None] = {}
        """What each leaf evaluated to, by its identity."""
        self._runs_asked = 0
        self._stems_held: dict[str, bool] = {}

    @cached_property
    def units(self) -> Sequence[str]:
        """The words in order; a run of characters that are tokens of their own is one."""
        return units(self.folded)

    @cached_property
    def words(self) -> set[str]:
        """The same, each once."""
        return set(self.units)

    def has_words(self, words: Iterable[str]) -> bool:
        """Return whether all of these whole words occur.

        A look for a word takes 1 µs, the set of all words 30 µs to make and none to ask.
        """
        if "words" in self.__dict__:
            return self.words.issuperset(words)
        return all(map(self._occurs, words))

    def _occurs(self, word: str) -> bool:
        place = -1
        for _ in range(WORD_BY_SCAN):
            place = self.folded.find(word, place + 1)
            if place < 0:
                return False
            if not joins(self.folded, place) and not joins(self.folded, place + len(word)):
                return True
        return word in self.words

    @cached_property
    def _canonical(self) -> str:
        return canonical(self.units)

    @cached_property
    def _neighbours(self) -> set[tuple[str, str]]:
        return set(pairwise(self.units))

    def may_hold_run(self, words: Sequence[str]) -> bool:
        """Return whether words may stand one directly after the other: if not, they do not.

        A look through the text takes 2 µs, a table of all neighbours 70 µs to make and none to ask.
        """
        self._runs_asked += 1
        if self._runs_asked > RUNS_BY_SCAN:
            return self._neighbours.issuperset(pairwise(words))
        return f" {' '.join(words)} " in self._canonical

    @cached_property
    def language(self) -> str | None:
        """The document's language without region."""
        return primary(self.document.lang)

    @cached_property
    def stem(self) -> Stemmer:
        """The stemmer of the document's language."""
        return stemmer_for(self.language)

    def holds_stem_of(self, word: str) -> bool:
        """Return whether any word has the stem of this one."""
        if word not in self._stems_held:
            words = self._words_from(self.stem.beginning(word))
            self._stems_held[word] = self.stem(word) in map(self.stem, words)
        return self._stems_held[word]

    def _words_from(self, beginning: str) -> AbstractSet[str]:
        """Return the words that begin so; some letters are found sooner than all words are made."""
        if not beginning:
            return self.words
        return set(re.findall(f" ({beginning}[^ ]*)", self._spaced))

    @cached_property
    def _spaced(self) -> str:
        return f" {apart(self.folded)}".replace("\n", " ")

    @cached_property
    def lead_end(self) -> int:
        """Where the last token of the lead ends."""
        return end_of_tokens(self.folded, self.split, LEAD_TOKENS)

    @cached_property
    def starts(self) -> Sequence[int]:
        """Where each token begins, title first."""
        return token_starts(self.folded)

    def tokens_before(self, place: int) -> int:
        """Return how many tokens begin before a place: the position of a token that begins there."""
        return bisect_left(self.starts, place)

    def zone(self, field: str | None) -> tuple[int, int]:
        """Return the part of the folded string that a field with positions is."""
        match field:
            case "title":
                return 0, self.split - 1
            case "text":
                return self.split, len(self.folded)
            case "lead":
                return self.split, self.lead_end
            case _:
                return 0, len(self.folded)

    def source_of(self, start: int, end: int) -> tuple[str, int, int]:
        """Return field, start and end in the source of a stretch of the folded string."""
        if start < self.split:
            return "title", self.title_offsets.start(start), self.title_offsets.end(end)
        offsets = self.text_offsets
        return "text", offsets.start(start - self.split), offsets.end(end - self.split)

    def source_text(self, start: int, end: int) -> str:
        """Return the source of a stretch of the folded string."""
        field, first, last = self.source_of(start, end)
        return (self.document.title if field == "title" else self.document.text)[first:last]

    @cached_property
    def title_offsets(self) -> Offsets:
        """The map from the folded title to its source."""
        return Offsets(self.document.title)

    @cached_property
    def text_offsets(self) -> Offsets:
        """The map from the folded text to its source."""
        return Offsets(self.document.text)

    def values(self, field: str | None) -> tuple[str, ...]:
        """Return the sources of a field; without one those of title and text."""
        document = self.document
        match field:
            case None:
                return document.title, document.text
            case "lang":
                return (document.lang or "",)
            case "tag":
                return document.tags
            case _:
                value: str = getattr(document, field)
                return (value,)


def primary(language: str | None) -> str | None:
    """Return a language tag without region or script, lower case."""
    return language.replace("_", "-").partition("-")[0].lower() if language else None
