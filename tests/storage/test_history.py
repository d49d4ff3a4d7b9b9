"""An article's history: its versions in order, when its page was gone, how it is found."""

from dataclasses import replace

from crawler.model.article import ArticleId, LineHistory
from crawler.model.filing import Archive, Draft, Filing, Missing, Revised, Same, ShiftedLines
from crawler.model.settings import Retention
from storage.protocol import Decide, Store
from tests.storage.given import (
    HOUR,
    MINUTE,
    NOON,
    alerting,
    draft,
    feed,
    fetched,
    match,
    new_article,
    page,
    tasks,
)

ONE = ArticleId(1)


def _revised(of: Draft, archive: Archive) -> Filing:
    return Filing(verdict=Revised(article_id=ONE), story=None)


def _same(of: Draft, archive: Archive) -> Filing:
    return Filing(verdict=Same(article_id=ONE), story=None)


def _missing(of: Draft, archive: Archive) -> Filing:
    confirmed = archive.absence(ONE) is not None
    return Filing(verdict=Missing(article_id=ONE, confirmed=confirmed), story=None)


async def filed(store: Store) -> None:
    """File an article that is due to be looked at again."""
    await store.sync_feeds([feed("a")], NOON)
    await fetched(store, "a", page(1))
    lease, (task,) = await tasks(store)
    of = draft(task, "Old text.", matches=(match(),), recheck_at=NOON + HOUR)
    await store.file(lease, [of], alerting(), NOON)
    await store.release_page_host(lease, NOON, NOON)


async def look(store: Store, decide: object, hours: int, **changes: object) -> None:
    now = NOON + hours * HOUR
    lease, (task,) = await tasks(store, now)
    given = {"recheck_at": now + HOUR, "fetched_at": now}
    of = draft(task, "New text.", **(given | changes))
    await store.file(lease, [of], decide, now)  # type: ignore[arg-type]
    await store.release_page_host(lease, now, now)


async def test_versions_come_in_order_with_what_they_were_read_from(store: Store) -> None:
    await filed(store)
    await look(store, _revised, 1)
    history = await store.history(ONE)
    assert history is not None
    assert [(each.number, each.text.text) for each in history.versions] == [
        (1, "Old text."),
        (2, "New text."),
    ]
    first = history.versions[0]
    assert first.page is not None
    assert (first.page.status, first.page.body) == (200, b"")
    assert first.feed_document is None
    assert history.article.text == "New text."
    assert history.entry is not None
    assert history.entry.title == "Title 1"
    assert history.addresses == ("a.example/1",)
    assert (history.story_title, history.story_why) == ("Title 1", "opened by this article")
    assert [(each.topic, each.version) for each in history.matched] == [("treaty", 1)]
    assert [alert.id for alert in history.alerts] == ["alert https://a.example/1"]
    assert history.next_look_at == NOON + 2 * HOUR


async def test_a_page_missing_twice_is_an_absence_until_it_is_back(store: Store) -> None:
    await filed(store)
    again = NOON + HOUR + 10 * MINUTE
    await look(store, _missing, 1, absence="gone (410)", retry_at=again)
    history = await store.history(ONE)
    assert history is not None
    assert history.next_look_at == again
    await look(store, _missing, 2, absence="gone for good", retry_at=NOON)
    history = await store.history(ONE)
    assert history is not None
    (absence,) = history.absences
    assert (absence.since, absence.confirmed_at) == (NOON + HOUR, NOON + 2 * HOUR)
    assert (absence.back_at, absence.problem) == (None, "gone for good")
    assert history.next_look_at == NOON + 3 * HOUR
    assert len(history.versions) == 1
    await look(store, _same, 3)
    history = await store.history(ONE)
    assert history is not None
    assert history.absences == (replace(absence, back_at=NOON + 3 * HOUR),)


async def test_a_page_missing_once_leaves_no_trace(store: Store) -> None:
    await filed(store)
    await look(store, _missing, 1, absence="gone (410)")
    lease, (task,) = await tasks(store, NOON + 2 * HOUR)
    await store.recheck_done(lease, task.id, NOON + 2 * HOUR, None)
    history = await store.history(ONE)
    assert history is not None
    assert (history.absences, history.next_look_at) == ((), None)


async def test_articles_are_found_by_the_beginning_of_their_number(store: Store) -> None:
    await store.sync_feeds([feed("a")], NOON)
    await fetched(store, "a", *(page(n) for n in range(1, 26)))
    lease, found = await tasks(store)
    await store.file(lease, [draft(task, f"Text {task.id}.") for task in found], new_article, NOON)
    assert await store.articles_numbered("25") == (25,)
    assert await store.articles_numbered("2") == (2,)
    assert await store.articles_numbered("3") == (3,)
    assert await store.articles_numbered("0") == ()
    assert await store.articles_numbered("26") == ()
    assert await store.articles_numbered("1" * 17) == ()
    known = await store.article_at("a.example/7")
    assert known is not None
    assert known.url == "https://a.example/7"
    assert await store.article_at("nowhere.example/7") is None
    assert await store.history(ArticleId(99)) is None


async def test_lines_that_shift_are_counted_by_article_and_host(store: Store) -> None:
    asked: list[dict[int, LineHistory]] = []

    def shifting(article: int) -> Decide:
        def decide(of: Draft, archive: Archive) -> Filing:
            lines = ShiftedLines(host="a.example", shapes=(7, -8))
            asked.append(dict(archive.line_histories(lines, ArticleId(article))))
            elsewhere = ShiftedLines(host="b.example", shapes=(7,))
            assert archive.line_histories(elsewhere, ArticleId(article)) == {}
            nothing = ShiftedLines(host="a.example", shapes=())
            assert archive.line_histories(nothing, ArticleId(article)) == {}
            return Filing(verdict=Same(article_id=ArticleId(article)), story=None, shifted=lines)

        return decide

    await store.sync_feeds([feed("a")], NOON)
    await fetched(store, "a", page(1), page(2))
    lease, found = await tasks(store)
    due = [draft(task, f"Text {task.id}.", recheck_at=NOON) for task in found]
    await store.file(lease, due, new_article, NOON)
    await store.release_page_host(lease, NOON, NOON)
    for hour in (1, 2):
        now = NOON + hour * HOUR
        lease, found = await tasks(store, now)
        for task in found:
            assert task.article_id is not None
            of = draft(task, "Text.", recheck_at=now, fetched_at=now)
            await store.file(lease, [of], shifting(task.article_id), now)
        await store.release_page_host(lease, now, now)
    counted = [{key: (each.times, each.articles) for key, each in one.items()} for one in asked]
    assert counted == [
        {},
        {7: (0, 1), -8: (0, 1)},
        {7: (1, 2), -8: (1, 2)},
        {7: (1, 2), -8: (1, 2)},
    ]
    dropped = await store.prune(Retention(), NOON + 91 * 24 * HOUR)
    assert dropped["shifting_lines"] == 4
