"""When a server wants to be asked again (RFC 9110 §10.2.3)."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

UNREADABLE = timedelta(minutes=15)
"""What is meant by a Retry-After nobody can read."""
LONGEST = timedelta(hours=24)


def retry_after(value: str | None, now: datetime) -> datetime | None:
    """Return the moment a ``Retry-After`` header names: seconds from now, or a date.

    Args:
        value: the header, or None.
        now: when the answer arrived.

    Returns:
        Between ``now`` and a day later; None without a header.
    """
    if value is None or not value.strip():
        return None
    return now + min(max(_wait(value.strip(), now), timedelta()), LONGEST)


def _wait(value: str, now: datetime) -> timedelta:
    if value.isascii() and value.isdigit():
        return timedelta(seconds=min(int(value[:9]), int(LONGEST.total_seconds())))
    try:
        at = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return UNREADABLE
    return (at if at.tzinfo else at.replace(tzinfo=UTC)) - now
