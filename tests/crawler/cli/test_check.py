import json
from pathlib import Path

import pytest

from crawler.cli.main import main


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_says_what_a_sound_file_comes_to(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "feeds.yaml").write_text(
        "defaults: {every: 5s}\nfeeds: [https://a.org/]\naliases: {a: [x]}\n"
        "topics: [{name: t, query: '@a'}, {name: u, query: b}]\n"
    )
    assert main(["check"]) == 0
    out = capsys.readouterr().out
    assert "feeds.yaml is fine: 1 feed, 1 alias, 2 topics, 1 channel, 0 digests, 1 warning" in out
    assert "warning: feeds.yaml:1:19: fetches more often" in out


def test_shows_every_error_and_exits_with_2(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "x.yaml").write_text("fedes: []\ntopics: [{name: t, query: a, notify: [ops]}]\n")
    assert main(["check", "--config", "x.yaml"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(
        "x.yaml:1:1: unknown key 'fedes'\n  hint: did you mean 'feeds'?\n"
    )
    assert "x.yaml:2:39: the topic 't' sends to the channel 'ops'" in captured.err


def test_a_missing_file_points_to_init(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 2
    assert "wirewatch init" in capsys.readouterr().err


def test_speaks_json_to_programs(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--json"]) == 2
    document = json.loads(capsys.readouterr().out)
    assert document["ok"] is False
    assert document["errors"][0]["where"] == "feeds.yaml"
    (here / "feeds.yaml").write_text("fedes: []")
    assert main(["check", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["errors"] == [
        {
            "where": "feeds.yaml:1:1",
            "problem": "unknown key 'fedes'",
            "hint": "did you mean 'feeds'?",
        }
    ]
    (here / "feeds.yaml").write_text("feeds: [{opml: https://a.org/l.opml, every: 1s}]")
    assert main(["check", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "ok": True,
        "errors": [],
        "warnings": [
            "feeds.yaml:1:45: fetches more often than once a minute; many servers answer that with a ban"
        ],
        "feeds": 0,
        "lists": 1,
        "aliases": 0,
        "topics": 0,
        "channels": 1,
        "digests": 0,
    }


def test_a_list_elsewhere_is_counted(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "feeds.yaml").write_text("feeds: [{opml: https://a.org/l.opml}]")
    assert main(["check"]) == 0
    assert "0 feeds, 1 list, 0 aliases" in capsys.readouterr().out
