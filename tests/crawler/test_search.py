"""Search means what topics mean: the index only finds what the engine then decides."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.config.load import load_config
from crawler.core.topics import highlight
from crawler.model.article import ArticleText
from crawler.model.errors import QueryError
from crawler.model.settings import Config
from crawler.search import (
    FIRST_BATCH,
    MOST_SCANNED,
    SearchFilters,
    SearchResult,
    search,
)
from storage import open_store
from storage.protocol import Store
from tests.storage.given import draft, feed, fetched, match, new_article, page, tasks

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
TEXTS = {
    "pact": ("en", "Treaty signed", "The WHO and North Korea signed a pact in Pyongyang. Who knew?"),
    "far": ("en", "Weather", "The treaty is old. " + "It rains. " * 40 + "North Korea is far."),
    "ru": ("ru", "Договор подписан", "Россия и КНДР подписали договоры о рыбе и тяжёлой воде."),
    "de": ("de", "Leitzins steigt", "Die Straße nach Kiew ist frei, sagt der Außenminister."),
    "ja": ("ja", "条約に署名", "北朝鮮とロシアが条約に署名した。"),
    "ko": ("ko", "조약 서명", "북한과 러시아가 조약에 서명했다."),
    "th": ("th", "สนธิสัญญา", "รัสเซียและเกาหลีเหนือลงนามในสนธิสัญญา"),
}  # fmt: skip


@pytest.fixture
def config(tmp_path: Path) -> Config:
    path = tmp_path / "feeds.yaml"
    path.write_text(
        "version: 1\n"
        "feeds:\n"
        "  - {url: https://a.example/feed, id: a, name: Wire, tags: [agency, asia]}\n"
        "  - {url: https://b.example/feed, id: b, name: Daily, tags: [paper]}\n"
        "aliases:\n  dprk: [DPRK, '\"North Korea*\"', КНДР, 북한, 北朝鮮]\n"
        "topics:\n  - {name: treaty, all: [treaty]}\n",
        encoding="utf-8",
    )
    return load_config(path, {})


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_store(f"sqlite:///{tmp_path}/w.db")
    await opened.sync_feeds([feed("a"), feed("b")], NOON)
    for hour, (name, (language, title, text)) in enumerate(TEXTS.items()):
        owner, now = "b" if name in {"de", "ja"} else "a", NOON + hour * HOUR
        outlet = {"a": "Wire", "b": "Daily"}[owner]
        await fetched(opened, owner, page(name, host=f"{owner}.example"), now=now)
        lease, (task,) = await tasks(opened, now)
        stated = ArticleText(title=title, text=text, language=language, extractor="x")
        told = (match(),) if name == "pact" else ()
        of = draft(task, text, text=stated, feed=feed(owner, None, name=outlet), matches=told)
        await opened.file(lease, [of], new_article, now)
        await opened.release_page_host(lease, now, now)
    yield opened
    await opened.close()


def names(result: SearchResult) -> list[str]:
    return [found.article.url.rpartition("/")[2] for found in result.found]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("treaty", ["far", "pact"]),
        ("treaty NEAR/20 Korea", ["pact"]),
        ("title:treaty", ["pact"]),
        ("text:treaty", ["far"]),
        ("lead:Korea", ["pact"]),
        ("=WHO", ["pact"]),
        ("=Who", ["pact"]),
        ("=wHO", []),
        ("treaty NOT pact", ["far"]),
        ("treaty -weather", ["pact"]),
        ("treaty OR 조약 OR 条約", ["ko", "ja", "far", "pact"]),
        ("@dprk", ["ko", "ja", "ru", "far", "pact"]),
        ("договор*", ["ru"]),
        ("тяжелой", ["ru"]),
        ("strasse", ["de"]),
        ("*zins", ["de"]),
        ("/P[a-z]{4}yang/", ["pact"]),
        ("treaty /sign(ed|s)/", ["pact"]),
        ("조약", ["ko"]),
        ("러시아가", ["ko"]),
        ("สนธิสัญญา", ["th"]),
        ("source:Daily", ["ja", "de"]),
        ("lang:ko OR tag:paper", ["ko", "ja", "de"]),
        ("url:example/th", ["th"]),
        ("zebra", []),
    ],
)
async def test_a_query_finds_what_a_topic_would(
    store: Store, config: Config, query: str, found: list[str]
) -> None:
    result = await search(store, config, query, limit=20)
    assert names(result) == found
    assert result.complete
    for each in result.found:
        assert each.match.spans


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (SearchFilters(since=NOON + HOUR), ["far"]),
        (SearchFilters(until=NOON + HOUR), ["pact"]),
        (SearchFilters(source="wire"), ["far", "pact"]),
        (SearchFilters(source="A"), ["far", "pact"]),
        (SearchFilters(source="Daily"), []),
        (SearchFilters(source="nobody"), []),
        (SearchFilters(lang="en-GB"), ["far", "pact"]),
        (SearchFilters(lang="ru"), []),
        (SearchFilters(tag="asia"), ["far", "pact"]),
        (SearchFilters(tag="paper"), []),
        (SearchFilters(topic="treaty"), ["pact"]),
    ],
)
async def test_filters_narrow_a_search(
    store: Store, config: Config, filters: SearchFilters, found: list[str]
) -> None:
    assert names(await search(store, config, "treaty", filters, limit=20)) == found


async def test_no_more_is_read_than_is_wanted(store: Store, config: Config) -> None:
    result = await search(store, config, "@dprk", limit=2)
    assert names(result) == ["ko", "ja"]
    assert result.looked_at < FIRST_BATCH


async def test_the_words_found_are_marked(store: Store, config: Config) -> None:
    (found,) = (await search(store, config, "조약에", limit=5)).found
    assert [highlight(quote, "[", "]") for quote in found.quotes] == [
        "북한과 러시아가 [조약에] 서명했다."
    ]


@pytest.mark.parametrize("query", ["NOT treaty", "-treaty -pact", '"open', "", "@nobody", "AND"])
async def test_what_cannot_be_searched_for_is_refused_with_a_hint(
    store: Store, config: Config, query: str
) -> None:
    with pytest.raises(QueryError) as caught:
        await search(store, config, query, limit=5)
    assert caught.value.hint


async def test_a_query_no_index_narrows_looks_at_so_many_articles_and_says_so(
    store: Store, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MOST_SCANNED >= 1_000
    monkeypatch.setattr("crawler.search.MOST_SCANNED", 3)
    result = await search(store, config, "/Pyongyang/", limit=5)
    assert (names(result), result.looked_at, result.complete) == ([], 3, False)


async def test_batches_go_on_where_the_last_one_ended(
    store: Store, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawler.search.FIRST_BATCH", 1)
    result = await search(store, config, "treaty OR 조약 OR 条約 NOT zebra", limit=20)
    assert names(result) == ["ko", "ja", "far", "pact"]
    assert result.looked_at == 4
