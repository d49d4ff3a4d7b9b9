from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.core.digests.fields import count, label, moment, number, part, parts, text
from tests.sample_alerts import NOON

ANYTHING = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.text())


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2024-11-09T12:00:00Z", NOON),
        ("2024-11-09T21:00:00+09:00", NOON),
        ("2024-11-09T12:00:00", NOON),
        ("0001-01-01T00:00:00+09:00", None),
        ("9999-12-31T23:59:59Z", None),
        ("yesterday", None),
        (None, None),
        (5, None),
    ],
)
def test_moments_are_read_as_iso_8601(written: Any, read: datetime | None) -> None:
    assert moment({"at": written}, "at") == read


@given(st.datetimes().map(datetime.isoformat))
def test_a_moment_that_is_read_can_be_shown_in_any_zone(written: str) -> None:
    at = moment({"at": written}, "at")
    if at is not None:
        at.astimezone(ZoneInfo("Pacific/Kiritimati")).astimezone(ZoneInfo("Etc/GMT+12"))


@given(ANYTHING)
def test_a_field_of_another_type_is_a_missing_one(value: Any) -> None:
    data = {"x": value}
    assert isinstance(part(data, "x"), dict)
    assert isinstance(count(data, "x"), int)
    assert all(isinstance(item, dict) for item in parts(data, "x"))
    assert text(data, "x") is None or text(data, "x") == value


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 10**400, "5", None])
def test_a_number_is_within_reason_or_none(value: Any) -> None:
    assert number({"x": value}, "x") is None


def test_a_label_is_the_first_text_that_says_something() -> None:
    assert label(None, "", " \r\n", "a\nb", "c") == "a b"
    assert label() == ""
