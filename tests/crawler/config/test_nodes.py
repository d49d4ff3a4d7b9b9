from pathlib import Path

from crawler.config.nodes import ListNode, MapNode, Place, ScalarNode, find, key_place, without
from crawler.config.places import Places

FILE = Path("feeds.yaml")


def text(value: str, column: int) -> ScalarNode:
    return ScalarNode(value, Place(0, 1, column, FILE))


TREE = MapNode(
    (
        (text("a", 1), ListNode((text("x", 5), text("y", 8)), Place(0, 1, 4, FILE))),
        (text("b", 11), text("z", 14)),
    ),
    Place(0, 1, 1, FILE),
)


def test_what_is_cut_out_is_remembered_where_it_was() -> None:
    left = without(TREE, [("a", 0), ("b",)])
    assert isinstance(left, MapNode)
    assert left.lost == {"b"}
    inner = left.get("a")
    assert isinstance(inner, ListNode)
    assert inner.lost
    assert [str(item.place) for item in inner.items] == ["feeds.yaml:1:8"]


def test_cutting_below_a_text_changes_nothing() -> None:
    assert without(TREE, [("b", "c")]) == TREE


def test_a_key_is_found_where_it_is_written_and_else_what_is_nearest() -> None:
    assert key_place(TREE, ("b",)).column == 11
    assert key_place(TREE, ("a", 1)).column == 8
    assert key_place(TREE, ("nowhere", "at all")).column == 1
    assert key_place(TREE, ()).column == 1


def test_nothing_is_found_where_nothing_is() -> None:
    assert find(TREE, ("a", 2)) is None
    assert find(TREE, ("a", "x")) is None


def test_only_sections_lose_keys() -> None:
    assert Places(TREE, TREE).lost("b") == frozenset()


def test_places_sort_by_file_line_and_column() -> None:
    one, two, three = Place(0, 9, 9, FILE), Place(1, 1, 1, FILE), Place(1, 1, 2, FILE)
    assert sorted([three, two, one]) == [one, two, three]
