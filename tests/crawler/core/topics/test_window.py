"""Windows and distances agree with trying everything."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.core.topics.evaluate import _close, _followed, _preceded
from crawler.core.topics.window import window_sizes

spans = st.lists(
    st.tuples(st.integers(0, 12), st.integers(1, 5)).map(lambda pair: (pair[0], sum(pair))),
    min_size=1,
    max_size=6,
)


@given(st.lists(spans, min_size=1, max_size=3))
def test_the_smallest_window_is_that_of_the_best_combination(
    clauses: list[list[tuple[int, int]]],
) -> None:
    sizes = [
        max(end for _, end in chosen) - min(start for start, _ in chosen)
        for chosen in product(*clauses)
    ]
    assert min(window_sizes(clauses)) == min(sizes)


@given(spans, spans, st.integers(0, 4))
def test_near_pairs_each_span_with_another_one(
    left: list[tuple[int, int]], right: list[tuple[int, int]], distance: int
) -> None:
    expected = [
        any(a != b and max(a[0], b[0]) - min(a[1], b[1]) <= distance for b in right) for a in left
    ]
    assert _close(left, right, distance) == expected


@given(spans, spans, st.integers(0, 4))
def test_onear_wants_the_first_to_end_before_the_second_begins(
    left: list[tuple[int, int]], right: list[tuple[int, int]], distance: int
) -> None:
    pairs = [(a, b) for a in left for b in right if a[1] <= b[0] <= a[1] + distance]
    assert _followed(left, sorted({b[0] for b in right}), distance) == [
        any(a == x for x, _ in pairs) for a in left
    ]
    assert _preceded(right, sorted({a[1] for a in left}), distance) == [
        any(b == y for _, y in pairs) for b in right
    ]


@pytest.mark.parametrize("count", [20_000])
def test_a_text_full_of_both_words_stays_quick(count: int) -> None:
    many = [(place, place + 1) for place in range(count)]
    assert all(_close(many, many, 3))
    assert set(window_sizes([many, many])) == {1}
