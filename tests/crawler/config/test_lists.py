"""Feeds of lists at an address beside those of the file."""

from datetime import timedelta
from pathlib import Path

import pytest

from crawler.config.lists import with_lists
from crawler.config.load import load_config
from crawler.model.errors import ConfigErrors
from crawler.model.listing import ListState, OpmlFeed
from crawler.model.settings import Config

LIST = "https://l.example/list.opml"


def loaded(tmp_path: Path, feeds: str) -> Config:
    path = tmp_path / "feeds.yaml"
    path.write_text(f"defaults: {{full_text: false}}\nfeeds:\n{feeds}")
    return load_config(path, {})


def joined(config: Config, *feeds: OpmlFeed, location: str = LIST) -> Config:
    return with_lists(config, [ListState(location=location, feeds=feeds)])


def listed(end: str, title: str | None = None, *tags: str) -> OpmlFeed:
    return OpmlFeed(url=f"https://a.example/{end}", title=title, tags=tags)


def test_a_list_gives_its_feeds_its_options_and_tags(tmp_path: Path) -> None:
    config = loaded(tmp_path, f"  - {{opml: {LIST}, tags: [asia], every: 30m, lang: ko}}\n")
    assert config.feeds == ()
    assert config.warnings == ()
    first, second = joined(config, listed("1", "One", "wire"), listed("2")).feeds
    assert (first.id, first.url, first.name) == ("one", "https://a.example/1", "One")
    assert (first.tags, first.every, first.lang) == (("asia", "wire"), timedelta(minutes=30), "ko")
    assert (second.id, second.name, second.tags) == ("a-example-2", "a.example", ("asia",))
    assert not first.full_text


def test_a_feed_of_the_file_keeps_its_options_and_gains_the_tags(tmp_path: Path) -> None:
    config = loaded(
        tmp_path,
        f"  - {{opml: {LIST}, tags: [asia]}}\n  - {{url: http://www.a.example/1/, name: Mine, every: 5m, tags: [x]}}\n",
    )
    (feed,) = joined(config, listed("1", "Theirs", "y")).feeds
    assert (feed.id, feed.name, feed.url) == ("mine", "Mine", "http://www.a.example/1/")
    assert feed.tags == ("x", "asia", "y")


def test_of_two_lists_the_first_gives_the_options_and_both_their_tags(tmp_path: Path) -> None:
    other = "https://m.example/list.opml"
    config = loaded(
        tmp_path,
        f"  - {{opml: {LIST}, tags: [a], every: 1h}}\n  - {{opml: {other}, tags: [b], every: 2h}}\n",
    )
    states = [
        ListState(location=other, feeds=(listed("1"), listed("2"))),
        ListState(location=LIST, feeds=(listed("1"),)),
    ]
    one, two = with_lists(config, states).feeds
    assert (one.tags, one.every) == (("a", "b"), timedelta(hours=1))
    assert (two.tags, two.every) == (("b",), timedelta(hours=2))


def test_ids_never_collide_and_the_files_stay(tmp_path: Path) -> None:
    config = loaded(
        tmp_path, f"  - {{opml: {LIST}}}\n  - {{url: https://b.example/, name: News}}\n"
    )
    feeds = joined(config, listed("1", "News"), listed("2", "News")).feeds
    assert [feed.id for feed in feeds] == ["news", "news-2", "news-3"]
    assert feeds[0].url == "https://b.example/"


def test_a_page_is_not_the_feed_of_its_address(tmp_path: Path) -> None:
    config = loaded(
        tmp_path,
        f"  - {{opml: {LIST}}}\n  - {{url: https://a.example/1, type: page, select: {{item: li}}}}\n",
    )
    assert len(joined(config, listed("1")).feeds) == 2


def test_what_cannot_be_used_is_left_out(tmp_path: Path) -> None:
    config = loaded(tmp_path, f"  - {{opml: {LIST}}}\n")
    assert joined(config, listed("${SECRET}"), listed(" x")).feeds == ()
    assert joined(config, listed("1"), location="https://other.example/").feeds == ()


def test_an_entry_of_a_list_in_a_file_has_options_too(tmp_path: Path) -> None:
    (tmp_path / "l.opml").write_text(
        '<opml version="2.0"><body><outline text="A" xmlUrl="https://a.example/1"/></body></opml>'
    )
    (feed,) = loaded(tmp_path, "  - {opml: l.opml, every: 45m, first_run: alert}\n").feeds
    assert (feed.every, feed.first_run, feed.full_text) == (timedelta(minutes=45), "alert", False)
    with pytest.raises(ConfigErrors, match="every"):
        loaded(tmp_path, "  - {opml: l.opml, evry: 45m}\n")
