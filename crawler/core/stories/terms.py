"""The terms that tell an event, with their raw weights.

Three kinds, told apart by how they begin:

    ru:договор   a word stem of a language (or a pair of characters in CJK, Thai, Hangul)
    ~slst        a name, spelt the same in every script
    #212         a figure

Names and figures are what articles about one event share across languages.
"""

import re
from collections import Counter
from math import log
from operator import itemgetter

from crawler.core.stories.anatomy import Anatomy, dense_pairs
from crawler.core.stories.function_words import FUNCTION_WORDS, NO_WORDS
from crawler.core.stories.spelling import name_key
from crawler.core.topics.stems import stemmer_for

MAX_STEMS = 90
MAX_NAMES_AND_FIGURES = 40
TITLE_COUNTS = 3
NAME_WEIGHT = 0.7
UNKNOWN_LANGUAGE = "und"
_SMALL_OR_YEAR = re.compile(r"#(?:\d|(?:19|20)\d\d)")  # too many articles have them


def raw_terms(title: Anatomy, text: Anatomy, language: str | None) -> dict[str, float]:
    """Weigh the terms of an article by how often they occur, before rarity is known.

    A word of the title counts three times. The heaviest MAX_STEMS stems and
    MAX_NAMES_AND_FIGURES names and figures are kept: enough that weighing by rarity can choose.
    """
    language = language or UNKNOWN_LANGUAGE
    stems = _heaviest(_stems(title.words, text.words, language), MAX_STEMS)
    common: Counter[str] = Counter()
    for part, weight in ((title, TITLE_COUNTS), (text, 1)):
        for name, count in part.names.items():
            for word in name.split(" "):
                common["~" + (name_key(word) or "")] += weight * count
        for figure, count in part.figures.items():
            if not _SMALL_OR_YEAR.fullmatch(figure):
                common[figure] += weight * count
    del common["~"]
    names = _heaviest(common, MAX_NAMES_AND_FIGURES)
    return {f"{language}:{stem}": 1 + log(count) for stem, count in stems} | {
        term: NAME_WEIGHT * (1 + log(count)) for term, count in names
    }


def _stems(title: list[str], text: list[str], language: str) -> Counter[str]:
    counts = Counter(title)
    for word in counts:
        counts[word] *= TITLE_COUNTS
    counts.update(text)
    skip, stem = FUNCTION_WORDS.get(language, NO_WORDS), stemmer_for(language)
    stems: Counter[str] = Counter()
    for word, count in counts.items():
        if pairs := dense_pairs(word):
            for pair in pairs:
                stems[pair] += count
        elif word not in skip and len(word) > 1 and not word[0].isdigit():
            stems[stem(word)] += count
    return stems


def _heaviest(counts: Counter[str], most: int) -> list[tuple[str, int]]:
    """Return the most frequent terms; of equals, those that come first in the article."""
    return sorted(counts.items(), key=itemgetter(1), reverse=True)[:most]
