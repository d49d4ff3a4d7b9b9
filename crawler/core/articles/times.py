"""When an article was published and last changed, by what its page declares."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from crawler.core.articles.head import Head
from crawler.core.articles.jsonld import LinkedData, text_of

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "parsely-pub-date",
    "sailthru.date", "pubdate", "publishdate", "publish-date", "publish_date", "publication_date", "published_time_telegram", "cxenseparse:recs:publishtime",
    "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date", "dcterms.created", "dc.date.created", "article.published", "date",
)
_UPDATED = ("article:modified_time", "og:updated_time", "datemodified", "last-modified", "dcterms.modified", "dc.date.modified")


def find_published(head: Head, data: LinkedData) -> datetime | None:
    """Return the moment of publication, or None."""
    candidates = [text_of(data.article.get("datePublished")), *(v for n in _PUBLISHED for v in head.meta.get(n, ()))]
    candidates += [when for when, prop in head.times if prop == "datepublished"]
    candidates += [text_of(data.article.get("dateCreated")), text_of(data.page.get("datePublished"))]
    candidates += [when for when, prop in head.times[:1]]
    return _first(candidates)


def find_updated(head: Head, data: LinkedData) -> datetime | None:
    """Return the moment of the last change, or None."""
    return _first([text_of(data.article.get("dateModified")), *(v for n in _UPDATED for v in head.meta.get(n, ()))])


def _first(candidates: list[str]) -> datetime | None:
    return next((found for text in candidates if text and (found := _parse(text))), None)


def _parse(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        try:
            found = parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError):
            return None
    try:
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except OverflowError:
        return None
