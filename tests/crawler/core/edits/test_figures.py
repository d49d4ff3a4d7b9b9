"""Figures that changed, in the words of the language they stand in."""

import pytest

from crawler.core.edits import Change, compare_versions


@pytest.mark.parametrize(
    ("old", "new", "figures"),
    [
        ("The quake killed 12 people.", "The quake killed 14 people.", ("12 → 14 people",)),
        ("The toll rose to 12.", "The toll rose to 14.", ("12 → 14",)),
        ("The toll is 1,200 now.", "The toll is 1 200 now.", ()),
        ("It costs 1,200 euros.", "It costs 1,300 euros.", ("1,200 → 1,300 euros",)),
        ("Prices rose 4.5% in May.", "Prices rose 5.4% in May.", ("4.5% → 5.4%",)),
        ("Three people died.", "Five people died.", ("Three → Five people",)),
        ("Twelve people died there.", "14 people died there.", ("Twelve → 14 people",)),
        ("He met 3 ministers there.", "He met ministers there.", ("3 ministers removed",)),
        ("He met ministers there.", "He met 3 ministers there.", ("3 ministers added",)),
        ("From 10 to 12 men came.", "From 11 to 13 men came.", ("10 → 11", "12 → 13 men")),
        ("About 10 or 12 of them came.", "About 12 of them came.", ("10 removed",)),
        ("The fleet of the island has 5 of 10 and 7.", "The fleet of the island has 6 men.", ("5 → 6 men", "10 removed", "7 removed")),
        ("He had to come in the end to this.", "He wanted on due day once to come.", ()),
        ("Die Zahl stieg auf zwölf Tote.", "Die Zahl stieg auf 14 Tote.", ("zwölf → 14 Tote",)),
        ("Погибли 12 человек в городе.", "Погибли 14 человек в городе.", ("12 → 14 человек",)),
        ("Загинули двоє людей.", "Загинули троє людей.", ("двоє → троє людей",)),
        ("Deux morts à Lyon.", "Trois morts à Lyon.", ("Deux → Trois morts",)),
        ("地震造成12人死亡。", "地震造成14人死亡。", ("12 → 14 人",)),
        ("地震で三人が死亡した。", "地震で五人が死亡した。", ("三 → 五 人",)),
        ("지진으로 12명이 숨졌다.", "지진으로 14명이 숨졌다.", ("12 → 14 명",)),
        ("قتل 12 شخصا في الزلزال.", "قتل 14 شخصا في الزلزال.", ("12 → 14 شخصا",)),
        ("It is 12km long there.", "It is 14km long there.", ("12 → 14 km",)),
    ],
)  # fmt: skip
def test_a_figure_is_named_with_what_it_counts(
    old: str, new: str, figures: tuple[str, ...]
) -> None:
    edit = compare_versions("T", old, "T", new)
    assert edit.figures == figures
    assert (Change.FIGURE in edit.changes) is bool(figures)


def test_figures_of_sentences_that_came_or_went_whole_are_no_change_of_figures() -> None:
    edit = compare_versions(
        "T", "All is well here.", "T", "All is well here. In 2026 rain fell 9 times."
    )
    assert edit.figures == ()
