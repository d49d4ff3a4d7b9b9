from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.config.edit import add_feeds
from crawler.config.load import load_config
from crawler.config.sources import listed_addresses
from crawler.config.values import is_complete_url
from crawler.config.written import Written, WrittenFeed, WrittenList
from crawler.core.urls import address_key
from crawler.model.errors import ConfigError, ConfigErrors
from crawler.model.feed import FeedType, Selectors

NEW = WrittenFeed(url="https://n.org/feed", name="New", tags=("x", "y z"))
LINE = '- {url: https://n.org/feed, name: New, tags: [x, "y z"]}'


def add(tmp_path: Path, text: str, *feeds: Written) -> str:
    path = tmp_path / "feeds.yaml"
    path.write_bytes(text.encode())
    add_feeds(path, feeds or (NEW,), {})
    return path.read_bytes().decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", f"feeds:\n  {LINE}\n"),
        ("# mine\n", f"# mine\nfeeds:\n  {LINE}\n"),
        ("version: 1", f"version: 1\nfeeds:\n  {LINE}\n"),
        ("feeds:\nversion: 1\n", f"feeds:\n  {LINE}\nversion: 1\n"),
        ("feeds:", f"feeds:\n  {LINE}\n"),
        (
            "feeds:  # sources\n  # wires\n  - https://a.org/  # A\n\n# topics\ntopics: []\n",
            f"feeds:  # sources\n  # wires\n  - https://a.org/  # A\n  {LINE}\n\n# topics\ntopics: []\n",
        ),
        ("feeds:\n- https://a.org/\n", f"feeds:\n- https://a.org/\n{LINE}\n"),
        ("feeds:\n    - url: https://a.org/\n      name: >-\n        A\n        B\n\nversion: 1\n",
         f"feeds:\n    - url: https://a.org/\n      name: >-\n        A\n        B\n    {LINE}\n\nversion: 1\n"),
        ("feeds:\n  - {url: https://a.org/,\n     name: A}  # two lines\nversion: 1",
         f"feeds:\n  - {{url: https://a.org/,\n     name: A}}  # two lines\n  {LINE}\nversion: 1"),
        ("feeds:\r\n  - https://a.org/\r\nversion: 1\r\n",
         f"feeds:\r\n  - https://a.org/\r\n  {LINE}\r\nversion: 1\r\n"),
        ("feeds: [https://a.org/]  # short\n", f"feeds: [https://a.org/, {LINE[2:]}]  # short\n"),
        ("feeds: []\n", f"feeds: [{LINE[2:]}]\n"),
        ("feeds: [\n  https://a.org/,  # A\n]\n", f"feeds: [\n  https://a.org/, {LINE[2:]},  # A\n]\n"),
    ],
)  # fmt: skip
def test_comments_and_formatting_stay(tmp_path: Path, before: str, after: str) -> None:
    assert add(tmp_path, before) == after


def test_what_needs_quotes_gets_them(tmp_path: Path) -> None:
    feed = WrittenFeed(url="https://n.org/a#b", name='He said: "no" # 1', tags=("null", "북한"))
    add(tmp_path, "", feed)
    loaded = load_config(tmp_path / "feeds.yaml", {}).feeds[0]
    assert (loaded.url, loaded.name, loaded.tags) == (feed.url, feed.name, feed.tags)


TEXT = st.text(
    st.characters(exclude_categories=("C", "Z"), exclude_characters="$"), min_size=1, max_size=12
)
FEEDS = st.lists(
    st.builds(
        WrittenFeed,
        url=TEXT.map(lambda end: f"https://n.org/{end}").filter(is_complete_url),
        name=TEXT,
        tags=st.lists(TEXT, max_size=2).map(tuple),
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda feed: address_key(feed.url),
)


@given(FEEDS, st.sampled_from(["", "feeds:\n - https://a.org/\n", "feeds: [https://a.org/]\n"]))
def test_whatever_is_added_can_be_read_back(
    tmp_path_factory: pytest.TempPathFactory, feeds: list[WrittenFeed], before: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "edit.yaml"
    path.write_text(before, encoding="utf-8")
    add_feeds(path, feeds, {})
    assert listed_addresses(path).keys() >= {address_key(feed.url) for feed in feeds}


@pytest.mark.parametrize(
    "text",
    [
        "{feeds: [https://a.org/]}",
        "- a",
        "feeds: &f\n  - *f\n",
        "feeds: {a: b}",
        "feeds: [",
        "feeds: text",
    ],
)
def test_a_form_that_cannot_be_added_to_is_refused_and_left_alone(
    tmp_path: Path, text: str
) -> None:
    with pytest.raises(
        (ConfigError, ConfigErrors), match=r"cannot be added|map of sections|YAML|marked"
    ):
        add(tmp_path, text)
    assert (tmp_path / "feeds.yaml").read_text() == text


def test_an_anchor_in_the_list_does_no_harm(tmp_path: Path) -> None:
    before = "x: &a https://a.org/\nfeeds:\n  - https://b.org/\n  - *a\n"
    with pytest.raises(ConfigError, match="form that cannot be added to") as caught:
        add(tmp_path, before)
    assert caught.value.where.endswith("feeds.yaml:2:1")


def test_the_file_keeps_its_mode_and_a_link_stays_a_link(tmp_path: Path) -> None:
    real = tmp_path / "real.yaml"
    real.write_text("version: 1\n")
    real.chmod(0o640)
    link = tmp_path / "feeds.yaml"
    link.symlink_to(real)
    add_feeds(link, [NEW], {})
    assert link.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert LINE in real.read_text()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["feeds.yaml", "real.yaml"]


def test_addresses_are_listed_with_their_places_and_without_secrets(tmp_path: Path) -> None:
    path = tmp_path / "feeds.yaml"
    path.write_text(
        "include: [x.yaml]\n"
        "feeds: [https://a.org/, {url: http://www.b.org}, {opml: l.opml}, {opml: https://l.org/a}, [a]]\n"
        "storage: ${NOPE}"
    )
    (tmp_path / "x.yaml").write_text("feeds: ['https://c.org/${NOPE}']")
    places = {key: str(place) for key, place in listed_addresses(path).items()}
    assert places == {
        "a.org:": f"{path}:2:9",
        "b.org:": f"{path}:2:31",
        "l.opml": f"{path}:2:57",
        "l.org:/a": f"{path}:2:73",
        "c.org:/${NOPE}": f"{tmp_path / 'x.yaml'}:1:9",
    }
    path.write_text("")
    assert listed_addresses(path) == {}


@pytest.mark.parametrize(
    ("source", "line"),
    [
        (WrittenFeed(url="https://n.org/"), "- https://n.org/"),
        (WrittenFeed(url="https://n.org/", every="10m"), "- {url: https://n.org/, every: 10m}"),
        (
            WrittenFeed(url="https://n.org/", type=FeedType.SITEMAP),
            "- {url: https://n.org/, type: sitemap}",
        ),
        (
            WrittenFeed(
                url="https://n.org/", type=FeedType.PAGE, select=Selectors(item="li > a", date="b")
            ),
            '- {url: https://n.org/, type: page, select: {item: "li > a", link: "a@href", title: a, date: b}}',
        ),
        (
            WrittenList(url="https://n.org/l.opml", tags=("a",)),
            "- {opml: https://n.org/l.opml, tags: [a]}",
        ),
        (WrittenList(url="https://n.org/l.opml"), "- {opml: https://n.org/l.opml}"),
    ],
)
def test_every_kind_of_source_can_be_added(tmp_path: Path, source: Written, line: str) -> None:
    assert add(tmp_path, "", source) == f"feeds:\n  {line}\n"


def test_a_source_that_the_file_has_already_is_refused(tmp_path: Path) -> None:
    before = "feeds:\n  - http://www.n.org/feed/\n"
    with pytest.raises(ConfigErrors, match=r"feeds.yaml:3:11: this URL is listed twice"):
        add(tmp_path, before)
    assert (tmp_path / "feeds.yaml").read_text() == before


def test_a_variable_that_is_not_set_does_not_keep_a_feed_out(tmp_path: Path) -> None:
    before = "channels:\n  m: {type: webhook, url: '${HOOK}', secret: '${S}'}\n"
    assert add(tmp_path, before).endswith(f"feeds:\n  {LINE}\n")


def test_a_file_that_may_not_be_written_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "feeds.yaml"
    path.write_text("version: 1\n")
    path.chmod(0o444)
    with pytest.raises(ConfigError, match="the file is read-only"):
        add_feeds(path, [NEW], {})
    assert path.read_text() == "version: 1\n"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_cannot_be_replaced_is_left_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 250 + ".yaml")  # the draft's name would be too long
    path.write_text("version: 1\n")
    with pytest.raises(ConfigError, match="cannot be written"):
        add_feeds(path, [NEW], {})
    assert path.read_text() == "version: 1\n"
