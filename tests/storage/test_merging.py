"""Stories that prove to be one: what moves, what is recorded, what still finds it."""

from datetime import timedelta

from crawler.model.alert import AlertHistory, Suppressed
from crawler.model.article import ArticleId
from crawler.model.filing import Archive, Draft, Filing, New
from crawler.model.story import Cluster, Merger
from crawler.model.topic import AlertKind
from storage.protocol import Store
from tests.storage.given import (
    HOUR,
    NOON,
    alert,
    change,
    draft,
    feed,
    fetched,
    match,
    page,
    tasks,
)

WHY = "shares “treaty” with it (score 0.90, needed 0.5)"


def opening(of: Draft, archive: Archive) -> Filing:
    """Every draft opens a story named by its page's number, alerts, and holds something back."""
    name = of.url.rpartition("/")[2]
    held = Suppressed(
        topic="treaty",
        story_id=name,
        article_id=ArticleId(0),
        kind=AlertKind.GROWING,
        reason="seen",
        at=NOON,
    )
    told = alert(f"alert {name}", of, story_id=name)
    return Filing(
        verdict=New(), story=change(name, of, why="opened it"), alerts=(told,), suppressed=(held,)
    )


async def filed(store: Store, pages: int) -> None:
    await store.sync_feeds([feed("a")], NOON)
    await fetched(store, "a", *(page(n) for n in range(pages)))
    lease, given = await tasks(store)
    drafts = [draft(task, f"treaty number {task.id}", matches=(match(),)) for task in given]
    await store.file(lease, drafts, opening, NOON)
    await store.release_page_host(lease, NOON, NOON)


def into(kept: str) -> "Into":
    return Into(kept)


class Into:
    """Decides that every story is part of one."""

    def __init__(self, kept: str) -> None:
        self.kept, self.asked = kept, list[str]()

    def __call__(self, cluster: Cluster, archive: Archive) -> Merger | None:
        self.asked.append(cluster.story_id)
        if cluster.story_id == self.kept:
            return None
        both = (archive.story(self.kept), archive.story(cluster.story_id))
        return Merger(
            kept_id=self.kept,
            gone_id=cluster.story_id,
            centroid={"united": float(archive.cluster(self.kept).members)},
            facts=both[0].facts | both[1].facts,
            reason=WHY,
        )


async def test_members_alerts_and_what_was_held_back_move_to_the_story_that_stays(
    store: Store,
) -> None:
    await filed(store, 3)
    assert await store.merge_stories(into("0"), NOON + HOUR, 10) == 3
    history = await store.story_history("0")
    assert history is not None
    assert [source.article_id for source in history.story.sources] == [1, 2, 3]
    assert history.story.facts == {"1", "2", "3"}
    assert [(each.id, each.story_id) for each in history.alerts] == [
        ("alert 0", "0"),
        ("alert 1", "0"),
        ("alert 2", "0"),
    ]
    assert {each.data["story"]["id"] for each in history.alerts} == {"0"}
    assert {each.story_id for each in await store.suppressed(NOON - HOUR)} == {"0"}
    assert history.reasons[ArticleId(1)] == "opened it"
    assert (
        history.reasons[ArticleId(2)] == f"opened it; it came with the story “Title 1”, which {WHY}"
    )
    assert (await store.counts()).stories == 1


async def test_the_merge_is_recorded_and_old_ids_find_the_story(store: Store) -> None:
    await filed(store, 3)
    await store.merge_stories(Only("2", "1"), NOON, 10)
    await store.merge_stories(Only("1", "0"), NOON + HOUR, 10)
    for name in ("0", "1", "2"):
        history = await store.story_history(name)
        assert history is not None
        assert history.story.id == "0"
        assert [(m.story_id, m.into_id, m.title, m.merged_at) for m in history.merged] == [
            ("2", "1", "Title 2", NOON),
            ("1", "0", "Title 1", NOON + HOUR),
        ]
        assert history.merged[0].reason == WHY
        story = await store.story(name)
        assert story == history.story
    assert await store.stories_beginning("2") == ("2",)
    assert await store.stories_beginning("") == ("0", "1")
    assert await store.stories_beginning("x") == ()
    assert await store.story_history("x") is None


class Only(Into):
    """Decides that one story is part of another."""

    def __init__(self, gone: str, kept: str) -> None:
        super().__init__(kept)
        self.gone = gone

    def __call__(self, cluster: Cluster, archive: Archive) -> Merger | None:
        return super().__call__(cluster, archive) if cluster.story_id == self.gone else None


async def test_only_stories_that_changed_are_looked_at_and_a_bounded_number(store: Store) -> None:
    await filed(store, 3)
    nothing = Only("none", "none")
    assert [await store.merge_stories(nothing, NOON, 2) for _ in range(3)] == [2, 1, 0]
    looking = into("0")
    assert await store.merge_stories(looking, NOON, 10) == 0
    await fetched(store, "a", page(7), now=NOON + HOUR)
    lease, (task,) = await tasks(store, NOON + HOUR)

    def join(of: Draft, archive: Archive) -> Filing:
        return Filing(verdict=New(), story=change("1", of, opened=False))

    await store.file(lease, [draft(task)], join, NOON + HOUR)
    assert await store.merge_stories(looking, NOON, 10) == 1
    assert looking.asked == ["1"]
    again = into("0")
    assert await store.merge_stories(again, NOON, 10) == 1, "what gained by a merger is looked at"
    assert again.asked == ["0"]


async def test_a_story_is_found_by_its_new_terms_and_told_of_by_both_histories(
    store: Store,
) -> None:
    await filed(store, 2)
    await store.merge_stories(into("0"), NOON, 10)
    seen: list[tuple[tuple[Cluster, ...], AlertHistory]] = []
    await fetched(store, "a", page(7), now=NOON + HOUR)
    lease, (task,) = await tasks(store, NOON + HOUR)

    def look(of: Draft, archive: Archive) -> Filing:
        found = archive.clusters(["united"], None, NOON - HOUR)
        assert archive.clusters(["treaty"], None, NOON - timedelta(days=9)) == ()
        seen.append((found, archive.history("treaty", "0", NOON)))
        return Filing(verdict=New(), story=change("9", of))

    await store.file(lease, [draft(task)], look, NOON + HOUR)
    ((clusters, history),) = seen
    assert [(each.story_id, each.members) for each in clusters] == [("0", 2)]
    assert (history.alerts_for_story, history.matches_for_story) == (2, 2)
    assert history.first_alert_id == "alert 0"
