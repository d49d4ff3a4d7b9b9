"""Reading fields of JSON that may be missing, or anything at all."""

from collections.abc import Mapping, Sequence
from datetime import MAXYEAR, MINYEAR, UTC, datetime

from crawler.core.escaping import one_line
from crawler.model.alert import Json

LONGEST_LABEL = 300
LARGEST = 10**12
"""As seconds still a span of time."""


def part(data: Json, key: str) -> Json:
    """Return the object under ``key``, or an empty one."""
    value = data.get(key)
    return value if isinstance(value, Mapping) else {}


def parts(data: Json, key: str) -> Sequence[Json]:
    """Return the objects listed under ``key``."""
    value = data.get(key)
    items = value if isinstance(value, list | tuple) else ()
    return [item for item in items if isinstance(item, Mapping)]


def text(data: Json, key: str) -> str | None:
    """Return the text under ``key``, or None."""
    value = data.get(key)
    return value if isinstance(value, str) and value else None


def label(*texts: str | None) -> str:
    """Return the first of ``texts`` that is not empty, in one bounded line."""
    return next((line for each in texts if (line := one_line(each or "", LONGEST_LABEL))), "")


def moment(data: Json, key: str) -> datetime | None:
    """Return the moment under ``key`` (ISO 8601; UTC where it does not say), or None.

    The first and last years of the calendar are left out: no time zone could show them.
    """
    try:
        at = datetime.fromisoformat(text(data, key) or "")
    except ValueError:
        return None
    if not MINYEAR < at.year < MAXYEAR:
        return None
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def count(data: Json, key: str) -> int:
    """Return the number under ``key`` as a whole one, or 0."""
    return int(number(data, key) or 0)


def number(data: Json, key: str) -> float | None:
    """Return the number under ``key``, or None; NaN and figures beyond LARGEST are none."""
    value = data.get(key)
    if not isinstance(value, int | float) or not -LARGEST < value < LARGEST:
        return None
    return float(value)
