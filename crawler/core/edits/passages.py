"""The word diff: paragraphs aligned first, then sentences, then words.

Quick on long articles, and a sentence put in does not smear over the whole text. Words are
compared without case and punctuation; what is shown keeps both.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from crawler.core.stories.anatomy import normal_words
from crawler.core.topics.quotes import sentence_starts

EQUAL, DELETE, INSERT = "equal", "delete", "insert"

SIMILAR = 0.4
"""Share of words two sentences have in common that makes one a new wording of the other."""
MOST_PAIRS = 1_024
"""Beyond so many pairs to try, sentences are paired by their order: a text written anew."""

_CHARACTERS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Scripts written without spaces: each character is compared for itself. Korean has spaces."""
_TOKEN = re.compile(rf"\s*(?:[{_CHARACTERS}]|[^\s{_CHARACTERS}]+)\s*")
_CHARACTER = re.compile(f"[{_CHARACTERS}]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a word diff."""

    op: str
    """equal, delete or insert."""
    text: str
    """With the blanks around it: pieces are joined as they are."""

    @property
    def words(self) -> str:
        """The text without the blanks around it, which are never marked."""
        return self.text.strip()

    @property
    def blank(self) -> str:
        """What stands between it and the next piece."""
        return " " if self.text[-1:].isspace() else ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A headline, sentence or paragraph that differs: one piece where it came or went whole."""

    pieces: tuple[Piece, ...]
    field: str = "text"
    """title or text."""
    whole: bool = False
    """A paragraph that came or went, not a sentence inside one."""

    @property
    def came(self) -> bool:
        """Whether all of it was put in."""
        return all(piece.op == INSERT for piece in self.pieces)

    @property
    def went(self) -> bool:
        """Whether all of it was taken out."""
        return all(piece.op == DELETE for piece in self.pieces)

    @property
    def old(self) -> str:
        """The wording before; empty where it was put in."""
        return "".join(piece.text for piece in self.pieces if piece.op != INSERT).strip()

    @property
    def new(self) -> str:
        """The wording now; empty where it was taken out."""
        return "".join(piece.text for piece in self.pieces if piece.op != DELETE).strip()


def diff_texts(old: Sequence[str], new: Sequence[str]) -> Iterator[Passage]:
    """Yield what differs between two lists of paragraphs, in reading order."""
    for before, after in _aligned(old, new):
        if before is not None and after is not None:
            yield from _diff_paragraphs(before, after)
        else:
            op, text = (INSERT, after) if before is None else (DELETE, before)
            yield Passage((Piece(op, text or ""),), whole=True)


def diff_titles(old: str, new: str) -> Iterator[Passage]:
    """Yield the difference of two headlines, if they differ in more than case and punctuation."""
    if key(old) != key(new):
        yield Passage(tuple(_diff_words(old, new)), field="title")


def key(text: str) -> str:
    """Return a text without case and punctuation: equal = the same words."""
    return " ".join(normal_words(text))


def tokens(text: str) -> list[str]:
    """Return the words of a text, and the characters of scripts without spaces, blanks kept."""
    return _TOKEN.findall(text)


def weight(text: str) -> float:
    """Return how many words a text has; two characters of a script without spaces count as one."""
    return sum(0.5 if _CHARACTER.search(token) else 1.0 for token in tokens(text) if key(token))


def _diff_paragraphs(old: str, new: str) -> Iterator[Passage]:
    if key(old) == key(new):
        return
    for before, after in _aligned(_sentences(old), _sentences(new)):
        if before is None or after is None:
            op, text = (INSERT, after) if before is None else (DELETE, before)
            yield Passage((Piece(op, (text or "").strip()),))
        elif key(before) != key(after):
            yield Passage(tuple(_diff_words(before.strip(), after.strip())))


def _sentences(paragraph: str) -> list[str]:
    starts = sentence_starts(paragraph)
    return [paragraph[a:b] for a, b in zip(starts, [*starts[1:], len(paragraph)], strict=True)]


def _aligned(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str | None, str | None]]:
    """Yield what stands for what; None where nothing does."""
    matcher = SequenceMatcher(None, [*map(key, old)], [*map(key, new)], autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            yield from zip(old[a:b], new[c:d], strict=True)
        else:
            yield from _paired(old[a:b], new[c:d])


def _paired(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str | None, str | None]]:
    """Pair what is similar, in order; the rest came or went."""
    start, begin = 0, 0
    for index, other in _pairs(old, new):
        yield from ((each, None) for each in old[start:index])
        yield from ((None, each) for each in new[begin:other])
        yield old[index], new[other]
        start, begin = index + 1, other + 1
    yield from ((each, None) for each in old[start:])
    yield from ((None, each) for each in new[begin:])


def _pairs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Return the pairs with the most words in common, in order on both sides."""
    bags, others = [*map(bag, old)], [*map(bag, new)]
    if len(old) * len(new) > MOST_PAIRS:
        both = range(min(len(old), len(new)))
        return [(i, i) for i in both if likeness(bags[i], others[i]) >= SIMILAR]
    best: list[list[float]] = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    gain = [[likeness(bag, other) for other in others] for bag in bags]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            paired = gain[i][j] + best[i + 1][j + 1] if gain[i][j] >= SIMILAR else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    return _path(best, gain)


def _path(best: list[list[float]], gain: list[list[float]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    i = j = 0
    while i < len(gain) and j < len(gain[i]):
        if gain[i][j] >= SIMILAR and best[i][j] == gain[i][j] + best[i + 1][j + 1]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def bag(text: str) -> Counter[str]:
    """Return the words of a text, each as often as it stands there."""
    return Counter(filter(None, map(key, tokens(text))))


def likeness(one: Counter[str], other: Counter[str]) -> float:
    """Return the share of their words that two bags have in common."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def _diff_words(old: str, new: str) -> Iterator[Piece]:
    a, b = tokens(old), tokens(new)
    matcher = SequenceMatcher(None, [*map(key, a)], [*map(key, b)], autojunk=False)
    for tag, start, end, begin, stop in _without_islands(matcher.get_opcodes()):
        if tag == EQUAL:
            blank = " " if a[end - 1][-1].isspace() and not b[stop - 1][-1].isspace() else ""
            yield Piece(EQUAL, "".join(b[begin:stop]) + blank)
            continue
        if end > start:
            yield Piece(DELETE, "".join(a[start:end]))
        if stop > begin:
            yield Piece(INSERT, "".join(b[begin:stop]))


_Opcode = tuple[str, int, int, int, int]


def _without_islands(opcodes: Sequence[_Opcode]) -> Iterator[_Opcode]:
    """Join changes with one common word between them: "11 of 12 -> 14 of 16" reads better whole."""
    joined: list[_Opcode] = []
    for number, (tag, a, b, c, d) in enumerate(opcodes):
        island = tag == EQUAL and b - a == 1 and 0 < number < len(opcodes) - 1
        name = EQUAL if tag == EQUAL and not island else "replace"
        if name == "replace" and joined and joined[-1][0] == "replace":
            joined[-1] = ("replace", joined[-1][1], b, joined[-1][3], d)
        else:
            joined.append((name, a, b, c, d))
    return iter(joined)
