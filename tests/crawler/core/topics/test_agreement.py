"""The engine and the slow reference agree on random topics and texts, offsets included."""

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crawler.core.topics import compile_topics
from crawler.core.topics.offsets import Offsets
from crawler.core.topics.words import fold, tokens
from crawler.model.topic import Document, Topic
from tests.crawler.core.topics.reference import Reference, tokens_of

WORDS = (
    "rate", "rates", "Rate", "rat", "bank", "Bank", "BANK", "of", "Japan", "Japan's", "Straße",
    "STRASSE", "strasse", "café", "cafe\u0301", "Кремль", "Кремля", "Россией", "ёлка", "елка", "й",
    "日銀", "日本銀行", "利上げ", "一日", "서울은", "서울", "은", "ｶﾞｽ", "ガス", "ไทย", "½", "ﬁne",
    "fine", "U.S.", "Russia-DPRK", "x", "banana", "ana", "हिन्दी", "0.5％", "co\u00adop", "coop", "İzmir",
)  # fmt: skip
SEPARATORS = (" ", " ", " ", "  ", ", ", ". ", "\n\n", "-", "’", "", " “", "…", "!\n", "\u3000")
ALIASES = {
    "bank": ["bank", '"Bank of Japan"', "日銀", "@cafe"],
    "cafe": ["café", "=Rate", "Japan* NEAR/2 rate*"],
}

prose = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(SEPARATORS)), max_size=14).map(
    lambda pairs: "".join(word + separator for word, separator in pairs)
)
long_prose = st.tuples(st.integers(0, 70), prose).map(lambda pair: "of x " * pair[0] + pair[1])
documents = st.builds(
    Document,
    title=prose,
    text=st.one_of(prose, long_prose),
    url=st.sampled_from(["https://bank.example/rate", "https://x.example/Japan"]),
    author=st.sampled_from(["", "A. Bank", "Café Japan"]),
    source=st.sampled_from(["Bank", "The Rate"]),
    lang=st.sampled_from([None, "en", "ja"]),
    tags=st.sampled_from([(), ("rate", "x-bank"), ("bank",)]),
)

plain = st.sampled_from(
    [*WORDS, *WORDS, "rat*", "*ate", "*nan*", "*ana", "Росс*", "стр*", "fin*", "*asse", "日*", "=x"]
)
phrases = st.tuples(
    st.lists(
        st.sampled_from([w for w in WORDS if w != "x"] + ["rat*", "*nan*", "Ban*"]),
        min_size=1,
        max_size=3,
    ),
    st.sampled_from(["", "", "~1", "~3"]),
).map(lambda pair: '"' + " ".join(pair[0]) + '"' + pair[1])
cased = st.one_of(plain.map(lambda w: "=" + w.lstrip("=")), phrases.map(lambda p: "=" + p))
leaves = st.one_of(plain, plain, phrases, cased, st.sampled_from(["@bank", "@cafe", "=@bank"]))
positional = st.tuples(st.sampled_from(["", "", "title:", "lead:", "text:"]), leaves).map("".join)
nears = st.recursive(
    positional,
    lambda inner: st.one_of(
        st.tuples(
            inner, st.sampled_from(["NEAR", "NEAR/0", "NEAR/2", "ONEAR/1", "ONEAR/5"]), inner
        ).map(lambda t: f"({' '.join(t)})"),
        st.tuples(inner, inner).map(lambda t: f"({t[0]} OR {t[1]})"),
    ),
    max_leaves=4,
)
others = st.sampled_from(
    ["url:rate", "url:=Japan", "url:/Japan$/", "author:bank", "source:=Bank", "lang:ja", "tag:x-bank",
     "tag:(rate OR bank)", "/rates?/", "/BANK/i", "title:/[Rr]at/", "lead:/x o/", "text:/[,.] /", "/銀/"]
)  # fmt: skip
queries = st.recursive(
    st.one_of(nears, nears, nears, others),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from([" ", " AND ", " OR "]), inner).map(
            lambda t: f"({''.join(t)})"
        ),
        st.tuples(inner, inner).map(lambda t: f"({t[0]} -{t[1]})"),
        st.tuples(inner, inner).map(lambda t: f"({t[0]} OR {t[1]})"),
    ),
    max_leaves=3,
)


@st.composite
def topics(draw: st.DrawFn, name: str = "topic") -> Topic:
    some = st.lists(queries, max_size=2).map(tuple)
    any_of = draw(some) if draw(st.booleans()) else ()
    everything = draw(some)
    return Topic(
        name=name,
        title=name,
        all=everything,
        any=any_of,
        any_min=draw(st.integers(1, max(1, len(any_of)))),
        none=draw(st.lists(queries, max_size=1).map(tuple)),
        query=draw(st.none() | queries) if everything or any_of else draw(queries),
        within=draw(st.sampled_from([None, None, 2, 6, 20])),
        min_score=draw(st.sampled_from([0.0, 0.0, 2.0])),
    )


@given(
    watched=st.lists(topics(), min_size=1, max_size=6),
    articles=st.lists(documents, min_size=1, max_size=3),
)
def test_the_engine_finds_what_the_reference_finds(
    watched: list[Topic], articles: list[Document]
) -> None:
    named = [
        Topic(**{**{f: getattr(t, f) for f in t.__dataclass_fields__}, "name": str(n)})
        for n, t in enumerate(watched)
    ]
    matcher = compile_topics(named, ALIASES)
    for article in articles:
        reference = Reference(article, ALIASES)
        found = {match.topic: match for match in matcher.match(article)}
        for topic in named:
            expected = reference.match(topic)
            match = found.get(topic.name)
            if expected is None or not (expected[1] or article.title or article.text):
                assert match is None, topic
                continue
            assert match is not None, topic
            assert math.isclose(match.score, expected[0])
            spans = {(s.field, s.start, s.end, s.term, s.clause, s.alias) for s in match.spans}
            assert len(match.spans) == len(spans) >= 1
            if expected[1]:
                assert spans == expected[1]


@given(
    st.one_of(
        st.text(),
        st.text(
            alphabet="aеЕё\u0301\u0306\u0308日ｶﾞ\u1100\u1161\u11a8각½ßİŉ\u3099\ufe0fก็क़्ᾳ…’ʼ\u00ad 1\u20e3"
        ),
    )
)
@example("e\u0301 \u0301x 日\U000e0100本 1\u20e3")
def test_tokens_and_their_places_are_those_of_the_reference(text: str) -> None:
    folded, offsets = fold(text), Offsets(text)
    found = [(folded[a:b], offsets.start(a), offsets.end(b)) for a, b in tokens(folded)]
    assert found == [(t.text, t.start, t.end) for t in tokens_of(text, "text", 0)]


@pytest.mark.parametrize("text", ["", " ", "Straße", "é日本x"])
def test_folding_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)
