"""Dates in words and numbers: take out the time, then the zone, and see what is left.

What is left must be a date and nothing else that has digits in it; words that mean nothing to us
(weekdays, "at", "Uhr", "г.") are passed over.
"""

import re
from datetime import datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from crawler.core.datewords import (
    BUDDHIST_ERA,
    ERAS,
    HALVES,
    MONTHS,
    ZONE_PHRASES,
    ZONE_PLACES,
    ZONES,
    fold,
)

_CLOCK = re.compile(
    r"(?<!\d)(\d{1,2})\s?[:：]\s?(\d{2})(?:\s?[:：]\s?(\d{2})(?:[.,]\d{1,9})?)?(?!\d)"  # 7:00:00.5
    r"|(?<!\d)(\d{1,2})\s?(?:시|時|时|点|點|ч|h(?:rs?)?(?![a-z]))"  # 7시 30분 5초, 14h30
    r"(?:\s?(\d{1,2})(?:\s?(?:분|分))?(?:\s?(\d{1,2})\s?(?:초|秒))?(?!\d))?"
    r"|(?<![\d.])(\d{1,2})\.(\d{2})(?:\.(\d{2}))?(?=\s*(?:uhr|h|wib|wita|wit)\b)"  # 14.30 Uhr
    r"|(?:\bkl\.?|\bklo|\bum|\bpukul|\bore)\s?(\d{1,2})\.(\d{2})(?![\d.])"  # kl. 14.30
    r"|(?<!\d)(\d{1,2})(?=\s?[ap]\.?\s?m\b)"  # 7 pm
)
_LATIN_HALF = re.compile(r"\s*([ap])\.?\s?m\b\.?")
_HALF = re.compile(
    "|".join(
        rf"(?<!\w){word}(?!\w)" if len(word) == 1 else word  # the Arabic letters ص and م
        for word in HALVES
        if not word.isascii()
    )
)
_ASCII_HALF = re.compile(r"\s*(sa|ch|oo|os)\b")
_OFFSET = re.compile(r"[\s(]*(?:gmt|utc?|z)?\s?([+\-−–])\s?(\d{1,2})(?::?(\d{2}))?(?![\d:])")
_NAMED_ZONE = re.compile(r"[\s(]*([^\W\d_]{1,5})(?![^\W_])")
_IANA = re.compile(r"(?<![\w/])[A-Z][A-Za-z_]{1,20}(?:/[A-Za-z0-9_+\-]{1,30}){1,2}")
_CAPITALS = re.compile(r"(?<!\w)[A-ZА-Я]{2,5}(?!\w)")
_PHRASE = re.compile("|".join(ZONE_PHRASES))
_ERA = re.compile("(" + "|".join(ERAS) + r")\s?(\d{1,3}|元)")
_SHORT_DASHED = re.compile(r"(?<!\d)\d\d-\d\d-\d\d(?!\d)")  # may begin with the year or the day
_TOKEN = re.compile(r"\d+|[^\s\d.,:;/()\[\]|+'’\-–—]+")

_MAX_OFFSET_MINUTES = 14 * 60  # Kiribati
_NOON, _SIXTY, _MIDNIGHT = 12, 60, timedelta(hours=24)  # 24:00 is the end of the day: ISO 8601
_SHORT_DIGITS, _YEAR_DIGITS = 2, 4
_MONTHS_A_YEAR = 12
_PIVOT = 50  # RFC 5322 §4.3: 00-49 are the two thousands
_BUDDHIST_YEARS = range(2400, 2700)
_VIETNAMESE_MONTH = "thang"
_YEAR_SIGNS = frozenset("年년")


def scan(text: str, *, day_first: bool | None) -> tuple[datetime, bool] | None:
    """Find the one date in a short text.

    Args:
        text: at most some hundred characters.
        day_first: what 03/04/2024 means: True 3 April, False 4 March, None not known.

    Returns:
        The moment, naive when no zone was stated, and whether it has a time of day. None when
        there is no date, or none that can be trusted.
    """
    place = _IANA.search(text)
    if place:
        text = text[: place.start()] + " " + text[place.end() :]
    rest = fold(text)
    clock = _CLOCK.search(rest)
    time, zone = timedelta(0), None
    if clock:
        found = _time_of_day(clock, rest)
        if found is None:
            return None
        time, before, after = found
        zone, after = _zone_after(after)
        rest = f"{before} ; {after}"
        zone = zone or (_iana_zone(place[0]) if place else _zone_anywhere(text, rest))
        if zone is None and _is_zone_unknown(text):
            return None
    day = _date(rest, day_first)
    if day is None:
        return None
    try:
        return (day + time).replace(tzinfo=zone), clock is not None
    except OverflowError:
        return None


def _iana_zone(name: str) -> tzinfo | None:
    """Look a name up in the time zone database; its names are checked, no path can be reached."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def _time_of_day(clock: re.Match[str], text: str) -> tuple[timedelta, str, str] | None:
    """Return the time since midnight and the texts before and after it, or None if impossible."""
    parts = [int(part) for part in clock.groups() if part is not None]
    hour, minute, second = (*parts, 0, 0)[:3]
    before, after = text[: clock.start()], text[clock.end() :]
    half = None
    if found := _LATIN_HALF.match(after) or _ASCII_HALF.match(after):
        half = HALVES["am"] if found[1] in {"a", "sa", "oo"} else HALVES["pm"]
        after = after[found.end() :]
    elif found := _HALF.search(text):
        half = HALVES[found[0]]
    if half is not None and hour <= _NOON:
        hour = hour % _NOON + half
    time = timedelta(hours=hour, minutes=minute, seconds=min(second, 59))  # a leap second is 60
    if minute >= _SIXTY or second > _SIXTY or time > _MIDNIGHT:
        return None
    return time, before, after


def _zone_after(text: str) -> tuple[tzinfo | None, str]:
    """Take a zone off the text that follows a time; return it and what is left."""
    if found := _OFFSET.match(text):
        minutes = int(found[2]) * 60 + int(found[3] or 0)
        if minutes <= _MAX_OFFSET_MINUTES:
            return _fixed(minutes if found[1] == "+" else -minutes), text[found.end() :]
    elif (found := _NAMED_ZONE.match(text)) and (zone := _named_zone(found[1])):
        return zone, text[found.end() :]
    return None, text


def _named_zone(folded: str) -> tzinfo | None:
    if folded in ZONES and folded not in MONTHS:
        return _fixed(ZONES[folded])
    return _iana_zone(ZONE_PLACES[folded]) if folded in ZONE_PLACES else None


def _zone_anywhere(text: str, folded: str) -> tzinfo | None:
    if found := _PHRASE.search(folded):
        return _fixed(ZONE_PHRASES[found[0]])
    zones = (_named_zone(fold(capitals)) for capitals in _CAPITALS.findall(text))
    return next((zone for zone in zones if zone), None)


def _is_zone_unknown(text: str) -> bool:
    """Tell whether the text ends in capitals that look like a zone we have no offset for."""
    last = _CAPITALS.findall(text.rstrip(" )."))
    return bool(last) and text.rstrip(" ).").endswith(last[-1]) and not _is_word(fold(last[-1]))


def _is_word(folded: str) -> bool:
    return folded in MONTHS or folded in HALVES or folded == "uhr"


def _fixed(minutes: int) -> tzinfo:
    return timezone(timedelta(minutes=minutes))


def _date(text: str, day_first: bool | None) -> datetime | None:
    """Put year, month and day together from a text without a time."""
    era = _ERA.search(text)
    if era:
        year = ERAS[era[1]] + (1 if era[2] == "元" else int(era[2]))
        text = f"{text[: era.start()]}{year}{text[era.end() :]}"
    tokens = _TOKEN.findall(text)
    numbers = [token for token in tokens if token.isdecimal()]
    named = [place for place, token in enumerate(tokens) if token in MONTHS]
    if _VIETNAMESE_MONTH in tokens:
        day_first = True
    match numbers:
        case [_, _] if named:
            return _with_month_name(tokens, numbers, named)
        case [_, _, _] if not _SHORT_DASHED.search(text):
            return _with_three_numbers(numbers, tokens, day_first)
        case _:
            return None


def _with_month_name(tokens: list[str], numbers: list[str], named: list[int]) -> datetime | None:
    first, second = numbers
    year, day = (first, second) if len(first) == _YEAR_DIGITS else (second, first)
    place = tokens.index(day)
    # "mar. 16 janv. 2024": the first word is a Tuesday, the month stands after the day
    after = [MONTHS[tokens[index]] for index in named if index > place]
    month = after[0] if after else MONTHS[tokens[named[-1]]]
    return _day(year, month, day)


def _with_three_numbers(
    numbers: list[str], tokens: list[str], day_first: bool | None
) -> datetime | None:
    first, second, third = numbers
    if len(first) == _YEAR_DIGITS or tokens[tokens.index(first) + 1] in _YEAR_SIGNS:
        return _day(first, int(second), third)
    if max(len(first), len(second)) > _SHORT_DIGITS:
        return None
    one, two = int(first), int(second)
    if day_first is None and one != two and max(one, two) <= _MONTHS_A_YEAR:
        return None
    if two > _MONTHS_A_YEAR or day_first is False:
        one, two = two, one
    return _day(third, two, str(one))


def _day(year: str, month: int, day: str) -> datetime | None:
    if len(year) not in {_SHORT_DIGITS, _YEAR_DIGITS} or len(day) > _SHORT_DIGITS:
        return None
    number = int(year)
    if len(year) == _SHORT_DIGITS:
        number += 2000 if number < _PIVOT else 1900
    if number in _BUDDHIST_YEARS:
        number -= BUDDHIST_ERA
    try:
        return datetime(number, month, int(day))  # noqa: DTZ001 - the zone is added by the caller
    except (ValueError, OverflowError):
        return None
