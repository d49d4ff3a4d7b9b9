"""Articles and stories as vectors of weighed terms.

Besides terms (see ``terms``) a story's centroid holds entries that weigh nothing:

    @treaty      the story has matched this topic: its stories are found by it
    |en          length of the part that an article in this language is compared with
    !s01…        that story tells something else in much the same words: never one with it
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import hypot, log

from crawler.core.stories.terms import UNKNOWN_LANGUAGE
from crawler.model.filing import Archive, Draft
from crawler.model.story import Cluster

TOP_TERMS = 40
TOP_COMMON = 10  # names and figures kept in any case: pairs of characters would crowd them out
CENTROID_TERMS = 80
EARLY_DOCUMENTS = 50
"""Added to the number of documents, so that the first ones do not call every word common."""
COMMONPLACE = 0.05
FEW = 10
"""A term that more than this share of the documents have, and more than FEW of them, tells no event
by itself: it neither finds a story nor is reason enough to join one."""
HEARD_ABROAD = 0.5  # between none and all; see `grown`
COMMON, ENTRIES = frozenset("~#"), frozenset("@|!")  # what they begin with


@dataclass(frozen=True, slots=True, kw_only=True)
class Vector:
    """An article's heaviest terms, as a vector of length 1."""

    weights: Mapping[str, float]
    language: str
    topics: tuple[str, ...] = ()
    """Names of the topics it matches."""
    rare: frozenset[str] = frozenset()
    """The terms that tell an event."""
    common: Mapping[str, float] = field(init=False)
    """The part that all languages share: names and figures."""

    def __post_init__(self) -> None:
        common = {term: weight for term, weight in self.weights.items() if is_common(term)}
        object.__setattr__(self, "common", common)


def weigh(draft: Draft, archive: Archive) -> Vector:
    """Weigh an article's terms by rarity and keep the heaviest."""
    print_ = draft.fingerprint
    counts, documents = archive.document_frequencies(print_.terms.keys(), print_.language)
    everything = documents + EARLY_DOCUMENTS
    weighed = {
        term: weight * log(everything / (counts.get(term, 0.0) + 1))
        for term, weight in print_.terms.items()
    }
    common = {term: weight for term, weight in weighed.items() if is_common(term)}
    kept = heaviest(weighed, TOP_TERMS) | heaviest(common, TOP_COMMON)
    size = length(kept.values())
    return Vector(
        weights={term: weight / size for term, weight in kept.items()} if size else {},
        language=print_.language or UNKNOWN_LANGUAGE,
        topics=tuple(match.topic for match in draft.matches),
        rare=frozenset(
            term for term in kept if counts.get(term, 0.0) <= max(FEW, COMMONPLACE * documents)
        ),
    )


def grown(cluster: Cluster | None, vector: Vector) -> dict[str, float]:
    """Return a story's centroid after an article joined: CENTROID_TERMS of each language.

    Names and figures come from the language the story began in; one first read in another language
    counts HEARD_ABROAD of its weight, once: reports from many countries must not make them outweigh
    what was told, but a story that began in a language that shows no names has to be found by some.
    """
    total = {} if cluster is None else dict(cluster.centroid)
    at_home = cluster is None or vector.language == (cluster.language or UNKNOWN_LANGUAGE)
    _add(total, vector.weights, with_common=at_home)
    return _trimmed(total | {topic_entry(name): 1.0 for name in vector.topics})


def united(kept: Cluster, gone: Cluster) -> dict[str, float]:
    """Return the centroid of a story that another one became part of."""
    total = dict(kept.centroid)
    terms = {term: weight for term, weight in gone.centroid.items() if is_term(term)}
    _add(total, terms, with_common=gone.language == kept.language)
    return _trimmed(total | dict.fromkeys(entries_of(gone.centroid, "@", "!"), 1.0))


def _add(total: dict[str, float], weights: Mapping[str, float], *, with_common: bool) -> None:
    for term, weight in weights.items():
        if with_common or not is_common(term):
            total[term] = total.get(term, 0.0) + weight
        else:
            total.setdefault(term, HEARD_ABROAD * weight)


def _trimmed(total: Mapping[str, float]) -> dict[str, float]:
    """Keep the CENTROID_TERMS heaviest terms of each language, and measure them."""
    groups: dict[str, dict[str, float]] = {"": {}}
    for term, weight in total.items():
        if is_term(term):
            groups.setdefault(language_of(term), {})[term] = weight
    groups = {language: heaviest(terms, CENTROID_TERMS) for language, terms in groups.items()}
    entries = dict.fromkeys(entries_of(total, "@", "!"), 1.0)
    for language, terms in groups.items():
        if language:
            entries[length_entry(language)] = length([*terms.values(), *groups[""].values()])
    terms = {term: weight for each in groups.values() for term, weight in each.items()}
    return {term: round(weight, 4) for term, weight in (terms | entries).items()}


def language_of(term: str) -> str:
    """Return the language a term belongs to; names and figures belong to none ("")."""
    return "" if is_common(term) else term.partition(":")[0]


def is_common(term: str) -> bool:
    """Tell whether a term is a name or a figure, common to all languages."""
    return term[0] in COMMON


def is_term(entry: str) -> bool:
    """Tell whether an entry of a centroid is a term, which weighs."""
    return entry[0] not in ENTRIES


def entries_of(centroid: Iterable[str], *kinds: str) -> list[str]:
    """Return the entries of some kinds that a centroid has."""
    return [entry for entry in centroid if entry.startswith(kinds)]


def apart_entry(story_id: str) -> str:
    """Return the entry that keeps a story apart from another."""
    return f"!{story_id}"


def topic_entry(name: str) -> str:
    """Return the entry by which the stories of a topic are found."""
    return f"@{name}"


def length_entry(language: str) -> str:
    """Return the entry that holds the length compared with articles in a language."""
    return f"|{language}"


def heaviest(weights: Mapping[str, float], most: int) -> dict[str, float]:
    """Return the heaviest terms, of equals the first in the alphabet; all as they are, if not more."""
    if len(weights) <= most:
        return dict(weights)
    return dict(sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:most])


def length(weights: Iterable[float]) -> float:
    """Return the Euclidean length of a vector."""
    return hypot(*weights)
