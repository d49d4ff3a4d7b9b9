"""How strongly a document satisfies a topic: monotone in hits, saturating."""

from collections.abc import Iterable, Sequence
from math import log1p
from typing import Final

from crawler.core.topics.view import View
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


def span_weights(spans: Iterable[Span], view: View, boost: Boost) -> list[float]:
    """Return the boost of the field of each distinct span."""
    distinct = {(span.field, span.start, span.end) for span in spans}
    return [_weight(field, start, view, boost) for field, start, _ in sorted(distinct)]


def _weight(field: str, start: int, view: View, boost: Boost) -> float:
    if field == "title":
        return boost.title
    return boost.lead if view.is_in_lead(start) else boost.text
