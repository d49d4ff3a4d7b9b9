"""How short the median delay could be: a floor no schedule gets under with so many requests.

The best of schedules knows the law of every feed, and when news breaks, but not what the dice will
bring. Half of all entries is all it wants to find in time, whatever becomes of the others. A look
finds what the last minutes let expect. So at best the richest spans of so many minutes are looked
at, no two of one feed closer than is allowed; the floor is where they reach a half.
"""

from collections.abc import Iterable, Sequence
from itertools import accumulate

from bench.arrival_laws import MINUTE
from bench.arrival_patterns import Source

LONGEST = 1_440
LOWEST = 5
"""Minutes between two looks at a feed, at least."""


def expectations(
    feeds: Iterable[Source], begin_s: float, end_s: float, *, feeds_alike: bool
) -> list[list[float]]:
    """Return per feed what is expected up to each minute of a time; every feed whole, or its size.

    Feeds that bring nothing then, or whose law is not known, are left out.
    """
    found = []
    for feed in feeds:
        law = feed.expected
        minutes = [law.get(each, 0.0) for each in range(int(begin_s // 60), int(end_s // MINUTE))]
        if law and any(begin_s <= moment < end_s for moment in feed.appears):
            size = sum(minutes) if feeds_alike else 1.0
            found.append([0.0, *accumulate(each / size for each in minutes)])
    return found


def floor(expected: Sequence[Sequence[float]], requests: int) -> int | None:
    """Return whole minutes that the median delay exceeds under every schedule; None = not known."""
    if not expected:
        return None
    half = sum(feed[-1] for feed in expected) / 2
    reached = 1
    while reached < LONGEST and _found_within(reached, expected, requests) < half:
        reached *= 2
    below, reached = reached // 2, min(reached, LONGEST)
    while reached - below > 1:
        middle = (below + reached) // 2
        if _found_within(middle, expected, requests) < half:
            below = middle
        else:
            reached = middle
    return below


def _found_within(minutes: int, expected: Sequence[Sequence[float]], requests: int) -> float:
    """Return what so many looks find within so many minutes, one in every span, at best."""
    span = max(minutes, LOWEST)
    worths = [
        max(feed[end] - feed[max(end - minutes, 0)] for end in ends)
        for feed in expected
        for start in range(1, len(feed), span)
        if (ends := range(start, min(start + span, len(feed))))
    ]
    return sum(sorted(worths, reverse=True)[:requests])
