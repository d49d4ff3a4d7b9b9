"""The body as data states it: a check, a cure, never a teaser in place of the story."""

import pytest

from crawler.core.articles.stated import as_paragraphs, better_body


def paragraph(kind: str, number: int) -> str:
    """Return a sentence of words no other has."""
    return " ".join(f"{kind}{number}w{word}" for word in range(12)) + "."


def text(kind: str, *numbers: int) -> str:
    return "\n\n".join(paragraph(kind, number) for number in numbers)


STORY = text("story", *range(8))


@pytest.mark.parametrize(
    ("shown", "stated", "best"),
    [
        ("", STORY, STORY),
        (STORY, "", STORY),
        (text("story", 0, 1), STORY, STORY),  # cut off on the page
        (STORY, text("story", 0, 1), STORY),  # the teaser of a paywall
        (text("consent", *range(8)), STORY, STORY),  # something else on the page
        (text("consent", *range(50)), text("story", 0), text("consent", *range(50))),
        (STORY + "\n\n" + text("comment", 50, 51), STORY, STORY),  # follow-ups below the end
        (text("story", 0) + "\n\n" + text("list", *range(20, 40)), text("story", 0), text("story", 0) + "\n\n" + text("list", *range(20, 40))),
    ],
)  # fmt: skip
def test_the_better_of_shown_and_stated_is_taken(shown: str, stated: str, best: str) -> None:
    assert better_body(shown, stated) == best


def test_stated_html_becomes_paragraphs() -> None:
    assert as_paragraphs("<p>One.</p><p>Two<br>lines</p>") == "One.\n\nTwo\n\nlines"
    assert as_paragraphs("One.\n\n Two.") == "One.\n\nTwo."


def test_deeply_nested_stated_html_is_read() -> None:
    assert as_paragraphs("<b>" * 60_000 + "Deep.</b>") == "Deep."
