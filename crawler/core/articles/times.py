"""When an article was published and last changed.

Order: JSON-LD, meta elements, marked-up times, a date to be read by the title, a day in the
address. A date without a zone borrows it from another statement of the same wall clock time.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

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

_CLOCK = re.compile(r"\d{1,2}:\d{2}")
_ZONED = re.compile(r"\d(?:Z|\s?UTC|\s?GMT|\s?[+-]\d\d:?\d\d)$")
_WALL_CLOCK = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)")


def find_published(head: Head, data: LinkedData) -> tuple[datetime, Precision] | None:
    """Return the declared moment of publication and how exact it is, or None."""
    stated = [text_of(data.article.get("datePublished")), *_metas(head, PUBLISHED_NAMES)]
    stated += [when for when, kind in head.times if kind == "datepublished"]
    stated += [text_of(data.article.get("dateCreated")), text_of(data.page.get("datePublished"))]
    stated += [when for when, _ in head.times[:1]]  # the first time on a page is its own
    return _first(stated, [when for when, _ in head.times])


def find_updated(head: Head, data: LinkedData) -> datetime | None:
    """Return the declared moment of the last change, or None."""
    stated = [text_of(data.article.get("dateModified")), *_metas(head, UPDATED_NAMES)]
    stated += [when for when, kind in head.times if kind == "datemodified"]
    found = _first(stated, [])
    return found[0] if found else None


def _metas(head: Head, names: Iterable[str]) -> list[str]:
    return [value for name in names for value in head.meta.get(name, ())]


def _first(stated: Sequence[str], others: Sequence[str]) -> tuple[datetime, Precision] | None:
    """Return the first statement that is a date; a bare day yields to a time on that day."""
    days: list[datetime] = []
    for text in filter(None, stated):
        moment = parse_date(_with_zone(text, (*stated, *others)))
        if moment is None:
            continue
        if _CLOCK.search(text) or "T" in text or text.isdecimal():
            if not days or abs((moment - days[0]).total_seconds()) < 2 * 86_400:
                return moment, Precision.TIME
        else:
            days.append(moment)
    return (days[0], Precision.DAY) if days else None


def _with_zone(text: str, others: Iterable[str]) -> str:
    """Add the zone another statement gives for the same wall clock time, if this one has none."""
    clock = _WALL_CLOCK.match(text)
    if clock is None or _ZONED.search(text):
        return text
    same = (o for o in others if (m := _WALL_CLOCK.match(o)) and m.groups() == clock.groups())
    return next((other for other in same if _ZONED.search(other)), text)
