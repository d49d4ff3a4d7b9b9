"""`wirewatch story`: who told it, in which order, why each article is in it."""

import json
from datetime import timedelta

import pytest

from tests.e2e.conftest import Desk
from tests.e2e.newsroom import Newsroom

TITLE = "Russia and North Korea sign treaty"
SIGNED = (
    "Russia and North Korea signed a treaty in Pyongyang on Wednesday, and 1,100 guests watched.",
    "The document obliges both countries to help one another if either is attacked, officials said.",
    "The presidents shook hands twice, exchanged limousines and dined with 40 generals afterwards.",
)
OWN_WORDS = (
    "Russia and North Korea promise in a treaty signed in Pyongyang to help if the other is attacked.",
    "Officials counted 1,100 guests at the ceremony and 40 generals at the dinner.",
)


@pytest.fixture
def told(desk: Desk, room: Newsroom) -> Desk:
    """A desk that saw a story at three outlets, one of them with a copy."""
    room.publish("wire", "signed", TITLE, *SIGNED)
    room.publish("echo", "signed", f"{TITLE} \x1b[31m", *SIGNED)
    room.publish("star", "pact", "Pact signed in Pyongyang", *OWN_WORDS)
    for minutes, outlet in enumerate(("star", "echo", "wire"), 1):
        for item in room.items[outlet].values():
            item.published -= timedelta(minutes=minutes)
    desk.configure("wire")
    desk.once()
    desk.configure("wire", "echo", "star")
    desk.once()
    return desk


def story_id(desk: Desk) -> str:
    found = json.loads(desk.run("article", "1", "--json").stdout)
    return str(found["story"]["id"])


def test_a_story_lists_its_sources_with_copies_under_their_original(told: Desk) -> None:
    done = told.run("story", story_id(told))
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == TITLE
    for line in (
        "  outlets    2 in their own words: wire, star",
        "  languages  en",
        "    why: the same text as “Russia and North Korea sign treaty” (wire)",
        "40, 1100",
    ):
        assert any(line in each for each in lines), line
    assert any("wire (en)  article 1" in each for each in lines)
    assert any(each.startswith("    ") and "echo (copy)" in each for each in lines)
    assert any("alerts     treaty: new al_" in each for each in lines)
    assert "\x1b" not in done.stdout


def test_a_story_as_json(told: Desk) -> None:
    document = json.loads(told.run("story", story_id(told)[:6], "--json").stdout)
    assert document["id"] == story_id(told)
    assert document["outlets"] == ["wire", "star"]
    assert [source["outlet"] for source in document["sources"]] == ["wire", "echo", "star"]
    assert [source["copy_of"] for source in document["sources"]] == [None, 1, None]
    assert all(source["why"] for source in document["sources"])
    assert [alert["kind"] for alert in document["alerts"]] == ["new"]
    assert (document["articles"], document["languages"]) == (3, ["en"])
    assert document["merged"] == []


@pytest.mark.parametrize("name", ["nobody", "", "s\x1b[2J", "\U0010ffff", "%"])
def test_an_unknown_story_is_a_sentence(told: Desk, name: str) -> None:
    done = told.run("story", name)
    assert done.returncode == 1
    assert "no story is known as" in done.stderr
    assert "\x1b" not in done.stderr
    assert done.stdout == ""


def test_a_beginning_must_mean_one_story(told: Desk, room: Newsroom) -> None:
    room.publish("wire", "cake", "A cake was baked", "A baker in Hafnar baked a cake of 9 metres.")
    told.once()
    done = told.run("story", "s")
    assert done.returncode == 1
    assert "several stories begin with s" in done.stderr


def test_before_the_first_run_no_story_is_known(desk: Desk, room: Newsroom) -> None:
    desk.configure("wire")
    assert desk.run("story", "s1").returncode == 1
