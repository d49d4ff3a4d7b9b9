"""Explanations say of every node whether it holds, and show the sentences."""

import pytest

from crawler.core.topics import compile_topics, render
from crawler.core.topics.explain import Reason
from crawler.model.topic import Document, Topic

ALIASES = {"russia": ["Russia*", "Kremlin"], "dprk": ["DPRK", '"North Korea*"', "북한"]}
TOPIC = Topic(
    name="pact", title="", all=("@russia", "title:=@dprk OR @dprk", "pact"), any=("ratif* NEAR/3 law", "/x\\d/"),
    query="pact -sport", none=("football",), within=12, langs=("en",), min_score=1,
)  # fmt: skip
ARTICLE = Document(
    title="Russia ratifies pact",
    lang="en",
    text="The Kremlin spoke. North Korea signed the pact x1.",
)
SHOWN = """\
✓ pact matches, score 2.65 (article in en)
  ✓ langs: en
  ✓ all[0]: @russia
    ✓ @russia
      ✓ Russia*
          title: [Russia] ratifies pact
      ✓ Kremlin
          text: The [Kremlin] spoke.
  ✓ all[1]: title:=@dprk OR @dprk
    ✓ one of
      ✗ title:=@dprk
        ✗ not found: title:=DPRK, title:="North Korea*", title:=북한
      ✓ @dprk
        ✓ "North Korea*"
            text: [North Korea] signed the pact x1.
        ✗ not found: DPRK, 북한
  ✓ all[2]: pact
    ✓ pact
        title: Russia ratifies [pact]
        text: North Korea signed the [pact] x1.
  ✓ any  (1 of 2, 1 needed)
    ✗ any[0]: ratif* NEAR/3 law
      ✗ NEAR/3
        ✓ ratif*
            title: Russia [ratifies] pact
        ✗ not found: law
    ✓ any[1]: /x\\d/
      ✓ /x\\d/
          text: North Korea signed the pact [x1].
  ✓ query: pact -sport
    ✓ all of
      ✓ pact
          title: Russia ratifies [pact]
          text: North Korea signed the [pact] x1.
      ✓ NOT
        ✗ not found: sport
  ✓ NOT
    ✗ none[0]: football
      ✗ not found: football
  ✓ within: 12  (smallest window is 6 words)
  ✓ min_score: 1  (2.65)
  score of all[0]: 3.92 (weight 4.5)
  score of all[1]: 1.50 (weight 1.5)
  score of all[2]: 3.92 (weight 4.5)
  score of any[0]: 0.00 (weight 0)
  score of any[1]: 1.50 (weight 1.5)
  score of query: 3.92 (weight 4.5)"""


def test_the_whole_tree_is_shown_with_sentences_and_score() -> None:
    explanation = compile_topics([TOPIC], ALIASES).explain("pact", ARTICLE)
    expected = (3.9163 + 1.5 + 3.9163 + 0 + 1.5 + 3.9163) / 6
    assert explanation.match is not None
    assert explanation.match.score == pytest.approx(expected, abs=1e-3)
    shown = SHOWN.replace("2.65", f"{expected:.2f}")
    assert render(explanation) == shown


def test_it_matches_exactly_when_every_reason_holds() -> None:
    matcher = compile_topics([TOPIC], ALIASES)
    for document in (
        ARTICLE,
        Document(title="football"),
        Document(title="Russia pact DPRK", text="x1", lang="ru"),
    ):
        explanation = matcher.explain("pact", document)
        assert (explanation.match is not None) == all(
            reason.holds for reason in explanation.reasons
        )
        assert (explanation.match is not None) == bool(matcher.match(document))


def find(reasons: tuple[Reason, ...], text: str) -> Reason:
    return next(reason for reason in walk(reasons) if reason.text == text)


def walk(reasons: tuple[Reason, ...]) -> list[Reason]:
    return [found for reason in reasons for found in (reason, *walk(reason.parts))]


def test_it_says_what_was_too_far_apart() -> None:
    topics = [Topic(name="t", title="", all=("a", "b"), query="a ONEAR/1 b", within=2)]
    explanation = compile_topics(topics, {}).explain("t", Document(text="a x y b"))
    assert explanation.match is None
    near = find(explanation.reasons, "ONEAR/1")
    assert (near.holds, near.note) == (
        False,
        "both occur, but not with at most 1 words between them",
    )
    window = find(explanation.reasons, "within: 2")
    assert (window.holds, window.note) == (False, "smallest window is 4 words")


def test_a_window_needs_every_clause() -> None:
    topics = [Topic(name="t", title="", all=("a", "b"), within=2)]
    explanation = compile_topics(topics, {}).explain("t", Document(text="a"))
    assert find(explanation.reasons, "within: 2").note == "not every `all` clause holds"
    assert render(explanation).startswith("✗ t does not match\n")


def test_an_unknown_topic_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        compile_topics([TOPIC], ALIASES).explain("nosuch", ARTICLE)
