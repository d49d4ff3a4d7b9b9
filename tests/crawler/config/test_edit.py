from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.config.edit import add_feeds
from crawler.config.load import load_config
from crawler.config.sources import listed_urls
from crawler.core.feeds.opml import OpmlFeed
from crawler.core.urls import is_web
from crawler.model.errors import ConfigError, ConfigErrors

NEW = OpmlFeed(url="https://n.org/feed", title="New", tags=("x", "y z"))
LINE = '- {url: https://n.org/feed, name: New, tags: [x, "y z"]}'


def add(tmp_path: Path, text: str, *feeds: OpmlFeed) -> str:
    path = tmp_path / "feeds.yaml"
    path.write_bytes(text.encode())
    add_feeds(path, feeds or (NEW,))
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
    feed = OpmlFeed(url="https://n.org/a#b", title='He said: "no" # 1', tags=("null", "북한"))
    add(tmp_path, "", feed)
    loaded = load_config(tmp_path / "feeds.yaml", {}).feeds[0]
    assert (loaded.url, loaded.name, loaded.tags) == (feed.url, feed.title, feed.tags)


TEXT = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=12)
FEEDS = st.lists(
    st.builds(
        OpmlFeed,
        url=TEXT.map(lambda end: f"https://n.org/{end}").filter(is_web),
        title=TEXT,
        tags=st.lists(TEXT, max_size=2).map(tuple),
    ),
    min_size=1,
    max_size=3,
)


@given(FEEDS, st.sampled_from(["", "feeds:\n - https://a.org/\n", "feeds: [https://a.org/]\n"]))
def test_whatever_is_added_can_be_read_back(
    tmp_path_factory: pytest.TempPathFactory, feeds: list[OpmlFeed], before: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "edit.yaml"
    path.write_text(before, encoding="utf-8")
    add_feeds(path, feeds)
    assert listed_urls(path) >= {feed.url for feed in feeds}


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
    add_feeds(link, [NEW])
    assert link.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert LINE in real.read_text()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["feeds.yaml", "real.yaml"]


def test_urls_are_listed_without_secrets_being_needed(tmp_path: Path) -> None:
    path = tmp_path / "feeds.yaml"
    path.write_text(
        "include: [x.yaml]\nfeeds: [https://a.org/, {url: https://b.org/}, {opml: l.opml}, [a]]\nstorage: ${NOPE}"
    )
    (tmp_path / "x.yaml").write_text("feeds: ['https://c.org/${NOPE}']")
    assert listed_urls(path) == {"https://a.org/", "https://b.org/", "https://c.org/${NOPE}"}
    path.write_text("")
    assert listed_urls(path) == frozenset()


def test_a_file_that_cannot_be_replaced_is_left_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 250 + ".yaml")  # the draft's name would be too long
    path.write_text("version: 1\n")
    with pytest.raises(ConfigError, match="cannot be written"):
        add_feeds(path, [NEW])
    assert path.read_text() == "version: 1\n"
