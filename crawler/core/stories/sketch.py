"""The sampled shingle sketch: what near-duplicate texts have in common.

Every run of three words (six characters in scripts written without spaces) is hashed to 64 bits;
the hashes divisible by four are kept, all of them when the text is short. Two sketches sampled
alike can be compared by counting: the share of the smaller one found in the larger one estimates
how much of the shorter text is part of the longer one.

Containment finds copy that was cut, which SimHash and Jaccard on MinHash miss (measured on 162
articles x 9 kinds of edit: recall 1 against .08 and .5 when half of the text is left).
"""

from collections.abc import Collection, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import islice

SAMPLE_EVERY = 4
FULL_BELOW = 150  # shingles; sampling so short a text would leave too few hashes to compare
WORDS = 3
CHARACTERS = 6

_BITS = 64
_MASK = (1 << _BITS) - 1
_SIGN = 1 << (_BITS - 1)
# Odd, so that multiplying permutes the 64-bit numbers; taken from the golden ratio and from
# primes near 2**64, without any further meaning.
_FIRST, _SECOND, _JOIN = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0xFF51AFD7ED558CCD


def sketch(tokens: Sequence[str], *, dense: bool) -> tuple[frozenset[int], int]:
    """Return the sampled shingle hashes of a text, and how many distinct shingles it has.

    Args:
        tokens: its words folded, or its characters when it is ``dense``.
        dense: shingles are runs of six characters, not of three words.

    The hashes are the same in every process and on every machine, signed as databases want them.
    """
    hashes = [*map(_hash, tokens)]
    threes = [
        (one * _FIRST + two * _SECOND + three) & _MASK
        for one, two, three in zip(
            hashes, islice(hashes, 1, None), islice(hashes, 2, None), strict=False
        )
    ]
    if dense:
        threes = [
            (left * _JOIN + right) & _MASK
            for left, right in zip(threes, islice(threes, WORDS, None), strict=False)
        ]
    whole = set(threes)
    modulus = sampled_every(len(whole))
    kept = [value for value in whole if value % modulus == 0]
    return frozenset([value - ((value & _SIGN) << 1) for value in kept]), len(whole)


def sampled_every(shingles: int) -> int:
    """Return the modulus a text of so many distinct shingles is sampled with."""
    return 1 if shingles < FULL_BELOW else SAMPLE_EVERY


def expected_size(size: int, shingles: int, modulus: int) -> float:
    """Return how many hashes a sketch would have if it were sampled with ``modulus``."""
    return size * sampled_every(shingles) / modulus


def resampled(values: Collection[int], shingles: int, modulus: int) -> int:
    """Count the hashes of a sketch that sampling with ``modulus`` keeps."""
    if sampled_every(shingles) == modulus:
        return len(values)
    return sum(value % modulus == 0 for value in values)


@lru_cache(maxsize=1 << 15)
def _hash(token: str) -> int:
    return int.from_bytes(blake2b(token.encode(errors="replace"), digest_size=8).digest())
