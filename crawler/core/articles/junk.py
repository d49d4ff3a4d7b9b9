"""What the class and id names of elements say about their text."""

import re
from functools import lru_cache

_WORDS = """
nav navbar navigation menu submenu breadcrumb breadcrumbs footer sidebar sidebars rail
comment comments disqus respond reply discussion
related recommended recommendation recommendations recommends recirc recirculation readmore
promo promotion teaser teasers advert advertising advertisement advertorial ad ads adv adslot dfp
sponsor sponsored outbrain taboola
share shares sharing sharebar sharetools social follow newsletter newsletters subscribe subscription subscriptions
signup login signin register paywall cookie cookies consent gdpr privacy popup modal overlay
banner widget widgets tags taglist keywords byline author authors bio biography
caption captions figcaption credit credits copyright gallery slideshow carousel slider
video player infobox factbox toolbar print poll quiz search pagination pager
tooltip trending popular mostread latest meta metadata timestamp dateline
disclaimer legal masthead skiplink
"""
_PHRASES = """
read more|more stories|most read|most popular|also like|sign up|sr only|visually hidden|screen reader
skip link|see also|up next|next article|author info|editors picks|article info
"""
_STRONG = """
nav navbar navigation menu submenu breadcrumb breadcrumbs footer sidebar sidebars comment comments disqus respond
related recommended recommendation recommendations recirc outbrain taboola cookie cookies consent gdpr newsletter newsletters
teaser teasers advert advertising advertisement ad ads sponsored trending popular mostread promo
"""
_BODY = r"(?:article|story|entry|post|content|news|main|page|single)? ?(?:article|story|entry|post|news) ?(?:body|text|content|copy)"

_SPLIT = re.compile(r"(?<=[a-z])(?=[A-Z])|[^A-Za-z]+")
_JUNK = re.compile(
    " (?:" + "|".join(_WORDS.split() + [p for line in _PHRASES.strip().splitlines() for p in line.split("|")]) + ") "
)
_IS_STRONG = re.compile(" (?:"+"|".join(_STRONG.split())+") ")
_IS_BODY = re.compile(f" {_BODY} ")


@lru_cache(maxsize=4096)
def _words(name: str) -> str:
    return " " + " ".join(_SPLIT.split(name)).lower() + " "


@lru_cache(maxsize=4096)
def is_junk_name(name: str) -> int:
    """Tell whether class and id say that no article text is inside."""
    w=_words(name)
    return 2 if _IS_STRONG.search(w) else 1 if _JUNK.search(w) else 0


@lru_cache(maxsize=4096)
def is_body_name(name: str) -> bool:
    """Tell whether class and id say that the article's body is inside."""
    return _IS_BODY.search(_words(name)) is not None
