"""What the class and id names of elements say about the text inside.

Names are English on most sites and the publisher's own language on the others, so both are known.
A long word also counts by its beginning ("relatedposts", "kommentarer"): compounds are endless.
"""

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


_CERTAIN = """
comment disqus respond talkback talkbacks reacties consent gdpr
onetrust didomi usercentrics iubenda truste cmp outbrain taboola
"""
_STRONG = """
nav navbar navigation menu submenu breadcrumb breadcrumbs footer sidebar sidebars
recirc recirculation ad ads adv adslot sponsor sponsored
trending popular mostread promo promotion modal popup lightbox overlay tooltip
werbung anzeige anzeigen publicite publicidad publicidade pubblicita reklam reklama advertentie
relacionadas relacionados correlati correlate polecane powiazane lesmer meistgelesen
"""
_SOME = """
rail discussion reply recommends readmore teaser teasers dfp
share shares sharing sharebar sharetools social follow teilen partage compartir compartilhar
condividi delen udostepnij paylas
subscribe subscription subscriptions signup login signin register registration paywall privacy
banner widget widgets tags taglist keywords byline author authors bio biography
etiquetas etiketler schlagworte autor autore auteur
caption captions figcaption credit credits copyright gallery slideshow carousel slider
bildunterschrift legende legenda didascalia
video player infobox factbox toolbar print poll quiz search pagination pager
latest meta metadata timestamp dateline disclaimer legal masthead skiplink
"""
_STEMS = {
    **dict.fromkeys(
        "comments commentlist commentform commentaire comentario kommentar komentar kommentit"
        " yorumlar cookie".split(),
        Suspicion.CERTAIN,
    ),
    **dict.fromkeys("related recommend newsletter advert verwandte".split(), Suspicion.STRONG),
    **dict.fromkeys("sharedaddy sharebutton sociallink".split(), Suspicion.SOME),
}
_STEM = re.compile("|".join(sorted(_STEMS, key=len, reverse=True)))
_PHRASES = frozenset((
    "read more", "more stories", "most read", "most popular", "also like", "sign up", "sign in", "sr only",
    "visually hidden", "screen reader", "skip link", "see also", "up next", "next article",
    "author info", "editors picks", "article info", "sp message", "img desc", "image desc",
    "photo desc", "mas leidas", "mais lidas", "plus lus", "lire aussi", "leggi anche",
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

    Names are cut into words at case changes and anything that is no letter; only whole words, and
    the beginnings of the long ones, count.
    """
    words = [word.lower() for word in _SPLIT.split(name)]
    accusing = [(_WORDS[word], word) for word in words if word in _WORDS]
    accusing += [(_STEMS[stem[0]], stem[0]) for word in words if (stem := _STEM.match(word))]
    accusing += [
        (Suspicion.SOME, pair) for pair in map(" ".join, pairwise(words)) if pair in _PHRASES
    ]
    return max(accusing, key=lambda found: found[0], default=(Suspicion.NONE, ""))
