"""The semantics of the topic language, rule by rule: what is found, and what is not.

Each row is one sentence of docs/topic-language.md; the rules met by combinations of them are held
by the agreement with the slow reference.
"""

import math

import pytest

from crawler.core.topics import TopicErrors, compile_topics
from crawler.model.topic import Document, Match, Topic

ALIASES = {
    "boj": ['"Bank of Japan"', "=BOJ", "日銀", 'Japan* NEAR/4 "central bank"'],
    "banks": ["@boj", "Fed"],
}
LEAD = "x " * 49


def match(document: Document, **keys: object) -> Match | None:
    topic = Topic(**({"name": "t", "title": "t"} | keys))  # type: ignore[arg-type]
    found = compile_topics([topic], ALIASES).match(document)
    return found[0] if found else None


def found_in(query: str, document: Document) -> list[str]:
    found = match(document, query=query)
    source = {"title": document.title, "text": document.text}
    return [source[each.field][each.start : each.end] for each in found.spans] if found else []


@pytest.mark.parametrize(
    ("rule", "query", "text", "found"),
    [
        ("NFKC: a ligature is its letters", "fine", "ﬁne", ["ﬁne"]),
        ("NFKC: full width is plain", "nato", "ＮＡＴＯ", ["ＮＡＴＯ"]),
        ("NFKC: half-width kana are kana", "ガス", "ｶﾞｽ", ["ｶﾞｽ"]),
        ("case is folded", "ÉLYSÉE", "élysée", ["élysée"]),
        ("case is folded: final sigma", "ΛΟΓΟΣ", "λόγος λογος", ["λογος"]),
        ("marks of Latin letters are dropped", "nguyen", "Nguyễn", ["Nguyễn"]),
        ("marks of other letters stay", "край", "краи край", ["край"]),
        ("ё is е", "елка", "Ёлка", ["Ёлка"]),
        ("ß is ss, places are those of the source", "strasse", "Große Straße!", ["Straße"]),
        ("a token is a run of letters and digits", "g20", "G20 G2 G201", ["G20"]),
        ("a Han character is a token", "米", "日米韓", ["米"]),
        ("a Thai character is a token", "ไทย", "ประเทศไทย", ["ไทย"]),
        ("apostrophes split", "Korea", "Korea's", ["Korea"]),
        ("hyphens split", "DPRK", "Russia-DPRK", ["DPRK"]),
        ("a query word of several tokens is a phrase", "Russia-DPRK", "Russia DPRK", ["Russia DPRK"]),
        ("so CJK needs no segmenter", "日本銀行", "今日、日本銀行は", ["日本銀行"]),
        ("so Korean particles match", "조약", "조약을 조약은", ["조약", "조약"]),
        ("the * of such a word belongs to its last token", "pro-Russ*", "pro-Russian", ["pro-Russian"]),
        ("a word is a whole token", "rate", "rates crate rate", ["rate"]),
        ("ab* is a beginning", "rate*", "rates crate rate", ["rates", "rate"]),
        ("*ab is an end", "*rate", "rates crate rate", ["crate", "rate"]),
        ("*ab* is any part", "*bank*", "Zentralbankrat bank", ["Zentralbankrat", "bank"]),
        ("a phrase is consecutive tokens", '"rate cut"', "rate cut, rate big cut", ["rate cut"]),
        ("punctuation is ignored in a phrase", '"rate cut"', "rate: (cut)", ["rate: (cut"]),
        ("wildcards per word of a phrase", '"Северн* Коре*"', "Северной Кореей", ["Северной Кореей"]),
        ("~n is up to n tokens of slop", '"rate cut"~1', "rate big cut", ["rate big cut"]),
        ("~n is no more than n", '"rate cut"~1', "rate very big cut", []),
        ("= is code point by code point", "=WHO", "WHO who Who", ["WHO"]),
        ("= on a phrase", '="Bank of Japan"', "bank of Japan, Bank of Japan", ["Bank of Japan"]),
        ("= keeps punctuation inside", "=U.S", "U S U.S", ["U.S"]),
        ("NEAR/n: at most n tokens between", "a NEAR/2 b", "a x x b", ["a", "b"]),
        ("NEAR/n: not n + 1", "a NEAR/2 b", "a x x x b", []),
        ("NEAR: either order", "a NEAR/2 b", "b x a", ["b", "a"]),
        ("NEAR alone is NEAR/8", "a NEAR b", "a " + "x " * 8 + "b", ["a", "b"]),
        ("NEAR alone is not NEAR/9", "a NEAR b", "a " + "x " * 9 + "b", []),
        ("ONEAR: the first one first", "a ONEAR/2 b", "b x x x a x b", ["a", "b"]),
        ("NEAR takes OR groups", "(a OR c) NEAR/0 b", "c b", ["c", "b"]),
        ("NEAR takes phrases", '"a c" NEAR/0 b', "a c b", ["a c", "b"]),
        ("NEAR takes aliases", "@boj NEAR/1 cuts", "BOJ now cuts", ["BOJ", "cuts"]),
        ("NEAR binds from left to right", "a NEAR/0 b NEAR/0 c", "a b c", ["b", "c"]),
        ("spans are only those that take part", "a NEAR/0 b", "a x x a b", ["a", "b"]),
        ("a span is not its own partner", "a NEAR/5 a", "a", []),
        ("adjacency is AND", "a b", "b x a", ["b", "a"]),
        ("AND binds closer than OR", "a OR b c", "a", ["a"]),
        ("NOT binds closer than AND", "a NOT b OR c", "a b c", ["c"]),
        ("- is NOT", "a -b", "a b", []),
        ("NOT has no spans", "a NOT zz", "a", ["a"]),
        ("lower-case and is a word", '"a and b"', "a and b", ["a and b"]),
        ("an alias is any of its members", "@boj", "The Bank of Japan", ["Bank of Japan"]),
        ("aliases nest", "@banks", "日銀 Fed", ["日銀", "Fed"]),
        ("members may measure", "@boj", "Japanese central bank", ["Japanese", "central bank"]),
        ("= before an alias is handed down", "=@banks", "fed Fed", ["Fed"]),
        ("a pattern reads the source", "/Bo[Jj]\\b/", "BoJ boj", ["BoJ"]),
        ("a pattern with i knows no case", "/boj/i", "BoJ", ["BoJ"]),
        ("a pattern is linear: RE2's classes", "/\\p{Hangul}+/", "x 조약 y", ["조약"]),
    ],
)  # fmt: skip
def test_the_text_is_found_as_the_rule_says(
    rule: str, query: str, text: str, found: list[str]
) -> None:
    assert found_in(query, Document(text=text)) == found, rule


@pytest.mark.parametrize(
    ("rule", "query", "matches"),
    [
        ("title: narrows", "title:rates", True),
        ("title: narrows all below it", "title:(rates OR hike)", True),
        ("title: is not the text", "title:hike", False),
        ("text: is not the title", "text:rates", False),
        ("the lead is the first 50 tokens of the text", "lead:edge", True),
        ("the lead ends there", "lead:beyond", False),
        ("title and text are one space for NEAR", "rates NEAR/0 x", True),
        ("a phrase ends with its field", '"rates x"', False),
        ("url: is any part", "url:example/Econ", True),
        ("url: with = knows case", "url:=example/Econ", False),
        ("author: by words", "author:doe", True),
        ("author: by whole words", "author:do", False),
        ("source: by words", "source:wire", True),
        ("lang:", "lang:en", True),
        ("tag:", "tag:desk", True),
        ("a field before a pattern", "title:/R.tes/", True),
        ("and only there", "text:/R.tes/", False),
    ],
)
def test_fields_narrow_as_the_rule_says(rule: str, query: str, matches: bool) -> None:
    article = Document(
        title="The Rates", text=f"{LEAD}edge beyond hike", url="https://x.example/econ/1",
        author="Jane Doe", source="The Wire", lang="en", tags=("desk",),
    )  # fmt: skip
    assert (match(article, query=query) is not None) is matches, rule


@pytest.mark.parametrize(
    ("rule", "keys", "matches"),
    [
        ("every `all` clause holds", {"all": ("a", "b")}, True),
        ("every one of them", {"all": ("a", "zz")}, False),
        ("one of `any` is enough", {"any": ("a", "zz")}, True),
        ("or any_min of them", {"any": ("a", "zz"), "any_min": 2}, False),
        ("no `none` clause holds", {"all": ("a",), "none": ("b",)}, False),
        ("`query` is asked beside the lists", {"all": ("a",), "query": "zz"}, False),
        ("within: a window of n tokens", {"all": ("a", "b"), "within": 4}, True),
        ("within: no smaller one", {"all": ("a", "b"), "within": 3}, False),
        ("min_score is reached", {"all": ("a",), "min_score": 1.5}, True),
        ("or the topic does not match", {"all": ("a",), "min_score": 1.6}, False),
        ("stems are off by default", {"all": ("treaty",)}, False),
        ("stems of plain words", {"all": ("treaty",), "stem": True}, True),
        ("not of phrases", {"all": ('"treaty"',), "stem": True}, False),
    ],
)
def test_a_topic_asks_as_the_rule_says(rule: str, keys: dict[str, object], matches: bool) -> None:
    article = Document(text="a x x b treaties", lang="en")
    assert (match(article, **keys) is not None) is matches, rule


def test_the_score_is_the_mean_of_saturated_sums_of_boosts() -> None:
    article = Document(title="a", text=f"a {LEAD} a a b")
    found = match(article, all=("a",), any=("b", "zz"))
    assert found is not None
    w = 3 + 1.5 + 1 + 1  # the title, the lead, twice the text
    assert math.isclose(found.score, (3 + math.log(1 + w - 3) + 1 + 0) / 3)


@pytest.mark.parametrize(
    ("keys", "column", "problem"),
    [
        ({"query": "ab*"}, 0, "too short for a wildcard"),
        ({"query": "x *ab"}, 2, "too short for a wildcard"),
        ({"query": "NOT a"}, 0, "subtracted"),
        ({"query": "a OR -b"}, 0, "subtracted"),
        ({"none": ("a",)}, 0, "nothing that must occur"),
        ({"query": "a NEAR/3 (b c)"}, 10, "AND (words side by side) cannot be a side of NEAR"),
        ({"query": "a NEAR/3 (b OR -c)"}, 15, "NOT cannot be a side of NEAR"),
        ({"query": "a NEAR/3 /b/"}, 9, "a pattern cannot be a side of NEAR"),
        ({"query": "a NEAR/3 url:b"}, 2, "has no positions"),
        ({"query": "(a OR b"}, 0, "never closed"),
        ({"query": 'a "b'}, 2, "never closed"),
        ({"query": "a and b"}, 2, "searched for like any word"),
        ({"query": "tilte:a"}, 0, "unknown field"),
        ({"query": "a @bjo"}, 2, "unknown alias"),
    ],
)
def test_a_mistake_is_refused_where_it_stands(
    keys: dict[str, object], column: int, problem: str
) -> None:
    with pytest.raises(TopicErrors) as raised:
        match(Document(text="a"), **keys)
    (first, *_) = raised.value.problems
    assert problem in str(first.error)
    assert first.error.column == column


def test_an_alias_that_contains_itself_is_refused() -> None:
    topic = Topic(name="t", title="t", query="@a")
    with pytest.raises(TopicErrors, match="contains itself: a > b > a"):
        compile_topics([topic], {"a": ["@b"], "b": ["@a"]})
