"""Online clustering: which story an article is closest to.

    look up     the stories of the window that share a heavy term, a name, a figure or a topic
    compare     cosine, faded by the time between them
    join        the closest story, if it is close enough

Deterministic: the same articles in the same order give the same stories, also after a restart,
because all it needs is stored with the story.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from crawler.core.stories.vectors import (
    COMMON,
    Vector,
    heaviest,
    is_common,
    length,
    length_entry,
    topic_entry,
)
from crawler.model.filing import Archive
from crawler.model.story import Cluster

LOOKED_UP = 12  # a story worth joining shares one of the heaviest terms, or names and figures
JOIN = 0.18
"""Cosine x fading. Flat between .14 and .25 on the development sets; lower glues one actor's
events together, higher splits follow-ups."""
WINDOW = timedelta(hours=72)
HALF_LIFE = timedelta(hours=48)
OTHER_NAMES = 0.5
"""What is left of a likeness when both have several names and figures, and none in common."""
TELLING_NAMES = 3
SHARED_ABROAD = 2  # names and figures; one in common is chance
JOIN_ABROAD = 0.35
JOIN_ABROAD_IN_TOPIC = 0.16
"""The same stories from .13 to .2 on the labelled sets in order of publication; in random orders of
arrival .2 told more stories as new twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How close a story is, and by what."""

    cluster: Cluster
    score: float
    """Cosine x fading."""
    needed: float
    """The score from which the article joins."""
    products: Mapping[str, float]
    """What each shared term contributes."""

    @property
    def shared(self) -> list[str]:
        """The terms that contribute, the most telling first."""
        return sorted(self.products, key=lambda term: (-self.products[term], term))


def nearest(
    vector: Vector, archive: Archive, moment: datetime, *, avoid: Collection[str] = ()
) -> Likeness | None:
    """Return the closest story of the window, however far away it is.

    Args:
        vector: of the article.
        archive: what was filed before.
        moment: when the article was published, or seen.
        avoid: stories it must not join.
    """
    asked = {
        *_rarest(vector.weights, vector),
        *_rarest(vector.common, vector),
        *map(topic_entry, vector.topics),
    }
    found = (
        compare(vector, cluster, moment)
        for cluster in archive.clusters(sorted(asked), None, moment - WINDOW)
        if cluster.story_id not in avoid
    )
    return max(found, key=_closeness, default=None)


def _rarest(weights: Mapping[str, float], vector: Vector) -> dict[str, float]:
    return heaviest({term: weights[term] for term in weights.keys() & vector.rare}, LOOKED_UP)


def compare(vector: Vector, cluster: Cluster, moment: datetime) -> Likeness:
    """Return how close a story is to an article of a moment.

    Compared are the terms of the article's language with those of the story in that language,
    and names and figures with names and figures.
    """
    size = cluster.centroid.get(length_entry(vector.language))
    if size is None:
        return _across_languages(vector, cluster, moment)
    products = _products(vector.weights, cluster.centroid)
    score = sum(products.values()) / size
    if (
        vector.common.keys().isdisjoint(products)
        and _tell(vector.common)
        and _tell(cluster.centroid)
    ):
        score *= OTHER_NAMES
    return Likeness(
        cluster=cluster, score=score * fading(cluster, moment), needed=JOIN, products=products
    )


def fading(cluster: Cluster, moment: datetime) -> float:
    """Return what is left of a likeness after the time since the story's newest member."""
    return float(0.5 ** (abs(moment - cluster.newest_at) / HALF_LIFE))


def _across_languages(vector: Vector, cluster: Cluster, moment: datetime) -> Likeness:
    """Compare with a story told only in other languages so far, by names and figures alone.

    A topic of the user's, with its aliases in every language, says that both are about the same
    thing: then one name or figure in common will do.
    """
    kinds = tuple({term[0] for term in vector.common}) or COMMON  # some scripts show no names
    theirs = {term: each for term, each in cluster.centroid.items() if term.startswith(kinds)}
    products = _products(vector.common, theirs)
    same_topic = any(topic_entry(name) in cluster.centroid for name in vector.topics)
    score = 0.0
    if len(products) >= (1 if same_topic else SHARED_ABROAD):
        sizes = length(vector.common.values()) * length(theirs.values())
        score = sum(products.values()) / sizes * fading(cluster, moment)
    needed = JOIN_ABROAD_IN_TOPIC if same_topic else JOIN_ABROAD
    return Likeness(cluster=cluster, score=score, needed=needed, products=products)


def _products(weights: Mapping[str, float], centroid: Mapping[str, float]) -> dict[str, float]:
    return {term: weight * centroid[term] for term, weight in weights.items() if term in centroid}


def _closeness(likeness: Likeness) -> tuple[float, str]:
    return likeness.score / likeness.needed, likeness.cluster.story_id


def _tell(terms: Iterable[str]) -> bool:
    return sum(map(is_common, terms)) >= TELLING_NAMES
