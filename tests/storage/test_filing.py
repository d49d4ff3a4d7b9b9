"""Filing: decisions see what was filed before them; everything of a draft is written or nothing."""

import pytest

from crawler.model.alert import AlertHistory, AlertId, DeliveryState, MessageType, Suppressed
from crawler.model.article import ArticleId, ArticleText, Origin
from crawler.model.errors import LeaseLostError, StoreError
from crawler.model.filing import Archive, Copy, Draft, Filing, New, Revised, Same
from crawler.model.lease import Lease, PageTask
from crawler.model.story import Overlap
from crawler.model.topic import AlertKind
from storage.protocol import Sought, Store
from tests.storage.given import (
    HOUR,
    LEASE_S,
    MINUTE,
    NOON,
    SECOND,
    alert,
    alerting,
    change,
    draft,
    feed,
    fetched,
    fingerprint,
    match,
    new_article,
    page,
    tasks,
)

PAGES = 4


@pytest.fixture
async def given(store: Store) -> tuple[Lease, tuple[PageTask, ...]]:
    await store.sync_feeds([feed("a")], NOON)
    await fetched(store, "a", *(page(n) for n in range(PAGES)))
    return await tasks(store)


Given = tuple[Lease, tuple[PageTask, ...]]


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


async def test_the_revised_text_is_what_copies_are_looked_for_in(
    store: Store, given: Given
) -> None:
    lease, (one, two, three, _) = given
    old, new = "a b c d e f g h i j k l", "m n o p q r s t u v w x"
    (first,) = await store.file(lease, [draft(one, old)], new_article, NOON)
    found: list[tuple[Overlap, ...]] = []

    def revise(of: Draft, archive: Archive) -> Filing:
        return Filing(verdict=Revised(article_id=first.article_id), story=None)

    def look(of: Draft, archive: Archive) -> Filing:
        found.extend(
            archive.overlaps(fingerprint(text).sketch, "en", NOON - HOUR, 2) for text in (old, new)
        )
        return new_article(of, archive)

    await store.file(lease, [draft(two, new)], revise, NOON)
    await store.file(lease, [draft(three)], look, NOON)
    assert found[0] == ()
    assert [(each.article_id, each.common, each.size) for each in found[1]] == [
        (first.article_id, 10, 10)
    ]


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


async def test_clusters_share_a_term_and_a_moment(store: Store, given: Given) -> None:
    lease, (one, two, three, _) = given
    seen: list[list[str]] = []

    def decide(of: Draft, archive: Archive) -> Filing:
        for terms, language, since in (
            (["treaty"], "en", NOON),
            (["treaty"], None, NOON),
            (["treaty"], "ru", NOON),
            (["football"], None, NOON),
            (["treaty"], None, NOON + SECOND),
            (["pact", "treaty"], None, NOON),
        ):
            seen.append([c.story_id for c in archive.clusters(terms, language, since)])
        return new_article(of, archive)

    def open_one(of: Draft, archive: Archive) -> Filing:
        return Filing(verdict=New(), story=change("s", of, newest_at=NOON))

    def grow(of: Draft, archive: Archive) -> Filing:
        grown = change(
            "s", of, opened=False, newest_at=NOON - HOUR, centroid={"treaty": 0.5, "pact": 2.0}
        )
        return Filing(verdict=New(), story=grown)

    await store.file(lease, [draft(one, "treaty signed")], open_one, NOON)
    await store.file(lease, [draft(two, "pact")], grow, NOON)
    await store.file(lease, [draft(three, "x")], decide, NOON)
    assert seen == [["s"], ["s"], [], [], [], ["s"]]


async def test_a_cluster_has_the_values_of_its_last_member(store: Store, given: Given) -> None:
    lease, (one, two, *_) = given

    def decide(of: Draft, archive: Archive) -> Filing:
        return Filing(
            verdict=New(),
            story=change("s", of, centroid={"a": 0.25}, facts=frozenset({"11"}), newest_at=NOON),
        )

    await store.file(lease, [draft(one)], decide, NOON)

    def look(of: Draft, archive: Archive) -> Filing:
        (cluster,) = archive.clusters(["a"], None, NOON)
        assert (dict(cluster.centroid), cluster.members, cluster.newest_at) == (
            {"a": 0.25},
            1,
            NOON,
        )
        assert archive.story("s").facts == {"11"}
        return new_article(of, archive)

    await store.file(lease, [draft(two)], look, NOON)


async def test_terms_are_counted_once_a_document_and_not_in_copies(
    store: Store, given: Given
) -> None:
    lease, (one, two, three, four) = given
    seen: list[tuple[dict[str, float], float]] = []

    def look(of: Draft, archive: Archive) -> Filing:
        found, total = archive.document_frequencies(["treaty", "signed", "x"], "en")
        seen.append((dict(found), total))
        return new_article(of, archive)

    def copy(of: Draft, archive: Archive) -> Filing:
        return Filing(verdict=Copy(original_id=ArticleId(1), same=True), story=change("s", of))

    await store.file(lease, [draft(one, "treaty"), draft(two, "treaty signed")], look, NOON)
    await store.file(lease, [draft(three, "treaty")], copy, NOON)
    await store.file(lease, [draft(four, "y")], look, NOON)
    assert seen == [({}, 0.0), ({"treaty": 1.0}, 1.0), ({"treaty": 2.0, "signed": 1.0}, 2.0)]


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


async def test_an_alert_is_queued_for_its_channels_and_digests_with_the_articles_real_id(
    store: Store, given: Given
) -> None:
    lease, (task, *_) = given
    (filed,) = await store.file(lease, [draft(task, matches=(match(),))], alerting(), NOON)
    (logged,) = await store.alerts("treaty", None, 10)
    assert filed.filing.alerts == (logged,)
    assert logged.article_id == filed.article_id
    assert logged.data["article"] == {"id": filed.article_id, "title": "Title 0"}
    assert [source["id"] for source in logged.data["story"]["sources"]] == [filed.article_id, 7]
    assert await store.waiting_for_digest("morning") == (logged,)
    claimed = await store.claim_delivery(NOON, LEASE_S, ())
    assert claimed is not None
    message = claimed.delivery.message
    assert (message.id, message.type, message.data) == (logged.id, MessageType.CREATED, logged.data)
    counts = await store.counts()
    assert counts.topics == {"treaty": (1, 1)}
    assert counts.deliveries[DeliveryState.PENDING] == 1


async def test_the_same_alert_id_is_queued_once(store: Store, given: Given) -> None:
    lease, (one, two, *_) = given
    await store.file(lease, [draft(one), draft(two)], alerting(lambda of: "the same"), NOON)
    assert len(await store.alerts(None, None, 10)) == 1
    assert (await store.counts()).deliveries[DeliveryState.PENDING] == 1


async def test_quiet_hours_hold_back_all_channels_but_the_exempt(
    store: Store, given: Given
) -> None:
    lease, (task, *_) = given

    def decide(of: Draft, archive: Archive) -> Filing:
        quiet = alert("x", of, notify=("mail", "hook"), send_after=NOON + HOUR, exempt=("hook",))
        return Filing(verdict=New(), story=change("s", of), alerts=(quiet,))

    await store.file(lease, [draft(task)], decide, NOON)
    claimed = await store.claim_delivery(NOON + MINUTE, LEASE_S, ())
    assert claimed is not None
    assert claimed.delivery.channel == "hook"
    assert await store.claim_delivery(NOON + MINUTE, LEASE_S, ()) is None
    late = await store.claim_delivery(NOON + HOUR, LEASE_S, ["hook"])
    assert late is not None
    assert late.delivery.channel == "mail"


async def test_what_raised_no_alert_is_recorded_with_its_reason(store: Store, given: Given) -> None:
    lease, (task, *_) = given

    def decide(of: Draft, archive: Archive) -> Filing:
        held_back = tuple(
            Suppressed(
                topic=reason,
                story_id="s",
                article_id=article_id,
                kind=AlertKind.NEW,
                reason=reason,
                at=NOON,
            )
            for reason, article_id in (("baseline", ArticleId(0)), ("muted", None))
        )
        return Filing(verdict=New(), story=change("s", of), suppressed=held_back)

    (filed,) = await store.file(lease, [draft(task)], decide, NOON)
    newest, oldest = await store.suppressed(NOON)
    assert [(s.reason, s.article_id) for s in (oldest, newest)] == [
        ("baseline", filed.article_id),
        ("muted", None),
    ]
    assert await store.suppressed(NOON + SECOND) == ()


async def test_history_tells_what_was_alerted_of_a_story(store: Store, given: Given) -> None:
    lease, (one, two, three, _) = given
    seen: list[AlertHistory] = []

    def decide(of: Draft, archive: Archive) -> Filing:
        now = NOON + HOUR * of.task.id
        seen.append(archive.history("treaty", "s", now))
        raised = alert(
            f"alert {of.task.id}", of, story_id="s", created_at=now, outlets=of.task.id + 1
        )
        return Filing(verdict=New(), story=change("s", of), alerts=(raised,))

    batch = [draft(each, matches=(match(),)) for each in (one, two, three)]
    await store.mute("treaty", NOON + HOUR * two.id)
    await store.file(lease, batch, decide, NOON)
    assert seen[0] == AlertHistory(muted_until=NOON + HOUR * two.id, matches_for_story=0)
    assert seen[2] == AlertHistory(
        last_for_story_at=NOON + HOUR * two.id,
        alerts_for_story=2,
        outlets_at_last=two.id + 1,
        first_alert_id=AlertId(f"alert {one.id}"),
        alerts_last_day=2,
        matches_for_story=2,
    )


async def test_common_hashes_are_boilerplate_and_do_not_count(
    store: Store, given: Given, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.overlaps.COMMON_HASH", 2)
    lease, (one, two, three, four) = given
    frame = "all rights reserved by the house"
    found: list[list[int]] = []

    def look(of: Draft, archive: Archive) -> Filing:
        overlaps = archive.overlaps(of.fingerprint.sketch, "en", NOON - HOUR, 1)
        found.append([each.common for each in overlaps])
        return new_article(of, archive)

    await store.file(lease, [draft(each, frame) for each in (one, two, three, four)], look, NOON)
    assert found == [[], [4], [4, 4], []]
