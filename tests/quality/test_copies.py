"""The floor of copies: reprints as outlets make them, in nine languages, against texts of their own.

The texts are drawn from the vocabulary of our labelled stories, long enough to be cut: what is
measured is the finding of copies, not the reading of prose.
"""

import json
import random  # noqa: TID251 - dice with a seed
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from crawler.core.stories.anatomy import normal_words
from crawler.model.filing import Copy
from tests.crawler.core.stories.given import NOON, Desk, draft

WORLD = Path(__file__).resolve().parents[1] / "data" / "stories" / "world.jsonl"
DENSE = {"ja", "zh", "ko"}
TEXTS, LENGTH = 4, 220  # a language; words, or pairs of characters
BOILERPLATE = 40
Words = list[str]


def vocabulary(language: str) -> Words:
    rows = [json.loads(line) for line in WORLD.read_text("utf-8").splitlines()]
    text = " ".join(row["text"] for row in rows if row["lang"] == language)
    if language in DENSE:
        letters = [letter for letter in "".join(normal_words(text)) if not letter.isdecimal()]
        return sorted({one + other for one, other in pairwise(letters)})
    return sorted(word for word in set(normal_words(text)) if not word.isdecimal())


def written(words: Words, language: str) -> str:
    if language in DENSE:
        return "".join(words) + "。"
    return " ".join(words) + "."


def dateline(words: Words, known: Words, dice: random.Random) -> Words:
    return [*dice.choices(known, k=5), *words]


def cut(words: Words, known: Words, dice: random.Random) -> Words:
    return words[: len(words) * 3 // 10]


def reworded(words: Words, known: Words, dice: random.Random) -> Words:
    changed = set(dice.sample(range(len(words)), len(words) * 15 // 100))
    return [dice.choice(known) if n in changed else word for n, word in enumerate(words)]


def boilerplate(words: Words, known: Words, dice: random.Random) -> Words:
    return [*words, *known[:BOILERPLATE]]


EDITS: tuple[Callable[[Words, Words, random.Random], Words], ...] = (
    dateline,
    cut,
    reworded,
    boilerplate,
)


def reprints(words: Words, known: Words, dice: random.Random) -> Iterator[Words]:
    yield words
    for edit in EDITS:
        yield edit(words, known, dice)


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "ru", "uk", "ko", "ja", "zh", "ar"])
def test_reprints_are_copies_and_nothing_else_is(language: str) -> None:
    dice, known, desk = random.Random(7), vocabulary(language), Desk()
    missed, wrong = [], []
    for number in range(TEXTS):
        words = dice.choices(known, k=LENGTH)
        first = None
        for n, each in enumerate(reprints(words, known, dice)):
            moment = NOON + timedelta(minutes=10 * number + n)
            of = draft(
                written([*words[:4], *dice.choices(known, k=2)], language),
                written(each, language),
                outlet=f"outlet{number}x{n}",
                language=language,
                at=moment,
                published=moment,
            )
            filed = desk.file(of)
            verdict = filed.filing.verdict
            if first is None:
                first = filed.article_id
                wrong += [number] if isinstance(verdict, Copy) else []
            elif not isinstance(verdict, Copy) or verdict.original_id != first:
                missed.append((number, EDITS[n - 1].__name__))
    assert (missed, wrong) == ([], [])


def test_the_edits_do_what_they_say() -> None:
    dice, known = random.Random(7), [f"w{n}" for n in range(500)]
    words = dice.choices(known, k=LENGTH)
    assert len(cut(words, known, dice)) == 66
    assert sum(a != b for a, b in zip(words, reworded(words, known, dice), strict=True)) >= 30
    assert boilerplate(words, known, dice)[:-BOILERPLATE] == words
