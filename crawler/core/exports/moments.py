"""Moments as evidence carries them."""

from datetime import UTC, datetime


def exact(at: datetime) -> str:
    """Return a moment in RFC 3339, UTC, as exact as it is known: WARC 1.1 allows fractions."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def maybe_exact(at: datetime | None) -> str | None:
    """Return ``exact``, or None for None."""
    return None if at is None else exact(at)
