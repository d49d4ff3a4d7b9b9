"""Lists of feeds at an address: read, kept, changed."""

import json
import sqlite3
from contextlib import closing

import pytest

from tests.e2e.conftest import Desk
from tests.e2e.newsroom import Newsroom, Reply
from tests.e2e.test_daemon import daemon
from tests.e2e.test_sources import written


def opml(room: Newsroom, *outlets: str) -> Reply:
    feeds = "".join(f"<outline text='{o}' xmlUrl='{room.feed_url(o)}'/>" for o in outlets)
    return Reply(
        body=f"<opml version='2.0'><body><outline text='Wires'>{feeds}</outline></body></opml>".encode()
    )


@pytest.fixture
def listed(desk: Desk, room: Newsroom) -> Newsroom:
    """A configuration with one feed of its own and a list at an address that names it, too."""
    for outlet in ("wire", "agency"):
        room.publish(
            outlet, "a", f"Russia and North Korea sign a treaty, {outlet} says", "In Moscow."
        )
    room.faults["/list.opml"] = opml(room, "wire", "agency")
    desk.configure("wire", defaults="first_run: alert, full_text: false")
    text = written(desk).replace(
        "feeds:\n", f"feeds:\n  - {{opml: {room.base}/list.opml, tags: [asia]}}\n"
    )
    (desk.folder / "feeds.yaml").write_text(text)
    return room


def test_a_list_at_an_address_is_read_and_its_feeds_are_watched(
    desk: Desk, listed: Newsroom
) -> None:
    assert desk.once().returncode == 0
    status = desk.status()
    assert [(each["id"], each["entries"]) for each in status["feeds"]] == [
        ("wire", 1),
        ("agency", 1),
    ]
    assert (status["lists"][0]["feeds"], status["lists"][0]["problem"]) == (2, None)
    assert listed.requests["/wire/feed.xml"] == 1
    assert desk.once().returncode == 0
    assert listed.requests["/list.opml"] == 1  # daily
    assert "list.opml: 2 feeds, read " in desk.run("status").stdout
    exported = json.loads(desk.run("feeds", "export", "--json").stdout)
    assert [each["tags"] for each in exported] == [["asia", "Wires"], ["asia", "Wires"]]
    assert desk.run("feeds", "fetch", "agency").returncode == 0


def test_a_list_that_breaks_keeps_its_feeds_and_is_said_so(desk: Desk, listed: Newsroom) -> None:
    with daemon(desk):
        assert listed.wait_for_requests("/agency/feed.xml", 1, 60)
    for bad, problem in (
        (Reply(status=404), "there is nothing at this address"),
        (Reply(body=b"<opml/>"), "the list is empty"),
        (Reply(body=b"<html>sorry"), "not"),
    ):
        listed.faults["/list.opml"] = bad
        make_lists_due(desk)
        assert desk.once().returncode == 0
        status = desk.status()
        assert problem in status["lists"][0]["problem"]
        assert [feed["id"] for feed in status["feeds"]] == ["wire", "agency"]
    shown = desk.run("status").stdout
    assert "list.opml: 2 feeds, read " in " ".join(shown.split())


def test_a_running_watch_takes_a_changed_list_at_once(desk: Desk, listed: Newsroom) -> None:
    assert desk.once().returncode == 0
    listed.publish("paper", "b", "Nothing of note", "At all.")
    listed.faults["/list.opml"] = opml(listed, "paper")
    make_lists_due(desk)
    with daemon(desk):
        assert listed.wait_for_requests("/paper/feed.xml", 1, 60)
    assert [feed["id"] for feed in desk.status()["feeds"]] == ["wire", "paper"]


def make_lists_due(desk: Desk) -> None:
    """Let the last reading be long ago."""
    with closing(sqlite3.connect(desk.folder / "wirewatch.db")) as db, db:
        db.execute("UPDATE lists SET state_json = json_remove(state_json, '$.tried_at')")
