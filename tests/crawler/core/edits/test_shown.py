"""A diff in lines, and versions in order."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from crawler.core.edits import chronicle, compare_versions, plain_lines
from crawler.core.edits.chronicle import UNTOLD
from crawler.model.archived import ArchivedVersion
from crawler.model.article import ArticleText, Capture, Origin

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
TEXT = "The ministers signed the treaty on Tuesday. Parliament will vote before the summer."


def version(
    text: str, number: int = 1, origin: Origin = Origin.PAGE, page: str = ""
) -> ArchivedVersion:
    capture = Capture(
        body=b"", sha256=page or text, url="u", final_url="u", status=200, fetched_at=NOON
    )
    return ArchivedVersion(
        id=number,
        number=number,
        fetched_at=NOON,
        origin=origin,
        problem=None,
        text=ArticleText(title="Treaty", text=text, extractor=f"test-{number}"),
        seal=None,
        page=capture if origin is Origin.PAGE else None,
        feed_document=None,
    )


@pytest.mark.parametrize(
    ("new", "lines"),
    [
        (TEXT, []),
        (
            TEXT.replace("Tuesday", "Monday"),
            [
                "- The ministers signed the treaty on [-Tuesday.-]",
                "+ The ministers signed the treaty on {+Monday.+}",
            ],
        ),
        (TEXT.partition(" Parl")[0], ["- Parliament will vote before the summer."]),
        (f"{TEXT} All is well now.", ["+ All is well now."]),
        ("", [f"- {TEXT}"]),
        (
            TEXT.replace("will vote", "will soon vote"),
            [
                "- Parliament will vote before the summer.",
                "+ Parliament will {+soon+} vote before the summer.",
            ],
        ),
    ],
)
def test_what_went_stands_above_what_came(new: str, lines: list[str]) -> None:
    assert [*plain_lines(compare_versions("T", TEXT, "T", new).passages)] == lines


def test_scripts_without_spaces_are_marked_by_character() -> None:
    edit = compare_versions("T", "政府は法案を可決した。", "T", "政府は法案を否決した。")
    assert [*plain_lines(edit.passages)] == [
        "- 政府は法案を[-可-]決した。",
        "+ 政府は法案を{+否+}決した。",
    ]


def test_each_version_says_what_makes_it_one() -> None:
    versions = [
        version("A short summary of it.", 1, Origin.FEED),
        version(TEXT, 2),
        version(TEXT.replace("Tuesday", "tuesday!"), 3),
        version(TEXT.replace("vote", "not vote"), 4),
        version(TEXT.replace("vote", "never vote"), 5, page=TEXT.replace("vote", "not vote")),
    ]
    assert [step.what for step in chronicle(versions)] == [
        "first version, the feed's text",
        "the page in place of the feed's text",
        UNTOLD,
        "the wording was changed",
        "the same page, read by test-5",
    ]


def test_nothing_is_made_of_no_versions() -> None:
    assert chronicle([]) == ()
    (only,) = chronicle([replace(version(TEXT), problem=None)])
    assert (only.what, only.edit) == ("first version", None)
