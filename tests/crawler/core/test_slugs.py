import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.core.slugs import slug


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("russia-dprk-treaty", "russia-dprk-treaty"),
        ("Russia & DPRK: Treaty!", "russia-dprk-treaty"),
        ("Économie", "economie"),
        ("a" * 60, "a" * 60),
    ],
)
def test_names_in_latin_letters_stay_readable(name: str, expected: str) -> None:
    assert slug(name) == expected


def test_names_in_other_letters_are_told_apart() -> None:
    assert slug("북한") != slug("남한")
    assert re.fullmatch("north-[0-9a-f]{8}", slug("north 북한"))


def test_a_name_without_letters_still_has_a_slug() -> None:
    assert re.fullmatch("[0-9a-f]{8}", slug("!?"))


def test_long_names_are_told_apart() -> None:
    assert slug("a" * 100) != slug("a" * 101)


@given(st.text(st.characters(codec=None, categories=None)))
def test_a_slug_fits_file_names_urls_and_headers(name: str) -> None:
    assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", slug(name))
    assert len(slug(name)) <= 70
