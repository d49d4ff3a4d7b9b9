"""Pages drawn by scripts: the body and its time out of the state the scripts begin with."""

import json
from datetime import UTC, datetime

import pytest
from selectolax.lexbor import LexborHTMLParser

from crawler.core.articles.state import State, read_state

STORY = [
    f"Sentence {n} of the story is long enough to be taken for prose by anyone who reads it at all."
    for n in range(3)
]
TEXT = "\n\n".join(STORY)
NOON = datetime(2024, 6, 19, 12, tzinfo=UTC)


def state_of(*scripts: str, attributes: str = "type=application/json") -> State:
    return read_state(
        LexborHTMLParser("".join(f"<script {attributes}>{s}</script>" for s in scripts))
    )


def dumped(**story: object) -> str:
    blocks = [{"text": line, "id": "x1"} for line in STORY]
    return json.dumps({"menu": ["Home"], "page": {"story": {"blocks": blocks, **story}}})


def test_the_path_with_most_prose_is_the_body() -> None:
    state = {
        "ads": [" ".join(STORY)],
        "related": {"text": " ".join(STORY)},
        "story": {"blocks": [{"text": line} for line in (*STORY, STORY[0])]},
        "teaser": {
            "text": "One more sentence that could be taken for the prose of some story, too."
        },
        "code": "if (a) { return b; } " * 9 + ".",
        "n": 7,
    }
    assert state_of("{", json.dumps(state), "x" * 3_000_001).text == TEXT


def test_short_lines_of_the_body_are_kept_and_codes_are_not() -> None:
    blocks = [STORY[0], "What comes next", "#ff0000", "https://news.example/x", STORY[1]]
    found = state_of(json.dumps({"blocks": [{"text": line} for line in blocks]}))
    assert found.text.split("\n\n") == [STORY[0], "What comes next", STORY[1]]


def test_markup_in_the_strings_is_read_as_a_page_is() -> None:
    blocks = [f"<p>{STORY[0]}</p><p><b>{STORY[1]}</b></p>", STORY[2]]
    assert state_of(json.dumps({"blocks": blocks})).text == TEXT


@pytest.mark.parametrize(
    "script",
    [
        "window.app = " + dumped() + ";",
        "window.app=window.app||{};app.x=[];app.content=" + dumped() + ";app.tree={a:1}",
        "window.state = JSON.parse(" + json.dumps(dumped()) + ")",
    ],
)
def test_a_state_assigned_to_a_variable_is_read(script: str) -> None:
    assert state_of(script, attributes="").text == TEXT


def test_the_time_an_object_around_the_body_states_is_its_time() -> None:
    assert state_of(dumped(publishedAt="2024-06-19T12:00:00Z")).published == NOON
    assert state_of(dumped(first_publish_date="2024-06-19T21:00:00+09:00")).published == NOON
    assert state_of(dumped(other="2024-06-19T12:00:00Z")).published is None


def test_times_of_other_articles_are_not_taken() -> None:
    stories = [
        {"text": line, "published": f"2024-06-{19 + n}T12:00Z"} for n, line in enumerate(STORY)
    ]
    assert state_of(json.dumps({"stories": stories})).published is None


@pytest.mark.parametrize(
    "script",
    [
        "[]",
        "null",
        "[" * 100_000,
        "a=" + "[" * 100_000,
        json.dumps([1] * 200_000),
        'a="={" ' * 1_000,
        'window.x = JSON.parse("nonsense that goes on for a while, so that it is looked at at all, and more")',
        "window.x = {" + "a" * 100,
        json.dumps({"a": "word " * 10}),
    ],
)
def test_scripts_without_prose_give_nothing(script: str) -> None:
    assert state_of(script) == State()


def test_a_script_of_many_broken_assignments_is_given_up() -> None:
    broken = 'x=["' + "a " * 600_000 + "\n"
    assert state_of(broken * 2, attributes="") == State()
