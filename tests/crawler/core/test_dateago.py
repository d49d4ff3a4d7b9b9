"""Relative dates, in the languages pages are written in."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.core.dateago import parse_ago

NOW = datetime(2024, 3, 2, 12, 30, 15, 999, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "past"),
    [
        ("2 hours ago", timedelta(hours=2)),
        ("Updated 2h ago", timedelta(hours=2)),
        ("an hour ago", timedelta(hours=1)),
        ("1 hour 5 minutes ago", timedelta(hours=1, minutes=5)),
        ("45 mins ago", timedelta(minutes=45)),
        ("30 seconds ago", timedelta(seconds=30)),
        ("3 days ago", timedelta(days=3)),
        ("a week ago", timedelta(days=7)),
        ("2 months ago", timedelta(days=60)),
        ("1 year ago", timedelta(days=365)),
        ("vor 3 Stunden", timedelta(hours=3)),
        ("vor einer Minute", timedelta(minutes=1)),
        ("vor 2 Tagen", timedelta(days=2)),
        ("il y a 5 minutes", timedelta(minutes=5)),
        ("il y a une heure", timedelta(hours=1)),
        ("hace 4 horas", timedelta(hours=4)),
        ("hace un día", timedelta(days=1)),
        ("3 ore fa", timedelta(hours=3)),
        ("10 minuti fa", timedelta(minutes=10)),
        ("há 2 horas", timedelta(hours=2)),
        ("2 horas atrás", timedelta(hours=2)),
        ("3 uur geleden", timedelta(hours=3)),
        ("för 5 minuter sedan", timedelta(minutes=5)),
        ("for 2 timer siden", timedelta(hours=2)),
        ("3 tuntia sitten", timedelta(hours=3)),
        ("2 godziny temu", timedelta(hours=2)),
        ("před 3 hodinami", timedelta(hours=3)),
        ("4 saat önce", timedelta(hours=4)),
        ("3 часа назад", timedelta(hours=3)),
        ("15 минут назад", timedelta(minutes=15)),
        ("2 дня назад", timedelta(days=2)),
        ("5 годин тому", timedelta(hours=5)),
        ("3시간 전", timedelta(hours=3)),
        ("10분 전", timedelta(minutes=10)),
        ("2일 전", timedelta(days=2)),
        ("3 小时前", timedelta(hours=3)),
        ("5分钟前", timedelta(minutes=5)),
        ("2天前", timedelta(days=2)),
        ("3時間前", timedelta(hours=3)),
        ("1週間前", timedelta(days=7)),
        ("5 giờ trước", timedelta(hours=5)),
        ("3 jam yang lalu", timedelta(hours=3)),
        ("منذ 3 ساعات", timedelta(hours=3)),
        ("לפני 5 דקות", timedelta(minutes=5)),
        ("2 घंटे पहले", timedelta(hours=2)),
        ("just now", timedelta(0)),
        ("только что", timedelta(0)),
        ("방금", timedelta(0)),
    ],
)
def test_a_span_counts_back_from_the_moment_of_reading(text: str, past: timedelta) -> None:
    assert parse_ago(text, NOW) == NOW.replace(microsecond=0) - past


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("today", datetime(2024, 3, 2, tzinfo=UTC)),
        ("Today, 9:05 am", datetime(2024, 3, 2, 9, 5, tzinfo=UTC)),
        ("yesterday at 14:05", datetime(2024, 3, 1, 14, 5, tzinfo=UTC)),
        ("gestern, 23.15 Uhr", datetime(2024, 3, 1, 23, 15, tzinfo=UTC)),
        ("hier à 8h30", datetime(2024, 3, 1, 8, 30, tzinfo=UTC)),
        ("вчера в 14:05 МСК", datetime(2024, 3, 1, 11, 5, tzinfo=UTC)),
        ("昨天 14:05", datetime(2024, 3, 1, 14, 5, tzinfo=UTC)),
        ("前天 8:00", datetime(2024, 2, 29, 8, 0, tzinfo=UTC)),
        ("어제 오후 3시 20분", datetime(2024, 3, 1, 15, 20, tzinfo=UTC)),
        ("今日 07:00 JST", datetime(2024, 3, 1, 22, 0, tzinfo=UTC)),
        ("hôm qua", datetime(2024, 3, 1, tzinfo=UTC)),
    ],
)
def test_a_named_day_is_counted_from_today(text: str, moment: datetime) -> None:
    assert parse_ago(text, NOW) == moment


@pytest.mark.parametrize(
    "text",
    [
        "",
        "5 min read",
        "3 hours",
        "2024-03-01",
        "Monday",
        "chicago",
        "1 March 2024",
        "전체",
        "前月号",
    ],
)
def test_what_points_to_no_past_is_no_relative_date(text: str) -> None:
    assert parse_ago(text, NOW) is None


@given(st.text(max_size=200))
def test_no_text_raises_or_lies_in_the_future(text: str) -> None:
    moment = parse_ago(text, NOW)
    assert moment is None or moment.tzinfo is not None


@given(st.integers(0, 9999), st.sampled_from(["years", "лет", "년", "days"]))
def test_any_number_of_any_unit_is_read_or_none(number: int, unit: str) -> None:
    for pattern in ("{} {} ago", "{} {} назад", "{}{} 전"):
        parse_ago(pattern.format(number, unit), NOW)
