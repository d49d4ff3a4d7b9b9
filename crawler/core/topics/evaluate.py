"""The exact evaluator: a bound tree against a document.

``None`` is false; a tuple is true, with the hits that make it so (none for NOT and for fields
without positions).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

from crawler.core.topics.grammar import compile_pattern
from crawler.core.topics.nodes import POSITIONAL, Alias, And, Near, Node, Not, Or, Pattern, Term
from crawler.core.topics.occurrences import Bounds, occurrences
from crawler.core.topics.offsets import Offsets
from crawler.core.topics.view import Hit, View
from crawler.core.topics.words import fold, tokens

MAX_PATTERN_BYTES: Final = 64 * 1024
"""A pattern reads so much of a field, in UTF-8."""

Hits = tuple[Hit, ...]


def evaluate(node: Node, view: View) -> Hits | None:
    """Return the hits that make a node true, or None if it is false."""
    match node:
        case Term() | Pattern():
            return _leaf(node, view)
        case And(parts=parts):
            return _all(parts, view)
        case Or(parts=parts) | Alias(members=parts):
            return _any(parts, view)
        case Not(part=part):
            return None if holds(part, view) else ()
        case Near():
            return _near(node, view)


def holds(node: Node, view: View) -> bool:
    """Return whether a node is true, by the least work: of most words, their presence says it."""
    match node:
        case Term():
            return _term_holds(node, view)
        case And(parts=parts):
            return all(holds(part, view) for part in parts)
        case Or(parts=parts) | Alias(members=parts):
            return any(holds(part, view) for part in parts)
        case Not(part=part):
            return not holds(part, view)
        case Pattern():
            return _pattern_holds(node, view)
        case Near():
            return evaluate(node, view) is not None


def _term_holds(term: Term, view: View) -> bool:
    if not view.has_words(term.words):
        return False
    if term.is_word:
        return True
    if term.stem and len(term.pieces) == 1 and term.field is None:
        return view.holds_stem_of(term.pieces[0].text)
    return _leaf(term, view) is not None


def _pattern_holds(pattern: Pattern, view: View) -> bool:
    if pattern.field == "lead":  # where it ends matters
        return _leaf(pattern, view) is not None
    return any(any(_spans(pattern, value)) for value in view.values(pattern.field))


def _leaf(leaf: Term | Pattern, view: View) -> Hits | None:
    key = id(leaf)
    if key not in view.found:
        view.found[key] = (
            _find_term(leaf, view) if isinstance(leaf, Term) else _find_pattern(leaf, view)
        )
    return view.found[key]


def _all(parts: Sequence[Node], view: View) -> Hits | None:
    found: list[Hit] = []
    for part in parts:
        hits = evaluate(part, view)
        if hits is None:
            return None
        found += hits
    return tuple(found)


def _any(parts: Sequence[Node], view: View) -> Hits | None:
    has_words = view.words.issuperset
    results = [
        hits
        for part in parts
        if (type(part) is not Term or has_words(part.words))
        and (hits := evaluate(part, view)) is not None
    ]
    return tuple(chain.from_iterable(results)) if results else None


def _find_term(term: Term, view: View) -> Hits | None:
    if term.field and term.field not in POSITIONAL:
        return (
            ()
            if any(_value_holds(term, value, view) for value in view.values(term.field))
            else None
        )
    if not view.has_words(term.words):
        return None
    if len(term.words) > 1 and term.is_run and not view.may_hold_run(term.words):
        return None
    stem = view.stem if term.stem else None
    found = occurrences(view.folded, term, view.zone(term.field), stem)
    if term.exact:
        found = [bounds for bounds in found if _is_written_there(term, bounds, view)]
    return tuple([Hit(bounds[0][0], bounds[-1][1], term) for bounds in found]) or None


def _is_written_there(term: Term, bounds: Sequence[Bounds], view: View) -> bool:
    words = [view.source_text(*token) for token in bounds]
    return _is_written_so(term, words, view.source_text(bounds[0][0], bounds[-1][1]))


def _value_holds(term: Term, value: str, view: View) -> bool:
    """Return whether a field without positions holds a term; in a URL it may be any part."""
    if term.field == "url":
        return term.raw in value if term.exact else term.raw.casefold() in value.casefold()
    folded, offsets = fold(value), Offsets(value)

    def source(start: int, end: int) -> str:
        return value[offsets.start(start) : offsets.end(end)]

    return any(
        not term.exact
        or _is_written_so(
            term, [source(*token) for token in bounds], source(bounds[0][0], bounds[-1][1])
        )
        for bounds in occurrences(folded, term, (0, len(folded)), None)
    )


def _is_written_so(term: Term, words: Sequence[str], whole: str) -> bool:
    """Return whether a source is written as a case-sensitive term demands.

    A term without wildcards and slop equals the source from its first to its last token; of
    another each word does by itself.
    """
    if not term.slop and not any(piece.open_start or piece.open_end for piece in term.pieces):
        bounds, offsets = tokens(fold(term.raw)), Offsets(term.raw)
        return whole == term.raw[offsets.start(bounds[0][0]) : offsets.end(bounds[-1][1])]
    for piece, word in zip(term.pieces, words, strict=True):
        if piece.open_start and piece.open_end:
            fits = piece.raw in word
        elif piece.open_start:
            fits = word.endswith(piece.raw)
        else:
            fits = word.startswith(piece.raw) if piece.open_end else word == piece.raw
        if not fits:
            return False
    return True


def _find_pattern(pattern: Pattern, view: View) -> Hits | None:
    if pattern.field and pattern.field not in POSITIONAL:
        return () if _pattern_holds(pattern, view) else None
    low, high = view.zone(pattern.field)
    title = (view.document.title, 0, view.title_offsets)
    text = (view.document.text, view.split, view.text_offsets)
    hits = tuple(
        hit
        for source, base, offsets in (title, text)
        if low <= base <= high
        for start, end in _spans(pattern, source)
        if (
            hit := Hit(
                base + offsets.folded_start(start),
                base + offsets.folded_end(end),
                pattern,
                (start, end),
            )
        ).end
        <= high
    )
    return hits or None


def _spans(pattern: Pattern, text: str) -> Iterator[Bounds]:
    if len(text) * 4 > MAX_PATTERN_BYTES:
        text = text.encode(errors="replace")[:MAX_PATTERN_BYTES].decode(errors="ignore")
    regex = compile_pattern(pattern.regex, ignore_case=pattern.ignore_case)
    return (span for match in regex.finditer(text) if (span := match.span())[0] < span[1])


def _near(node: Near, view: View) -> Hits | None:
    """Return the hits of both sides that stand close enough to one of the other side."""
    left, right = evaluate(node.left, view), evaluate(node.right, view)
    if not left or not right:
        return None
    first = [(view.tokens_before(hit.start), view.tokens_before(hit.end)) for hit in left]
    second = [(view.tokens_before(hit.start), view.tokens_before(hit.end)) for hit in right]
    if node.ordered:
        close_left = _followed(first, sorted({start for start, _ in second}), node.distance)
        close_right = _preceded(second, sorted({end for _, end in first}), node.distance)
    else:
        close_left, close_right = (
            _close(first, second, node.distance),
            _close(second, first, node.distance),
        )
    hits = [hit for hit, close in zip(left + right, close_left + close_right, strict=True) if close]
    return tuple(hits) or None


def _followed(spans: Sequence[Bounds], starts: Sequence[int], distance: int) -> list[bool]:
    """Say of each span whether one of the other side starts within the distance after it."""
    return [bisect_left(starts, end) < bisect_right(starts, end + distance) for _, end in spans]


def _preceded(spans: Sequence[Bounds], ends: Sequence[int], distance: int) -> list[bool]:
    """Say of each span whether one of the other side ends within the distance before it."""
    return [bisect_left(ends, start - distance) < bisect_right(ends, start) for start, _ in spans]


def _close(spans: Sequence[Bounds], others: Sequence[Bounds], distance: int) -> list[bool]:
    """Say of each span whether another one is near on either side; a span is not its own partner.

    Sorted by start, the others that begin early enough are a prefix; the one of them that ends
    last, or the second if that is the span itself, decides. So a hostile text full of both words
    costs n log n, not n squared.
    """
    ordered = sorted(set(others))
    starts = [start for start, _ in ordered]
    furthest: list[tuple[Bounds, Bounds]] = []
    best = second = (-1, -distance - 1)
    for span in ordered:
        if span[1] >= best[1]:
            best, second = span, best
        elif span[1] > second[1]:
            second = span
        furthest.append((best, second))
    result = []
    for span in spans:
        number = bisect_right(starts, span[1] + distance)
        pair = furthest[number - 1] if number else ((-1, -distance - 1), (-1, -distance - 1))
        partner = pair[1] if pair[0] == span else pair[0]
        result.append(partner[0] >= 0 and partner[1] >= span[0] - distance)
    return result
