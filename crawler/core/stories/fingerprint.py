"""What a text is recognised by: a hash, a sketch, weighted terms, facts."""

import hashlib
from collections.abc import Iterator

from crawler.core.stories.anatomy import dense_pairs, take_apart
from crawler.core.stories.facts import facts_of
from crawler.core.stories.sketch import sketch
from crawler.core.stories.terms import raw_terms
from crawler.model.story import Fingerprint

TELLING_CHARACTERS = 100
"""A text with fewer letters and digits (a caption, a teaser, nothing at all) is the same only
under the same title: outlets reuse such texts."""
WALL_CHARACTERS = 2_000
"""A longer text is an article, whatever its headline says."""
STEM_LETTERS = 4
NOTHING = take_apart("")


def fingerprint(title: str, text: str, language: str | None) -> Fingerprint:
    """Return what an article is recognised by.

    The same input gives the same fingerprint in every process, on every machine.

    Args:
        title: its headline, plain.
        text: its body, plain.
        language: ISO 639-1, or None when unknown.
    """
    head, body = take_apart(title), take_apart(text)
    telling = body if _is_about(head.words, body.words) else NOTHING
    tokens = [*"".join(telling.words)] if telling.dense else telling.words
    hashes, shingles = sketch(tokens, dense=telling.dense)
    return Fingerprint(
        text_hash=_text_hash(head.words, body.words, about=telling is body),
        sketch=hashes,
        shingles=shingles,
        language=language,
        terms=raw_terms(head, telling, language),
        facts=facts_of(head, telling),
    )


def _is_about(title: list[str], text: list[str]) -> bool:
    """Tell whether a text has any word of its headline, or has none to have.

    A consent wall, a log-in page or an error text is the same under every headline: it is no copy
    and tells no event. Words are compared by their beginning, which inflection leaves alone.
    """
    wanted = set(_beginnings(title))
    if sum(map(len, text)) > WALL_CHARACTERS:
        return True
    return not wanted or not wanted.isdisjoint(_beginnings(text))


def _beginnings(words: list[str]) -> Iterator[str]:
    for word in words:
        if pairs := dense_pairs(word):
            yield from pairs
        elif len(word) >= STEM_LETTERS:
            yield word[:STEM_LETTERS]


def _text_hash(title: list[str], text: list[str], *, about: bool) -> str:
    """Hash the words alone, so that punctuation and white space do not count."""
    words = " ".join(text)
    if len(words) < TELLING_CHARACTERS or not about:
        words = f"{' '.join(title)}\n{words}"
    return hashlib.sha256(words.encode(errors="replace")).hexdigest()
