"""Moments and spans of time as people read them."""

from datetime import UTC, datetime, timedelta, tzinfo

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def day_and_time(at: datetime, zone: tzinfo | None = None) -> str:
    """Return a moment such as ``9 Nov 2024, 14:12 KST``; in UTC where no zone is asked for."""
    local = at.astimezone(zone or UTC)
    return f"{local.day} {local:%b %Y, %H:%M %Z}"


def lapse(span: timedelta) -> str:
    """Return a span of time in its two largest units that matter: ``45 s``, ``3 min``, ``2 h 5 min``."""
    if span < _MINUTE:
        return f"{max(int(span.total_seconds()), 0)} s"
    if span < _HOUR:
        return f"{span // _MINUTE} min"
    large, unit, small, sub = (span // _HOUR, "h", span % _HOUR // _MINUTE, "min")
    if span >= 2 * _DAY:
        large, unit, small, sub = (span // _DAY, "d", span % _DAY // _HOUR, "h")
    return f"{large} {unit} {small} {sub}" if small else f"{large} {unit}"


def iso(at: datetime) -> str:
    """Return a moment as JSON and feeds carry it: RFC 3339, UTC, whole seconds."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
