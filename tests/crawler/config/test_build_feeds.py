from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.config.bounded import MAX_FILE_BYTES
from crawler.model.errors import ConfigErrors
from crawler.model.settings import Config

Load = Callable[..., Config]
ENVIRON = {"TOKEN": "planted-token", "WHOLE": "https://planted.example.org/feed"}


@pytest.mark.parametrize(
    ("item", "feed_id", "name"),
    [
        ("https://www.yna.co.kr/rss/nk.xml", "yna-co-kr-rss-nk-xml", "yna.co.kr"),
        ("https://rss.dw.com/xml/all", "dw-com-xml-all", "dw.com"),
        ("https://a.org/feed?lang=ru", "a-org-feed-lang-ru", "a.org"),
        ("{url: https://a.org/x, name: The Wire}", "the-wire", "The Wire"),
        ("{url: https://a.org/x, id: own, name: The Wire}", "own", "The Wire"),
        ("https://u:planted@a.org/x", "a-org-x", "a.org"),
        ("https://a.org/x?key=${TOKEN}", "a-org-x-key-token", "a.org"),
        ("{url: '${WHOLE}'}", "whole", "${WHOLE}"),
    ],
)
def test_a_feed_has_an_id_and_a_name_that_tell_no_secret(
    load: Load, item: str, feed_id: str, name: str
) -> None:
    feed = load(f"feeds:\n  - {item}\n", ENVIRON).feeds[0]
    assert (feed.id, feed.name) == (feed_id, name)
    assert "planted" not in feed.id + feed.name


def test_a_url_from_the_environment_is_marked_secret(load: Load) -> None:
    config = load("feeds: ['https://a.org/${TOKEN}', https://b.org/]", ENVIRON)
    assert [(feed.url, feed.url_secret) for feed in config.feeds] == [
        ("https://a.org/planted-token", True),
        ("https://b.org/", False),
    ]


def test_derived_ids_never_collide_and_yield_to_written_ones(load: Load) -> None:
    config = load(
        "feeds:\n"
        "  - {url: https://a.org/1, name: Wire}\n"
        "  - {url: https://a.org/2, name: wire}\n"
        "  - {url: https://a.org/3, id: wire-2}\n"
    )
    assert [feed.id for feed in config.feeds] == ["wire", "wire-3", "wire-2"]


def test_names_in_any_script_have_an_id(load: Load) -> None:
    config = load(
        "feeds: [{url: https://a.org/1, name: 연합뉴스}, {url: https://a.org/2, name: 한겨레}]"
    )
    assert len({feed.id for feed in config.feeds}) == 2
    assert all(feed.id.isascii() for feed in config.feeds)


OPML = (
    '<opml version="2.0"><body><outline text="Asia">'
    '<outline text="One" xmlUrl="https://a.org/1"/><outline text="Two" xmlUrl="https://a.org/2"/>'
    "</outline></body></opml>"
)


def test_a_list_is_expanded_where_it_stands(load: Load, tmp_path: Path) -> None:
    (tmp_path / "l.opml").write_text(OPML)
    config = load(
        "defaults: {every: 5m}\nfeeds: [https://b.org/, {opml: l.opml, tags: [x]}, https://c.org/]"
    )
    assert [feed.name for feed in config.feeds] == ["b.org", "One", "Two", "c.org"]
    assert config.feeds[1].tags == ("x", "Asia")
    assert config.feeds[1].every == config.feeds[0].every
    assert config.files[1] == tmp_path / "l.opml"


def test_an_entry_of_its_own_overrides_that_of_a_list_and_gets_its_tags(
    load: Load, tmp_path: Path
) -> None:
    (tmp_path / "l.opml").write_text(OPML)
    config = load(
        "feeds: [{opml: l.opml}, {url: https://a.org/1, name: Mine, tags: [m]}, {opml: l.opml, tags: [y]}]"
    )
    assert [(feed.name, feed.tags) for feed in config.feeds] == [
        ("Two", ("Asia", "y")),
        ("Mine", ("m", "Asia", "y")),
    ]


def test_a_list_elsewhere_is_left_to_the_daemon(load: Load) -> None:
    config = load("feeds: [{opml: https://a.org/l.opml, tags: [x]}]")
    assert config.feeds == ()
    assert [(each.location, each.tags) for each in config.opml] == [
        ("https://a.org/l.opml", ("x",))
    ]


def test_one_page_may_be_read_with_two_sets_of_selectors(load: Load) -> None:
    config = load(
        "feeds:\n"
        "  - {url: https://a.org/p, type: page, select: {item: li.a}}\n"
        "  - {url: https://a.org/p, type: page, select: {item: li.b}}\n"
    )
    assert [feed.select.item for feed in config.feeds if feed.select] == ["li.a", "li.b"]
    assert [feed.id for feed in config.feeds] == ["a-org-p", "a-org-p-2"]


def test_a_list_may_hold_anything(load: Load, tmp_path: Path) -> None:
    (tmp_path / "l.opml").write_text(
        '<opml><body><outline text="a&#x202e;b&#x7f; c" category="&#x7f;,${TOKEN}" xmlUrl="https://a.org/1"/>'
        '<outline xmlUrl="https://u:planted@a.org/&lt;2>"/><outline xmlUrl="https://a.org/${TOKEN}"/>'
        "</body></opml>"
    )
    config = load("feeds: [{opml: l.opml}]", ENVIRON)
    assert [(feed.name, feed.tags) for feed in config.feeds] == [("a b c", ("$ {TOKEN}",))]
    assert len(config.warnings) == 2
    assert "planted" not in str(config.warnings)


def test_names_may_hold_any_kind_of_space(load: Load) -> None:
    assert (
        load("feeds: [{url: https://a.org/, name: 新華\u3000社}]").feeds[0].name == "新華\u3000社"
    )


def test_a_list_of_unreasonable_size_is_not_read(load: Load, tmp_path: Path) -> None:
    with (tmp_path / "l.opml").open("wb") as file:
        file.truncate(MAX_FILE_BYTES + 1)
    with pytest.raises(ConfigErrors, match="is larger than"):
        load("feeds: [{opml: l.opml}]")


def test_topics_name_feeds_by_id_and_pages_may_be_the_link_itself(load: Load) -> None:
    config = load(
        "feeds: [{url: https://a.org/, type: page, select: {item: li a, link: '@href'}, id: x}]\n"
        "topics: [{name: t, query: a, feeds: [x]}]"
    )
    assert config.warnings == ()
