"""How strongly a document satisfies a topic: monotone in hits, saturating."""

from collections.abc import Iterable, Sequence
from math import log1p
from typing import Final

from crawler.core.topics.view import Hit, View
from crawler.model.topic import Boost, Span

FULL_WEIGHT: Final = 3.0
"""Weight up to which each hit counts fully; beyond it only its logarithm does."""


def topic_score(clauses: Sequence[float]) -> float:
    """Return the mean of the scores of the positive clauses."""
    return sum(clauses) / len(clauses) if clauses else 0.0


def clause_score(weights: Iterable[float]) -> float:
    """Return min(w, 3) + ln(1 + max(0, w - 3)) for the sum w of the weights of distinct spans."""
    total = sum(weights)
    return min(total, FULL_WEIGHT) + log1p(max(0.0, total - FULL_WEIGHT))


def weights_of(hits: Iterable[Hit], spans: Iterable[Span], view: View, boost: Boost) -> list[float]:
    """Return the boost of each distinct span, by where its hit begins; the two run in parallel."""
    weights = {
        (span.field, span.start, span.end): _weight(hit.start, view, boost)
        for hit, span in zip(hits, spans, strict=True)
    }
    return list(weights.values())


def _weight(place: int, view: View, boost: Boost) -> float:
    if place < view.split:
        return boost.title
    return boost.lead if place < view.lead_end else boost.text
