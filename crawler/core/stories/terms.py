"""The terms that tell an event, with their raw weights.

Three kinds, told apart by how they begin:

    ru:договор   a word stem of a language (or a pair of characters in CJK, Thai, Hangul)
    ~lmn         a name, spelt the same in every alphabet
    #212         a figure

Names and figures are what articles about one event share across languages.
"""

import re
from collections import Counter
from math import log

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
    stems = _damped(_stems(title.words, text.words, language or UNKNOWN_LANGUAGE), 1.0)
    common: Counter[str] = Counter()
    for part, weight in ((title, TITLE_COUNTS), (text, 1)):
        for name, count in part.names.items():
            for word in name.split(" "):
                common["~" + (name_key(word) or "")] += weight * count
        for figure, count in part.figures.items():
            if not _SMALL_OR_YEAR.fullmatch(figure):
                common[figure] += weight * count
    del common["~"]
    return _heaviest(stems, MAX_STEMS) | _heaviest(
        _damped(common, NAME_WEIGHT), MAX_NAMES_AND_FIGURES
    )


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
                stems[f"{language}:{pair}"] += count
        elif word not in skip and len(word) > 1 and not word[0].isdigit():
            stems[f"{language}:{stem(word)}"] += count
    return stems


def _damped(counts: Counter[str], weight: float) -> dict[str, float]:
    return {term: weight * (1 + log(count)) for term, count in counts.items()}


def _heaviest(weights: dict[str, float], most: int) -> dict[str, float]:
    """Keep the heaviest terms; of equals, those that come first in the article."""
    return dict(sorted(weights.items(), key=lambda item: -item[1])[:most])
