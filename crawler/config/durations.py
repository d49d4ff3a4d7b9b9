"""Durations as people write them in feeds.yaml: ``90s``, ``5m``, ``2h``, ``7d``, ``2y``, ``3x``."""

import re
from datetime import timedelta

DURATION_PATTERN = r"^(0|\d+(\.\d+)?(s|m|h|d|w|y))$"
"""What the JSON Schema says of a duration; a bare 0 needs no unit."""

LONGEST = timedelta(days=36_500)
"""A hundred years: longer than anything meant, short enough to be added to any date."""

_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800, "y": 31_536_000}
_WRITTEN = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,6})?)([smhdwy])")
_TIMES = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,6})?)x")


def parse_duration(text: str) -> timedelta:
    """Read one figure with one unit: s, m, h, d, w (7 d) or y (365 d); a bare 0 is zero.

    Raises:
        ValueError: the text is something else, or longer than a hundred years.
    """
    if text == "0":
        return timedelta(0)
    found = _WRITTEN.fullmatch(text)
    if found is None:
        raise ValueError(f"not a duration: {text!r}")
    seconds = float(found[1]) * _SECONDS[found[2]]
    if seconds > LONGEST.total_seconds():
        raise ValueError(f"longer than a hundred years: {text!r}")
    return timedelta(seconds=seconds)


def parse_times(text: str) -> float | None:
    """Read ``3x`` as 3.0, three times the feed's own habit; None when the text has another form."""
    found = _TIMES.fullmatch(text)
    return float(found[1]) if found else None


def write_duration(duration: timedelta) -> str:
    """Write a duration with the largest unit that divides it; reading it back gives the same."""
    seconds = duration.total_seconds()
    for unit in ("d", "h", "m"):
        if seconds and seconds % _SECONDS[unit] == 0:
            return f"{int(seconds) // _SECONDS[unit]}{unit}"
    return f"{seconds:.6f}".rstrip("0").rstrip(".") + "s"
