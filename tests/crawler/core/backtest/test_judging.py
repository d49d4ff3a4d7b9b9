"""What each condition costs: the topic with and without it, document by document."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.core.backtest.judging import Judge, judge_all, question
from crawler.core.topics import TopicErrors, compile_topics
from crawler.model.topic import Document, Topic

ALIASES = {"dprk": ["DPRK", '"North Korea*"']}
WORDS = ("treaty", "treaties", "DPRK", "North", "Korea", "Moscow", "fish", "x", "y")
CLAUSES = (
    "treaty",
    "@dprk",
    "Moscow",
    "treat*",
    "title:fish",
    "/Mos.ow/",
    "lang:ru",
    "url:a",
    "-fish",
)


def topic(**keys: object) -> Topic:
    return Topic(**({"name": "t", "title": "t"} | keys))  # type: ignore[arg-type]


def differing(watched: Topic, document: Document) -> tuple[bool, dict[str, float | None]]:
    """Return whether a document matches, and the conditions without which the answer changes."""
    asked = question(watched, ALIASES)
    labels = [each.label for each in Judge(asked).conditions]
    (judged,) = judge_all(asked, [document]) or (None,)
    if judged is None:
        return False, {}
    measured = ("within", "min_score")
    return judged.matches, {
        labels[place]: judged.missed if labels[place] in measured else None
        for place in judged.differs
    }


FULL = topic(
    all=("treaty", "@dprk"), any=("Moscow", "Pyongyang"), none=("football",), query="signed", within=6
)  # fmt: skip


@pytest.mark.parametrize(
    ("watched", "text", "matches", "differs"),
    [
        (FULL, "treaty DPRK signed Moscow", True, {"any[0]": None}),
        (FULL, "DPRK signed Moscow", False, {"all[0]": None}),
        (FULL, "treaty signed Moscow", False, {"all[1]": None}),
        (FULL, "treaty DPRK Moscow", False, {"query": None}),
        (FULL, "treaty DPRK signed Moscow football", False, {"none[0]": None}),
        (FULL, "treaty a b c d e f DPRK signed Moscow", False, {"within": 2, "all[0]": None, "all[1]": None}),
        (FULL, "treaty DPRK signed", False, {}),
        (FULL, "DPRK Moscow", False, {}),
        (FULL, "nothing of it", False, {}),
        (topic(any=("a", "b")), "a", True, {"any[0]": None}),
        (topic(any=("a", "b"), any_min=2), "a", False, {"any[1]": None}),
        (topic(all=("a", "b")), "a b", True, {}),
        (topic(all=("a",)), "a", True, {}),
        (topic(all=("a",), min_score=3), "a", False, {"min_score": 1.5}),
        (topic(all=("a",), min_score=3, langs=("ru",)), "a", False, {}),
        (topic(all=("a",), langs=("ru",)), "a", False, {"langs": None}),
        (topic(all=("a",), sources=("TASS",)), "a", False, {"sources": None}),
        (topic(all=("a",), tags=("wire",)), "a", False, {"tags": None}),
        (topic(all=("a",), feeds=("tass",)), "a", False, {"feeds": None}),
        (topic(all=("a", "b"), min_score=1.4), "a a b", True, {}),
        (topic(all=("a", "b"), min_score=1.9), "a a b", True, {"all[0]": None}),
    ],
)  # fmt: skip
def test_a_condition_costs_what_the_topic_without_it_answers_otherwise(
    watched: Topic, text: str, matches: bool, differs: dict[str, float | None]
) -> None:
    found = differing(watched, Document(text=text, lang="en", source="Yonhap", feed_id="yna"))
    assert found == (matches, differs)


def test_the_only_positive_clause_cannot_be_left_out() -> None:
    watched = topic(all=("a",), none=("b",))
    labels = [each.label for each in Judge(question(watched, {})).conditions]
    assert labels == ["none[0]"]


def test_a_topic_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(TopicErrors):
        Judge(question(topic(all=("@nosuch",)), {}))


def test_a_document_without_words_matches_nothing() -> None:
    watched = topic(all=("url:a", "url:b"))
    assert differing(watched, Document(url="https://a.example/b")) == (False, {})


@given(
    every=st.lists(st.sampled_from(CLAUSES[:-1]), max_size=3),
    some=st.lists(st.sampled_from(CLAUSES[:-1]), max_size=3),
    none=st.lists(st.sampled_from(CLAUSES[:-1]), max_size=1),
    within=st.sampled_from([None, 1, 3]),
    min_score=st.sampled_from([0.0, 1.0, 2.0]),
    stem=st.booleans(),
    title=st.lists(st.sampled_from(WORDS), max_size=3),
    text=st.lists(st.sampled_from(WORDS), max_size=8),
)
def test_every_answer_is_that_of_the_topic_written_without_the_condition(
    *,
    every: list[str],
    some: list[str],
    none: list[str],
    within: int | None,
    min_score: float,
    stem: bool,
    title: list[str],
    text: list[str],
) -> None:
    if not every and not some:
        return
    watched = topic(
        all=tuple(every), any=tuple(some), none=tuple(none), within=within, min_score=min_score, stem=stem
    )  # fmt: skip
    document = Document(
        title=" ".join(title), text=" ".join(text), lang="en", url="https://a.example"
    )
    matches, differs = differing(watched, document)
    assert matches is matched(watched, document)
    for place in range(len(every)):
        rest = tuple(every[:place] + every[place + 1 :])
        if rest or some:
            other = matched(replace(watched, all=rest), document)
            assert (f"all[{place}]" in differs) is (other is not matches)
    for place in range(len(some)):
        rest = tuple(some[:place] + some[place + 1 :])
        if rest or every:
            other = matched(replace(watched, any=rest), document)
            assert (f"any[{place}]" in differs) is (other is not matches)
    if within is not None:
        other = matched(replace(watched, within=None), document)
        assert ("within" in differs) is (other is not matches)
    if none:
        other = matched(replace(watched, none=()), document)
        assert ("none[0]" in differs) is (other is not matches)


def matched(watched: Topic, document: Document) -> bool:
    return bool(compile_topics([watched], ALIASES).match(document))


@pytest.mark.parametrize(
    ("watched", "expression"),
    [
        (topic(all=("a", "b")), '(("a" AND "b")) OR ("b") OR ("a")'),
        (topic(all=("a",), none=("b",), within=3), '("a")'),
        (topic(all=("a", "/b/")), None),
        (topic(all=("a", "b"), stem=True), None),
        (topic(any=("a", "b")), '(("a" OR "b")) OR ("b") OR ("a")'),
        (topic(query="a b"), '(("a" AND "b"))'),
    ],
)
def test_the_index_is_asked_for_whatever_any_of_the_variants_could_match(
    watched: Topic, expression: str | None
) -> None:
    assert Judge(question(watched, {})).expression == expression
