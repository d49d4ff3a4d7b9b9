"""What a document shows of itself: quick answers have to be those of a slow look."""

from itertools import islice, pairwise, product

from hypothesis import given
from hypothesis import strategies as st

from crawler.core.topics import compile_topics
from crawler.core.topics.view import MOST_CHARACTERS, RUNS_BY_SCAN, View
from crawler.core.topics.words import fold, fold_cluster
from crawler.model.topic import Document, Topic

words = st.lists(st.sampled_from(["ab", "cd", "abc", "日", "本"]), min_size=2, max_size=8)


@given(text=words, asked=st.lists(words, min_size=1, max_size=RUNS_BY_SCAN + 5))
def test_words_that_stand_side_by_side_are_never_denied(
    text: list[str], asked: list[list[str]]
) -> None:
    """However often it was asked: by a look through the text or by the table of neighbours."""
    view = View(Document(text=" ".join(text)))
    for phrase in asked:
        plain = all(word.isascii() for word in phrase)
        stands = any(text[n : n + len(phrase)] == phrase for n in range(len(text)))
        if plain and stands:
            assert view.may_hold_run(phrase)
        assert view.may_hold_run(phrase[:1]) >= (phrase[0] in text and phrase[0].isascii())


def test_many_phrases_are_told_apart_from_the_same_words_elsewhere() -> None:
    names = [f"word{number}" for number in range(2 * RUNS_BY_SCAN)]
    article = Document(text=", ".join(names))
    side_by_side = [f'"{first} {second}"' for first, second in pairwise(names)]
    turned_round = [f'"{second} {first}"' for first, second in pairwise(names)]
    matcher = compile_topics(
        [Topic(name=query, title="", query=query) for query in side_by_side + turned_round], {}
    )
    assert [match.topic for match in matcher.match(article)] == side_by_side


def test_an_article_without_a_needed_word_has_no_candidates() -> None:
    matcher = compile_topics([Topic(name="t", title="", all=("harbour", "pact"))], {})
    assert matcher.match(Document(text="a pact")) == matcher.match(Document(text="nothing")) == ()


def test_a_second_article_in_a_language_is_stemmed_like_the_first() -> None:
    matcher = compile_topics([Topic(name="t", title="", all=("treaty",), stem=True)], {})
    articles = [Document(text=text, lang="en") for text in ("treaties", "treatise", "Treaties")]
    assert [len(matcher.match(article)) for article in articles] == [1, 0, 1]


def test_beyond_its_first_half_million_characters_a_text_is_not_read() -> None:
    matcher = compile_topics([Topic(name="t", title="", query="pact")], {})
    found, missed = (
        matcher.match(Document(text=f"{'a' * (MOST_CHARACTERS - length)} pact"))
        for length in (len(" pact"), len(" pac"))
    )
    assert found
    assert not missed


def test_characters_heaped_with_marks_are_not_all_remembered() -> None:
    marks = "".join(map(chr, range(0x300, 0x340)))
    heaped = ("".join(("a", *three)) for three in product(marks, repeat=3))
    fold(" ".join(islice(heaped, 20_000)))
    assert fold_cluster.cache_info().currsize < 20_000
