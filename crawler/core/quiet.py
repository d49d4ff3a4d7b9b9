"""Quiet hours: until when news waits."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from crawler.model.alert import Quiet


def quiet_until(now: datetime, quiet: Quiet | None) -> datetime | None:
    """Return the end of the quiet hours ``now`` falls into, or None when it does not.

    The hours are those of the wall clock in ``quiet.tz``; a span may run over midnight. On the
    days the clock changes, they last an hour more or less. A time the clock skips counts as the
    moment after the jump; one it shows twice counts as the first of the two (PEP 495, fold 0).

    Args:
        now: an aware moment.
        quiet: the configured hours; None = there are none.

    Returns:
        An aware UTC datetime after ``now``, or None.
    """
    if quiet is None or quiet.start_minute == quiet.end_minute:
        return None
    today = now.astimezone(ZoneInfo(quiet.tz)).date()
    for days in (-1, 0):
        first = today + timedelta(days=days)
        last = first if quiet.start_minute < quiet.end_minute else first + timedelta(days=1)
        start = _moment(first.toordinal(), quiet.start_minute, quiet.tz)
        end = _moment(last.toordinal(), quiet.end_minute, quiet.tz)
        if start <= now < end:
            return end
    return None


def _moment(ordinal: int, minute: int, tz: str) -> datetime:
    day = datetime.fromordinal(ordinal).date()
    extra, minute = divmod(minute, 24 * 60)  # 24:00 is the next day's midnight
    wall = time(minute // 60, minute % 60)
    return datetime.combine(day + timedelta(days=extra), wall, ZoneInfo(tz)).astimezone(UTC)
