"""Edits: what changed, of which kind, and whether it matters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.core.edits import MAX_DIFF_PIECES, Change, compare_versions

TITLE = "Ministers sign treaty on fishing"
FIRST = "The ministers signed the treaty on Tuesday, and 11 boats came to greet them."
SECOND = "Parliament will vote before the summer. The opposition wants to read it first."
THIRD = "Fishermen in Hafnar were not asked, they say, and the quota is too small."
TEXT = "\n\n".join((FIRST, SECOND, THIRD))


@pytest.mark.parametrize(
    ("title", "text", "changes"),
    [
        (TITLE, TEXT, ()),
        (TITLE.upper(), TEXT.replace(". ", ".  "), ()),
        (TITLE, TEXT.replace("summer", "sumer"), ()),
        ("Ministers sign pact on fishing", TEXT, (Change.HEADLINE,)),
        (TITLE, TEXT.replace("11", "14"), (Change.FIGURE,)),
        (TITLE, TEXT.replace("the quota is too small", "all is well"), (Change.WORDING,)),
        (TITLE, "\n\n".join((FIRST, THIRD)), (Change.REMOVED,)),
        (TITLE, TEXT + "\n\nThe king has gone fishing too.", (Change.ADDED,)),
        (
            TITLE,
            TEXT + "\n\nCorrection: the treaty was signed on Monday.",
            (Change.CORRECTION, Change.ADDED),
        ),
        (
            TITLE,
            TEXT + "\n\nПоправка: договор подписан в понедельник.",
            (Change.CORRECTION, Change.ADDED),
        ),
        ("Other", TEXT.replace("11", "9"), (Change.HEADLINE, Change.FIGURE)),
        (TITLE, TEXT + "\n\nUpdated 14:30\n\nShare 27 comments\n\nPhoto: Agency", ()),
    ],
)
def test_kinds_of_change_are_told_apart(title: str, text: str, changes: tuple[Change, ...]) -> None:
    edit = compare_versions(TITLE, TEXT, title, text)
    assert edit.changes == changes
    assert edit.is_material is bool(changes)


def test_the_diff_shows_words_in_order_with_their_neighbours() -> None:
    edit = compare_versions(TITLE, TEXT, TITLE, TEXT.replace("11 boats", "14 ships"))
    assert edit.pieces == (
        ("equal", "The ministers signed the treaty on Tuesday, and"),
        ("delete", "11 boats"),
        ("insert", "14 ships"),
        ("equal", "came to greet them."),
    )
    assert edit.words == 4
    assert edit.sentence == "a figure was changed"


def test_the_headline_comes_first_and_several_kinds_are_listed() -> None:
    edit = compare_versions(TITLE, TEXT, "Ministers sign treaty", FIRST)
    assert edit.pieces[:2] == (("equal", "Ministers sign treaty"), ("delete", "on fishing"))
    assert edit.sentence == "the headline was changed, a paragraph was removed"


def test_long_unchanged_stretches_are_cut_short() -> None:
    long = " ".join(f"word{n}" for n in range(100)) + "."
    edit = compare_versions(TITLE, long, TITLE, long.replace("word99", "another end of it"))
    assert edit.pieces[0] == (
        "equal",
        "word0 word1 word2 word3 word4 word5 word6 word7 … word91 word92 word93 word94 word95 word96 word97 word98",
    )


def test_a_paragraph_put_in_does_not_smear_over_the_text() -> None:
    new = "\n\n".join((FIRST, "Rain fell all day on the square of Port Avel.", SECOND, THIRD))
    assert compare_versions(TITLE, TEXT, TITLE, new).pieces == (
        ("insert", "Rain fell all day on the square of Port Avel."),
    )


TEXTS = st.lists(
    st.lists(st.sampled_from("one two three 4 5 six seven.".split()), max_size=12).map(" ".join),
    max_size=5,
).map("\n\n".join)


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    edit = compare_versions("A", text, "A", text)
    assert (edit.changes, edit.words, edit.pieces) == ((), 0, ())


@given(TEXTS, TEXTS)
def test_going_back_changes_as_many_words(old: str, new: str) -> None:
    there, back = compare_versions("A", old, "B", new), compare_versions("B", new, "A", old)
    assert len(there.pieces) <= MAX_DIFF_PIECES
    assert bool(there.words) == bool(back.words)
