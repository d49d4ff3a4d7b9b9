"""What the class and id names of elements say about the text inside."""

import re
from enum import IntEnum
from functools import lru_cache
from itertools import pairwise


class Suspicion(IntEnum):
    """How strongly a name says that no article text is inside."""

    NONE = 0
    SOME = 1
    STRONG = 2
    CERTAIN = 3


_CERTAIN = "comment comments disqus respond cookie cookies consent gdpr outbrain taboola"
_STRONG = """
nav navbar navigation menu submenu breadcrumb breadcrumbs footer sidebar sidebars
related recommended recommendation recommendations recirc recirculation newsletter newsletters
advert advertising advertisement advertorial ad ads adv adslot sponsor sponsored
trending popular mostread promo promotion modal popup lightbox overlay tooltip
"""
_SOME = """
rail discussion reply recommends readmore teaser teasers dfp
share shares sharing sharebar sharetools social follow
subscribe subscription subscriptions signup login signin register registration paywall privacy
banner widget widgets tags taglist keywords byline author authors bio biography
caption captions figcaption credit credits copyright gallery slideshow carousel slider
video player infobox factbox toolbar print poll quiz search pagination pager
latest meta metadata timestamp dateline disclaimer legal masthead skiplink
"""
_PHRASES = frozenset((
    "read more", "more stories", "most read", "most popular", "also like", "sign up", "sr only",
    "visually hidden", "screen reader", "skip link", "see also", "up next", "next article",
    "author info", "editors picks", "article info",
))  # fmt: skip
_SPLIT = re.compile(r"(?<=[a-z])(?=[A-Z])|[^A-Za-z]+")
_WORDS: dict[str, Suspicion] = {
    **dict.fromkeys(_SOME.split(), Suspicion.SOME),
    **dict.fromkeys(_STRONG.split(), Suspicion.STRONG),
    **dict.fromkeys(_CERTAIN.split(), Suspicion.CERTAIN),
}
_CACHED_NAMES = 8_192


@lru_cache(maxsize=_CACHED_NAMES)
def suspicion_of(name: str) -> tuple[Suspicion, str]:
    """Return how strongly a class or id accuses an element of holding no article text, and the word.

    Names are cut into words at case changes and anything that is no letter; only whole words count.
    """
    words = [word.lower() for word in _SPLIT.split(name)]
    accusing = [word for word in words if word in _WORDS]
    accusing += [pair for pair in map(" ".join, pairwise(words)) if pair in _PHRASES]
    worst = max(accusing, key=lambda word: _WORDS.get(word, Suspicion.SOME), default="")
    return (_WORDS.get(worst, Suspicion.SOME), worst) if worst else (Suspicion.NONE, "")
