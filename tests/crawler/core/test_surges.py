"""A surge: far more articles than usual, told once until it is over."""

from datetime import timedelta

import pytest

from crawler.core.surges import is_surge, sentence, usual, with_one_more, written
from crawler.model.alert import Volume
from crawler.model.topic import Surge

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
RULE = Surge(window=6 * HOUR, over=14 * DAY, factor=3, floor=10)


def volume(recent: int, before: int, known: timedelta = 14 * DAY) -> Volume:
    return Volume(recent=recent, before=before, known=known, surging=False)


@pytest.mark.parametrize(
    ("recent", "before", "known", "surge"),
    [
        (14, 168, 14 * DAY, True),
        (9, 0, 14 * DAY, False),  # below the floor
        (10, 0, 14 * DAY, True),  # nothing is usual
        (10, 168, 14 * DAY, True),
        (10, 187, 14 * DAY, False),  # 3.34 is usual: 10 is not more than three times that
        (9_999, 187, 14 * DAY, True),
        (12, 4, 6 * HOUR, False),  # one window is known: 4 is usual, and 12 is not more than 12
        (13, 4, 6 * HOUR, True),
        (999, 0, 5 * HOUR, False),  # too young to know what is usual
        (13, 56, 90 * DAY, True),  # no more than `over` counts
    ],
)
def test_a_surge_takes_the_floor_and_more_than_the_factor(
    recent: int, before: int, known: timedelta, surge: bool
) -> None:
    assert is_surge(RULE, volume(recent, before, known)) is surge


def test_what_is_usual_is_the_mean_of_the_windows_known() -> None:
    assert usual(RULE, volume(0, 168)) == 3
    assert usual(RULE, volume(0, 8, DAY)) == 2
    assert usual(RULE, volume(0, 8, HOUR)) is None


def test_the_article_being_filed_counts() -> None:
    assert with_one_more(volume(9, 3)) == volume(10, 3)


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (168, "14 articles in 6 h, usually 3."),
        (10, "14 articles in 6 h, usually less than 1."),
        (0, "14 articles in 6 h, usually 0."),
    ],
)
def test_a_surge_is_told_with_its_figures(before: int, words: str) -> None:
    assert sentence(RULE, volume(14, before)) == words


@pytest.mark.parametrize(
    ("span", "words"),
    [(DAY, "1 d"), (90 * timedelta(minutes=1), "90 min"), (timedelta(seconds=61), "61 s"), (7 * HOUR, "7 h")],
)  # fmt: skip
def test_spans_are_written_in_their_largest_whole_unit(span: timedelta, words: str) -> None:
    assert written(span) == words
