"""Cron expressions and time zones, checked with the scheduler that will run them.

APScheduler 3 counts weekdays from Monday = 0 and has no wrapping ranges (its issue 286), where
crontab(5) counts from Sunday = 0 and calls Sunday 7 too. Names mean the same to both, so the
weekday field is written out in names here and the rest passes unchanged.
"""

import difflib
import re
import zoneinfo
from datetime import datetime
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger

from crawler.config.values import Wrong

_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_NUMBERS = {name: number for number, name in enumerate(_DAYS)} | {str(n): n for n in range(7)}
_RANGE = re.compile(r"(\*|[a-z]{3}|[0-7])(?:-([a-z]{3}|[0-7]))?(?:/([1-7]))?")
_FIELDS = 5
_SOME_MONDAY = datetime(2024, 1, 1, tzinfo=ZoneInfo("UTC"))
HINT = 'write five fields, minute hour day month weekday: "30 6 * * mon-fri"'


def read_cron(text: str) -> str:
    """Return a five-field cron expression with its weekdays written out in names.

    Raises:
        Wrong: it is not one, it never fires, or it names both a day and a weekday (crontab
            means either, APScheduler both: nobody can tell what was meant).
    """
    fields = text.lower().split()
    if len(fields) != _FIELDS:
        raise Wrong(f"{{found}} has {len(fields)} fields instead of 5", HINT)
    fields[4] = _weekdays(fields[4])
    if fields[2] != "*" and fields[4] != "*":
        raise Wrong(
            "{found} names a day of the month and a weekday",
            "keep one of the two and write * for the other",
        )
    cron = " ".join(fields)
    try:
        trigger = CronTrigger.from_crontab(cron, timezone="UTC")
    except ValueError as error:
        raise Wrong(f"{{found}} is not a cron expression: {error}", HINT) from error
    if trigger.get_next_fire_time(None, _SOME_MONDAY) is None:
        raise Wrong("{found} never comes", "write a day that the month has")
    return cron


def read_timezone(text: str) -> str:
    """Return the name of a time zone that exists.

    Raises:
        Wrong: the time zone database does not know it.
    """
    try:
        ZoneInfo(text)
    except (OSError, ValueError) as error:  # ZoneInfoNotFoundError is a KeyError, caught below
        raise _unknown_zone(text) from error
    except zoneinfo.ZoneInfoNotFoundError as error:
        raise _unknown_zone(text) from error
    return text


def _unknown_zone(text: str) -> Wrong:
    known = sorted(zoneinfo.available_timezones())
    near = difflib.get_close_matches(text, known, n=1) or ["Europe/Berlin"]
    return Wrong("{found} is not a time zone", f"write a name of the tz database: {near[0]}")


def _weekdays(text: str) -> str:
    chosen: set[int] = set()
    for part in text.split(","):
        found = _RANGE.fullmatch(part)
        if found is None:
            raise Wrong("{found} has a weekday field that cannot be read", HINT)
        first, last, step = found[1], found[2], int(found[3] or 1)
        names = [name for name in (first, last) if name and name != "*"]
        if any(name not in _NUMBERS and name != "7" for name in names) or (first == "*" and last):
            raise Wrong("{found} has a weekday field that cannot be read", HINT)
        chosen.update(_days_between(first, last, step))
    return "*" if len(chosen) == len(_DAYS) else ",".join(_DAYS[day] for day in sorted(chosen))


def _days_between(first: str, last: str | None, step: int) -> set[int]:
    if first == "*":
        return set(range(0, 7, step))
    start = _NUMBERS.get(first, 0)
    if last is None:
        return set(range(start, 7, step)) if step > 1 else {start}
    length = (_NUMBERS.get(last, 0) - start) % 7
    if last == "7" and first == "0":
        length = 6
    return {(start + offset) % 7 for offset in range(0, length + 1, step)}
