"""Filing: decisions see what was filed before them; everything of a draft is written or nothing."""

import pytest

from crawler.model.article import ArticleId, ArticleText, Origin
from crawler.model.errors import LeaseLostError, StoreError
from crawler.model.filing import Archive, Copy, Draft, Filing, New, Revised, Same
from storage.protocol import Sought, Store
from tests.storage.given import (
    HOUR,
    NOON,
    Given,
    alerting,
    change,
    draft,
    feed,
    new_article,
)


async def test_a_new_article_is_found_again_as_it_was_filed(store: Store, given: Given) -> None:
    lease, (task, *_) = given
    text = ArticleText(
        title="Договор подписан",
        author="A. B.",
        published=NOON - HOUR,
        language="ru",
        text="Да.\n\nНет.",
        extractor="x",
    )
    of = draft(task, text=text, problem="paywall", origin=Origin.FEED, capture=None)
    (filed,) = await store.file(lease, [of], new_article, NOON)
    article = await store.article(filed.article_id)
    assert article is not None
    assert (article.url, article.feed_id, article.outlet) == (task.url, "a", "A")
    assert (article.title, article.author, article.language, article.text) == (
        "Договор подписан",
        "A. B.",
        "ru",
        "Да.\n\nНет.",
    )
    assert (article.first_seen_at, article.published) == (NOON, NOON - HOUR)
    assert (article.versions, article.copy_of, article.origin, article.problem) == (
        1,
        None,
        Origin.FEED,
        "paywall",
    )
    assert article.story_id == f"story of {task.url}"
    assert await store.article(ArticleId(99)) is None


async def test_a_decision_sees_the_drafts_filed_before_it_in_the_same_batch(
    store: Store, given: Given
) -> None:
    lease, (one, two, *_) = given
    seen: list[ArticleId | None] = []

    def decide(of: Draft, archive: Archive) -> Filing:
        known = archive.article_at(["x/same"])
        seen.append(known.id if known else None)
        if known is not None:
            return Filing(verdict=Same(article_id=known.id), story=None)
        return new_article(of, archive)

    keys = {"url_keys": ("x/same",)}
    first, second = await store.file(lease, [draft(one, **keys), draft(two, **keys)], decide, NOON)
    assert seen == [None, first.article_id]
    assert second.article_id == first.article_id
    assert (await store.counts()).articles == 1


async def test_one_bad_decision_leaves_nothing_of_the_batch(store: Store, given: Given) -> None:
    lease, (one, two, *_) = given

    def decide(of: Draft, archive: Archive) -> Filing:
        if of.task.id == two.id:
            raise ZeroDivisionError
        return alerting()(of, archive)

    with pytest.raises(ZeroDivisionError):
        await store.file(lease, [draft(one), draft(two)], decide, NOON)
    counts = await store.counts()
    assert (counts.articles, counts.stories, sum(counts.deliveries.values())) == (0, 0, 0)
    assert await store.alerts(None, None, 10) == ()
    await store.file(lease, [draft(one), draft(two)], new_article, NOON)


async def test_a_lost_lease_files_nothing(store: Store, given: Given) -> None:
    lease, (task, *_) = given
    await store.release_page_host(lease, NOON, NOON)
    with pytest.raises(LeaseLostError):
        await store.file(lease, [draft(task)], new_article, NOON)
    assert (await store.counts()).articles == 0


async def test_a_new_article_needs_a_story(store: Store, given: Given) -> None:
    lease, (task, *_) = given
    with pytest.raises(StoreError, match="without a story"):
        await store.file(
            lease, [draft(task)], lambda of, archive: Filing(verdict=New(), story=None), NOON
        )


async def test_a_revision_is_a_new_version_under_the_same_id(store: Store, given: Given) -> None:
    lease, (one, two, *_) = given
    (first,) = await store.file(lease, [draft(one, "Old words here.")], new_article, NOON)

    def revise(of: Draft, archive: Archive) -> Filing:
        return Filing(verdict=Revised(article_id=first.article_id), story=None)

    (second,) = await store.file(lease, [draft(two, "New words there.", problem="x")], revise, NOON)
    assert second.article_id == first.article_id
    article = await store.article(first.article_id)
    assert article is not None
    assert (article.versions, article.text, article.title) == (2, "New words there.", "Title 1")
    assert (article.url, article.first_seen_at) == (one.url, NOON)
    counts = await store.counts()
    assert (counts.articles, counts.versions) == (1, 2)
    found = await store.candidates("there", Sought(), None, 5)
    assert [each.id for each in found] == [article.id]
    assert await store.candidates("old", Sought(), None, 5) == ()


async def test_a_revision_may_move_the_article_to_another_story(store: Store, given: Given) -> None:
    lease, (one, two, *_) = given
    (first,) = await store.file(lease, [draft(one)], new_article, NOON)

    def move(of: Draft, archive: Archive) -> Filing:
        return Filing(verdict=Revised(article_id=first.article_id), story=change("other", of))

    await store.file(lease, [draft(two)], move, NOON)
    other, old = await store.story("other"), await store.story(f"story of {one.url}")
    assert other is not None
    assert old is not None
    assert ([s.article_id for s in other.sources], old.sources) == ([first.article_id], ())


async def test_a_copy_joins_the_story_of_its_original(store: Store, given: Given) -> None:
    lease, (one, two, *_) = given
    (first,) = await store.file(lease, [draft(one)], new_article, NOON)
    story_id = f"story of {one.url}"

    def copy(of: Draft, archive: Archive) -> Filing:
        same = archive.same_text(of.fingerprint.text_hash, NOON - HOUR)
        assert [each.article_id for each in same] == [first.article_id]
        verdict = Copy(original_id=first.article_id, same=True)
        return Filing(verdict=verdict, story=change(story_id, of, opened=False))

    copied = draft(
        two,
        feed=feed("b", name="Beta"),
        text=ArticleText(
            title="Copy", published=NOON - 2 * HOUR, text="The treaty was signed.", extractor="x"
        ),
    )
    (second,) = await store.file(lease, [copied], copy, NOON)
    story = await store.story(story_id)
    assert story is not None
    assert story.title == "Title 0"
    assert [(s.article_id, s.copy_of) for s in story.sources] == [
        (second.article_id, first.article_id),
        (first.article_id, None),
    ]
    assert await store.story("nobody's") is None


async def test_what_is_not_there_is_an_error_of_the_archive(store: Store, given: Given) -> None:
    lease, (task, *_) = given

    def ask_for_article(of: Draft, archive: Archive) -> Filing:
        archive.article(ArticleId(99))
        return new_article(of, archive)

    def ask_for_story(of: Draft, archive: Archive) -> Filing:
        archive.story("none")
        return new_article(of, archive)

    for ask in (ask_for_article, ask_for_story):
        with pytest.raises(StoreError, match="not in the archive"):
            await store.file(lease, [draft(task)], ask, NOON)
