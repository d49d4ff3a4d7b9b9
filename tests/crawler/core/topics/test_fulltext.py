import sqlite3

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from crawler.core.topics import compile_topics
from crawler.core.topics.binding import Binder
from crawler.core.topics.fulltext import fulltext
from crawler.core.topics.grammar import parse_query
from crawler.model.topic import Document, Topic

ALIASES = {"dprk": ["DPRK", '"North Korea*"', "북한"]}


def expression(query: str) -> str | None:
    return fulltext(Binder(ALIASES).bind(query, parse_query(query), stem=False))


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("treaty", '"treaty"'),
        ("treat*", '"treat"*'),
        ('"North Korea*"', '"north korea"*'),
        ("treaty pact", '("treaty" AND "pact")'),
        ("treaty OR pact", '("treaty" OR "pact")'),
        ("treaty NOT football", '"treaty"'),
        ("treaty NEAR/5 pact", '("treaty" AND "pact")'),
        ("@dprk", '("dprk" OR "north korea"* OR "북 한")'),
        ('"treat* pact"', '("treat"* AND "pact")'),
        ('"treaty pact"~3', '("treaty" AND "pact")'),
        ("title:treaty", 'title : "treaty"'),
        ("lead:treat*", 'text : "treat"*'),
        ('text:"treaty pact"~3', 'text : ("treaty" AND "pact")'),
        ("title:@dprk", '(title : "dprk" OR title : "north korea"* OR title : "북 한")'),
        ("source:TASS treaty", '"treaty"'),
        ("treaty OR *pact", None),
        ("/trea.y/", None),
        ("url:treaty", None),
    ],
)
def test_what_full_text_search_knows_is_asked_and_the_rest_left_out(
    query: str, wanted: str | None
) -> None:
    assert expression(query) == wanted


WORDS = ("pact", "treaty", "port", "talks", "envoy")
WORD = st.sampled_from([*WORDS, "tre*", "*lks", '"port talks"', '"envoy* pact"'])
QUERIES = st.recursive(
    WORD,
    lambda inner: st.tuples(inner, st.sampled_from([" ", " OR ", " NOT "]), inner).map(
        lambda parts: f"({parts[0]}){parts[1]}({parts[2]})"
    ),
    max_leaves=5,
)


@given(QUERIES, st.lists(st.sampled_from(WORDS), max_size=6))
def test_candidates_are_never_missed(query: str, words: list[str]) -> None:
    text = " ".join(words)
    asked = expression(query)
    assume(asked is not None)
    matcher = compile_topics([Topic(name="t", title="t", query=query)], {})
    if not matcher.match(Document(text=text)):
        return
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE texts USING fts5(text)")
    db.execute("INSERT INTO texts VALUES (?)", (text,))
    assert db.execute("SELECT count(*) FROM texts WHERE texts MATCH ?", (asked,)).fetchone()[0] == 1
    db.close()
