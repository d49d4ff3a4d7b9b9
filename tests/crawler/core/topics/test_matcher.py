"""Topics against articles: each rule of the semantics once, by example."""

import json
import math
from pathlib import Path

import pytest
import yaml

from crawler.core.topics import TopicErrors, check_topics, compile_topics
from crawler.core.topics.index import RELEARN_AT
from crawler.model.topic import Boost, Document, Match, Topic


def topic(query: str | None = None, **keys: object) -> Topic:
    return Topic(**({"name": "t", "title": "t", "query": query} | keys))  # type: ignore[arg-type]


def match(
    watched: Topic, document: Document, aliases: dict[str, list[str]] | None = None
) -> Match | None:
    found = compile_topics([watched], aliases or {}).match(document)
    return found[0] if found else None


def marked(
    watched: Topic, document: Document, aliases: dict[str, list[str]] | None = None
) -> list[str]:
    found = match(watched, document, aliases)
    source = {"title": document.title, "text": document.text}
    return [source[span.field][span.start : span.end] for span in found.spans] if found else []


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("strasse", "Die Straße, die STRASSE", ["Straße", "STRASSE"]),
        ("й", "й и", ["й"]),
        ("elysee", "l'Élysée Elyse\u0301e", ["Élysée", "Elyse\u0301e"]),
        ("日銀", "日、銀 日銀", ["日、銀", "日銀"]),
        ("*ana", "banana anan", ["banana"]),
        ("Korea", "Korea's South-Korea", ["Korea", "Korea"]),
        ('"a b"~2', "a x b, a x y z b, a b", ["a x b", "a b"]),
        ("=US", "US us U.S.", ["US"]),
        ("=U.S.", "US U.S. U S", ["U.S"]),
        ("=Kim*", "Kimchi kimchi KIM", ["Kimchi"]),
        ('="Bank off*"', "bank office, Bank office, Bank Office", ["Bank office"]),
        ("=*ION", "action actION ION", ["actION", "ION"]),
        ("=*Ban*", "xBanx xbanx Bank", ["xBanx", "Bank"]),
        ('="a b"~1', "a x b A b", ["a x b"]),
        ('"the *ana*"', "the bananas the rest", ["the bananas"]),
        ('"the *ana"', "the banana the bananas", ["the banana"]),
        ("/ß\\pL+/ NOT x", "ßeß", ["ßeß"]),
        ("a NEAR/9 (a OR b)", "a", []),
        ("a NEAR/1 a", "a x x a x a", ["a", "a"]),
        ('(a OR "a b c") NEAR/0 (b OR "a b")', "a b c", ["a", "a b", "a b c", "b"]),
        ("a NEAR/1 b", "a b x x a", ["a", "b"]),
        ("rat NEAR/3 rat", "rat", []),
        ("rat NEAR/3 rat", "rat rat", ["rat", "rat"]),
        ("a ONEAR/2 b", "b a", []),
        ("/[A-Z]{2}\\d/", "x AB1 ab1", ["AB1"]),
        ("/ab/i", "AB", ["AB"]),
        ("/x*/", "yyy", []),
    ],
)
def test_spans_are_the_very_places_in_the_source(query: str, text: str, found: list[str]) -> None:
    assert marked(topic(query), Document(text=text)) == found


def test_a_phrase_does_not_cross_from_title_to_text_but_near_does() -> None:
    article = Document(title="The bank", text="of Japan")
    assert not match(topic('"bank of"'), article)
    assert marked(topic("bank NEAR/0 of"), article) == ["bank", "of"]


def test_a_span_names_field_term_clause_and_alias() -> None:
    found = match(
        topic(all=("@dprk",)), Document(title="x", text="In 북한에서"), {"dprk": ["DPRK", "북한"]}
    )
    assert found is not None
    (span,) = found.spans
    assert (span.field, span.start, span.end, span.term, span.clause, span.alias) == (
        "text",
        3,
        5,
        "북한",
        "all[0]",
        "dprk",
    )


@pytest.mark.parametrize(
    ("keys", "matches"),
    [
        ({"langs": ("en",)}, True),
        ({"langs": ("ru",)}, False),
        ({"sources": ("the WIRE",)}, True),
        ({"sources": ("Wire",)}, False),
        ({"tags": ("b", "z")}, True),
        ({"tags": ("z",)}, False),
        ({"feeds": ("f1",)}, True),
        ({"feeds": ("f2",)}, False),
        ({"any": ("a", "zz"), "any_min": 1}, True),
        ({"any": ("a", "zz"), "any_min": 2}, False),
        ({"none": ("zz",)}, True),
        ({"none": ("c",)}, False),
        ({"all": ("a", "c"), "within": 3}, True),
        ({"all": ("a", "c"), "within": 2}, False),
        ({"all": ("a", "url:x"), "within": 1}, True),
        ({"all": ("url:x",), "within": 1}, True),
        ({"min_score": 3.0}, False),
    ],
)
def test_filters_and_lists_all_have_to_hold(keys: dict[str, object], matches: bool) -> None:
    article = Document(
        text="a b c",
        lang="en-GB",
        source="The Wire",
        tags=("a", "b"),
        feed_id="f1",
        url="https://x.example",
    )
    assert (match(topic("a", **keys), article) is not None) is matches


def test_an_article_of_unknown_language_passes_no_language_filter() -> None:
    assert match(topic("a", langs=("en",)), Document(text="a")) is None


@pytest.mark.parametrize(
    ("document", "score"),
    [
        (Document(title="a"), 3.0),
        (Document(text="a"), 1.5),
        (Document(text="x " * 50 + "a"), 1.0),
        (Document(title="a", text="a"), 3 + math.log(2.5)),
        (Document(title="a", text="x " * 50 + "a a"), 3 + math.log(3)),
    ],
)
def test_the_score_counts_places_and_saturates(document: Document, score: float) -> None:
    found = match(topic("a OR A"), document)
    assert found is not None
    assert found.score == pytest.approx(score)


def test_the_score_is_the_mean_over_the_positive_clauses_found_or_not() -> None:
    watched = topic(all=("a",), any=("b", "zz"), boost=Boost(title=2, lead=1, text=1))
    found = match(watched, Document(title="a", text="b"))
    assert found is not None
    assert found.score == pytest.approx((2 + 1 + 0) / 3)


def test_a_match_without_words_shows_the_title_or_else_the_text() -> None:
    assert marked(topic("url:news"), Document(title="T", url="https://x.example/news")) == ["T"]
    assert marked(topic("url:news"), Document(text="All", url="https://x.example/news")) == ["All"]
    assert match(topic("url:news"), Document(url="https://x.example/news")) is None


@pytest.mark.parametrize(
    ("query", "matches"),
    [
        ("url:X.example/NEWS", True), ("url:=X.example", False), ("url:sport", False), ("author:doe", True),
        ("author:=doe", False), ("author:=Doe", True), ("source:wire", True), ("tag:ru-state", True),
        ("tag:(a OR b)", False), ("lang:en", True), ("lang:@code", True), ("source:/^The/", True), ("source:/^the/", False),
    ],
)  # fmt: skip
def test_fields_without_places_are_only_true_or_false(query: str, matches: bool) -> None:
    article = Document(
        title="t",
        url="https://x.example/news/",
        author="J. Doe",
        source="The Wire",
        lang="en",
        tags=("ru-state",),
    )
    assert (match(topic(query), article, {"code": ["en"]}) is not None) is matches


@pytest.mark.parametrize(
    ("lang", "query", "found"),
    [
        ("en", "treaty", ["treaties", "treaty"]),
        ("en", '"treaty"', ["treaty"]),
        ("en", "=treaty", ["treaty"]),
        ("en", "@pact", ["treaties", "treaty"]),
        ("en", "treaty*", ["treaty"]),
        ("en", "*reaty OR url:treaty", ["treaty"]),
        ("uk", "treaty", ["treaty"]),
        (None, "treaty", ["treaty"]),
        ("ru", "договор", ["договора"]),
        ("en", "air-raid", ["air raids"]),
        ("ja", "条約", ["条約"]),
    ],
)
def test_stems_are_compared_for_plain_words_in_the_language_of_the_article(
    lang: str | None, query: str, found: list[str]
) -> None:
    article = Document(text="treaties treaty договора air raids 条約", lang=lang)
    assert marked(topic(query, stem=True), article, {"pact": ["treaty"]}) == found


def test_topics_answer_in_the_order_of_the_configuration_before_and_after_learning() -> None:
    watched = [
        topic("common rare", name="both"),
        topic("common", name="one"),
        topic("/mm/", name="pattern"),
        topic("rare", name="other"),
    ]
    matcher = compile_topics(watched, {})
    assert matcher.unguarded == ("pattern",)
    for _ in range(max(RELEARN_AT) + 1):
        assert [found.topic for found in matcher.match(Document(text="common rare"))] == [
            "both",
            "one",
            "pattern",
            "other",
        ]
        assert [found.topic for found in matcher.match(Document(text="common"))] == [
            "one",
            "pattern",
        ]


def test_no_topics_match_nothing() -> None:
    assert compile_topics([], {}).match(Document(text="a")) == ()


def test_everything_wrong_is_told_at_once_with_its_place() -> None:
    aliases = {
        "a": ["@b"],
        "b": ["x", "@a"],
        "c": [],
        "d": ["two words", "@nosuch"],
        "n": ["x NEAR y"],
    }
    watched = [
        topic("url:@n", name="one", all=("@dd",), any=("x",), any_min=2),
        topic(name="two", none=("x",)),
        topic(name="one", query="/x(/"),
        topic(name="empty"),
    ]
    problems = check_topics(watched, aliases)
    assert [(problem.where, problem.error.problem) for problem in problems] == [
        (("aliases", "c"), "alias 'c' has no members"),
        (("aliases", "d", 0), "AND (words side by side) cannot be an alias member"),
        (("aliases", "d", 1), "unknown alias '@nosuch'"),
        (("aliases", "b", 1), "alias 'a' contains itself: a > b > a"),
        (("topics", 0, "all", 0), "unknown alias '@dd'"),
        (
            ("topics", 0, "query"),
            "alias 'n' measures distances (NEAR), and 'url:' has no positions",
        ),
        (("topics", 0, "any_min"), "any_min is 2, and `any` has 1 clauses"),
        (("topics", 1, "none"), "topic 'two' asks for nothing that must occur"),
        (("topics", 2, "query"), "not a pattern in RE2's syntax: missing ): x("),
        (("topics", 2, "name"), "two topics are called 'one'"),
        (("topics", 3, "name"), "topic 'empty' asks for nothing that must occur"),
    ]
    with pytest.raises(TopicErrors) as raised:
        compile_topics(watched, aliases)
    assert [problem.where for problem in raised.value.problems] == [
        problem.where for problem in problems
    ]
    assert str(raised.value).startswith("aliases.c: alias 'c' has no members")


def test_an_unknown_alias_is_answered_with_the_nearest_or_with_all() -> None:
    hints = [
        check_topics([topic(query)], {"russia": ["x"]})[0].error.hint
        for query in ("@rusia", "@zzz")
    ]
    assert hints == ["did you mean '@russia'?", "defined are: russia; add it under `aliases:`"]
    assert (
        check_topics([topic("@x")], {})[0].error.hint
        == "no aliases are defined; add it under `aliases:`"
    )


def test_aliases_nest_and_keep_the_name_of_the_innermost() -> None:
    aliases = {
        "outer": ["@inner OR z", "x NEAR/1 @inner"],
        "inner": ["a"],
        "again": ["@inner", "@outer"],
    }
    found = match(
        topic("text:@outer -(/y/ OR q) title:=@again"), Document(title="a", text="x a"), aliases
    )
    assert found is not None
    assert {span.alias for span in found.spans} == {"inner", "outer"}


def test_a_pattern_counts_by_its_place_even_behind_letters_that_fold_to_two() -> None:
    found = match(topic("/end/"), Document(text="ß" * 3 + " end"))
    assert found is not None
    assert [(span.start, span.end) for span in found.spans] == [(4, 7)]
    assert marked(topic("lead:/ßen/"), Document(text="ßen" + " x" * 50)) == ["ßen"]
    assert marked(topic("lead:/en/"), Document(text="x " * 50 + "ßen")) == []


def test_a_pattern_reads_the_first_64_kilobytes() -> None:
    assert match(topic("/end/"), Document(text="x" * 65_533 + "end"))
    assert match(topic("/end/"), Document(text="x" * 65_534 + "end")) is None
    assert match(topic("/end/"), Document(text="é" * 32_767 + "end")) is None


def test_the_development_set_is_answered_without_a_mistake(shared: Path) -> None:
    folder = shared / "matching-dev"
    config = yaml.safe_load((folder / "topics.yaml").read_text())
    topics = [
        Topic(
            **{"title": raw["name"]}
            | {
                key: tuple(value) if isinstance(value, list) else value
                for key, value in raw.items()
            }
        )
        for raw in config["topics"]
    ]
    matcher = compile_topics(topics, config["aliases"])
    labels = {
        row["id"]: row["topics"]
        for row in map(json.loads, (folder / "labels.jsonl").read_text().splitlines())
    }
    for row in map(json.loads, (folder / "articles.jsonl").read_text().splitlines()):
        found = matcher.match(
            Document(
                title=row["title"],
                text=row["text"],
                url=row["url"],
                source=row["source"],
                lang=row["lang"],
            )
        )
        assert [each.topic for each in found] == labels[row["id"]], row["id"]
