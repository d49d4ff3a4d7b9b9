"""Online clustering: which story an article is closest to.

    look up     the stories of the window that share a heavy term, a name, a figure or a topic
    compare     cosine, faded by the time between them
    join        the closest story, if it is close enough

Deterministic: the same articles in the same order give the same stories, also after a restart,
because all it needs is stored with the story.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from crawler.core.stories.vectors import (
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
AGREEING, SEVERAL = 5, 2
"""So many names and figures in common, at least two of them names and one a figure, tell an event in
any language. On the labelled sets no article shared them with a story that was not its own."""
SHARED_ABROAD = 2  # names and figures; one in common is chance
JOIN_ABROAD = 0.25
"""Flat from .22 to .28 on the labelled sets: what is alike by chance shares one name, not two."""
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
    return max(found, key=closeness, default=None)


def _rarest(weights: Mapping[str, float], vector: Vector) -> dict[str, float]:
    return heaviest({term: weights[term] for term in weights.keys() & vector.rare}, LOOKED_UP)


def compare(vector: Vector, cluster: Cluster, moment: datetime) -> Likeness:
    """Return how close a story is to an article of a moment.

    Compared are the terms of the article's language with those of the story in that language; a
    story told only in other languages so far by names and figures alone. Where many of both kinds
    agree they suffice: a story that grew has more words than its next report will use.
    """
    stated = by_names_and_figures(vector, cluster, moment)
    if length_entry(vector.language) not in cluster.centroid:
        return stated
    told = by_words(vector, cluster, moment)
    if both_kinds_agree(stated):
        return max(told, stated, key=closeness)
    if not stated.products and both_tell(vector.common, cluster.centroid):
        return replace(told, score=told.score * OTHER_NAMES)
    return told


def by_words(vector: Vector, cluster: Cluster, moment: datetime) -> Likeness:
    """Compare all terms of an article with those a story has in its language."""
    products = _products(vector.weights, cluster.centroid)
    size = cluster.centroid[length_entry(vector.language)]
    score = sum(products.values()) / size * fading(cluster, moment)
    return Likeness(cluster=cluster, score=score, needed=JOIN, products=products)


def fading(cluster: Cluster, moment: datetime) -> float:
    """Return what is left of a likeness after the time since the story's newest member."""
    return float(0.5 ** (abs(moment - cluster.newest_at) / HALF_LIFE))


def by_names_and_figures(vector: Vector, cluster: Cluster, moment: datetime) -> Likeness:
    """Compare names and figures alone, whatever the languages.

    A topic of the user's, with its aliases in every language, says that both are about the same
    thing: then one name or figure in common will do.
    """
    products = _products(vector.common, cluster.centroid)
    same_topic = any(topic_entry(name) in cluster.centroid for name in vector.topics)
    score = 0.0
    if len(products) >= (1 if same_topic else SHARED_ABROAD):
        kinds = {term[0] for term in vector.common}  # some scripts show no names
        theirs = [weight for term, weight in cluster.centroid.items() if term[0] in kinds]
        sizes = length(vector.common.values()) * length(theirs)
        score = sum(products.values()) / sizes * fading(cluster, moment)
    needed = JOIN_ABROAD_IN_TOPIC if same_topic else JOIN_ABROAD
    return Likeness(cluster=cluster, score=score, needed=needed, products=products)


def _products(weights: Mapping[str, float], centroid: Mapping[str, float]) -> dict[str, float]:
    return {term: weight * centroid[term] for term, weight in weights.items() if term in centroid}


def closeness(likeness: Likeness) -> tuple[float, str]:
    """Return what likenesses are ordered by."""
    return likeness.score / likeness.needed, likeness.cluster.story_id


def both_kinds_agree(likeness: Likeness) -> bool:
    """Tell whether several names and at least one figure are shared, AGREEING altogether."""
    names = sum(term.startswith("~") for term in likeness.products)
    shared = sum(map(is_common, likeness.products))
    return shared >= AGREEING and SEVERAL <= names < shared


def both_tell(*terms: Iterable[str]) -> bool:
    """Tell whether each has several names and figures: then it says something that none agree."""
    return all(sum(map(is_common, each)) >= TELLING_NAMES for each in terms)
