"""Names that accuse: whole words only, however they are written."""

import pytest

from crawler.core.articles.junk import Suspicion, suspicion_of


@pytest.mark.parametrize(
    ("name", "suspicion", "word"),
    [
        ("sidebar", Suspicion.STRONG, "sidebar"),
        ("articleSidebar", Suspicion.STRONG, "sidebar"),
        ("article__share--bar", Suspicion.SOME, "share"),
        ("shareholder shareholders", Suspicion.NONE, ""),
        ("read-more-box", Suspicion.SOME, "read more"),
        ("post comments-list tags", Suspicion.CERTAIN, "comments"),
        ("header shadow padding", Suspicion.NONE, ""),
        ("", Suspicion.NONE, ""),
    ],
)
def test_the_worst_word_of_a_name_counts(name: str, suspicion: Suspicion, word: str) -> None:
    assert suspicion_of(name) == (suspicion, word)
