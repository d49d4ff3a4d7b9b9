"""The original is the text published first, in whatever order texts are read."""

from dataclasses import replace
from datetime import datetime

import pytest

from crawler.core.stories.originals import BELIEVED_EARLIER, was_published_before
from crawler.core.stories.placing import SKEW
from crawler.model.article import Precision
from crawler.model.filing import Copy, New
from crawler.model.topic import Topic
from tests.crawler.core.stories.given import DAY, HOUR, MINUTE, NOON, TREATY, Desk, draft

TITLE = "Ministers sign a treaty on fishing"
READ_LATER = NOON + HOUR


@pytest.mark.parametrize(
    ("published", "precision", "earlier"),
    [
        (NOON - MINUTE, Precision.TIME, True),
        (NOON, Precision.TIME, False),
        (NOON + MINUTE, Precision.TIME, False),
        (None, Precision.TIME, False),
        (NOON - BELIEVED_EARLIER, Precision.TIME, True),
        (NOON - BELIEVED_EARLIER - MINUTE, Precision.TIME, False),
        (READ_LATER + SKEW + MINUTE, Precision.TIME, False),
        (NOON.replace(hour=0), Precision.DAY, False),
        (NOON.replace(hour=0) - DAY, Precision.DAY, True),
    ],
)
def test_a_believable_date_decides(
    published: datetime | None, precision: Precision, earlier: bool
) -> None:
    desk = Desk()
    original = desk.archive.article(desk.file(draft(TITLE, TREATY)).article_id)
    of = draft(TITLE, TREATY, outlet="Echo", at=READ_LATER, published=published)
    of = replace(of, text=replace(of.text, published_precision=precision))
    assert was_published_before(of, original) is earlier


def test_a_date_in_the_future_of_the_first_is_none() -> None:
    desk = Desk()
    first = desk.file(draft(TITLE, TREATY, published=NOON + DAY))
    original = desk.archive.article(first.article_id)
    later = draft(TITLE, TREATY, outlet="Echo", at=READ_LATER, published=READ_LATER)
    before = draft(TITLE, TREATY, outlet="Echo", at=READ_LATER, published=NOON - MINUTE)
    assert not was_published_before(later, original)
    assert was_published_before(before, original)
    undated = desk.archive.article(desk.file(draft("Other", "", published=None)).article_id)
    assert not was_published_before(before, undated)


def test_the_earlier_text_takes_the_copies_of_the_one_read_first() -> None:
    desk = Desk(Topic(name="fishing", title="Fishing"))
    on = ("fishing",)
    first = desk.file(draft(TITLE, TREATY, matches=on))
    copy = desk.file(draft(TITLE, TREATY, outlet="Star", published=NOON + MINUTE, matches=on))
    source = desk.file(draft(TITLE, TREATY, outlet="Echo", published=NOON - MINUTE, matches=on))
    assert source.filing.verdict == New(supersedes=first.article_id)
    assert [desk.archive.article(each.article_id).copy_of for each in (first, copy, source)] == [
        source.article_id,
        source.article_id,
        None,
    ]
    assert source.filing.story is not None
    assert source.filing.story.why == (
        f"was published before “{TITLE}” (Herald), which is a copy of it"
    )
    assert [each.reason for each in source.filing.suppressed] == ["copy"]
    late = desk.file(draft(TITLE, TREATY, outlet="Mail", published=NOON + HOUR))
    assert late.filing.verdict == Copy(original_id=source.article_id, same=True)
    story = desk.archive.story(desk.story_of(source))
    assert [each.outlet for each in story.sources] == ["Echo", "Herald", "Star", "Mail"]
    assert len({each.outlet for each in story.sources if each.copy_of is None}) == 1


def test_an_outlet_that_repeats_its_own_reprinted_text_supersedes_nothing() -> None:
    desk = Desk()
    first = desk.file(draft(TITLE, TREATY, published=NOON))
    desk.file(draft(TITLE, TREATY, outlet="Echo", published=NOON + MINUTE))
    again = desk.file(
        draft(
            "Fishing treaty signed", TREATY, url="https://herald.example/2", published=NOON - HOUR
        )
    )
    assert again.filing.verdict == Copy(original_id=first.article_id, same=True)
