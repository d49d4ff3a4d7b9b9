"""Fingerprints: what does and does not change what a text is recognised by."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.core.stories.facts import MAX_FACTS
from crawler.core.stories.fingerprint import fingerprint
from crawler.core.stories.terms import MAX_NAMES_AND_FIGURES, MAX_STEMS
from tests.crawler.core.stories.given import RESCUE, TREATY

TITLE = "Norland and Sondria sign treaty on fishing"


@pytest.mark.parametrize(
    "text",
    [
        TREATY.upper(),
        TREATY.replace(". ", ".\n\n"),
        TREATY.replace(" ", "  "),
        TREATY.replace("'", "’"),
        TREATY.replace(",", ";"),
    ],
)
def test_case_space_and_punctuation_leave_the_hash_alone(text: str) -> None:
    assert fingerprint(TITLE, text, "en").text_hash == fingerprint(TITLE, TREATY, "en").text_hash


def test_another_headline_leaves_the_hash_of_an_article_alone() -> None:
    other = fingerprint("A treaty at last", TREATY, "en")
    assert other.text_hash == fingerprint(TITLE, TREATY, "en").text_hash


@pytest.mark.parametrize("text", ["", "Watch the video.", "More follows."])
def test_texts_that_tell_nothing_are_the_same_only_under_one_headline(text: str) -> None:
    one, other = fingerprint("A fire", text, "en"), fingerprint("A flood", text, "en")
    assert one.text_hash != other.text_hash
    assert one.text_hash == fingerprint("A fire", text, "en").text_hash


def test_terms_are_stems_names_and_figures() -> None:
    terms = fingerprint(TITLE, TREATY, "en").terms
    assert {"en:treati", "en:fish", "#18000", "#240", "~sntl"} <= set(terms)
    assert "en:the" not in terms
    assert terms["en:treati"] > terms["en:quarrel"]


def test_small_figures_and_years_are_facts_but_no_terms() -> None:
    print_ = fingerprint("Treaty of 2026", "The treaty has 3 parts and ends in 2030.", "en")
    assert {"#3", "#2026", "#2030"} <= print_.facts
    assert not any(term.startswith("#") for term in print_.terms)


def test_words_of_scripts_without_spaces_become_pairs() -> None:
    assert {"zh:渡轮", "zh:沉没"} <= set(fingerprint("渡轮沉没", "渡轮在岛附近沉没。", "zh").terms)


def test_an_unknown_language_is_counted_without_stems() -> None:
    assert "und:treaties" in fingerprint("Treaties", "Treaties treaties.", None).terms


def test_facts_are_figures_and_names_of_two_words() -> None:
    facts = fingerprint(TITLE, TREATY, "en").facts
    assert {"#240", "#18000", "n:jonas ekvall", "n:port avel"} <= facts
    assert "n:hafnar" not in facts


def test_a_table_of_figures_does_not_grow_without_bound() -> None:
    table = " ".join(str(n) for n in range(1_000, 3_000))
    print_ = fingerprint("Results", f"Results: {table}", "en")
    assert len(print_.facts) == MAX_FACTS
    assert len(print_.terms) <= MAX_STEMS + MAX_NAMES_AND_FIGURES


@given(st.text(max_size=60), st.text(max_size=400), st.sampled_from(["en", "ru", "ja", None]))
def test_any_text_has_a_fingerprint_and_always_the_same(
    title: str, text: str, language: str | None
) -> None:
    print_ = fingerprint(title, text, language)
    assert print_ == fingerprint(title, text, language)
    assert all(weight > 0 for weight in print_.terms.values())


def test_different_articles_share_next_to_nothing() -> None:
    one, other = fingerprint("Treaty", TREATY, "en"), fingerprint("Rescue", RESCUE, "en")
    assert len(one.sketch & other.sketch) == 0
