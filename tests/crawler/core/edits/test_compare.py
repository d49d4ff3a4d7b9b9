"""Edits: what changed, of which kind, and whether it matters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.core.edits import Change, Edit, absence_edit, compare_versions, with_return
from crawler.core.edits.compare import MOST_PASSAGES

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
        (TITLE, TEXT.replace("will vote", "will not vote"), (Change.WORDING,)),
        (TITLE, "\n\n".join((SECOND, FIRST, THIRD)), ()),
        (TITLE, TEXT.replace("The opposition wants to read it first.", ""), (Change.WORDING,)),
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


def pieces(edit: Edit) -> list[tuple[str, str]]:
    return [(piece.op, piece.text) for passage in edit.passages for piece in passage.pieces]


def test_the_diff_shows_words_in_order_with_their_neighbours() -> None:
    edit = compare_versions(TITLE, TEXT, TITLE, TEXT.replace("11 boats", "14 ships"))
    assert pieces(edit) == [
        ("equal", "The ministers signed the treaty on Tuesday, and "),
        ("delete", "11 boats "),
        ("insert", "14 ships "),
        ("equal", "came to greet them."),
    ]
    assert edit.words == 4
    assert edit.sentence == "a figure was changed (11 boats → 14 ships)"
    (passage,) = edit.passages
    assert passage.old == FIRST
    assert passage.new == FIRST.replace("11 boats", "14 ships")


def test_the_headline_comes_first_and_several_kinds_are_listed() -> None:
    edit = compare_versions(TITLE, TEXT, "Ministers sign treaty", FIRST)
    assert pieces(edit)[:2] == [("equal", "Ministers sign treaty "), ("delete", "on fishing")]
    assert [passage.field for passage in edit.passages] == ["title", "text", "text"]
    assert edit.sentence == "the headline was changed, a paragraph was removed"


def test_long_unchanged_stretches_are_cut_short() -> None:
    long = " ".join(f"word{n}" for n in range(40)) + "."
    edit = compare_versions(TITLE, long, TITLE, long.replace("word39", "another end of it"))
    assert pieces(edit)[0] == (
        "equal",
        "word0 word1 word2 word3 word4 word5 word6 word7 … word31 word32 word33 word34 word35 word36 word37 word38 ",
    )


def test_a_paragraph_put_in_does_not_smear_over_the_text() -> None:
    new = "\n\n".join((FIRST, "Rain fell all day on the square of Port Avel.", SECOND, THIRD))
    assert pieces(compare_versions(TITLE, TEXT, TITLE, new)) == [
        ("insert", "Rain fell all day on the square of Port Avel."),
    ]


def test_a_sentence_put_in_stands_alone() -> None:
    new = TEXT.replace("Parliament", "Rain fell in Port Avel. Parliament")
    edit = compare_versions(TITLE, TEXT, TITLE, new)
    assert pieces(edit) == [("insert", "Rain fell in Port Avel.")]
    assert edit.changes == (Change.WORDING,)


def test_a_text_written_anew_is_shown_up_to_a_bound_and_the_rest_counted() -> None:
    old = "\n\n".join(f"Old sentence number x{n} is here." for n in range(60))
    new = "\n\n".join(f"Quite another text y{n} stands now." for n in range(60))
    edit = compare_versions(TITLE, old, TITLE, new)
    assert len(edit.passages) == MOST_PASSAGES
    assert edit.more == 120 - MOST_PASSAGES


def test_more_figures_than_a_sentence_can_take_are_hinted_at() -> None:
    numbers = [f"The village of number {n} has {n}1 houses." for n in range(1, 7)]
    changed = [line.replace("1 houses", "2 houses") for line in numbers]
    edit = compare_versions(TITLE, "\n\n".join(numbers), TITLE, "\n\n".join(changed))
    assert edit.sentence.endswith("(11 → 12 houses, 21 → 22 houses, 31 → 32 houses, …)")
    assert len(edit.figures) == 6


def test_a_page_that_is_gone_and_one_that_is_back_are_kinds_of_change() -> None:
    assert absence_edit().sentence == "the page was deleted"
    assert with_return(compare_versions("A", FIRST, "B", FIRST)).sentence == (
        "the page is back, the headline was changed"
    )


TEXTS = st.lists(
    st.lists(st.sampled_from("one two three 4 5 six seven.".split()), max_size=12).map(" ".join),
    max_size=5,
).map("\n\n".join)


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    edit = compare_versions("A", text, "A", text)
    assert (edit.changes, edit.words, edit.passages) == ((), 0, ())


@given(TEXTS, TEXTS)
def test_going_back_changes_as_much(old: str, new: str) -> None:
    there, back = compare_versions("A", old, "B", new), compare_versions("B", new, "A", old)
    assert bool(there.words) == bool(back.words)
    for passage in there.passages[1:]:
        assert passage.old != passage.new
