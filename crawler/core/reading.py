"""Reading a page or an entry into what is filed: text and fingerprint. Runs in the sandbox."""

from dataclasses import dataclass, replace
from datetime import datetime

from crawler.core.articles import extract, from_entry, reconcile
from crawler.core.stories.fingerprint import fingerprint
from crawler.model.article import ArticleText, Origin
from crawler.model.entry import Entry
from crawler.model.errors import ExtractError, VanishedError
from crawler.model.story import Fingerprint


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The bytes of an article page."""

    body: bytes
    url: str
    content_type: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read, and what it is recognised by."""

    text: ArticleText
    origin: Origin
    problem: str | None
    """Why the page does not count, when the feed's own text stands in."""
    vanished: bool = False
    """The page was served and says that there is nothing at its address."""
    fingerprint: Fingerprint


def read_page(page: Page, entry: Entry, language: str | None, now: datetime) -> Reading:
    """Read an article page; fall back to what the feed says when the page holds no article.

    Args:
        page: the page as fetched.
        entry: the feed's entry that led to it.
        language: what the feed is configured or declared to be written in.
        now: for judging dates.

    Raises:
        ExtractError: neither the page nor the entry has any text.
    """
    try:
        text = reconcile(
            extract(page.body, url=page.url, content_type=page.content_type), entry, now
        )
    except ExtractError as error:
        reading = read_entry(entry, page.url, language, error.problem)
        return replace(reading, vanished=isinstance(error, VanishedError))
    return _reading(text, Origin.PAGE, None)


def read_entry(entry: Entry, url: str, language: str | None, problem: str | None) -> Reading:
    """Read the feed's own text of an article.

    Args:
        entry: the entry.
        url: where the article lives.
        language: what the feed is configured or declared to be written in.
        problem: why its page was not read, or None when it was not meant to be.

    Raises:
        ExtractError: the entry has neither title nor text.
    """
    return _reading(from_entry(entry, language, url=url), Origin.FEED, problem)


def read_entries(
    batch: tuple[tuple[Entry, str, str | None], ...],
) -> tuple[Reading | ExtractError, ...]:
    """Read many entries in one call of the sandbox; each fails for itself."""
    return tuple(_read_or_error(entry, url, language) for entry, url, language in batch)


def _read_or_error(entry: Entry, url: str, language: str | None) -> Reading | ExtractError:
    try:
        return read_entry(entry, url, language, None)
    except ExtractError as error:
        return error


def _reading(text: ArticleText, origin: Origin, problem: str | None) -> Reading:
    return Reading(
        text=text,
        origin=origin,
        problem=problem,
        fingerprint=fingerprint(text.title, text.text, text.language),
    )
