from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.config.durations import LONGEST, parse_duration, parse_times, write_duration


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("90s", 90),
        ("5m", 300),
        ("2h", 7_200),
        ("7d", 604_800),
        ("2w", 1_209_600),
        ("1y", 31_536_000),
        ("0", 0),
        ("0s", 0),
        ("0.5s", 0.5),
        ("1.5h", 5_400),
    ],
)
def test_reads_a_figure_and_a_unit(text: str, seconds: float) -> None:
    assert parse_duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "5",
        "m",
        "5 m",
        "5min",
        "-5m",
        "5M",
        "1h30m",
        "٣s",
        "1e3s",
        "101y",
        "9" * 12 + "y",
        "5m\n",
    ],
)
def test_refuses_anything_else(text: str) -> None:
    with pytest.raises(ValueError, match=r"duration|hundred years"):
        parse_duration(text)


def test_reads_multiples_of_a_habit() -> None:
    assert parse_times("3x") == 3.0
    assert parse_times("1.5x") == 1.5
    assert parse_times("3h") is None


@given(st.timedeltas(min_value=timedelta(0), max_value=LONGEST))
def test_what_is_written_reads_back_the_same(duration: timedelta) -> None:
    assert parse_duration(write_duration(duration)) == duration


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0s"), (90, "90s"), (300, "5m"), (172_800, "2d"), (0.25, "0.25s")]
)
def test_writes_the_largest_unit_that_fits(seconds: float, text: str) -> None:
    assert write_duration(timedelta(seconds=seconds)) == text
