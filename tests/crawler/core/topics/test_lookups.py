"""What is asked of a text before its words are told apart: the answers are those of its words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.core.topics.binding import Binder
from crawler.core.topics.evaluate import evaluate, holds
from crawler.core.topics.grammar import parse_query
from crawler.core.topics.nodes import Node
from crawler.core.topics.stems import stemmer_for
from crawler.core.topics.view import WORD_BY_SCAN, View
from crawler.model.topic import Document

WORDS = ("ab", "abab", "ties", "tie", "tying", "日", "本", "ё", "τε")
LANGUAGES = ("en", "ru", "nl", "ja", None)
PATTERNS = ("/t.e/", "title:/t.e/", "lead:/t.e/", "text:/t.e/", "url:/t.e/", "tag:/t.e/", "/x*/")

texts = st.lists(st.sampled_from(WORDS), max_size=10).map(" ".join) | st.text(
    alphabet="abtieс日 -\n"
)


@given(title=texts, text=texts, word=st.sampled_from(WORDS))
def test_a_word_occurs_when_it_is_one_of_the_words(title: str, text: str, word: str) -> None:
    def view() -> View:
        return View(Document(title=title, text=text))

    (folded,) = View(Document(text=word)).words
    if folded.isalpha() and folded not in "日本":
        assert view().has_words((folded,)) is (folded in view().words)


def test_a_word_that_is_everywhere_part_of_longer_ones_is_still_found_at_the_end() -> None:
    text = "abab " * WORD_BY_SCAN
    assert View(Document(text=f"{text} ab")).has_words(("ab",))
    assert not View(Document(text=text)).has_words(("ab",))


@given(title=texts, text=texts, word=st.sampled_from(WORDS), language=st.sampled_from(LANGUAGES))
def test_a_stem_occurs_when_one_of_the_words_has_it(
    title: str, text: str, word: str, language: str | None
) -> None:
    view = View(Document(title=title, text=text, lang=language))
    stem = stemmer_for(language)
    (folded,) = View(Document(text=word)).words
    expected = any(stem(each) == stem(folded) for each in view.words)
    assert View(view.document).holds_stem_of(folded) is expected


@pytest.mark.parametrize("query", PATTERNS)
@given(title=texts, text=texts)
def test_a_pattern_holds_when_it_is_found_somewhere(query: str, title: str, text: str) -> None:
    document = Document(title=title, text=text, url=title, tags=(text,))
    node = bound(query)
    assert holds(node, View(document)) is (evaluate(node, View(document)) is not None)


def bound(query: str) -> Node:
    return Binder({}).bind(query, parse_query(query), stem=False)
