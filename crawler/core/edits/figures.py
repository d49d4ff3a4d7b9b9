"""Figures that changed inside a sentence, as a headline would say it: ``12 → 14 dead``."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, zip_longest

from crawler.core.edits.passages import DELETE, EQUAL, INSERT, Passage, Piece, tokens
from crawler.core.edits.signs import figure_in, is_written, same_figure

_NOTHING = Piece(EQUAL, "")
_STOPS = ".,;:!?)]»”。，、；：！？"
MIN_NOUN_CHARS, MOST_NOUN_CHARS = 3, 24
"""In scripts without spaces one character counts as a word."""

_NO_NOUN = frozenset("and und the for per que les des from with von bei или при für".split())

_UNIT = re.compile(r"\d\s?(?:([가-힣])[가-힣]*|([^\W\d_]+))[\W_]*$")

_Figure = tuple[str, str]
"""(as written, the word after it)."""


def figure_changes(passage: Passage) -> Iterator[str]:
    """Yield which figures of a sentence changed; none where the sentence came or went whole."""
    if not (passage.old and passage.new):
        return
    for (gone, come), after in _replacements(passage.pieces):
        old, new = _figures(gone, after), _figures(come, after)
        if len(old) == len(new):
            pairs = zip(old, new, strict=True)
            yield from (_told(a, b) for a, b in pairs if not same_figure(a[0], b[0]))
        else:
            yield from _unequal(old, new)


def _replacements(pieces: Sequence[Piece]) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield (text deleted, text inserted), and the text that follows unchanged."""
    following = [*pieces, _NOTHING, _NOTHING]
    for number, piece in enumerate(pieces):
        one, two = following[number + 1], following[number + 2]
        if piece.op == DELETE and one.op == INSERT:
            yield (piece.text, one.text), two.text
        elif piece.op == DELETE:
            yield (piece.text, ""), one.text
        elif piece.op == INSERT and (number == 0 or pieces[number - 1].op != DELETE):
            yield ("", piece.text), one.text


def _figures(changed: str, after: str) -> list[_Figure]:
    words = [*tokens(changed), *tokens(after)[:2]]
    own = len(tokens(changed))
    return [
        (figure, _noun(word, following))
        for word, following in [*pairwise([*words, ""])][:own]
        if (figure := figure_in(word)) is not None
    ]


def _noun(word: str, following: str) -> str:
    """Return the word after a figure, unless the sentence breaks between them."""
    if own := _UNIT.search(word):  # 12km, 14명이: in Korean the first character, then particles
        return own[1] or own[2]
    noun = following.strip().rstrip(_STOPS)
    if word.rstrip().endswith(tuple(_STOPS)) or figure_in(following) or len(noun) > MOST_NOUN_CHARS:
        return ""
    if not noun.isalnum() or noun in _NO_NOUN or (len(noun) < MIN_NOUN_CHARS and noun < "\u0e00"):
        return ""
    return noun


def _told(old: _Figure, new: _Figure) -> str:
    if old[1] == new[1]:
        return f"{old[0]} → {new[0]} {new[1]}".rstrip()
    return " → ".join(" ".join(filter(None, figure)) for figure in (old, new))


def _unequal(old: Sequence[_Figure], new: Sequence[_Figure]) -> Iterator[str]:
    """Yield figures in digits that came or went; words for figures are too often other words."""
    gone = [a for a in old if is_written(a[0]) and not any(same_figure(a[0], b[0]) for b in new)]
    come = [b for b in new if is_written(b[0]) and not any(same_figure(a[0], b[0]) for a in old)]
    for before, after in zip_longest(gone, come):
        if before and after:
            yield _told(before, after)
        elif before:
            yield " ".join(filter(None, before)) + " removed"
        else:
            yield " ".join(filter(None, after)) + " added"
