"""The watch tells when it cannot see, once, and when it can again."""

from typing import Any

from tests.e2e.conftest import Desk
from tests.e2e.newsroom import Newsroom, Reply

RULE = "health: {notify: [hook], feed_failing: 0s}\n"


def said(room: Newsroom) -> list[dict[str, Any]]:
    """Return the data of every health message taken."""
    return [body["data"] for body in room.alerts("health")]


def test_a_failing_feed_is_told_once_and_its_recovery_once(desk: Desk, room: Newsroom) -> None:
    room.publish("wire", "a", "Quiet day", "Nothing happened.")
    room.faults["/bad/feed.xml"] = Reply(status=404)
    desk.configure("wire", "bad", extra=RULE)
    desk.once()
    desk.once()
    (trouble,) = (each for data in said(room) for each in data["troubles"])
    assert trouble["name"] == "bad"
    assert "nothing at this address" in trouble["problem"]
    assert "trouble     bad" in desk.run("status").stdout
    assert [each["key"] for each in desk.status()["troubles"]] == ["feed:bad"]

    del room.faults["/bad/feed.xml"]
    room.publish("bad", "b", "Another quiet day", "Nothing happened again.")
    desk.once()
    desk.once()
    assert [each["name"] for data in said(room) for each in data["recovered"]] == ["bad"]
    assert desk.status()["troubles"] == []


def test_a_channel_that_refuses_is_shown(desk: Desk, room: Newsroom) -> None:
    room.publish(
        "wire", "a", "Russia and North Korea sign treaty", "Russia and North Korea signed a treaty."
    )
    room.hook_status = 410
    desk.configure("wire")
    desk.once()
    desk.once()
    hook = next(each for each in desk.status()["channels"] if each["name"] == "hook")
    assert (hook["status"], hook["last_sent_at"]) == ("disabled", None)
    assert "410" in hook["last_error"]
