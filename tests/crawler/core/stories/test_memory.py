"""The archive in memory answers as the real one does, on the same articles in the same order."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

import pytest

from crawler.core.filing import decider
from crawler.core.stories.memory import MemoryArchive
from crawler.model.filing import Archive, Draft, Filed, Filing, New, StoryChange
from crawler.model.topic import Topic
from storage import open_store
from storage.protocol import Store
from tests.crawler.core.stories.given import HOUR, NOON, TREATY, Desk, draft, match
from tests.storage.given import feed, fetched, page, tasks

TOPIC = Topic(name="all", title="All")


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    opened = await open_store("sqlite:///:memory:")
    yield opened
    await opened.close()


async def file_in_store(store: Store, drafts: Sequence[Draft]) -> list[Filed]:
    """File drafts one by one, each at its own moment, as tasks of one feed."""
    await store.sync_feeds([feed("a")], NOON)
    await fetched(store, "a", *(page(n) for n in range(len(drafts))))
    lease, given = await tasks(store, limit=len(drafts))
    filed: list[Filed] = []
    for task, each in zip(given, drafts, strict=True):
        own = replace(each, task=replace(each.task, id=task.id))
        moment = each.task.seen_at
        filed += await store.file(lease, [own], decider({"all": TOPIC}, None, moment), moment)
    return filed


def outcome(filed: Filed) -> tuple[object, ...]:
    story = filed.filing.story
    return (
        filed.article_id,
        filed.filing.verdict,
        story and (story.story_id, story.opened, story.facts, story.newest_at),
        [(alert.id, alert.kind, alert.outlets) for alert in filed.filing.alerts],
        [(each.kind, each.reason) for each in filed.filing.suppressed],
    )


async def test_decisions_over_it_are_those_over_the_real_archive(
    store: Store, news: tuple[Draft, ...]
) -> None:
    revised = [
        replace(each, text=replace(each.text, text=each.text.text + "\n\nMore is known now."))
        for each in news[:4]
    ]
    drafts = [replace(each, matches=(match("all"),)) for each in (*news, *news[:4], *revised)]
    desk = Desk(TOPIC)
    in_memory = [outcome(desk.file(each)) for each in drafts]
    assert in_memory == [outcome(each) for each in await file_in_store(store, drafts)]


def test_a_new_article_without_a_story_is_a_bug_it_names() -> None:
    with pytest.raises(ValueError, match="needs a story"):
        MemoryArchive().add(draft("Treaty", TREATY), Filing(verdict=New(), story=None))


def test_what_is_not_there_is_not_found() -> None:
    archive: Archive = MemoryArchive()
    assert archive.article_at(["nowhere"]) is None
    assert archive.same_text("none", NOON) == ()
    assert archive.overlaps([1, 2], "en", NOON, 1) == ()
    assert archive.clusters(["en:treati"], None, NOON) == ()
    assert archive.document_frequencies(["en:treati"], "en") == ({}, 0.0)
    assert archive.history("all", "s1", NOON).alerts_for_story == 0


def test_a_hash_of_very_many_articles_is_boilerplate() -> None:
    archive = MemoryArchive()
    one = draft("Treaty", TREATY)
    decide = decider({}, None, NOON)
    for number in range(501):
        other = replace(one, url=f"https://h.example/{number}", url_keys=(f"{number}",))
        filing = decide(one, MemoryArchive())
        archive.add(other, filing)
        if number == 499:
            assert len(archive.overlaps(one.fingerprint.sketch, "en", NOON - HOUR, 8)) == 500
    assert archive.overlaps(one.fingerprint.sketch, "en", NOON - HOUR, 8) == ()


def test_a_story_is_found_by_the_terms_it_has_now() -> None:
    archive = MemoryArchive()
    for number, terms in enumerate(({"en:treati": 1.0, "en:boat": 1.0}, {"en:boat": 1.0})):
        of = draft(f"{number}", TREATY)
        change = StoryChange(
            story_id="s", opened=number == 0, centroid=terms, facts=frozenset(), why="told"
        )
        archive.add(of, Filing(verdict=New(), story=change))
    assert archive.clusters(["en:treati"], None, NOON) == ()
    assert [each.story_id for each in archive.clusters(["en:boat"], None, NOON)] == ["s"]
