"""When an article's page is looked at again: for silent edits, or because it could not be had."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from crawler.core.urls import same_site
from crawler.model.errors import (
    FetchError,
    ForbiddenError,
    GoneError,
    StatusError,
    ThrottledError,
    WirewatchError,
)

MIN_GAP = timedelta(minutes=5)
GAP_OF_AGE = 5
"""The gap is the article's age divided by this: each gap about 1.25 times the last (diffengine)."""
RETRIES = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6), timedelta(hours=24))
"""Waits before each further attempt at a page that could not be had."""
RETRY_JITTER = 0.25

CONFIRMED_AFTER = timedelta(minutes=10)
"""A page that is not there is looked for again: publishers' servers have bad minutes."""

_MISSING = 404


def next_recheck_at(first_seen_at: datetime, now: datetime, recheck: timedelta) -> datetime | None:
    """Decide when to look again for a silent edit.

    Args:
        first_seen_at: when the article was first seen.
        now: the moment of the last look.
        recheck: for how long after ``first_seen_at`` to look; zero = never.

    Returns:
        A moment at least `MIN_GAP` away, or None when the article is too old by then.
    """
    due_at = now + max((now - first_seen_at) / GAP_OF_AGE, MIN_GAP)
    return due_at if due_at < first_seen_at + recheck else None


def is_missing(error: FetchError) -> bool:
    """Tell whether an error says that there is nothing at the address (404, 410)."""
    return isinstance(error, GoneError) or (
        isinstance(error, StatusError) and error.status == _MISSING
    )


def leads_away(url: str, final_url: str) -> bool:
    """Tell whether redirects led from an article up to its section or the front page."""
    here, there = urlsplit(url), urlsplit(final_url)
    path, end = _steps(here.path), _steps(there.path)
    return same_site(url, final_url) and len(end) < len(path) and path[: len(end)] == end


def next_look_at(
    error: FetchError, due_at: datetime | None, now: datetime, spread: float
) -> datetime | None:
    """Decide when to look again for edits after a look that failed.

    Args:
        error: why it failed.
        due_at: when the schedule of re-checks has its next look; None = that was the last.
        now: the moment of the look.
        spread: in [0, 1), for the moment a server asks for.
    """
    if due_at is None or isinstance(error, ForbiddenError):
        return None
    if isinstance(error, ThrottledError):
        return max(due_at, error.until + (error.until - now) * RETRY_JITTER * spread)
    return due_at


def page_retry_at(
    error: WirewatchError, attempts: int, now: datetime, spread: float
) -> datetime | None:
    """Decide when to try a page again that could not be had.

    Args:
        error: why not.
        attempts: how often it was tried, at least 1.
        now: the moment of the last attempt.
        spread: in [0, 1): ±25 % of the wait.

    Returns:
        None when there is no use: the page is gone, missing twice, not ours to read, or was
        tried often enough.
    """
    if isinstance(error, GoneError | ForbiddenError) or attempts > len(RETRIES):
        return None
    if isinstance(error, StatusError) and error.status == _MISSING and attempts > 1:
        return None
    wait = RETRIES[attempts - 1] * (1 + RETRY_JITTER * (2 * spread - 1))
    if isinstance(error, ThrottledError):
        return max(error.until, now + wait)
    return now + wait


def _steps(path: str) -> list[str]:
    return [step for step in path.split("/") if step]
