"""Online clustering: which story an article belongs to.

    weigh       raw term weights x rarity, the heaviest TOP_TERMS, length 1
    compare     cosine with each story that shares a heavy term, faded by the time between them
    place       the best story above JOIN, else a new one
    update      add the article to the story's centroid, keep the heaviest terms

Deterministic: the same articles in the same order give the same stories, also after a restart,
because all it needs is stored with the story.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import log, sqrt

from crawler.model.filing import Archive
from crawler.model.story import Cluster, Fingerprint

TOP_TERMS = 40
CENTROID_TERMS = 80
LOOKED_UP_TERMS = 15  # a story worth joining shares one of the heaviest
JOIN = 0.18
"""Cosine x fading. Flat between .14 and .25 on the development sets; lower glues one actor's
events together, higher splits follow-ups."""
WINDOW = timedelta(hours=72)
HALF_LIFE = timedelta(hours=48)
OTHER_NAMES = 0.5
"""What is left of a likeness when names and figures are all different."""
TELLING_NAMES = 3
COMMON = ("~", "#")
EARLY_DOCUMENTS = 50
"""Added to the number of documents, so that the first ones do not call every word common."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How close a story is, and by what."""

    cluster: Cluster
    score: float
    """Cosine x fading."""
    shared: tuple[str, ...]
    """The terms that contribute most, best first."""


def weigh(print_: Fingerprint, archive: Archive) -> dict[str, float]:
    """Return an article's terms weighed by rarity: the heaviest TOP_TERMS, as a vector of length 1."""
    counts, documents = archive.document_frequencies(print_.terms.keys(), print_.language)
    everything = documents + EARLY_DOCUMENTS
    weighed = {
        term: weight * log(everything / (counts.get(term, 0.0) + 1))
        for term, weight in print_.terms.items()
    }
    return _unit(_heaviest(weighed, TOP_TERMS))


def nearest(
    vector: Mapping[str, float], archive: Archive, moment: datetime, *, avoid: Collection[str] = ()
) -> Likeness | None:
    """Return the closest story of the window, however far away it is.

    Args:
        vector: of the article, from ``weigh``.
        archive: what was filed before.
        moment: when the article was published, or seen.
        avoid: stories it must not join.
    """
    heavy = list(_heaviest(vector, LOOKED_UP_TERMS))
    found = (
        compare(vector, cluster, moment)
        for cluster in archive.clusters(heavy, None, moment - WINDOW)
        if cluster.story_id not in avoid
    )
    return max(
        found, key=lambda likeness: (likeness.score, likeness.cluster.story_id), default=None
    )


def compare(vector: Mapping[str, float], cluster: Cluster, moment: datetime) -> Likeness:
    """Return how close a story is to an article of a moment, in the article's language.

    A story told in several languages is compared by its terms of the article's language, and by
    its names and figures. Where both have several of these and share none, it is another event of
    the same kind.
    """
    own = _prefixes(vector)
    centroid = cluster.centroid
    products = {
        term: weight * centroid[term] for term, weight in vector.items() if term in centroid
    }
    length = _length(weight for term, weight in centroid.items() if term.startswith(own))
    score = sum(products.values()) / length if length else 0.0
    if not any(map(is_common, products)) and _tells(vector) and _tells(centroid):
        score *= OTHER_NAMES
    best = sorted(products, key=lambda term: -products[term])
    return Likeness(cluster=cluster, score=score * fading(cluster, moment), shared=tuple(best))


def fading(cluster: Cluster, moment: datetime) -> float:
    """Return what is left of a likeness after the time since the story's newest member."""
    return float(0.5 ** (abs(moment - cluster.newest_at) / HALF_LIFE))


def grown(centroid: Mapping[str, float], vector: Mapping[str, float]) -> dict[str, float]:
    """Return a story's centroid after an article joined: CENTROID_TERMS of each language."""
    total = dict(centroid)
    for term, weight in vector.items():
        total[term] = total.get(term, 0.0) + weight
    by_language: dict[str, dict[str, float]] = {}
    for term, weight in total.items():
        by_language.setdefault(language_of(term), {})[term] = weight
    return {
        term: round(weight, 4)
        for terms in by_language.values()
        for term, weight in _heaviest(terms, CENTROID_TERMS).items()
    }


def language_of(term: str) -> str:
    """Return the language a term belongs to; names and figures belong to none ("")."""
    return "" if is_common(term) else term.partition(":")[0]


def is_common(term: str) -> bool:
    """Tell whether a term is a name or a figure, common to all languages."""
    return term.startswith(COMMON)


def _prefixes(vector: Mapping[str, float]) -> tuple[str, ...]:
    own = next((f"{language_of(term)}:" for term in vector if not is_common(term)), None)
    return COMMON if own is None else (own, *COMMON)


def _tells(terms: Iterable[str]) -> bool:
    return sum(map(is_common, terms)) >= TELLING_NAMES


def _heaviest(weights: Mapping[str, float], most: int) -> dict[str, float]:
    return dict(sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:most])


def _length(weights: Iterable[float]) -> float:
    return sqrt(sum(weight * weight for weight in weights))


def _unit(weights: Mapping[str, float]) -> dict[str, float]:
    length = _length(weights.values())
    return {term: weight / length for term, weight in weights.items()} if length else {}
