"""README.md: short, and true line by line."""

import re
import tomllib
from pathlib import Path

from crawler.core.topics.grammar import parse_query
from tests.pages import README, ROOT, blocks, written

TEXT = README.read_text("utf-8")


def test_it_can_be_read_in_one_sitting() -> None:
    assert len(TEXT.splitlines()) < 200


def test_its_configuration_loads_and_sends_to_its_channel(tmp_path: Path) -> None:
    (block,) = blocks(README, "yaml")
    config = written(tmp_path, [block])
    assert [feed.url for feed in config.feeds][1] == "https://tass.com/rss/v2.xml"
    (topic,) = config.topics
    assert topic.notify == ("desk-mail",)
    assert "desk-mail" in config.channels
    assert not config.warnings


def test_its_make_targets_exist() -> None:
    made = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = set(re.findall(r"(?:^|`)make ([a-z]+)", TEXT, re.MULTILINE))
    assert {"run", "test", "demo", "check"} <= named <= made


def test_running_and_testing_come_first() -> None:
    first, *_ = blocks(README, "sh")
    assert [line.partition("#")[0].strip() for line in first.splitlines()] == [
        "make run",
        "make test",
    ]


def test_the_pages_it_points_to_exist() -> None:
    targets = [link for link in re.findall(r"\]\(([^)]+)\)", TEXT) if "://" not in link]
    assert "docs/configuration.md" in targets
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_the_python_it_asks_for_is_the_one_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["requires-python"] == ">=3.11"
    assert "Python 3.11 to 3.14" in TEXT


def test_its_search_is_a_query() -> None:
    (query,) = re.findall(r"^wirewatch search '(.+)'$", TEXT, re.MULTILINE)
    assert str(parse_query(query))
