"""What changed between two versions of an article, and whether it matters.

Paragraphs are aligned first, words only inside those that changed: quick on long articles, and a
moved sentence does not smear over the whole text. A word diff of two whole articles is what a
reader wants to see; kinds of change are what a headline can say.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from crawler.core.stories.anatomy import normal_words, take_apart

MIN_CHANGED_WORDS = 3  # fewer are spelling, unless a figure or the headline changed
LABEL_WORDS = 7  # a paragraph of fewer that is no sentence is a label, a caption, a time stamp
MAX_DIFF_PIECES = 60
CONTEXT_WORDS = 8

_SENTENCE = re.compile(r"[.!?。！？…][\"'”’»)]*$")
_CORRECTION = re.compile(
    r"\b(correct(ion|ed|s)|clarification|erratum|an earlier version|editor'?s note)\b"
    r"|\b(исправлен|уточнен|поправка|berichtigung|korrektur|rectificati(f|on)|corrección|correzione)"
    r"|정정|訂正|更正",
    re.IGNORECASE,
)


class Change(StrEnum):
    """Kinds of change, the most telling first."""

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
    words: int
    """Words that came or went, headline included."""
    pieces: tuple[tuple[str, str], ...]
    """(equal | delete | insert, text) in reading order, unchanged stretches cut short."""

    @property
    def is_material(self) -> bool:
        """Whether a reader who knew the old version should hear of the new one."""
        return bool(self.changes)

    @property
    def sentence(self) -> str:
        """The kinds of change in words, for the reason of an alert."""
        return ", ".join(self.changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hunk:
    old: str
    new: str


def compare_versions(old_title: str, old_text: str, new_title: str, new_text: str) -> Edit:
    """Compare two versions of an article.

    Args:
        old_title: headline of the version before.
        old_text: its paragraphs, separated by blank lines.
        new_title: headline of the version now.
        new_text: its paragraphs.
    """
    hunks = [*_hunks(_paragraphs(old_text), _paragraphs(new_text))]
    headline = normal_words(old_title) != normal_words(new_title)
    pieces = _words_diff(old_title, new_title) if headline else []
    for hunk in hunks:
        pieces += _words_diff(hunk.old, hunk.new)
    changed = sum(len(normal_words(text)) for kind, text in pieces if kind != "equal")
    return Edit(
        changes=_changes(headline, hunks, changed),
        words=changed,
        pieces=tuple(map(_shortened, pieces[:MAX_DIFF_PIECES])),
    )


def _changes(headline: bool, hunks: list[_Hunk], changed: int) -> tuple[Change, ...]:
    found = set[Change]()
    if headline:
        found.add(Change.HEADLINE)
    for hunk in hunks:
        if _CORRECTION.search(hunk.new) and not _CORRECTION.search(hunk.old):
            found.add(Change.CORRECTION)
        if not hunk.old:
            found.add(Change.ADDED)
        elif not hunk.new:
            found.add(Change.REMOVED)
        elif take_apart(hunk.old).figures.keys() != take_apart(hunk.new).figures.keys():
            found.add(Change.FIGURE)
        elif changed >= MIN_CHANGED_WORDS:
            found.add(Change.WORDING)
    return tuple(change for change in Change if change in found)


def _paragraphs(text: str) -> list[str]:
    """Return the paragraphs that say something: sentences, or enough words to be one."""
    paragraphs = (" ".join(part.split()) for part in re.split(r"\n\s*\n", text))
    return [part for part in paragraphs if part and not _is_label(part)]


def _is_label(paragraph: str) -> bool:
    return not _SENTENCE.search(paragraph) and len(paragraph.split()) < LABEL_WORDS


def _hunks(old: list[str], new: list[str]) -> Iterator[_Hunk]:
    """Yield the paragraphs that differ, old beside new; one side is empty where one came or went."""
    keys = [[" ".join(normal_words(part)) for part in side] for side in (old, new)]
    matcher = SequenceMatcher(None, keys[0], keys[1], autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            continue
        for index in range(max(b - a, d - c)):
            yield _Hunk(
                old=old[a + index] if a + index < b else "",
                new=new[c + index] if c + index < d else "",
            )


def _words_diff(old: str, new: str) -> list[tuple[str, str]]:
    a, b = old.split(), new.split()
    pieces: list[tuple[str, str]] = []
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    for tag, start, end, begin, stop in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(("equal", " ".join(a[start:end])))
            continue
        pieces += _present(("delete", a[start:end]), ("insert", b[begin:stop]))
    return pieces


def _present(*pieces: tuple[str, list[str]]) -> Iterable[tuple[str, str]]:
    return [(kind, " ".join(words)) for kind, words in pieces if words]


def _shortened(piece: tuple[str, str]) -> tuple[str, str]:
    kind, text = piece
    words = text.split()
    if kind != "equal" or len(words) <= 2 * CONTEXT_WORDS:
        return piece
    return kind, " ".join([*words[:CONTEXT_WORDS], "…", *words[-CONTEXT_WORDS:]])
