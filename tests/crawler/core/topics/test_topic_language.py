"""docs/topic-language.md is true: every example on it is carried out."""

import re
from pathlib import Path

import pytest
import yaml

from crawler.core.topics import compile_topics
from crawler.core.topics.grammar import parse_query
from crawler.model.errors import QueryError
from crawler.model.topic import Boost, Document, Topic

PAGE = (Path(__file__).resolve().parents[4] / "docs" / "topic-language.md").read_text()
ROW = re.compile(r"^\| `(.+?)` \| (.+?) \| (.+?) \|$", re.MULTILINE)
ROWS = [(m[1].replace(r"\|", "|"), m[2], m[3]) for m in ROW.finditer(PAGE)]
BLOCKS = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.+?)```", PAGE, re.DOTALL)]
ALIASES = next(block["aliases"] for block in BLOCKS if "aliases" in block)


def document(cell: str) -> Document:
    if re.match(r"(title|text|url|lang)=", cell):
        given = dict(part.split("=", 1) for part in cell.split("; "))
        return Document(
            title=given.get("title", ""),
            text=given.get("text", ""),
            url=given.get("url", ""),
            lang=given.get("lang"),
        )
    return Document(text=cell)


def matches(query: str, cell: str) -> bool:
    matcher = compile_topics([Topic(name="t", title="t", query=query)], ALIASES)
    return bool(matcher.match(document(cell)))


def test_the_page_has_its_examples() -> None:
    assert len(ROWS) >= 30


@pytest.mark.parametrize(("query", "found", "missed"), ROWS)
def test_each_query_finds_its_article_and_leaves_the_other(
    query: str, found: str, missed: str
) -> None:
    assert matches(query, found)
    assert not matches(query, missed)


def test_the_whole_topic_of_the_page_works() -> None:
    (raw,) = next(block["topics"] for block in BLOCKS if "topics" in block)
    topic = Topic(
        name=raw["name"],
        title="",
        all=tuple(raw["all"]),
        any=tuple(raw["any"]),
        any_min=raw["any_min"],
        none=tuple(raw["none"]),
        query=raw["query"],
        within=raw["within"],
        langs=tuple(raw["langs"]),
        boost=Boost(**raw["boost"]),
        min_score=raw["min_score"],
    )
    matcher = compile_topics([topic], ALIASES)
    article = Document(
        title="Kremlin signs pact with North Korea", url="https://x.example/a", lang="en"
    )
    assert matcher.match(article)
    assert not matcher.match(
        Document(title="Hockey: Kremlin signs pact with North Korea", lang="en")
    )


def test_the_error_of_the_page_is_the_error_shown() -> None:
    shown = re.findall(r"```\n(unknown field.+?)\n```", PAGE, re.DOTALL)[0]
    with pytest.raises(QueryError) as raised:
        parse_query("tilte:treaty")
    assert str(raised.value) == shown
