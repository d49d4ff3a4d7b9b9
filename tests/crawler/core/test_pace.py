from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from crawler.core.pace import percentile


@given(st.lists(st.timedeltas(timedelta(0), timedelta(days=9)), min_size=1), st.integers(0, 100))
def test_a_percentile_is_one_of_the_spans_that_enough_do_not_exceed(
    spans: list[timedelta], percent: int
) -> None:
    found = percentile(spans, percent)
    assert found in spans
    assert sum(span <= found for span in spans) * 100 >= percent * len(spans)
