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

from crawler.core.stories.terms import UNKNOWN_LANGUAGE
from crawler.model.filing import Archive
from crawler.model.story import Cluster, Fingerprint

TOP_TERMS = 40
TOP_COMMON = 10  # names and figures kept in any case: pairs of characters would crowd them out
CENTROID_TERMS = 80
LOOKED_UP = 12  # a story worth joining shares one of the heaviest terms, or names and figures
JOIN = 0.18
"""Cosine x fading. Flat between .14 and .25 on the development sets; lower glues one actor's
events together, higher splits follow-ups."""
WINDOW = timedelta(hours=72)
HALF_LIFE = timedelta(hours=48)
OTHER_NAMES = 0.5
"""What is left of a likeness when names and figures are all different."""
TELLING_NAMES = 3
COMMON = ("~", "#")
SHARED_ABROAD = 2
JOIN_ABROAD = 0.35
JOIN_ABROAD_IN_TOPIC = 0.2
TOPIC_WEIGHT = 1_000.0  # never trimmed
EARLY_DOCUMENTS = 50
"""Added to the number of documents, so that the first ones do not call every word common."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How close a story is, and by what."""

    cluster: Cluster
    score: float
    """Cosine x fading."""
    needed: float
    """The score from which the article joins."""
    shared: tuple[str, ...]
    """The terms that contribute most, best first."""


def weigh(print_: Fingerprint, archive: Archive) -> dict[str, float]:
    """Return an article's terms weighed by rarity: the heaviest ones, as a vector of length 1."""
    counts, documents = archive.document_frequencies(print_.terms.keys(), print_.language)
    everything = documents + EARLY_DOCUMENTS
    weighed = {
        term: weight * log(everything / (counts.get(term, 0.0) + 1))
        for term, weight in print_.terms.items()
    }
    common = {term: weight for term, weight in weighed.items() if is_common(term)}
    return _unit(_heaviest(weighed, TOP_TERMS) | _heaviest(common, TOP_COMMON))


def nearest(
    vector: Mapping[str, float],
    topics: Collection[str],
    archive: Archive,
    moment: datetime,
    *,
    avoid: Collection[str] = (),
) -> Likeness | None:
    """Return the closest story of the window, however far away it is.

    Args:
        vector: of the article, from ``weigh``.
        topics: the topics it matches.
        archive: what was filed before.
        moment: when the article was published, or seen.
        avoid: stories it must not join.
    """
    common = {term: weight for term, weight in vector.items() if is_common(term)}
    asked = {*_heaviest(vector, LOOKED_UP), *_heaviest(common, LOOKED_UP), *map(topic_term, topics)}
    found = (
        compare(vector, topics, cluster, moment)
        for cluster in archive.clusters(sorted(asked), None, moment - WINDOW)
        if cluster.story_id not in avoid
    )
    return max(found, key=_closeness, default=None)


def _closeness(likeness: Likeness) -> tuple[float, str]:
    return likeness.score / likeness.needed, likeness.cluster.story_id


def compare(
    vector: Mapping[str, float], topics: Collection[str], cluster: Cluster, moment: datetime
) -> Likeness:
    """Return how close a story is to an article of a moment.

    Compared are the terms of the article's language with those of the story in that language,
    and names and figures with names and figures.
    """
    own, centroid = _prefixes(vector), cluster.centroid
    if not any(term.startswith(own[0]) for term in centroid):
        return _across_languages(vector, topics, cluster, moment)
    products = _products(vector, centroid)
    length = _length(weight for term, weight in centroid.items() if term.startswith(own))
    score = sum(products.values()) / length if length else 0.0
    if not any(map(is_common, products)) and _tells(vector) and _tells(centroid):
        score *= OTHER_NAMES
    return Likeness(
        cluster=cluster,
        score=score * fading(cluster, moment),
        needed=JOIN,
        shared=_best(products),
    )


def _across_languages(
    vector: Mapping[str, float], topics: Collection[str], cluster: Cluster, moment: datetime
) -> Likeness:
    """Compare with a story told only in other languages so far, by names and figures alone.

    One of them in common is chance. A topic of the user's, with its aliases in every language,
    says that both are about the same thing: then one will do.
    """
    kinds = tuple({term[0] for term in vector if is_common(term)})  # some scripts show no names
    mine = {term: weight for term, weight in vector.items() if term.startswith(kinds or COMMON)}
    theirs = {
        term: weight
        for term, weight in cluster.centroid.items()
        if term.startswith(kinds or COMMON)
    }
    products = _products(mine, theirs)
    lengths = _length(mine.values()) * _length(theirs.values())
    score = sum(products.values()) / lengths if lengths else 0.0
    same_topic = any(topic_term(name) in cluster.centroid for name in topics)
    if len(products) < (1 if same_topic else SHARED_ABROAD):
        score = 0.0
    return Likeness(
        cluster=cluster,
        score=score * fading(cluster, moment),
        needed=JOIN_ABROAD_IN_TOPIC if same_topic else JOIN_ABROAD,
        shared=_best(products),
    )


def _products(vector: Mapping[str, float], centroid: Mapping[str, float]) -> dict[str, float]:
    return {term: weight * centroid[term] for term, weight in vector.items() if term in centroid}


def _best(products: Mapping[str, float]) -> tuple[str, ...]:
    return tuple(sorted(products, key=lambda term: (-products[term], term)))


def fading(cluster: Cluster, moment: datetime) -> float:
    """Return what is left of a likeness after the time since the story's newest member."""
    return float(0.5 ** (abs(moment - cluster.newest_at) / HALF_LIFE))


def grown(
    cluster: Cluster | None, vector: Mapping[str, float], topics: Collection[str]
) -> dict[str, float]:
    """Return a story's centroid after an article joined: CENTROID_TERMS of each language.

    Names and figures come from the language the story began in: reports from many countries must
    not make them outweigh what was told.
    """
    total = dict(cluster.centroid) if cluster else {}
    at_home = cluster is None or _prefixes(vector)[0] == f"{cluster.language or UNKNOWN_LANGUAGE}:"
    for term, weight in vector.items():
        if at_home or not is_common(term):
            total[term] = total.get(term, 0.0) + weight
    total |= dict.fromkeys(map(topic_term, topics), TOPIC_WEIGHT)
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
    return "" if is_common(term) or term[0] == "@" else term.partition(":")[0]


def topic_term(name: str) -> str:
    """Return the term by which the stories of a topic are found; it weighs nothing."""
    return f"@{name}"


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
