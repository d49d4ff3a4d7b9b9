"""The later look: fragments of one event that the first look left apart become one story.

A first report says little, and rarity is not known yet: two outlets may open a story each for one
event. What was filed since makes both centroids fuller. Two stories are one when

    in a language both are told in   their centroids are as close as MERGE, faded by time; names
                                     and figures that differ altogether halve it
    in no common language            they satisfy the rule by which an article is linked abroad

Stories of texts alike that tell something else (bulletins from one template) are never merged.
"""

from collections.abc import Mapping

from crawler.core.stories.cluster import LOOKED_UP, WINDOW, Likeness, compare
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

MERGE = 0.5
"""Cosine x fading between centroids. Two stories have more terms than an article, so chance weighs
less, and a wrong merge takes more along than a wrong article."""


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
    earliest, latest = cluster.newest_at - WINDOW, cluster.newest_at + WINDOW
    found = [
        likeness
        for other in archive.clusters(sorted(asked), None, earliest)
        if other.newest_at <= latest and not _kept_apart(cluster, other)
        for likeness in _likenesses(cluster, other)
        if likeness.score >= likeness.needed
    ]
    best = max(found, key=lambda each: (each.score / each.needed, each.cluster.story_id), default=None)  # fmt: skip
    return None if best is None else _merger(cluster, best, archive)


def _likenesses(cluster: Cluster, other: Cluster) -> list[Likeness]:
    """Compare two stories in every language both are told in, else by names and figures."""
    languages = [entry[1:] for entry in entries_of(cluster.centroid, "|")]
    both = [each for each in languages if length_entry(each) in other.centroid]
    if both:
        alike = (compare(_part(cluster, each), other, cluster.newest_at) for each in both)
        return [_stricter(each) for each in alike]
    return [compare(_part(cluster, each), other, cluster.newest_at) for each in languages[:1]]


def _stricter(likeness: Likeness) -> Likeness:
    return Likeness(
        cluster=likeness.cluster, score=likeness.score, needed=MERGE, products=likeness.products
    )


def _part(cluster: Cluster, language: str) -> Vector:
    """Return what a story tells in a language, as if it were an article."""
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
