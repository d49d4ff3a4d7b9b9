"""What changed between two versions of an article, and whether a reader should hear of it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain

from crawler.core.edits.figures import figure_changes
from crawler.core.edits.passages import (
    EQUAL,
    Passage,
    Piece,
    diff_texts,
    diff_titles,
    key,
    tokens,
    weight,
)
from crawler.core.edits.signs import denies, is_note

MIN_CHANGED_WORDS = 3.0
"""Fewer are spelling, unless a figure, a denial or the headline changed."""
LABEL_WORDS = 7
"""A paragraph of fewer that is no sentence is a label, a caption, a time stamp."""
MOST_PASSAGES = 24
CONTEXT_WORDS = 8
MOST_FIGURES = 3

_SENTENCE = re.compile(r"[.!?。！？…।؟۔။][\"')\]”’»」』]*$")


class Change(StrEnum):
    """Kinds of change, the most telling first."""

    DELETED = "the page was deleted"
    RESTORED = "the page is back"
    CORRECTION = "a correction note was added"
    HEADLINE = "the headline was changed"
    FIGURE = "a figure was changed"
    REMOVED = "a paragraph was removed"
    ADDED = "a paragraph was added"
    WORDING = "the wording was changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """The difference of two versions."""

    changes: tuple[Change, ...]
    """In the order of ``Change``; empty when only spelling, labels or white space differ."""
    figures: tuple[str, ...] = ()
    """Which figures: ``12 → 14 dead``."""
    words: float = 0.0
    """Words that came or went, headline included; 0 = the same article."""
    passages: tuple[Passage, ...] = ()
    """What differs, in reading order, headline first; unchanged stretches cut short."""
    more: int = 0
    """Passages beyond the bound."""

    @property
    def is_material(self) -> bool:
        """Whether a reader who knew the old version should hear of the new one."""
        return bool(self.changes)

    @property
    def sentence(self) -> str:
        """The kinds of change in words, for the reason of an alert."""
        return ", ".join(map(self._named, self.changes))

    def _named(self, change: Change) -> str:
        if change is not Change.FIGURE or not self.figures:
            return change.value
        more = ", …" if len(self.figures) > MOST_FIGURES else ""
        return f"{change.value} ({', '.join(self.figures[:MOST_FIGURES])}{more})"


def compare_versions(old_title: str, old_text: str, new_title: str, new_text: str) -> Edit:
    """Compare two versions of an article.

    Args:
        old_title: headline of the version before.
        old_text: its paragraphs, separated by blank lines.
        new_title: headline of the version now.
        new_text: its paragraphs.
    """
    headline = [*diff_titles(old_title, new_title)]
    body = [*diff_texts(telling_paragraphs(old_text), telling_paragraphs(new_text))]
    told = [(*figure_changes(each),) for each in body]
    figures = tuple(dict.fromkeys(chain.from_iterable(told)))
    reworded = [each for each, changes in zip(body, told, strict=True) if not changes]
    passages = headline + body
    return Edit(
        changes=_kinds(headline, body, figures, reworded),
        figures=figures,
        words=sum(map(_changed_words, passages)),
        passages=tuple(map(_shortened, passages[:MOST_PASSAGES])),
        more=max(0, len(passages) - MOST_PASSAGES),
    )


def absence_edit() -> Edit:
    """Return the edit of a page that is no longer there."""
    return Edit(changes=(Change.DELETED,))


def with_return(edit: Edit) -> Edit:
    """Return an edit as one of a page that was gone and is back."""
    return replace(edit, changes=(Change.RESTORED, *edit.changes))


def telling_paragraphs(text: str) -> list[str]:
    """Return the paragraphs that say something: sentences, or enough words to be one."""
    paragraphs = (" ".join(part.split()) for part in re.split(r"\n\s*\n", text))
    return [part for part in paragraphs if part and not is_label(part)]


def is_label(paragraph: str) -> bool:
    """Return whether a paragraph is no sentence and too short to be one."""
    return not ends_sentence(paragraph) and weight(paragraph) < LABEL_WORDS


def ends_sentence(paragraph: str) -> bool:
    """Return whether a paragraph ends as sentences end."""
    return _SENTENCE.search(paragraph) is not None


def _kinds(
    headline: Sequence[Passage],
    body: Sequence[Passage],
    figures: Sequence[str],
    reworded: Sequence[Passage],
) -> tuple[Change, ...]:
    found = {Change.HEADLINE} if headline else set[Change]()
    if any(is_note(each.new) and not is_note(each.old) for each in body):
        found.add(Change.CORRECTION)
    if figures:
        found.add(Change.FIGURE)
    found |= set(_paragraphs(body))
    sentences = [each for each in reworded if not each.whole]
    turned = any(denies(each.old) != denies(each.new) for each in sentences)
    if turned or sum(map(_changed_words, sentences)) >= MIN_CHANGED_WORDS:
        found.add(Change.WORDING)
    return tuple(change for change in Change if change in found)


def _paragraphs(body: Sequence[Passage]) -> Iterator[Change]:
    """Yield whether paragraphs came or went; one that only moved did neither."""
    gone = {key(each.old) for each in body if each.whole and each.old}
    come = {key(each.new) for each in body if each.whole and each.new}
    if gone - come:
        yield Change.REMOVED
    if come - gone:
        yield Change.ADDED


def _changed_words(passage: Passage) -> float:
    return sum(weight(piece.text) for piece in passage.pieces if piece.op != EQUAL)


def _shortened(passage: Passage) -> Passage:
    return replace(passage, pieces=tuple(map(_cut, passage.pieces)))


def _cut(piece: Piece) -> Piece:
    words = tokens(piece.text)
    if piece.op != EQUAL or len(words) <= 2 * CONTEXT_WORDS:
        return piece
    head, tail = "".join(words[:CONTEXT_WORDS]), "".join(words[-CONTEXT_WORDS:])
    return Piece(EQUAL, f"{head.rstrip()} … {tail}")
