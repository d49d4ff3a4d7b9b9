"""What two extractors read differently from one page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.core.rereadings import Change, changes, is_other, share_changed
from crawler.model.article import ArticleText
from tests.storage.given import NOON

OLD = ArticleText(title="A title", text="Some words.", extractor="one-1", author="An author")


def read(**values: object) -> ArticleText:
    return ArticleText(
        **{"title": "A title", "text": "Some words.", "author": "An author", **values},  # type: ignore[arg-type]
        extractor="one-2",
    )


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (read(), {}),
        (read(published=NOON), {"published": Change.GAINED}),
        (read(author=None), {"author": Change.LOST}),
        (read(text="", title="Another"), {"title": Change.OTHER, "text": Change.LOST}),
    ],
)
def test_fields_are_gained_lost_or_other(new: ArticleText, expected: dict[str, Change]) -> None:
    assert changes(OLD, new) == expected
    assert is_other(OLD, new) is bool(expected)


@given(st.text(), st.text())
def test_the_share_of_words_changed_is_symmetric_and_bounded(one: str, other: str) -> None:
    assert 0 <= share_changed(one, other) == share_changed(other, one) <= 1
    assert share_changed(one, one) == 0


def test_texts_without_a_word_in_common_are_changed_wholly() -> None:
    assert share_changed("one two", "three") == 1
