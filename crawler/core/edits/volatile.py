"""Lines that change at every fetch and are nobody's edit: known by rule, or learned.

A line is a paragraph that came or went between two fetches. It is volatile when

- it differs from its partner only in clockwork: times ago, counters, stamps, figures of a ticker;
- it is no sentence, in a text of sentences, and was exchanged for another: a teaser, a caption;
- it is no sentence, and lines of its shape changed in this article before, or in other articles;
- it is a short sentence and lines of its shape changed in several articles of the host, or the
  place it stands in held another such line at each of the last fetches: a slogan, an advertisement.

A shape is a line with its figures levelled; "1,204 readers" and "1,310 readers" have one. A
sentence of some length is never volatile, whatever was learned: a death toll that rises at each
look is news each time. Nor is a note of correction.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import groupby
from operator import itemgetter

from crawler.core.edits.clockwork import without_clockwork
from crawler.core.edits.compare import ends_sentence, telling_paragraphs
from crawler.core.edits.passages import SIMILAR, bag, key, likeness, weight
from crawler.core.edits.signs import is_note
from crawler.model.article import LineHistory

SHORT_WORDS = 12
"""A sentence of more words is never volatile."""
SAME_LINE = 0.6
"""Share of words in common that makes a line which is no sentence the same one, edited: teasers
share their "read also"."""
MANY_ARTICLES = 3
"""Articles of a host in which sentences of one shape changed, to take them for the site's own."""
OTHER_ARTICLES = 2
"""The same for lines that are no sentences."""
SENTENCES_SHARE = 0.6
"""Share of paragraphs that end as sentences, from which a text is one of sentences."""
MOST_MOVED = 50
"""Lines on one side: each is compared with each of the other. Where more moved, the text is another
one; 45,000 of a hostile page held the archive up for minutes."""
UNSEEN = LineHistory(times=0, articles=0)


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    partner: str
    """What it most likely stood for on the other side; empty where nothing is like it."""
    slot: int
    """The place it stands in, by the lines around it that stayed."""
    rotates: bool
    """Its place held another short line before."""


@dataclass(frozen=True, slots=True)
class Shifts:
    """What came and went between two fetches of a page."""

    old: tuple[str, ...]
    new: tuple[str, ...]
    gone: tuple[_Line, ...]
    come: tuple[_Line, ...]

    @property
    def shapes(self) -> tuple[int, ...]:
        """What is to be remembered of these lines, and asked for."""
        lines = [line for line in (*self.gone, *self.come) if not _is_weighty(line.text)]
        slots = (line.slot for line in lines if line.rotates)
        return tuple(dict.fromkeys((*(shape(line.text) for line in lines), *slots)))


def shifts(old_text: str, new_text: str) -> Shifts:
    """Return the lines that came or went between two fetches, each with its place.

    None where more than `MOST_MOVED` did: that is an edit, whatever single lines look like.
    """
    old, new = telling_paragraphs(old_text), telling_paragraphs(new_text)
    stayed = Counter(map(key, old)) & Counter(map(key, new))
    if max(len(old), len(new)) - stayed.total() > MOST_MOVED:
        return Shifts(old=tuple(old), new=tuple(new), gone=(), come=())
    gone, come = [*_moving(old, stayed)], [*_moving(new, stayed)]
    return Shifts(old=tuple(old), new=tuple(new), gone=_lines(gone, come), come=_lines(come, gone))


def settled(moved: Shifts, known: Mapping[int, LineHistory]) -> tuple[str, str]:
    """Return both texts without the lines that are nobody's edit.

    Args:
        moved: what came and went.
        known: what was learned of its shapes, by shape.
    """
    prose = _is_prose(moved.old) and _is_prose(moved.new)
    return (
        _without(moved.old, [line for line in moved.gone if _is_volatile(line, known, prose)]),
        _without(moved.new, [line for line in moved.come if _is_volatile(line, known, prose)]),
    )


def shape(line: str) -> int:
    """Return what a line is recognised by whatever its figures: a signed 64-bit hash."""
    levelled = "".join("0" if sign.isdigit() else sign for sign in key(line))
    return _hashed(" ".join(part for part, _ in groupby(levelled.replace("0", " 0 ").split())))


def _is_volatile(line: _Line, known: Mapping[int, LineHistory], prose: bool) -> bool:
    if is_note(line.text):
        return False
    is_sentence = ends_sentence(line.text)
    steady = key(without_clockwork(line.text, is_sentence=is_sentence))
    other = key(without_clockwork(line.partner, is_sentence=ends_sentence(line.partner)))
    if not steady or (line.partner and steady == other):
        return True
    seen, slot = known.get(shape(line.text), UNSEEN), known.get(line.slot, UNSEEN)
    if not is_sentence:
        exchanged = prose and not line.partner
        return exchanged or seen.times > 0 or seen.articles >= OTHER_ARTICLES
    if _is_weighty(line.text):
        return False
    return seen.articles >= MANY_ARTICLES or (line.rotates and slot.times > 0)


def _is_weighty(text: str) -> bool:
    return ends_sentence(text) and weight(text) > SHORT_WORDS


def _is_prose(paragraphs: Sequence[str]) -> bool:
    sentences = sum(map(ends_sentence, paragraphs))
    return bool(paragraphs) and sentences >= SENTENCES_SHARE * len(paragraphs)


def _moving(lines: Sequence[str], stayed: Counter[str]) -> Iterator[tuple[str, int]]:
    """Yield the lines that are on one side only, with the place they stand in."""
    left = Counter(stayed)
    kept = []
    for line in lines:
        stays = left[key(line)] > 0
        left[key(line)] -= stays
        kept.append(stays)
    before = "^"
    for number, line in enumerate(lines):
        if kept[number]:
            before = key(line)
            continue
        after = next((key(lines[n]) for n in range(number + 1, len(lines)) if kept[n]), "$")
        yield line, _hashed(f"{before}\n{after}")


def _lines(mine: Sequence[tuple[str, int]], theirs: Sequence[tuple[str, int]]) -> tuple[_Line, ...]:
    others = [(text, bag(text)) for text, _ in theirs]
    lines = []
    for text, slot in mine:
        partner = _partner(text, others)
        rotates = not partner and _holds_short(slot, theirs)
        lines.append(_Line(text, partner=partner, slot=slot, rotates=rotates))
    return tuple(lines)


def _partner(text: str, others: Sequence[tuple[str, Counter[str]]]) -> str:
    mine = bag(text)
    alike = ((likeness(mine, words), other) for other, words in others)
    like, best = max(alike, key=itemgetter(0), default=(0.0, ""))
    return best if like >= (SIMILAR if ends_sentence(text) else SAME_LINE) else ""


def _holds_short(slot: int, lines: Sequence[tuple[str, int]]) -> bool:
    """Return whether a place holds a line that could be a slogan."""
    return any(place == slot and weight(text) <= SHORT_WORDS for text, place in lines)


def _without(lines: Sequence[str], volatile: Collection[_Line]) -> str:
    left = Counter(line.text for line in volatile)
    kept = []
    for line in lines:
        if left[line]:
            left[line] -= 1
        else:
            kept.append(line)
    return "\n\n".join(kept)


def _hashed(text: str) -> int:
    digest = blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
