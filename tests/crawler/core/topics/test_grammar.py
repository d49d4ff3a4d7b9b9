"""The parser: what is one thing, what binds tighter, and what every mistake is answered with."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.core.topics.grammar import MAX_DEPTH, parse_alias_member, parse_query
from crawler.core.topics.nodes import Alias, And, Near, Node, Not, Or, Pattern, Term
from crawler.model.errors import QueryError


def shape(node: Node) -> str:  # noqa: PLR0911 -- one case each
    """Return a tree as a short text."""
    match node:
        case Term():
            return (
                (f"{node.field}:" if node.field else "")
                + ("=" if node.exact else "")
                + node.written
            )
        case Alias():
            return (
                (f"{node.field}:" if node.field else "")
                + ("=" if node.exact else "")
                + node.written
            )
        case Pattern():
            return (f"{node.field}:" if node.field else "") + node.written
        case And(parts=parts):
            return f"and({', '.join(map(shape, parts))})"
        case Or(parts=parts):
            return f"or({', '.join(map(shape, parts))})"
        case Not(part=part):
            return f"not({shape(part)})"
        case Near():
            name = "onear" if node.ordered else "near"
            return f"{name}{node.distance}({shape(node.left)}, {shape(node.right)})"


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("a", "a"),
        ("a b c", "and(a, b, c)"),
        ("a AND b OR c d", "or(and(a, b), and(c, d))"),
        ("a -b", "and(a, not(b))"),
        ("a NOT b", "and(a, not(b))"),
        ("a - b", "and(a, not(b))"),
        ("a AND NOT NOT b", "and(a, not(not(b)))"),
        ("x-ray -b", "and(x-ray, not(b))"),
        ("a NEAR b", "near8(a, b)"),
        ("NOT a NEAR/3 b c", "and(not(near3(a, b)), c)"),
        ("a NEAR/3 b ONEAR/0 c", "onear0(near3(a, b), c)"),
        ("(a OR b) NEAR (c OR d NEAR/1 e)", "near8(or(a, b), or(c, near1(d, e)))"),
        ("title:a b", "and(title:a, b)"),
        ("title:(a b OR =c)", "or(and(title:a, title:b), title:=c)"),
        ('=(a OR "b c")~', None),
        ('=(US OR "Bank of")', 'or(=US, ="Bank of")'),
        ("title:=@x", "title:=@x"),
        ('"a b"~3', '"a b"~3'),
        (r"/a\/b (c)/i", r"/a\/b (c)/i"),
        ("url:/x/ a", "and(url:/x/, a)"),
        ("url:https://x.example/a?b=1 c", "and(url:https://x.example/a?b=1, c)"),
        ("22:30", "22:30"),
        ("and", "and"),
        ("and or", "and(and, or)"),
        ('a "and" b', 'and(a, "and", b)'),
        ("ANDES ORO NOTE NEARBY", "and(ANDES, ORO, NOTE, NEARBY)"),
        ("  a  ", "a"),
    ],
)
def test_signs_bind_as_written_in_the_grammar(query: str, tree: str | None) -> None:
    if tree is None:
        with pytest.raises(QueryError):
            parse_query(query)
    else:
        assert shape(parse_query(query)) == tree


@pytest.mark.parametrize(
    ("query", "column", "problem"),
    [
        ("", 0, "the query is empty"),
        ("  ", 2, "the query is empty"),
        ("(a OR b", 0, "a ( is never closed"),
        ("a (", 2, "a ( is never closed"),
        ("a)", 1, "a ) without its ("),
        ("()", 1, "a word is missing before )"),
        ('a "b c', 2, 'a " is never closed'),
        ("a OR", 4, "a word is missing after 'OR'"),
        ("OR a", 0, "a word is missing before 'OR'"),
        ("a AND OR b", 6, "a word is missing before 'OR'"),
        ("title:", 6, "a word is missing after 'title:'"),
        ("tilte:a", 0, "unknown field 'tilte:'"),
        ("https://x.example", 0, "unknown field 'https:'"),
        ("title:(text:a)", 7, "'text:' inside of 'title:'"),
        ("russia and ukraine", 7, "'and' between two words is searched for like any word"),
        ("a near/3 b", 2, "'near/3' between two words is searched for like any word"),
        ("NOT a", 0, "NOT needs something to be subtracted from"),
        ("a OR -b", 0, "NOT needs something to be subtracted from"),
        ("a NEAR (b c)", 8, "AND (words side by side) cannot be a side of NEAR"),
        ("a NEAR (b OR -c)", 13, "NOT cannot be a side of NEAR"),
        ("a ONEAR /x/", 8, "a pattern cannot be a side of ONEAR"),
        ("a NEAR/x b", 2, "'NEAR/x' needs a number of tokens up to 10000"),
        ("a NEAR/ b", 2, "'NEAR/' needs a number of tokens up to 10000"),
        ("a NEAR/99999 b", 2, "'NEAR/99999' needs a number of tokens up to 10000"),
        ("a NEAR url:b", 2, "NEAR measures distances, and 'url:' has no positions"),
        ("url:(a OR b NEAR c) NEAR d", 12, "NEAR measures distances, and 'url:' has no positions"),
        ('"a b"~x', 0, "'\"a b\"~x' needs a number of tokens up to 10000"),
        ("word~2", 4, "'~n' follows a closed phrase only"),
        ("ab*", 0, "'ab*' is too short for a wildcard"),
        ("*", 0, "'*' is too short for a wildcard"),
        ('"a * b"', 3, "'*' is too short for a wildcard"),
        ("foo*bar", 3, "'foo*bar' has a * in its middle"),
        ("a &", 2, "& holds no letter or digit to search for"),
        ('""', 0, '"" holds no letter or digit to search for'),
        ("“a b”", 0, "“ does not quote a phrase"),
        ("/a(/", 0, "not a pattern in RE2's syntax: missing ): a("),
        ("/a", 0, "a pattern is never closed"),
        ("=/a/", 1, "a pattern here"),
        ("@", 0, "@ without the name of an alias"),
        ("(" * (MAX_DEPTH + 1) + "a", MAX_DEPTH, f"more than {MAX_DEPTH} brackets or NOTs inside one another"),
        ("-" * (MAX_DEPTH + 2) + "a", MAX_DEPTH, f"more than {MAX_DEPTH} brackets or NOTs inside one another"),
    ],
)  # fmt: skip
def test_a_mistake_is_answered_with_its_place(query: str, column: int, problem: str) -> None:
    with pytest.raises(QueryError) as raised:
        parse_query(query)
    assert (raised.value.problem, raised.value.column) == (problem, column)
    assert raised.value.hint


def test_the_error_points_with_a_caret() -> None:
    with pytest.raises(QueryError) as raised:
        parse_query("tilte:a")
    assert str(raised.value).splitlines()[1:3] == ["  tilte:a", "  ^"]


@pytest.mark.parametrize("member", ["a", '"a b"', "a OR @b", "=US", "a NEAR/2 (b OR c)"])
def test_an_alias_member_may_be_words_phrases_or_and_near(member: str) -> None:
    assert parse_alias_member(member) == parse_query(member)


@pytest.mark.parametrize("member", ["a b", "a -b", "/x/", "a OR (b c)"])
def test_an_alias_member_may_be_nothing_else(member: str) -> None:
    with pytest.raises(QueryError, match="cannot be an alias member"):
        parse_alias_member(member)


@pytest.mark.parametrize("query", ["日*", "*銀", '"日* 本"', "ＡＢＣ*", "x-ra*"])
def test_three_characters_beside_a_star_are_asked_of_alphabets_only(query: str) -> None:
    parse_query(query)


@given(st.text() | st.text(alphabet='aB*"()=@/:~- \n日ORNEAR1titleurl'))
def test_any_text_is_a_query_or_a_query_error_within_the_text(text: str) -> None:
    with suppress(QueryError), _pointing_into(text):
        parse_query(text)


@contextmanager
def _pointing_into(text: str) -> Iterator[None]:
    try:
        yield
    except QueryError as error:
        in_text = 0 <= error.column <= len(text)
        assert in_text
        raise
