"""Moments as programs read them."""

from datetime import datetime


def moment(when: datetime | None) -> str | None:
    """Return a moment as RFC 3339 has it, in UTC."""
    return when.isoformat().replace("+00:00", "Z") if when else None
