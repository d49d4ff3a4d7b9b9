"""When an article was published and last changed.

Order: JSON-LD, meta elements, marked-up times, a date to be read by the title, a day in the
address. A date without a zone borrows it from another statement of the same wall clock time.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from crawler.core.articles.head import Head
from crawler.core.articles.jsonld import LinkedData, text_of
from crawler.core.dates import parse_date
from crawler.model.article import Precision

PUBLISHED_NAMES = (
    "article:published_time og:article:published_time og:published_time datepublished"
    " parsely-pub-date sailthru.date article.published publishdate publish-date publish_date"
    " publication_date pubdate cxenseparse:recs:publishtime dc.date.issued dcterms.issued"
    " dcterms.created dc.date.created dc.date dcterms.date date"
).split()
UPDATED_NAMES = (
    "article:modified_time og:updated_time datemodified last-modified lastmod dcterms.modified"
    " dc.date.modified"
).split()

SAME_DAY = timedelta(hours=38)
"""A day and a moment on it lie at most this far apart, with the zones of the whole world."""

_NAMED_PUBLISHED = re.compile(
    r"publish\w{0,12}(?:date|time|at|on)|(?:date|time)\w{0,3}publish|pubdate"
)
"""In the names publishers give to meta elements of their own."""
_CLOCK = re.compile(r"\d{1,2}:\d{2}")
_ZONED = re.compile(r"\d(?:Z|\s?UTC|\s?GMT|\s?[+-]\d\d:?\d\d)$")
_WALL_CLOCK = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)")


def find_published(head: Head, data: LinkedData) -> tuple[datetime, Precision] | None:
    """Return the declared moment of publication and how exact it is, or None."""
    times = [when for when, _ in head.times]
    stated = [text_of(data.article.get("datePublished")), *_metas(head, PUBLISHED_NAMES)]
    stated += [when for when, kind in head.times if kind == "datepublished"]
    found = _first(stated, times)
    if found and found[1] is Precision.TIME:
        return found
    stated += [*_others(head), text_of(data.article.get("dateCreated"))]
    stated += [text_of(data.page.get("datePublished")), *times[:1]]  # the first is the page's own
    return _first(stated, times)


def find_updated(head: Head, data: LinkedData) -> datetime | None:
    """Return the declared moment of the last change, or None."""
    stated = [text_of(data.article.get("dateModified")), *_metas(head, UPDATED_NAMES)]
    stated += [when for when, kind in head.times if kind == "datemodified"]
    found = _first(stated, [])
    return found[0] if found else None


def _others(head: Head) -> list[str]:
    """Return the contents of meta elements that are named like a time of publication."""
    return [
        value
        for name, values in head.meta.items()
        if name not in PUBLISHED_NAMES and _NAMED_PUBLISHED.search(name)
        for value in values
    ]


def _metas(head: Head, names: Iterable[str]) -> list[str]:
    return [value for name in names for value in head.meta.get(name, ())]


def _first(stated: Sequence[str], others: Sequence[str]) -> tuple[datetime, Precision] | None:
    """Return the first statement that is a date.

    A bare day yields to a time on that day, and a time without a zone to one with a zone.
    """
    found: tuple[datetime, Precision] | None = None
    for text in filter(None, stated):
        zoned = _with_zone(text, (*stated, *others))
        moment = parse_date(zoned)
        if moment is None or (found and abs(moment - found[0]) >= SAME_DAY):
            continue
        has_time = bool(_CLOCK.search(text)) or "T" in text or text.isdecimal()
        if has_time and (_ZONED.search(zoned) or text.isdecimal()):
            return moment, Precision.TIME
        if found is None or (has_time and found[1] is Precision.DAY):
            found = moment, Precision.TIME if has_time else Precision.DAY
    return found


def _with_zone(text: str, others: Iterable[str]) -> str:
    """Add the zone another statement gives for the same wall clock time, if this one has none."""
    clock = _WALL_CLOCK.match(text)
    if clock is None or _ZONED.search(text):
        return text
    same = (o for o in others if (m := _WALL_CLOCK.match(o)) and m.groups() == clock.groups())
    return next((other for other in same if _ZONED.search(other)), text)
