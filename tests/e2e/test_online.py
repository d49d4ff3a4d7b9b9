"""check --online: every feed, list and channel tried for real, and nothing sent."""

import json
from typing import Any

import pytest

from tests.e2e.conftest import Desk
from tests.e2e.newsroom import SECRET, Newsroom, Reply
from tests.sinks import MailSink

LIST = b"<opml version='2.0'><body><outline xmlUrl='https://a.example/1'/></body></opml>"


def configure(desk: Desk, feeds: str = "", channels: str = "") -> None:
    (desk.folder / "feeds.yaml").write_text(
        "network: {allow_networks: [127.0.0.0/8], per_host: {gap: 0s}}\n"
        f"feeds: [{feeds}]\nchannels: {{{channels}}}\n"
    )


def tried(desk: Desk, code: int) -> dict[str, dict[str, Any]]:
    done = desk.run("check", "--online", "--json")
    assert done.returncode == code, done.stderr
    document = json.loads(done.stdout)
    assert document["ok"] is (code == 0)
    return {probe["name"]: probe for probe in document["online"] if probe["name"] != "terminal"}


def test_feeds_and_lists_are_fetched_and_read(desk: Desk, room: Newsroom) -> None:
    room.publish("wire", "a", "One", "Text.")
    room.faults["/l.opml"] = Reply(body=LIST)
    configure(desk, f"{{url: {room.feed_url('wire')}, name: Wire}}, {{opml: {room.base}/l.opml}}")
    found = tried(desk, 0)
    assert (found["wire"]["ok"], found["wire"]["entries"]) == (True, 1)
    assert found["wire"]["newest"].endswith("Z")
    assert found[f"{room.base}/l.opml"]["says"] == "1 feeds"
    assert not (desk.folder / "wirewatch.db").exists()


@pytest.mark.parametrize(
    ("reply", "kind", "said"),
    [
        (Reply(status=404), "status", "there is nothing at this address (status 404)"),
        (Reply(body=b"<!doctype html><p>hello"), "not_a_feed", "this is an HTML page"),
        (Reply(body=b"%PDF-1.7"), "not_a_feed", "not a feed"),
        (Reply(status=410), "gone", "gone for good"),
    ],
)
def test_what_fails_is_said_with_its_kind_and_advice(
    desk: Desk, room: Newsroom, reply: Reply, kind: str, said: str
) -> None:
    room.faults["/x.xml"] = reply
    configure(desk, f"{{url: {room.base}/x.xml, name: X}}")
    found = tried(desk, 1)["x"]
    assert (found["ok"], found["error_kind"]) == (False, kind)
    assert said in found["says"]
    shown = desk.run("check", "--online")
    assert shown.returncode == 1
    assert "FAIL  feed     x: " in shown.stdout
    assert shown.stdout.endswith("1 ok, 1 failed\n")


@pytest.mark.parametrize(
    ("reply", "said"),
    [(Reply(body=b"<opml/>"), "the list is empty"), (Reply(status=404), "nothing at this address")],
)
def test_a_list_that_cannot_be_read_fails(
    desk: Desk, room: Newsroom, reply: Reply, said: str
) -> None:
    room.faults["/l.opml"] = reply
    configure(desk, f"{{opml: {room.base}/l.opml}}")
    assert said in tried(desk, 1)[f"{room.base}/l.opml"]["says"]


def test_channels_are_connected_and_nothing_is_sent(desk: Desk, room: Newsroom) -> None:
    with MailSink() as sink:
        configure(
            desk,
            channels=f"mail: {{type: email, smtp: '{sink.url()}', from: a@b.example, to: [c@d.example]}}, "
            f"hook: {{type: webhook, url: '{room.base}/hook', secret: {SECRET}}}",
        )
        found = tried(desk, 0)
    assert found["mail"]["says"] == "connected; nothing was sent"
    assert found["hook"]["says"] == "its server is there; nothing was posted"
    assert (sink.mails, room.hooks, room.requests["/hook"]) == ([], [], 0)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of what Apprise imports
@pytest.mark.parametrize(
    ("channel", "said"),
    [
        ("type: webhook, url: 'http://127.0.0.1:1/s3cret'", "127.0.0.1:1 cannot be reached: Connection refused"),
        ("type: webhook, url: 'http://10.0.0.1/s3cret'", "is not on the public internet"),
        ("type: webhook, url: 'http://no.such.host.invalid/s3cret'", "no.such.host.invalid:80 cannot be reached"),
        ("type: email, smtp: 'smtp+plain://u:s3cret@127.0.0.1:1', from: a@b.example, to: [c@d.example]", "127.0.0.1"),
        ("type: apprise, url: 's3cret://x'", "Apprise"),
    ],
)  # fmt: skip
def test_a_channel_that_does_not_work_is_said_so_without_its_secrets(
    desk: Desk, room: Newsroom, channel: str, said: str
) -> None:
    configure(desk, channels=f"c: {{{channel}}}")
    found = tried(desk, 1)["c"]
    assert said in found["says"]
    assert "s3cret" not in found["says"]


def test_a_wrong_configuration_is_not_tried(desk: Desk, room: Newsroom) -> None:
    (desk.folder / "feeds.yaml").write_text("fedes: []\n")
    done = desk.run("check", "--online", "--json")
    assert done.returncode == 2
    assert "online" not in json.loads(done.stdout)
    assert desk.run("check", "--online").returncode == 2
