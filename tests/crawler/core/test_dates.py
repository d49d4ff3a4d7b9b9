"""Dates as feeds write them; every row is one fault some feed library is known to have."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.core.dates import DayOrder, day_order, parse_date, parse_dates, parse_visible_date
from crawler.core.datewords import _MONTHS, fold
from crawler.model.article import Precision

SIX = datetime(2024, 1, 15, 6, tzinfo=UTC)
MIDNIGHT = datetime(2024, 1, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        # RFC 3339 and ISO 8601, with the liberties people take
        "2024-01-15T06:00:00Z",
        "2024-01-15T07:00:00+01:00",
        "2024-01-15T07:00:00+0100",
        "2024-01-15T07:00:00+01",
        "2024-01-15T07:00:00+1:00",
        "2024-01-15 07:00:00 +0100",
        "2024-01-15 06:00",
        "2024-1-15 6:00",
        "2024-01-15T06:00:00.123456789Z",
        "2024-01-15T06:00:00Z[Europe/Paris]",
        "20240115T060000Z",
        "20240115060000",
        # RFC 5322 and its faults: weekday wrong, year short, seconds missing, comma missing
        "Mon, 15 Jan 2024 06:00:00 GMT",
        "Tue, 15 Jan 2024 06:00:00 GMT",
        "Mon, 15 Jan 24 06:00:00 GMT",
        "15 Jan 2024 06:00 GMT",
        "Mon 15 Jan 2024 06:00:00 UT",
        "Mon, 15 January 2024 01:00:00 -0500",
        "Mon, 15 Jan 2024 07:00:00 +1",
        "Mon, 15 Jan 2024 11:30:00 +0530",
        "15-Jan-2024 06:00",
        # asctime, JavaScript, and what some sites print
        "Mon Jan 15 06:00:00 2024",
        "Mon Jan 15 06:00:00 +0000 2024",
        "Mon Jan 15 07:00:00 CET 2024",
        "Mon Jan 15 2024 07:00:00 GMT+0100 (Central European Standard Time)",
        "Monday, January 15, 2024 - 06:00",
        # zone abbreviations: Europe, Russia, Asia, Australia, America
        "Mon, 15 Jan 2024 07:00:00 CET",
        "Mon, 15 Jan 2024 07:00:00 MEZ",
        "Mon, 15 Jan 2024 08:00:00 CEST",
        "Mon, 15 Jan 2024 09:00:00 MSK",
        "15 января 2024 г., 09:00 МСК",
        "Mon, 15 Jan 2024 15:00:00 KST",
        "2024年1月15日 15:00 JST",
        "Mon, 15 Jan 2024 16:00 AEST",
        "Mon, 15 Jan 2024 17:00:00 AEDT",
        "Mon, 15 Jan 2024 11:30:00 IST",
        "Mon, 15 Jan 2024 01:00:00 EST",
        "Jan. 15, 2024, 1:00 a.m. ET",
        "2024-01-15 14:00 北京时间",
        # IANA names
        "2024-01-15T07:00:00 Europe/Paris",
        "Mon, 15 Jan 2024 01:00:00 America/New_York",
        "15 Jan 2024 03:00 America/Argentina/Buenos_Aires",
        # twelve-hour clocks
        "January 15, 2024 6:00 AM GMT",
        "15th January 2024 at 6am",
        "1/15/24 6:00 a.m.",
        # Unix time, whatever its unit
        "1705298400",
        "1705298400.5",
        "1705298400000",
        "1705298400000000",
        # year, month and day signs; words for morning and afternoon
        "2024年1月15日 午前6時00分",
        "2024年1月15日 下午2:00 +0800",
        "2024년 1월 15일 오후 3:00 KST",
        "2024년 1월 15일 오후 3시 +09:00",
        "2024. 1. 15. 오전 6:00",
        "令和6年1月15日 6時",
        # other languages
        "lun., 15 janv. 2024 07:00:00 +0100",
        "lundi 15 janvier 2024 06h00",
        "15. Januar 2024, 06.00 Uhr",
        "15 de enero de 2024 06:00",
        "15 gennaio 2024 06:00",
        "15 de janeiro de 2024 06:00",
        "15 januari 2024 06:00",
        "15 jan. 2024 kl. 07.00 CET",
        "maanantai 15. tammikuuta 2024 klo 06.00",
        "15 stycznia 2024 06:00",
        "15. ledna 2024 6:00",
        "15 ianuarie 2024 06:00",
        "2024. január 15. 06:00",
        "15 Ocak 2024 Pazartesi 06:00",
        "15 Ιανουαρίου 2024 06:00 πμ",
        "Пн, 15 янв 2024 09:00:00 +0300",
        "15 січня 2024 06:00",
        "Senin, 15 Januari 2024 13:00 WIB",
        "Thứ Hai, 15/01/2024 - 13:00 (GMT+7)",
        "15 tháng 1, 2024 06:00",
        "15 يناير 2024 06:00",
        "١٥ يناير ٢٠٢٤ 06:00",
        "15 ינואר 2024 06:00",
        "15 जनवरी 2024 06:00",
        "15 มกราคม 2567 06:00",
        # numbers only, where one of them cannot be a month
        "15.01.2024 06:00",
        "15/01/2024 06:00",
        "01/15/2024 06:00 AM",
        "2024/01/15 06:00:00",
    ],
)
def test_one_moment_in_many_spellings(text: str) -> None:
    assert parse_date(text) == SIX


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("12:00 AM, Jan 15, 2024", MIDNIGHT),
        ("15 Jan 2024 12:30 PM", MIDNIGHT.replace(hour=12, minute=30)),
        ("2024-01-14T24:00:00Z", MIDNIGHT),
        ("20240115", MIDNIGHT),
        ("15 January 2024", MIDNIGHT),
        ("mar. 16 janv. 2024 06:00", datetime(2024, 1, 16, 6, tzinfo=UTC)),
        ("Mon, 31 Dec 2016 23:59:60 GMT", datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("01 Jan 70 00:00 GMT", datetime(1970, 1, 1, tzinfo=UTC)),
        ("05/05/2024", datetime(2024, 5, 5, tzinfo=UTC)),
        ("平成31年4月30日", datetime(2019, 4, 30, tzinfo=UTC)),
        ("昭和元年12月25日", datetime(1926, 12, 25, tzinfo=UTC)),
        ("Jul. 15, 2024, 2:00 a.m. ET", datetime(2024, 7, 15, 6, tzinfo=UTC)),
        ("24年1月15日", MIDNIGHT),
    ],
)
def test_special_moments(text: str, moment: datetime) -> None:
    assert parse_date(text) == moment


@pytest.mark.parametrize(
    "text",
    [
        "", "sometime soon", "yesterday", "3 hours ago", "32 Jan 2024", "15 Foo 2024", "2024",
        "03/04/2024 06:00", "24-01-15", "0000-00-00 00:00:00", "Mon, 15 Jan 2024 25:00:00 GMT",
        "Mon, 15 Jan 2024 07:61:00 GMT", "15 Jan 2024 07:00 XYZ", "15 Jan 2024 and 16 Jan 2024",
        "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+12:00", "20241399", "99999999999",
        "15 January 20245", "昭和99年", "2024-01-15T07:00:00 Nowhere/City NYC", "115/01/2024",
        "Mon, 15 Xxx 2024 07:00:00 +0000", "Mon, 31 Feb 2024 07:00:00 GMT", "123/456/789",
        "24:30 15 Jan 2024", "31 Dec 9999 23:00 -0200", "1705298400x",
        "31 Dec 9999 24:00", "15 Jan 2024 07:00 +9900",
    ],
)  # fmt: skip
def test_what_cannot_be_trusted_is_no_date(text: str) -> None:
    assert parse_date(text) is None


def test_the_other_dates_of_a_series_tell_day_from_month() -> None:
    fourth_of_march = datetime(2024, 3, 4, tzinfo=UTC)
    third_of_april = datetime(2024, 4, 3, tzinfo=UTC)
    assert parse_dates(["03/04/2024", "25/04/2024"])[0] == third_of_april
    assert parse_dates(["03/04/2024", "04/25/2024", None])[0] == fourth_of_march
    assert parse_dates(["03/04/2024", "04/05/2024"]) == (None, None)
    assert parse_dates(["03/04/2024", "04/25/2024", "25/04/2024"])[0] is None


def test_the_order_is_found_behind_a_weekday_and_not_in_other_formats() -> None:
    assert day_order(["Mon, 25/04/2024"]) is DayOrder.DAY_FIRST
    assert day_order(["2024-04-25", "25 April 2024"]) is None


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Published 5 March 2024, 14:30", "en", (datetime(2024, 3, 5, 14, 30, tzinfo=UTC), Precision.DAY)),
        ("14 مارس 2025 - 11:30 ص", "ar", (datetime(2025, 3, 14, 11, 30, tzinfo=UTC), Precision.DAY)),
        ("14 مارس 2025 - 11:30 م", "ar", (datetime(2025, 3, 14, 23, 30, tzinfo=UTC), Precision.DAY)),
        ("Published 5 March 2024, 14:30 GMT", "en", (datetime(2024, 3, 5, 14, 30, tzinfo=UTC), Precision.TIME)),
        ("Publié le 5 mars 2024", "fr", (datetime(2024, 3, 5, tzinfo=UTC), Precision.DAY)),
        ("05/03/2024", "de", (datetime(2024, 3, 5, tzinfo=UTC), Precision.DAY)),
        ("05/03/2024", "en", None),
        ("31 Dec 9999 23:00 -0200", None, None),
    ],
)  # fmt: skip
def test_visible_dates_come_with_their_precision(
    text: str, language: str | None, found: tuple[datetime, Precision] | None
) -> None:
    assert parse_visible_date(text, language) == found


def test_no_month_name_means_two_months() -> None:
    seen: dict[str, int] = {}
    for number, names in enumerate(_MONTHS.split("\n\n"), start=1):
        for name in names.split():
            assert seen.setdefault(fold(name), number) == number, name


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)), st.integers(-14 * 60, 14 * 60))  # noqa: DTZ001 - zones are added below
def test_a_moment_written_in_any_zone_reads_the_same(moment: datetime, minutes: int) -> None:
    sign = "-" if minutes < 0 else "+"
    zone = f"{sign}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"
    rfc = moment.strftime("%a, %d %b %Y %H:%M:%S ") + zone
    iso = moment.strftime("%Y-%m-%dT%H:%M:%S") + zone
    assert parse_date(rfc) == parse_date(iso)
    assert parse_date(iso) is not None


@given(st.text(max_size=200) | st.from_regex(r"[0-9A-Za-z年月日:./+\- ]{0,60}", fullmatch=True))
def test_no_text_raises(text: str) -> None:
    moment = parse_date(text)
    assert moment is None or moment.tzinfo is UTC
    parse_visible_date(text, "fr")


def test_a_month_of_twenty_digits_is_no_date() -> None:
    assert parse_date("2024-01-99999999999999999999 1") is None
    assert parse_date("x 2024 99999999999999999999 01") is None
