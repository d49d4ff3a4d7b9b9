from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.model.errors import ConfigError
from crawler.model.settings import Config

Load = Callable[..., Config]
Fail = Callable[..., tuple[ConfigError, ...]]


@pytest.fixture
def part(tmp_path: Path) -> Callable[[str, str], Path]:
    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


Part = Callable[[str, str], Path]


def test_lists_and_maps_are_merged_in_the_order_of_names(
    load: Load, part: Part, tmp_path: Path
) -> None:
    part("feeds.d/b.yaml", "feeds: [https://b.org/]\naliases: {b: [x]}\n")
    part(
        "feeds.d/a.yaml",
        "feeds: [https://a.org/]\ntopics: [{name: t, all: ['@b', '@m']}]\nnetwork: {robots: false}",
    )
    part("feeds.d/c.yaml", "")
    config = load(
        "include: [feeds.d/*.yaml]\nfeeds: [https://m.org/]\naliases: {m: [y]}\nnetwork: {concurrency: 5}\nversion: 1"
    )
    assert [feed.url for feed in config.feeds] == [
        "https://m.org/",
        "https://a.org/",
        "https://b.org/",
    ]
    assert set(config.aliases) == {"m", "b"}
    assert (config.network.concurrency, config.network.robots) == (5, False)
    assert len(config.files) == 4
    assert config.warnings == ()


def test_an_empty_section_takes_the_other_file_s(load: Load, part: Part) -> None:
    part("x.yaml", "feeds: [https://b.org/]\ntopics:\nversion: 1")
    config = load("include: [x.yaml]\nversion: 1\nfeeds:\ntopics: [{name: t, query: a}]")
    assert (len(config.feeds), len(config.topics)) == (1, 1)


@pytest.mark.parametrize(
    ("files", "where", "problem"),
    [
        (("aliases: {a: [x]}", "aliases: {a: [y]}"), "x.yaml:1:11", "'a' is defined twice, first at"),
        (("network: {robots: true}", "network: {robots: false}"), "x.yaml:1:11", "'robots' is defined twice"),
        (("storage: sqlite:///a.db", "storage: sqlite:///b.db"), "x.yaml:1:1", "'storage' is defined twice"),
        (("feeds: [https://a.org/]", "feeds: {a: b}"), "x.yaml:1:1", "'feeds' is defined twice"),
        (("topics: [{name: t, query: a}]", "topics: [{name: t, query: b}]"), "x.yaml:1:17", "defined twice, first at"),
        (("feeds: [https://a.org/]", "feeds: [https://a.org/]"), "x.yaml:1:9", "listed twice, first at"),
        (("version: 1", "include: [y.yaml]"), "x.yaml:1:1", "cannot include more"),
        (("version: 1", "- a"), "x.yaml:1:1", "not a map of sections"),
        (("version: 1", "fedes: []"), "x.yaml:1:1", "unknown key 'fedes'"),
        (("version: 1", "a: ["), "x.yaml:", "not valid YAML"),
    ],
)  # fmt: skip
def test_errors_name_the_file_they_are_in_and_the_first_place(
    errors_of: Fail, tmp_path: Path, files: tuple[str, str], where: str, problem: str
) -> None:
    main, other = files
    (tmp_path / "x.yaml").write_text(other, encoding="utf-8")
    error = errors_of(f"{main}\ninclude: [x.yaml]")[0]
    assert where in error.where
    assert problem in error.problem
    if "first at" in problem:
        assert "feeds.yaml:1:" in error.problem


def test_an_included_file_in_another_encoding_is_an_error_with_its_place(
    errors_of: Fail, part: Part
) -> None:
    path = part("x.yaml", "")
    path.write_bytes(b"a: \xff")
    assert "UTF-8" in errors_of("include: [x.yaml]")[0].problem


def test_paths_are_relative_to_the_file_they_stand_in(
    load: Load, part: Part, tmp_path: Path
) -> None:
    part("feeds.d/l.opml", '<opml><body><outline text="A" xmlUrl="https://a.org/"/></body></opml>')
    part("feeds.d/x.yaml", "feeds: [{opml: l.opml}]\npublish: {alerts: out}")
    config = load("include: [feeds.d/x.yaml]\nstorage: sqlite:///w.db")
    assert config.feeds[0].name == "A"
    assert config.publish_alerts == tmp_path / "feeds.d" / "out"
    assert config.storage.reveal() == f"sqlite:///{tmp_path}/w.db"
