"""The later look: fragments of one event that the first look left apart become one story.

A first report says little, and rarity is not known yet: two outlets may open a story each for one
event. What was filed since makes both centroids fuller. Two stories are one when

    in languages both are told in    their centroids, faded by time, are alike as MERGE asks: the sum
                                     over n languages by the root of n, since what several languages
                                     agree on is less likely chance; and where both have several
                                     names and figures, these meet too
    in no common language            they satisfy the rule by which an article is linked abroad

Stories of texts alike that tell something else (bulletins from one template) are never merged.
"""

from collections.abc import Mapping
from math import sqrt

from crawler.core.stories.cluster import (
    LOOKED_UP,
    WINDOW,
    Likeness,
    both_tell,
    by_names_and_figures,
    by_words,
    closeness,
    compare,
)
from crawler.core.stories.placing import MAX_STORY_FACTS, told_terms
from crawler.core.stories.vectors import (
    Vector,
    apart_entry,
    entries_of,
    heaviest,
    is_common,
    is_term,
    language_of,
    length,
    length_entry,
    united,
)
from crawler.model.filing import Archive
from crawler.model.story import Cluster, Merger, Story

MERGE = 0.3
"""On the labelled sets other events of one kind (rates set by two banks on a day) reach .2, fragments
of one event .3 and more; more than an article needs, as a wrong merge takes more along."""
NAMES_ALIKE = 0.15
"""Cosine of the names and figures of two stories. Flat to .2; at .1 two banks become one."""


def find_merger(cluster: Cluster, archive: Archive) -> Merger | None:
    """Return the story one proves to be the same as, merged with it; None = none.

    Args:
        cluster: a story that gained an article.
        archive: what was filed before.
    """
    asked = {
        *heaviest({t: w for t, w in cluster.centroid.items() if _is_word(t)}, LOOKED_UP),
        *heaviest({t: w for t, w in cluster.centroid.items() if is_common(t)}, LOOKED_UP),
        *entries_of(cluster.centroid, "@"),
    }
    parts = _parts(cluster)
    earliest, latest = cluster.newest_at - WINDOW, cluster.newest_at + WINDOW
    found = (
        _likeness(cluster, parts, other)
        for other in archive.clusters(sorted(asked), None, earliest)
        if other.newest_at <= latest and not _kept_apart(cluster, other)
    )
    best = max(found, key=closeness, default=None)
    if best is None or best.score < best.needed:
        return None
    return _merger(cluster, best, archive)


def _likeness(cluster: Cluster, parts: Mapping[str, Vector], other: Cluster) -> Likeness:
    """Compare two stories in every language both are told in, else by names and figures."""
    both = [part for each, part in parts.items() if length_entry(each) in other.centroid]
    if not both:
        return compare(next(iter(parts.values())), other, cluster.newest_at)
    told = [by_words(part, other, cluster.newest_at) for part in both]
    stated = by_names_and_figures(both[0], other, cluster.newest_at)
    score = sum(each.score for each in told) / sqrt(len(told))
    if stated.score < NAMES_ALIKE and both_tell(cluster.centroid, other.centroid):
        score = 0.0
    products = max(told, key=closeness).products
    return Likeness(cluster=other, score=score, needed=MERGE, products=products)


def _parts(cluster: Cluster) -> Mapping[str, Vector]:
    """Return what a story tells by language, each as if it were an article."""
    return {entry[1:]: _part(cluster, entry[1:]) for entry in entries_of(cluster.centroid, "|")}


def _part(cluster: Cluster, language: str) -> Vector:
    terms = {
        term: weight
        for term, weight in cluster.centroid.items()
        if is_term(term) and language_of(term) in {"", language}
    }
    size = length(terms.values())
    weights: Mapping[str, float] = {term: weight / size for term, weight in terms.items()}
    topics = tuple(entry[1:] for entry in entries_of(cluster.centroid, "@"))
    return Vector(weights=weights, language=language, topics=topics)


def _is_word(term: str) -> bool:
    return is_term(term) and not is_common(term)


def _kept_apart(one: Cluster, other: Cluster) -> bool:
    return (
        one.story_id == other.story_id
        or apart_entry(one.story_id) in other.centroid
        or apart_entry(other.story_id) in one.centroid
    )


def _merger(cluster: Cluster, likeness: Likeness, archive: Archive) -> Merger:
    stories = {each.story_id: each for each in (cluster, likeness.cluster)}
    kept, gone = sorted(map(archive.story, stories), key=_age)
    facts = kept.facts if len(kept.facts) >= MAX_STORY_FACTS else kept.facts | gone.facts
    return Merger(
        kept_id=kept.id,
        gone_id=gone.id,
        centroid=united(stories[kept.id], stories[gone.id]),
        facts=facts,
        reason=f"shares {told_terms(likeness)} with it (score {likeness.score:.2f}, "
        f"needed {likeness.needed})",
    )


def _age(story: Story) -> tuple[object, str]:
    return story.first_seen_at, story.id
