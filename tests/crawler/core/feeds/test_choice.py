"""Which feed is meant."""

from datetime import UTC, datetime, timedelta

import pytest

from crawler.core.feeds.choice import FoundFeed, clear_choice, found_feed, ranked
from crawler.core.feeds.clues import Clue
from crawler.model.entry import Entry, FeedInfo, ParsedFeed
from crawler.model.feed import FeedType

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PAGE = "https://a.example/news"


def feed(
    name: str,
    *stories: str,
    form: str = "rss20",
    clue: Clue = Clue.ANNOUNCED,
    link: str | None = None,
    days_old: int = 0,
) -> FoundFeed:
    entries = tuple(
        Entry(url=f"https://a.example/{story}", published=NOON - timedelta(days=days_old))
        for story in stories
    )
    info = FeedInfo(title=name, link=link, format=form)
    return found_feed(
        f"https://a.example/{name}", clue, ParsedFeed(feed=info, entries=entries), NOON
    )


def order(*feeds: FoundFeed) -> list[str]:
    return [str(each.title) for each in ranked(feeds, PAGE, NOON)]


def choice(*feeds: FoundFeed) -> str | None:
    chosen = clear_choice(ranked(feeds, PAGE, NOON), PAGE)
    return chosen.title if chosen else None


def test_a_found_feed_says_what_it_has() -> None:
    parsed = ParsedFeed(
        feed=FeedInfo(title="News", link=PAGE, format="sitemap-news"),
        entries=(
            Entry(url="https://a.example/1", published=NOON + timedelta(days=9)),
            Entry(url="https://a.example/2", updated=NOON),
            Entry(id="3"),
        ),
        dropped=7,
    )
    assert found_feed("https://a.example/s", Clue.ROBOTS, parsed, NOON) == FoundFeed(
        url="https://a.example/s",
        clue=Clue.ROBOTS,
        type=FeedType.SITEMAP,
        format="sitemap-news",
        title="News",
        link=PAGE,
        entries=10,
        newest=NOON,
        stories=frozenset({"a.example/1", "a.example/2"}),
    )


def test_living_feeds_of_the_page_come_first() -> None:
    assert order(
        feed("sitemap", "s1", form="sitemap"),
        feed("news sitemap", "n1", form="sitemap-news"),
        feed("comments", "c1"),
        feed("empty"),
        feed("stale", "o1", days_old=400),
        feed("linked", "l1", clue=Clue.LINK),
        feed("announced", "a1"),
        feed("own", "w1", link=PAGE + "/", clue=Clue.LINK),
    ) == ["own", "announced", "linked", "stale", "comments", "empty", "news sitemap", "sitemap"]  # fmt: skip


def test_one_feed_in_two_formats_is_one_and_the_better_is_taken() -> None:
    rss, atom = feed("rss", "1", "2"), feed("atom", "1", "2", form="atom10")
    odd = feed("odd", "1", "2", form="rss091")
    assert [each.same_as for each in ranked([odd, rss, atom], PAGE, NOON)] == [
        None, "https://a.example/atom", "https://a.example/atom",
    ]  # fmt: skip
    assert choice(odd, rss, atom) == "atom"


@pytest.mark.parametrize(
    ("feeds", "chosen"),
    [
        ((), None),
        ((feed("one", "1"),), "one"),
        ((feed("one", "1"), feed("comments", "2"), feed("empty")), "one"),
        ((feed("one", "1"), feed("two", "2")), None),
        ((feed("one", "1"), feed("own", "2", link=PAGE)), "own"),
        ((feed("own", "1", link=PAGE), feed("too", "2", link=PAGE)), None),
        ((feed("asked", "1", clue=Clue.ASKED), feed("two", "2")), "asked"),
        ((feed("news", "1", form="sitemap-news"), feed("map", "2", form="sitemap")), "news"),
        ((feed("one", "1"), feed("two", "3"), feed("news", "2", form="sitemap-news")), None),
        ((feed("map", "2", form="sitemap"),), None),
    ],
)
def test_a_choice_is_made_only_when_it_is_clear(
    feeds: tuple[FoundFeed, ...], chosen: str | None
) -> None:
    assert choice(*feeds) == chosen
