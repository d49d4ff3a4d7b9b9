import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from crawler.config.document import document
from crawler.config.json_schema import config_schema

ROOT = Path(__file__).resolve().parents[3]


class Yaml12(yaml.SafeLoader):
    """Types scalars as editors do, by the core schema of YAML 1.2: no `yes`, no dates, no 22:30."""


Yaml12.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag.rpartition(":")[2] in ("int", "float", "null") and first != ":"
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Yaml12.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("true|false"), list("tf"))


def check(text: str) -> None:
    validator = jsonschema.Draft202012Validator(config_schema())
    validator.validate(yaml.load(text, Yaml12))


def test_it_is_a_schema_of_its_draft() -> None:
    jsonschema.Draft202012Validator.check_schema(config_schema())


def test_every_key_is_described() -> None:
    schema = config_schema()
    for name, section in [("", schema), *schema["$defs"].items()]:
        for key, value in section.get("properties", {}).items():
            assert "description" in value or "$ref" in value, f"{name}.{key}"


def test_an_editor_accepts_the_shipped_file() -> None:
    check((ROOT / "feeds.yaml").read_text(encoding="utf-8"))


def test_an_editor_accepts_the_contract_example(shared: Path) -> None:
    text = (shared / "design" / "contract.md").read_text().split("```yaml\n")[1].split("```")[0]
    check(text.replace("22:30-06:00", "22:30 - 06:00"))


@pytest.mark.parametrize(
    "text",
    [
        "defaults: {recheck: 0, every: auto}",
        "topics: [{name: 2024, all: [2024, no, on]}]",
        "feeds: ['${URL}', {url: https://a.org, lang: no}]",
        "channels: {c: {type: webhook, url: https://a.org, secret: [a, b]}}",
        "health: {feed_silent: 3x}",
        "retention: {raw: forever}",
    ],
)
def test_an_editor_accepts_what_we_accept(text: str) -> None:
    check(text)


@pytest.mark.parametrize(
    "text",
    [
        "fedes: []",
        "defaults: {every: 5}",
        "defaults: {every: 5 minutes}",
        "defaults: {full_text: no}",
        "feeds: [ftp://a.org]",
        "feeds: [{urll: https://a.org}]",
        "topics: [{query: a}]",
        "channels: {c: {type: webhok}}",
        "network: {concurrency: 0}",
        "version: 2",
    ],
)
def test_an_editor_marks_what_we_refuse(text: str) -> None:
    with pytest.raises(jsonschema.ValidationError):
        check(text)


@pytest.mark.parametrize(
    ("section", "key", "default"),
    [
        ("Defaults", "every", "auto"),
        ("Defaults", "bounds", ["5m", "12h"]),
        ("Defaults", "recheck", "2d"),
        ("RetentionSection", "articles", "forever"),
        ("HealthSection", "feed_silent", "3x"),
        ("PerHost", "gap", "1s"),
    ],
)
def test_defaults_are_written_as_a_user_would(section: str, key: str, default: Any) -> None:
    assert config_schema()["$defs"][section]["properties"][key]["default"] == default


def test_the_page_about_the_file_is_up_to_date() -> None:
    page = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    assert page == document(), "run: python -m crawler.config.document > docs/configuration.md"
