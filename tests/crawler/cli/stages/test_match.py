"""wirewatch match: a line in, a line out, whatever the line."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from crawler.cli.main import main
from tests.crawler.core.stories.given import RESCUE, TREATY

CONFIG = """
aliases:
  norland: [Norland, Норланд*]
topics:
  - name: fishing
    all: ['@norland', 'treat*']
  - name: asia
    query: tourist
    tags: [asia]
feeds:
  - {url: https://echo.example/feed, name: Echo, tags: [asia]}
"""
TITLE = "Norland and Sondria sign treaty"


def row(
    id_: object, title: object = TITLE, text: object = TREATY, **changes: object
) -> dict[str, object]:
    given: dict[str, object] = {
        "id": id_,
        "url": f"https://herald.example/{id_}",
        "source": "Herald",
        "author": None,
        "lang": "en",
        "published": "2026-03-03T12:00:00Z",
        "title": title,
        "text": text,
    }
    return {**given, **changes}


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "topics.yaml"
    path.write_text(CONFIG, "utf-8")
    return path


Answers = list[Mapping[str, Any]]


@pytest.fixture
def answers(config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def match(*lines: object) -> Answers:
        file = tmp_path / "articles.jsonl"
        text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
        file.write_text(text, "utf-8")
        assert main(["match", "--json", "--config", str(config), str(file)]) == 0
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return match


def test_an_article_is_answered_with_topics_spans_and_story(answers: Any) -> None:
    (answer,) = answers(row("a"))
    (topic,) = answer["topics"]
    assert (answer["id"], answer["duplicate_of"]) == ("a", None)
    assert answer["story"].startswith("s")
    assert topic["name"] == "fishing"
    assert topic["score"] > 0
    first = topic["spans"][0]
    assert set(first) == {"field", "start", "end", "term", "clause"}
    assert (first["field"], TITLE[first["start"] : first["end"]]) == ("title", "Norland")


def test_copies_name_their_original_in_the_same_story(answers: Any) -> None:
    given = (
        row("a"),
        row(2, source="Echo"),
        row("c", title=f"{TITLE} now", text=TREATY[:300], source="Star"),
    )
    one, two, three = answers(*given)
    assert (two["id"], two["duplicate_of"], three["duplicate_of"]) == (2, "a", "a")
    assert one["story"] == two["story"] == three["story"]


def test_the_original_is_the_one_published_first_wherever_it_stands(answers: Any) -> None:
    late, early = answers(
        row("late", published="2026-03-03T12:00:00Z"),
        row("early", source="Echo", published="2026-03-03T12:00:00+02:00"),
    )
    assert (late["duplicate_of"], early["duplicate_of"]) == ("early", None)


def test_the_same_article_at_two_addresses_is_a_duplicate(answers: Any) -> None:
    one, two = answers(row("a"), row("b", url="https://herald.example/a?utm_source=feed"))
    assert (one["duplicate_of"], two["duplicate_of"]) == (None, "a")


def test_other_articles_are_none(answers: Any) -> None:
    one, two = answers(row("a"), row("b", title="Tourist found alive", text=RESCUE))
    assert two["duplicate_of"] is None
    assert one["story"] != two["story"]
    assert two["topics"] == []


def test_a_source_that_is_a_configured_feed_has_its_tags(answers: Any) -> None:
    (answer,) = answers(row("b", title="Tourist found alive", text=RESCUE, source="Echo"))
    assert [topic["name"] for topic in answer["topics"]] == ["asia"]


@pytest.mark.parametrize(
    "changes",
    [
        {"lang": None},
        {"lang": "en-GB"},
        {"published": None},
        {"published": "2026-03-03T12:00:00"},
        {"url": None},
        {"source": None},
        {"author": "A. Berg"},
    ],
)
def test_what_is_not_known_may_be_left_out(answers: Any, changes: dict[str, object]) -> None:
    one, two = answers(row("a"), row("b", **{"source": "Star", **changes}))
    assert two["duplicate_of"] == "a"
    assert one["story"] == two["story"]


@pytest.mark.parametrize(
    ("line", "id_", "problem"),
    [
        ("{broken", None, "line 2: not JSON"),
        ("[1, 2]", None, "line 2: not a JSON object"),
        ("[" * 100_000, None, "line 2: not JSON"),
        (row(None), None, 'line 2: "id" is missing'),
        (row(["a"]), None, 'line 2: "id" is missing'),
        (row("x", title=7), "x", 'line 2: "title" is 7'),
        (row("x", published="yesterday"), "x", "line 2: \"published\" is 'yesterday'"),
        (row("x", title="", text=None), "x", 'line 2: neither "title" nor "text"'),
    ],
)
def test_a_bad_line_is_answered_as_such_and_the_others_go_on(
    answers: Any, line: object, id_: str | None, problem: str
) -> None:
    first, bad, last = answers(row("a"), line, "", row("b", title="Tourist found", text=RESCUE))
    assert (first["id"], last["id"]) == ("a", "b")
    assert bad["id"] == id_
    assert bad["error"].startswith(problem)


def test_without_json_a_person_can_read_it(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "articles.jsonl"
    rows = (
        row("a"),
        row("b", source="Echo"),
        row("c", title="Tourist found", text=RESCUE),
        {"id": "d"},
    )
    file.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    assert main(["match", "--config", str(config), str(file)]) == 0
    a, b, c, d = capsys.readouterr().out.splitlines()
    assert a.startswith("a: fishing; story s")
    assert b.endswith(", copies a")
    assert c.startswith("c: no topic")
    assert d.startswith('d: line 4: neither "title" nor "text"')


def test_a_missing_file_is_one_line_and_exit_1(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["match", "--config", str(config), str(tmp_path / "none.jsonl")]) == 1
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("published", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_a_moment_beyond_the_calendar_is_no_date(answers: Any, published: str) -> None:
    (answer,) = answers(row("a", published=published))
    assert "no date" in answer["error"]


def test_a_byte_order_mark_is_no_part_of_the_first_line(answers: Any) -> None:
    (answer,) = answers("\ufeff" + json.dumps(row("a")))
    assert "error" not in answer
