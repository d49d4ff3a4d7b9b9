"""Sketches: stable samples that tell how much of one text is in another."""

import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from crawler.core.stories.sketch import (
    FULL_BELOW,
    SAMPLE_EVERY,
    expected_size,
    resampled,
    sampled_every,
    sketch,
)

WORDS = st.lists(st.sampled_from([f"word{n}" for n in range(500)]), max_size=600)
_PROGRAM = (
    "from crawler.core.stories.sketch import sketch;"
    "print(sorted(sketch(['one','two','three','four'], dense=False)[0]))"
)


def test_hashes_are_the_same_in_every_process() -> None:
    def elsewhere(seed: str) -> str:
        return subprocess.run(
            [sys.executable, "-c", _PROGRAM],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    here = sorted(sketch(["one", "two", "three", "four"], dense=False)[0])
    assert elsewhere("1") == elsewhere("2") == f"{here}\n"
    assert here == [-9218695460526402552, -3310179148299477403]


@given(WORDS)
def test_hashes_fit_a_signed_64_bit_column(words: list[str]) -> None:
    hashes, shingles = sketch(words, dense=False)
    assert all(-(2**63) <= value < 2**63 for value in hashes)
    assert len(hashes) <= shingles <= max(0, len(words) - 2)


@given(WORDS, st.integers(0, 300), st.integers(0, 300))
def test_the_sample_of_a_part_is_part_of_the_sample(
    words: list[str], start: int, length: int
) -> None:
    part, shingles = sketch(words[start : start + length], dense=False)
    whole, _ = sketch(words, dense=False)
    if sampled_every(shingles) == sampled_every(len(words)):
        assert part <= whole
    else:
        assert {value for value in part if value % SAMPLE_EVERY == 0} <= whole


def test_short_texts_keep_all_hashes_and_long_ones_a_quarter() -> None:
    short, count = sketch([str(n) for n in range(100)], dense=False)
    assert len(short) == count == 98
    long, count = sketch([str(n) for n in range(2_002)], dense=False)
    assert count == 2_000
    assert 400 < len(long) < 600


def test_characters_are_taken_six_at_a_time() -> None:
    assert sketch([*"abcdef"], dense=True)[1] == 1
    assert sketch([*"abcde"], dense=True) == (frozenset(), 0)


def test_a_short_sketch_is_compared_at_the_sampling_of_a_long_one() -> None:
    assert sampled_every(FULL_BELOW - 1) == 1
    assert sampled_every(FULL_BELOW) == SAMPLE_EVERY
    assert expected_size(100, 100, SAMPLE_EVERY) == 25
    assert expected_size(100, 400, SAMPLE_EVERY) == 100
    assert resampled([-8, 3, 4, 7], 4, SAMPLE_EVERY) == 2
    assert resampled([-8, 4], 400, SAMPLE_EVERY) == 2
