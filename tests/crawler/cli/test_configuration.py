import json
from pathlib import Path

import pytest
import yaml

from crawler.cli.main import main

SECRETIVE = """
feeds: [{url: "https://a.org/${TOKEN}", headers: {Cookie: "${TOKEN}"}}]
channels: {c: {type: email, smtp: "smtp://u:${TOKEN}@h", from: a@b.c, to: [a@b.c]}}
"""


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("TOKEN", "planted-token")
    path = tmp_path / "feeds.yaml"
    path.write_text(SECRETIVE)
    return str(path)


@pytest.mark.parametrize(
    "command",
    [
        ["config", "show"],
        ["config", "show", "--json"],
        ["check"],
        ["check", "--json"],
        ["feeds", "export"],
        ["feeds", "export", "--json"],
    ],
)
def test_no_command_shows_a_secret(
    config: str, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command, "--config", config]) == 0
    captured = capsys.readouterr()
    assert "planted" not in captured.out + captured.err


def test_shows_what_is_in_effect(config: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["config", "show", "--config", config]) == 0
    shown = yaml.safe_load(capsys.readouterr().out)
    assert shown["feeds"][0]["url"] == "***"
    assert shown["feeds"][0]["recheck"] == "2d"
    assert main(["config", "show", "--config", config, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == shown


def test_the_schema_needs_no_configuration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["config", "schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    assert schema["$schema"].endswith("2020-12/schema")
    assert "topics" in schema["properties"]


def test_wrong_usage_exits_with_2() -> None:
    with pytest.raises(SystemExit) as caught:
        main(["config"])
    assert caught.value.code == 2
