"""What a text is recognised by: a hash, a sketch, weighted terms, facts."""

import hashlib

from crawler.core.stories.anatomy import take_apart
from crawler.core.stories.facts import facts_of
from crawler.core.stories.sketch import sketch
from crawler.core.stories.terms import raw_terms
from crawler.model.story import Fingerprint

TELLING_CHARACTERS = 100
"""A text with fewer letters and digits (a caption, a teaser, nothing at all) is the same only
under the same title: outlets reuse such texts."""


def fingerprint(title: str, text: str, language: str | None) -> Fingerprint:
    """Return what an article is recognised by.

    The same input gives the same fingerprint in every process, on every machine.

    Args:
        title: its headline, plain.
        text: its body, plain.
        language: ISO 639-1, or None when unknown.
    """
    head, body = take_apart(title), take_apart(text)
    tokens = [*"".join(body.words)] if body.dense else body.words
    hashes, shingles = sketch(tokens, dense=body.dense)
    return Fingerprint(
        text_hash=_text_hash(head.words, body.words),
        sketch=hashes,
        shingles=shingles,
        language=language,
        terms=raw_terms(head, body, language),
        facts=facts_of(head, body),
    )


def _text_hash(title: list[str], text: list[str]) -> str:
    """Hash the words alone, so that punctuation and white space do not count."""
    words = " ".join(text)
    if len(words) < TELLING_CHARACTERS:
        words = f"{' '.join(title)}\n{words}"
    return hashlib.sha256(words.encode(errors="replace")).hexdigest()
