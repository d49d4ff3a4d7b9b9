"""The volume of a topic, and the surges that were told."""

import json
from dataclasses import replace
from datetime import datetime

from crawler.core.digests.email import render_email
from crawler.core.digests.text import render_terminal, subject
from crawler.core.digests.webhook import body
from crawler.core.filing import decider
from crawler.model.alert import DeliveryState, MessageType, message_of
from crawler.model.article import ArticleText
from crawler.model.topic import AlertKind, AlertRule, Surge, Topic
from storage.protocol import Store
from tests.storage.given import (
    DAY,
    HOUR,
    NOON,
    draft,
    feed,
    fetched,
    fingerprint,
    match,
    page,
    tasks,
)

RULE = Surge(window=6 * HOUR, over=14 * DAY, factor=3, floor=3)
TOPIC = Topic(
    name="treaty", title="Treaty", all=("x",), alert=AlertRule(events=(), surge=RULE), notify=("mail",)
)  # fmt: skip


async def told(
    store: Store,
    name: str,
    now: datetime,
    *,
    owner: str = "a",
    text: str | None = None,
    baseline: bool = False,
) -> list[str]:
    """File one matching article; return the sentences of the alerts it raises."""
    words = text or f"report {name} of many words on its own matter " + f"{name}word " * 40
    shown = page(name, host=f"{owner}.example")
    await fetched(store, owner, shown, now=now, baseline=baseline)
    lease, (task,) = await tasks(store, now)
    stated = ArticleText(title=name, text=words, language="en", published=now, extractor="x")
    of = draft(task, words, text=stated, matches=(match(),), fetched_at=now, matched_at=now)
    of = replace(of, fingerprint=fingerprint(words))
    (filed,) = await store.file(lease, [of], decider({"treaty": TOPIC}, None, now), now)
    await store.release_page_host(lease, now, now)
    assert all(alert.kind is AlertKind.SURGE for alert in filed.filing.alerts)
    return [str(alert.data["why"]["sentence"]) for alert in filed.filing.alerts]


async def test_a_surge_is_told_once_and_again_only_after_it_was_over(store: Store) -> None:
    await store.sync_feeds([feed("a")], NOON)
    assert await told(store, "old", NOON - 2 * DAY) == []
    assert [await told(store, f"a{n}", NOON + n * HOUR) for n in range(4)] == [
        [],
        [],
        ["3 articles in 6 h, usually less than 1."],
        [],
    ]
    assert await told(store, "lull", NOON + 2 * DAY) == []
    told_again = [await told(store, f"b{n}", NOON + 2 * DAY + n * HOUR) for n in range(1, 6)]
    assert [len(each) for each in told_again] == [0, 1, 0, 0, 0]
    kinds = [alert.kind for alert in await store.alerts("treaty", None, 10)]
    assert kinds == [AlertKind.SURGE, AlertKind.SURGE]


async def test_a_topic_without_a_past_has_no_surge(store: Store) -> None:
    await store.sync_feeds([feed("a")], NOON)
    assert [await told(store, f"a{n}", NOON + n * HOUR) for n in range(6)] == [[]] * 6


async def test_a_muted_surge_is_recorded(store: Store) -> None:
    await store.sync_feeds([feed("a")], NOON)
    await told(store, "old", NOON - 2 * DAY)
    await store.mute("treaty", NOON + DAY)
    assert [await told(store, f"a{n}", NOON + n * HOUR) for n in range(4)] == [[]] * 4
    held = await store.suppressed(NOON)
    assert ("surge", "muted") in [(each.kind.value, each.reason) for each in held]


async def test_copies_and_first_runs_are_no_surge(store: Store) -> None:
    await store.sync_feeds([feed("a")], NOON)
    await told(store, "old", NOON - 2 * DAY)
    text = "the very same words in all of them, " * 40
    for hour, owner in enumerate("bcde"):
        await store.sync_feeds([feed("a"), feed(owner)], NOON)
        assert await told(store, owner, NOON + hour * HOUR, owner=owner, text=text) == []
    await store.sync_feeds([feed("f")], NOON)
    for hour in range(4):
        assert await told(store, f"f{hour}", NOON + hour * HOUR, owner="f", baseline=True) == []


async def test_a_surge_is_called_so_in_every_rendering(store: Store) -> None:
    await store.sync_feeds([feed("a")], NOON)
    await told(store, "old", NOON - 2 * DAY)
    for hour in range(3):
        await told(store, f"a{hour}", NOON + hour * HOUR)
    (alert,) = await store.alerts("treaty", None, 10)
    message = message_of(alert)
    assert message.type is MessageType.CREATED
    sentence = "3 articles in 6 h, usually less than 1."
    assert "Surge" in subject(message)
    assert sentence in render_terminal(message)
    mail = render_email(message, sender="wire@x.example", to=["desk@x.example"], now=NOON)
    assert "Surge" in mail["Subject"]
    for kind in ("plain", "html"):
        part = mail.get_body((kind,))
        assert part is not None
        assert sentence in part.get_content()
    sent = json.loads(body(message))
    assert (sent["type"], sent["data"]["why"]["event"]) == ("alert.created", "surge")
    assert sent["data"]["why"]["sentence"] == sentence


async def test_a_surge_is_queued_for_the_channels_of_its_topic(store: Store) -> None:
    await store.sync_feeds([feed("a")], NOON)
    await told(store, "old", NOON - 2 * DAY)
    for hour in range(3):
        await told(store, f"a{hour}", NOON + hour * HOUR)
    (delivery,) = await store.deliveries({DeliveryState.PENDING}, 10)
    assert delivery.channel == "mail"
    assert delivery.message.data["why"]["sentence"].startswith("3 articles")
