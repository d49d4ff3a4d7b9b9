"""`within`: whether one window of the document holds a span of every clause."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

Bounds = tuple[int, int]


def window_sizes(clauses: Sequence[Sequence[Bounds]]) -> Iterator[int]:
    """Yield the size in tokens of the smallest window with a span of each clause, by its beginning.

    Args:
        clauses: the spans of each, as positions of the first token and after the last; at least
            one clause, none empty.

    For each place where a window may begin, each clause offers the span that ends first among
    those that begin there or later: n log n for a text full of hits.
    """
    offers = [_earliest_ends(spans) for spans in clauses]
    for first in sorted({start for spans in clauses for start, _ in spans}):
        places = [bisect_left(starts, first) for starts, _ in offers]
        if any(place == len(starts) for place, (starts, _) in zip(places, offers, strict=True)):
            break
        yield max(ends[place] for place, (_, ends) in zip(places, offers, strict=True)) - first


def _earliest_ends(spans: Sequence[Bounds]) -> tuple[list[int], list[int]]:
    """Return the starts in order and, for each, the earliest end of the spans from there on."""
    ordered = sorted(spans)
    earliest = [end for _, end in ordered]
    for number in range(len(earliest) - 2, -1, -1):
        earliest[number] = min(earliest[number], earliest[number + 1])
    return [start for start, _ in ordered], earliest
