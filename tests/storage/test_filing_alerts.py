"""What a decision tells: alerts queued for their receivers, what was held back with its reason, the past."""

from crawler.model.alert import AlertHistory, AlertId, DeliveryState, MessageType, Suppressed
from crawler.model.article import ArticleId
from crawler.model.filing import Archive, Draft, Filing, New
from crawler.model.topic import AlertKind
from storage.protocol import Store
from tests.storage.given import (
    HOUR,
    LEASE_S,
    MINUTE,
    NOON,
    SECOND,
    Given,
    alert,
    alerting,
    change,
    draft,
    match,
)


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
