"""A story for people: what is merged, what is part of what, what was stated."""

from datetime import UTC, datetime, timedelta

from crawler.core.tellers import figures_and_names, story_document, tellers
from crawler.model.article import ArticleId
from crawler.model.history import Merged, Passage, StoryHistory
from crawler.model.story import Source, Story

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)


def source(number: int, copy_of: int | None = None, published: datetime | None = NOON) -> Source:
    return Source(
        article_id=ArticleId(number),
        outlet=f"outlet {number}",
        url=f"https://{number}.example",
        title=f"Title {number}",
        language="en" if number < 3 else None,
        published=published,
        first_seen_at=NOON + number * timedelta(minutes=1),
        copy_of=None if copy_of is None else ArticleId(copy_of),
    )


def history(*sources: Source, facts: frozenset[str] = frozenset()) -> StoryHistory:
    return StoryHistory(
        story=Story(id="s1", title="T", first_seen_at=NOON, sources=sources, facts=facts),
        reasons={ArticleId(1): "opened it"},
        merged=(
            Merged(story_id="s2", into_id="s1", title="U", reason="is the same", merged_at=NOON),
        ),
        passages=(
            Passage(
                inner_id=ArticleId(1),
                inner_outlet="outlet 1",
                outer_id=ArticleId(2),
                outer_outlet="outlet 2",
            ),
        ),
        alerts=(),
    )


def test_copies_fold_under_their_original() -> None:
    found = tellers(history(source(1), source(2, 1), source(3), source(4, 1)))
    assert [(t.source.article_id, [c.article_id for c in t.copies]) for t in found] == [
        (1, [2, 4]),
        (3, []),
    ]


def test_a_copy_whose_original_was_let_go_stands_for_it() -> None:
    found = tellers(history(source(2, 1), source(3)))
    assert [t.source.article_id for t in found] == [2, 3]


def test_a_date_after_the_first_sight_is_not_believed() -> None:
    assert source(1, published=NOON + timedelta(days=9)).told_at == NOON + timedelta(minutes=1)
    assert source(1, published=None).told_at == NOON + timedelta(minutes=1)
    assert source(1).told_at == NOON


def test_figures_are_told_by_size_and_names_without_their_mark() -> None:
    stated = frozenset({"#212", "#9.5", "#14000", "#18", "n:kazuo ueda", "n:ada li"})
    figures, names = figures_and_names(history(facts=stated))
    assert figures == ["9.5", "18", "212", "14000"]
    assert names == ["ada li", "kazuo ueda"]


def test_the_document_says_what_is_part_of_what_and_what_was_merged() -> None:
    document = story_document(history(source(1), source(2)))
    one, other = document["sources"]
    assert (one["contained_in"], one["contains"], one["why"]) == ([2], [], "opened it")
    assert (other["contained_in"], other["contains"], other["why"]) == ([], [1], None)
    assert document["merged"] == [
        {
            "id": "s2",
            "into": "s1",
            "title": "U",
            "reason": "is the same",
            "at": "2026-03-03T12:00:00Z",
        }
    ]
    assert document["languages"] == ["en"]
