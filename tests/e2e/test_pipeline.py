import json

import pytest

from tests.e2e.conftest import Desk
from tests.e2e.newsroom import Newsroom, Reply

SIGNED = (
    "Russia and North Korea signed a treaty in Pyongyang on Wednesday, during a visit that lasted two days.",
    "The document obliges both countries to help one another if either is attacked, officials said.",
    "It was the first such visit in twenty-four years, and crowds lined the avenue to the airport.",
)
TITLE = "Russia and North Korea sign treaty"


def test_a_story_copied_by_three_outlets_alerts_once(desk: Desk, room: Newsroom) -> None:
    room.publish("wire", "signed", TITLE, *SIGNED)
    desk.configure("wire", "paper", "mirror")
    assert desk.once().returncode == 0
    room.publish("paper", "copy", "Treaty signed in Pyongyang", *SIGNED[:2])
    room.publish("mirror", "copy", TITLE, *SIGNED, "The Mirror carries agency reports.")
    assert desk.once().returncode == 0
    assert [body["type"] for body in room.alerts()] == ["alert.created"]
    data = room.alerts()[0]["data"]
    assert data["article"]["url"] == room.url("wire", "signed")
    assert data["topic"]["name"] == "treaty"


def test_the_same_page_by_two_feeds_is_one_article(desk: Desk, room: Newsroom) -> None:
    room.publish("wire", "signed", TITLE, *SIGNED)
    room.items["digest"] = {}
    desk.configure("wire", "digest")
    desk.once()
    room.faults["/digest/feed.xml"] = Reply(
        body=f"<rss version='2.0'><channel><item><title>{TITLE}</title>"
        f"<link>{room.url('wire', 'signed')}?fbclid=abc</link></item></channel></rss>".encode(),
        content_type="application/rss+xml",
    )
    desk.once()
    assert desk.status()["storage"]["articles"] == 1
    assert len(room.hooks) == 1


def test_the_first_run_is_a_baseline(desk: Desk, room: Newsroom) -> None:
    room.publish("wire", "old", TITLE, *SIGNED)
    desk.configure("wire", defaults="first_run: baseline")
    desk.once()
    assert room.hooks == []
    room.publish(
        "wire",
        "new",
        "Treaty of Russia and North Korea enters into force",
        "The treaty of Russia and North Korea is in force since noon.",
    )
    desk.once()
    assert len(room.hooks) == 1


def test_an_edited_article_is_a_new_version_and_says_what_changed(
    desk: Desk, room: Newsroom
) -> None:
    room.publish("wire", "signed", TITLE, *SIGNED)
    desk.configure("wire")
    desk.once()
    room.publish(
        "wire",
        "signed",
        "Russia and North Korea seal defence treaty",
        *SIGNED[:2],
        "Correction: the visit lasted one day.",
    )
    desk.once()
    storage = desk.status()["storage"]
    assert (storage["articles"], storage["versions"]) == (1, 2)
    assert [body["type"] for body in room.alerts()] == ["alert.created", "article.edited"]


def test_a_page_behind_a_wall_is_matched_by_the_feeds_own_text(desk: Desk, room: Newsroom) -> None:
    room.publish("wire", "signed", TITLE, *SIGNED)
    room.faults["/wire/signed.html"] = Reply(status=403)
    desk.configure("wire")
    desk.once()
    article = room.alerts()[0]["data"]["article"]
    assert article["origin"] == "feed"
    assert article["problem"]


def test_what_is_not_changed_is_not_sent_again(desk: Desk, room: Newsroom) -> None:
    room.publish("wire", "signed", TITLE, *SIGNED)
    desk.configure("wire")
    desk.once()
    desk.once()
    assert room.not_modified["/wire/feed.xml"] == 1
    assert room.requests["/wire/signed.html"] == 1


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (Reply(body=b"<!doctype html><title>Log in</title><p>Please log in."), "not_a_feed"),
        (Reply(body=b""), "malformed"),
        (Reply(body=b"<rss><channel><item><title>x", cut=True), "unreachable"),
        (Reply(status=404), "status"),
        (Reply(status=410), "gone"),
        (Reply(status=429, headers=(("Retry-After", "120"),)), "throttled"),
        (Reply(status=302, headers=(("Location", "/bad/feed.xml"),)), "unreachable"),
        (Reply(status=302, headers=(("Location", "http://10.0.0.1/"),)), "forbidden"),
    ],
    ids=["html", "empty", "cut off", "missing", "gone", "throttled", "looping", "private"],
)
def test_a_bad_feed_is_reported_and_the_others_go_on(
    desk: Desk, room: Newsroom, fault: Reply, kind: str
) -> None:
    room.publish("wire", "signed", TITLE, *SIGNED)
    room.faults["/bad/feed.xml"] = fault
    desk.configure("bad", "wire")
    assert desk.once().returncode == 0
    bad = desk.feed("bad")
    assert (bad["error_kind"], bool(bad["last_error"])) == (kind, True)
    assert bad["next_fetch_at"]
    assert desk.feed("wire")["status"] == "ok"
    assert len(room.hooks) == 1


def test_a_webhook_that_fails_is_tried_again_under_the_same_id(desk: Desk, room: Newsroom) -> None:
    room.publish("wire", "signed", TITLE, *SIGNED)
    room.refuse_hooks = 1
    desk.configure("wire")
    desk.once()
    assert desk.status()["deliveries"]["retrying"] + len(room.hooks) == 1
    daemon = desk.start("run")
    try:
        assert room.wait_for_hooks(1, 60)
    finally:
        daemon.terminate()
        daemon.wait(15)
    assert desk.status()["deliveries"]["sent"] == 1


def test_alerts_without_a_channel_go_to_the_terminal_and_to_files(
    desk: Desk, room: Newsroom
) -> None:
    room.publish("wire", "signed", TITLE, *SIGNED)
    topic = "topics:\n  - {name: treaty, all: [Russia, treaty]}\n"
    desk.configure("wire", topic=topic, extra="publish: {alerts: out/}\n")
    done = desk.once()
    assert TITLE in done.stdout
    assert "Traceback" not in done.stderr
    assert TITLE in (desk.folder / "out" / "index.html").read_text(encoding="utf-8")
    feed = json.loads((desk.folder / "out" / "alerts.json").read_text(encoding="utf-8"))
    assert feed["items"][0]["url"] == room.url("wire", "signed")


def test_what_was_found_can_be_searched_listed_and_explained(desk: Desk, room: Newsroom) -> None:
    room.publish("wire", "signed", TITLE, *SIGNED)
    desk.configure("wire")
    desk.once()
    found = json.loads(desk.run("search", "--json", 'treaty NEAR/20 "North Korea"').stdout)
    assert [each["url"] for each in found] == [room.url("wire", "signed")]
    alerts = json.loads(desk.run("alerts", "--json").stdout)
    assert [alert["topic"] for alert in alerts] == ["treaty"]
    explained = desk.run("explain", alerts[0]["id"])
    assert '"North Korea"' in explained.stdout
    assert desk.run("explain", "nonsense").returncode == 1
