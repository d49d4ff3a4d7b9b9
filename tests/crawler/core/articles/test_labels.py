"""Lines that are no article text, in many languages, and sentences that only look like them."""

import pytest

from crawler.core.articles.labels import is_byline, is_label, is_teaser


@pytest.mark.parametrize(
    "text",
    [
        "Read more: What the treaty says",
        "READ MORE ON THIS STORY",
        "▶ Lesen Sie auch: Was im Vertrag steht",
        "À lire aussi : le texte du traité",
        "Читайте также: Что известно о договоре",
        "(Leggi anche su: il trattato)",
        "Les også: Avtalen forklart",
        "関連記事 条約の全文",
        "관련기사 조약 전문",
        "اقرأ أيضا: نص المعاهدة",
        "Don't miss our podcast",
        "Sign up for our newsletter",
    ],
)
def test_pointers_to_other_articles_are_recognised(text: str) -> None:
    assert is_teaser(text)


@pytest.mark.parametrize(
    "text",
    [
        "Readmore is the name of a town.",
        "Related" + " matters were discussed at length" * 10,
        "The minister said he would read more about it.",
        "Relatedness is a measure of kinship.",
        "",
    ],
)
def test_sentences_that_begin_alike_are_not_teasers(text: str) -> None:
    assert not is_teaser(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Advertisement",
            "ANZEIGE",
            "Реклама",
            "12 Comments",
            "Share on WhatsApp",
            "分享",
            "* Close *",
        ),
        *("#Russia #NorthKorea", "＃条約", "#one, #two", "#" + " #".join(["tag"] * 30)),
        *("23. 12. 2024 13:31", "2024-12-23", "12/31/2024"),
    ],
)
def test_labels_hashtags_and_bare_dates_are_recognised(text: str) -> None:
    assert is_label(text)


@pytest.mark.parametrize(
    "text",
    [
        "Share prices fell on Monday.",
        "$139.00",
        "#1 in the charts",
        "On 12/31/2024 it ended.",
        "What Seoul says",
    ],
)
def test_other_short_lines_are_not_labels(text: str) -> None:
    assert not is_label(text)


AUTHORS = frozenset("ana field jun park".split())


@pytest.mark.parametrize("text", ["By Ana Field", "Von Ana Field, Jun Park", "ANA FIELD"])
def test_a_line_of_the_authors_names_is_a_byline(text: str) -> None:
    assert is_byline(text, AUTHORS)


@pytest.mark.parametrize("text", ["By the sea", "Ana Field said no.", "—", "Ana Field " * 20])
def test_a_line_with_other_words_is_not_a_byline(text: str) -> None:
    assert not is_byline(text, AUTHORS)


def test_without_authors_nothing_is_a_byline() -> None:
    assert not is_byline("By Ana Field", frozenset())
