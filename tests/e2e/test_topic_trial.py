"""A topic tried on an article before it goes live, and muted when it is too loud."""

import contextlib
import json
import sqlite3
from pathlib import Path

import pytest

from tests.e2e.conftest import Desk
from tests.e2e.newsroom import Newsroom

TITLE = "Russia and North Korea sign treaty"
TEXT = "Russia and North Korea signed a treaty on Wednesday, officials in Moscow said."
LONG = [f"{TEXT} This is what is known of it on day {day} of the talks." for day in range(6)]
TRIED = """
aliases: {boj: ['"Bank of Japan"', 日銀]}
topics:
  - name: rates
    all: ['@boj', rate*]
"""


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("text.txt", "日銀が利上げ\n\nThe rate rose."),
        ("line.json", json.dumps({"id": 1, "title": "日銀が利上げ", "text": "The rate rose."})),
        (
            "page.html",
            "<!doctype html><html><head><title>日銀が利上げ</title></head><body><article><h1>日銀が利上げ</h1>"
            + "<p>The rate rose after many months in which nobody had expected it to move.</p>" * 4
            + "</article></body></html>",
        ),
    ],
)
def test_a_topic_not_yet_configured_is_tried_on_a_file(
    desk: Desk, tmp_path: Path, name: str, content: str
) -> None:
    (tmp_path / "tried.yaml").write_text(TRIED)
    (tmp_path / name).write_text(content)
    words = (
        "topic",
        "test",
        "rates",
        str(tmp_path / name),
        "--topics",
        str(tmp_path / "tried.yaml"),
    )
    shown = desk.run(*words).stdout
    assert "✓ rates matches" in shown
    assert '✗ not found: "Bank of Japan"' in shown
    assert "日銀 (alias @boj) in title 0-2" in shown
    answer = json.loads(desk.run(*words, "--json").stdout)
    assert answer["matches"] is True
    assert [span["alias"] for span in answer["spans"]][:1] == ["boj"]


def test_an_address_is_fetched_and_every_condition_shown(desk: Desk, room: Newsroom) -> None:
    room.publish("wire", "a", TITLE, *LONG)
    desk.configure("wire")
    done = desk.run("topic", "test", "treaty", room.url("wire", "a"))
    assert done.returncode == 0, done.stderr
    assert "✓ treaty matches" in done.stdout
    assert "score of all[0]" in done.stdout


def test_a_wrong_name_and_a_missing_file_are_said_in_one_line(desk: Desk, tmp_path: Path) -> None:
    desk.configure("wire")
    wrong = desk.run("topic", "test", "traety", "x.html")
    assert wrong.returncode == 1
    assert "did you mean 'treaty'?" in wrong.stderr
    missing = desk.run("topic", "test", "treaty", str(tmp_path / "nothing.html"))
    assert missing.returncode == 1
    assert "Traceback" not in missing.stderr
    (tmp_path / "bad.json").write_text("{")
    assert desk.run("topic", "test", "treaty", str(tmp_path / "bad.json")).returncode == 1


def test_a_muted_topic_records_what_it_holds_back_and_speaks_again_when_unmuted(
    desk: Desk, room: Newsroom
) -> None:
    desk.configure("wire")
    assert "muted until" in desk.run("mute", "treaty", "--for", "3d").stdout
    assert desk.status()["topics"][0]["muted_until"] is not None
    room.publish("wire", "a", TITLE, TEXT)
    assert desk.once().returncode == 0
    assert room.hooks == []
    held = json.loads(desk.run("alerts", "--suppressed", "--json").stdout)
    assert [each["reason"] for each in held] == ["muted"]
    assert "held back: muted" in desk.run("alerts", "--suppressed").stdout
    assert "sends its alerts again" in desk.run("unmute", "treaty").stdout
    assert desk.status()["topics"][0]["muted_until"] is None
    assert desk.run("mute", "treaty", "--until", "2001-01-01").returncode == 1
    assert desk.run("mute", "traety", "--for", "3d").returncode == 1
    assert desk.run("mute", "treaty").returncode == 2


def test_a_mute_that_has_ended_is_not_shown(desk: Desk) -> None:
    desk.configure("wire")
    assert desk.run("mute", "treaty", "--for", "1s").returncode == 0
    path = desk.folder / "wirewatch.db"
    with contextlib.closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE mutes SET until = until - 2000000")
    assert desk.status()["topics"][0]["muted_until"] is None
