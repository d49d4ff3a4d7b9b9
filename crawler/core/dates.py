"""Dates as feeds and pages write them, to UTC. A date that cannot be trusted is None.

Fast paths first (RFC 3339, RFC 5322), a scan of words and numbers for all others. Two rules keep
guesses from being silently wrong: a number nobody accounts for spoils the date, and 03/04/2024
is no date until the other dates of the series say which way round they are written.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from crawler.core.datescan import scan
from crawler.core.datewords import ZONES
from crawler.model.article import Precision

MAX_DATE_CHARS = 100
"""No format is longer; what is, is cut before any pattern sees it."""

_RFC5322 = re.compile(
    r"(?:[A-Za-z]{3,9},? +)?(\d{1,2}) +([A-Z][a-z]{2}) +(\d{4}) +(\d\d:\d\d(?::\d\d)?)"
    r" *(?:([+-]\d\d):?(\d\d)|([A-Z]{1,4}))?"
)
_ENGLISH = {
    name: f"{number:02}"
    for number, name in enumerate(
        "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), start=1
    )
}
_UTC_NAMES = frozenset({"GMT", "+0000", "-0000", "UTC"})
_COMPACT = {8: "%Y%m%d", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}
_EPOCH_UNITS = {9: 1, 10: 1, 13: 1_000, 16: 1_000_000, 19: 1_000_000_000}
"""Ticks in a second by the number of digits, for moments from 1973 to 2286."""
_NO_TIME = timedelta(0)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NUMERIC = re.compile(r"\D{0,12}(\d{1,2})([/\-])(\d{1,2})\2(?:\d{4}|\d\d)\b")
_MONTHS_A_YEAR = 12
_DAY_FIRST_LANGUAGES = frozenset(
    "de fr es it pt nl da sv nb no fi pl cs sk sl hr sr bs ro hu tr el ru uk bg be mk id ms vi ar "
    "he hi et lv lt ca gl eu is ga".split()
)


class DayOrder(StrEnum):
    """Which of two leading numbers is the day."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


def parse_date(text: str, *, order: DayOrder | None = None) -> datetime | None:
    """Read a date, to the second, in UTC; a missing zone means UTC.

    Understands RFC 3339 and ISO 8601, RFC 5322 and its common faults (any weekday, two-digit
    years, no seconds), month names of some thirty languages, 12-hour clocks, zone abbreviations,
    IANA zone names, Unix time by magnitude, and the year, month and day signs of East Asia.

    Args:
        text: what stands in the date field.
        order: how dates such as 03/04/2024 are written here; None = not known.

    Returns:
        An aware UTC datetime of any year, or None when there is no date, more than one, an
        unknown zone, or an order that is not known.
    """
    text = text.strip()[:MAX_DATE_CHARS]
    if text[3:5] == ", " and text[25:26] == " ":  # all fields in place, as in nearly all RSS
        moment = _from_columns(text)
        if moment is not None:
            return moment
    if text[4:5] == "-":  # so that Unix time never passes for a year
        try:
            return _in_utc(datetime.fromisoformat(text))
        except (ValueError, OverflowError):
            pass
    elif found := _RFC5322.fullmatch(text):
        moment = _from_rfc5322(found)
        if moment is not None:
            return moment
    elif text[:8].isdecimal():
        return _from_digits(text)
    return _scanned(text, order)[0]


def parse_dates(texts: Iterable[str | None]) -> tuple[datetime | None, ...]:
    """Read the dates of one feed, each helping the others to be understood (`day_order`)."""
    series = tuple(texts)
    order = day_order(text for text in series if text)
    return tuple(parse_date(text, order=order) if text else None for text in series)


def day_order(texts: Iterable[str]) -> DayOrder | None:
    """Tell from a series of dates how 03/04/2024 is written in it.

    Returns:
        The order that every date with a number above 12 shows; None if there is no such date, or
        they contradict one another.
    """
    orders = set()
    for text in texts:
        if found := _NUMERIC.match(text[:MAX_DATE_CHARS]):
            if int(found[1]) > _MONTHS_A_YEAR:
                orders.add(DayOrder.DAY_FIRST)
            elif int(found[3]) > _MONTHS_A_YEAR:
                orders.add(DayOrder.MONTH_FIRST)
    return orders.pop() if len(orders) == 1 else None


def parse_visible_date(text: str, language: str | None) -> tuple[datetime, Precision] | None:
    """Read a date from the visible text of a page, and how exact it is.

    Without a zone beside it a time of day is a guess by up to 14 hours: only the day counts.

    Args:
        text: the words around the date, such as ``Published 5 March 2024, 14:30``.
        language: the page's language (ISO 639-1), which settles 03/04/2024 where all its
            countries agree; English does not.
    """
    order = DayOrder.DAY_FIRST if language in _DAY_FIRST_LANGUAGES else None
    day_first = None if order is None else order is DayOrder.DAY_FIRST
    found = scan(text.strip()[:MAX_DATE_CHARS], day_first=day_first)
    if found is None:
        return None
    try:
        moment = _in_utc(found[0])
    except OverflowError:
        return None
    return moment, Precision.TIME if found[1] and found[0].tzinfo else Precision.DAY


def _scanned(text: str, order: DayOrder | None) -> tuple[datetime | None, bool]:
    """Read a date word by word; also tell whether it has a time of day."""
    found = scan(text, day_first=None if order is None else order is DayOrder.DAY_FIRST)
    if found is None:
        return None, False
    moment, has_time = found
    try:
        return _in_utc(moment), has_time
    except OverflowError:
        return None, False


def _in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC, microsecond=0)
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    return moment.replace(microsecond=0) if moment.microsecond else moment


def _from_columns(text: str) -> datetime | None:
    """Read ``Mon, 15 Jan 2024 07:00:00 +0100`` or ``... GMT`` by position."""
    zone = text[26:]
    offset = "Z" if zone in _UTC_NAMES else zone
    month = _ENGLISH.get(text[8:11])
    try:
        moment = datetime.fromisoformat(f"{text[12:16]}-{month}-{text[5:7]}T{text[17:25]}{offset}")
        return moment if offset == "Z" else _in_utc(moment)
    except (ValueError, OverflowError):
        return None


def _from_rfc5322(found: re.Match[str]) -> datetime | None:
    """Turn the parts into RFC 3339, which the standard library reads in C."""
    day, name, year, clock, hours, minutes, zone = found.groups()
    offset = f"{hours}:{minutes}" if hours else "Z"
    try:
        moment = datetime.fromisoformat(f"{year}-{_ENGLISH[name]}-{day:0>2}T{clock}{offset}")
        east = timedelta(minutes=ZONES[zone.lower()]) if zone and zone != "GMT" else _NO_TIME
        return _in_utc(moment) - east
    except (KeyError, ValueError, OverflowError):
        return None


def _from_digits(text: str) -> datetime | None:
    """Read Unix time (seconds to nanoseconds, fractions cut off) or digits without separators."""
    digits = text.partition(".")[0]
    try:
        if len(digits) in _COMPACT and digits.isdecimal():
            return datetime.strptime(digits, _COMPACT[len(digits)]).replace(tzinfo=UTC)
        if len(digits) in _EPOCH_UNITS and digits.isdecimal():
            return _EPOCH + timedelta(seconds=int(digits) // _EPOCH_UNITS[len(digits)])
        return _in_utc(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        return None
