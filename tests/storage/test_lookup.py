"""Looking things up: search in every script, the alert log, the figures of status."""

from collections.abc import Iterable
from datetime import datetime

import pytest

from crawler.model.alert import DeliveryState
from crawler.model.article import Article, ArticleText
from crawler.model.errors import StoreError
from crawler.model.filing import Archive, Draft, Filing, New
from storage.protocol import Counts, Sought, Store
from tests.storage.given import (
    HOUR,
    NOON,
    alert,
    alerting,
    change,
    draft,
    feed,
    fetched,
    match,
    new_article,
    page,
    tasks,
)

TEXTS = {
    "en": ("Treaty signed", "Russia and North Korea signed a café pact in Pyongyang."),
    "de": ("Vertrag", "Der Vertrag ist auf der Straße das Gespräch."),
    "ru": ("Ратификация", "Северная Корея ратифицировала новый, тяжёлый договор."),
    "ko": ("조약 서명", "북한과 러시아가 조약에 서명했다."),
    "zh": ("条约", "朝鲜和俄罗斯签署条约。"),
    "ja": ("条約", "北朝鮮とロシアが条約に署名した。"),
    "th": ("สนธิสัญญา", "รัสเซียและเกาหลีเหนือลงนามในสนธิสัญญา"),
    "long": ("Floods", "treaty " + "water rises " * 400),
}


async def archived(store: Store) -> None:
    await store.sync_feeds([feed("a")], NOON)
    await fetched(store, "a", *(page(key) for key in TEXTS))
    lease, found = await tasks(store)
    drafts = []
    for task in found:
        title, text = TEXTS[task.url.rpartition("/")[2]]
        stated = ArticleText(title=title, text=text, extractor="x")
        drafts.append(draft(task, text, text=stated, matches=(match(),)))
    await store.file(lease, drafts, new_article, NOON)


@pytest.mark.parametrize(
    ("match", "expected"),
    [
        ("treaty", ["en", "long"]),
        ("TREATY AND pyongyang", ["en"]),
        ("cafe", ["en"]),
        ("text : korea NOT treaty", []),
        ('"north korea"', ["en"]),
        ("pyong*", ["en"]),
        ("NEAR(russia signed, 4)", ["en"]),
        ("strasse OR straße", ["de"]),
        ("тяжелый", ["ru"]),
        ("ратифиц*", ["ru"]),
        ("조약", ["ko"]),
        ("북한", ["ko"]),
        ('"러시아가 조약에"', ["ko"]),
        ("러시*", ["ko"]),
        ("俄罗斯", ["zh"]),
        ("罗俄", []),
        ("title : 条約", ["ja"]),
        ("署名 AND ロシア", ["ja"]),
        ("สนธิสัญญา", ["th"]),
        ('"a ""quoted"" word"', []),
    ],
)
async def test_search_finds_words_of_every_script(
    store: Store, match: str, expected: list[str]
) -> None:
    await archived(store)
    found = await store.candidates(match, Sought(), None, 10)
    assert sorted(names(found)) == sorted(expected)
    assert [article.id for article in found] == sorted((a.id for a in found), reverse=True)


def names(found: Iterable[Article]) -> list[str]:
    return [article.url.rpartition("/")[2] for article in found]


@pytest.mark.parametrize("match", ["treaty OR 조약 OR 条約", None])
async def test_candidates_come_newest_first_a_batch_at_a_time(
    store: Store, match: str | None
) -> None:
    await archived(store)
    everything = await store.candidates(match, Sought(), None, 100)
    first = await store.candidates(match, Sought(), None, 2)
    rest = await store.candidates(match, Sought(), first[-1].id, 100)
    assert (*first, *rest) == everything
    assert len(first) == 2
    assert names(everything)[0] == "long"


@pytest.mark.parametrize("match", ["treaty OR договор", None])
@pytest.mark.parametrize(
    ("sought", "found"),
    [
        (Sought(since=NOON), True),
        (Sought(since=NOON + HOUR), False),
        (Sought(until=NOON), False),
        (Sought(since=NOON - HOUR, until=NOON + HOUR), True),
        (Sought(sources=("B", "A")), True),
        (Sought(sources=("a",)), True),
        (Sought(sources=()), False),
        (Sought(language="en"), False),
        (Sought(feeds=("a",)), True),
        (Sought(feeds=("b",)), False),
        (Sought(topic="treaty"), True),
        (Sought(topic="other"), False),
    ],
)
async def test_candidates_are_those_sought(
    store: Store, match: str | None, sought: Sought, found: bool
) -> None:
    await archived(store)
    assert bool(await store.candidates(match, sought, None, 10)) is found


@pytest.mark.parametrize("match", ['"open', "AND", "(a", "nofield : a", ""])
async def test_an_expression_that_is_none_is_refused_with_the_place(
    store: Store, match: str
) -> None:
    with pytest.raises(StoreError, match="not a search expression"):
        await store.candidates(match, Sought(), None, 10)


def _alerts_at(moments: dict[str, tuple[str, datetime]]) -> object:
    def decide(of: Draft, archive: Archive) -> Filing:
        raised = tuple(
            alert(name, of, topic=topic, created_at=at) for name, (topic, at) in moments.items()
        )
        return Filing(verdict=New(), story=change("s", of), alerts=raised)

    return decide


async def test_the_alert_log_is_newest_first_by_topic_and_time(store: Store) -> None:
    await store.sync_feeds([feed("a")], NOON)
    await fetched(store, "a", page(1))
    lease, (task,) = await tasks(store)
    moments = {
        "abc1": ("treaty", NOON),
        "abc2": ("treaty", NOON + HOUR),
        "abd": ("flood", NOON + 2 * HOUR),
    }
    await store.file(lease, [draft(task)], _alerts_at(moments), NOON)  # type: ignore[arg-type]

    async def names(topic: str | None, since: datetime | None, limit: int = 9) -> list[str]:
        return [each.id for each in await store.alerts(topic, since, limit)]

    assert await names(None, None) == ["abd", "abc2", "abc1"]
    assert await names("treaty", None) == ["abc2", "abc1"]
    assert await names(None, NOON + HOUR) == ["abd", "abc2"]
    assert await names("treaty", NOON, 1) == ["abc2"]
    for beginning, found in {
        "abc1": "abc1",
        "abd": "abd",
        "ab": None,
        "abc": None,
        "x": None,
    }.items():
        logged = await store.alert(beginning)
        assert (logged and logged.id) == found


async def test_a_whole_id_is_unambiguous_although_others_begin_with_it(store: Store) -> None:
    await store.sync_feeds([feed("a")], NOON)
    await fetched(store, "a", page(1))
    lease, (task,) = await tasks(store)
    decide = _alerts_at({"ab": ("t", NOON), "abc": ("t", NOON)})
    await store.file(lease, [draft(task)], decide, NOON)  # type: ignore[arg-type]
    logged = await store.alert("ab")
    assert logged is not None
    assert logged.id == "ab"


async def test_an_empty_archive_counts_nothing(store: Store) -> None:
    counts = await store.counts()
    assert counts == Counts(
        articles=0,
        versions=0,
        stories=0,
        bytes=counts.bytes,
        pages_waiting=0,
        deliveries=dict.fromkeys(DeliveryState, 0),
        topics={},
    )
    assert counts.bytes > 4096


async def test_figures_follow_what_is_filed(store: Store) -> None:
    await store.sync_feeds([feed("a")], NOON)
    await fetched(store, "a", page(1), page(2))
    lease, (one, _) = await tasks(store)
    before = await store.counts()
    assert before.pages_waiting == 2
    await store.file(lease, [draft(one, "x " * 5000)], alerting(), NOON)
    after = await store.counts()
    assert (after.articles, after.versions, after.stories, after.pages_waiting) == (1, 1, 1, 1)
    assert after.topics == {"treaty": (0, 1)}
    assert after.bytes > before.bytes
