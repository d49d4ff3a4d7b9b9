"""One feed fetched now, by its id."""

import json

from tests.e2e.conftest import Desk, Done
from tests.e2e.newsroom import Newsroom
from tests.e2e.test_daemon import daemon
from tests.e2e.test_sources import written


def fetch(desk: Desk, *words: str) -> Done:
    return desk.run("feeds", "fetch", *words)


def test_one_feed_is_fetched_now_and_the_others_are_left(desk: Desk, room: Newsroom) -> None:
    room.publish("wire", "a", "Russia and North Korea sign a treaty", "In Moscow, on Monday.")
    room.publish("other", "b", "Nothing of note", "At all.")
    desk.configure("wire", "other", defaults="first_run: alert, full_text: false")
    done = fetch(desk, "wire")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("wire: 1 new of 1 seen so far\nnext fetch ")
    assert len(room.alerts("alert.created")) == 1
    assert (room.requests["/wire/feed.xml"], room.requests["/other/feed.xml"]) == (1, 0)
    document = json.loads(fetch(desk, "wire", "--json").stdout)
    assert (document["id"], document["new"], document["status"]) == ("wire", 0, "not_modified")


def test_a_feed_that_fails_is_said_so(desk: Desk, room: Newsroom) -> None:
    desk.configure("wire")
    done = fetch(desk, "wire")
    assert done.returncode == 1
    assert "wire: there is nothing at this address (status 404)" in done.stderr
    assert json.loads(fetch(desk, "wire", "--json").stdout)["error_kind"] == "status"


def test_an_unknown_id_is_answered_with_the_nearest(desk: Desk, room: Newsroom) -> None:
    desk.configure("wire", "agency")
    done = fetch(desk, "wrie")
    assert (done.returncode, done.stdout) == (2, "")
    assert "no feed has the id 'wrie'\n  hint: did you mean 'wire'?" in done.stderr


def test_a_running_watch_is_asked_to_fetch(desk: Desk, room: Newsroom) -> None:
    desk.configure("wire", defaults="bounds: [1h, 2h]")
    text = written(desk).replace("every: 1s", "every: 1h")
    (desk.folder / "feeds.yaml").write_text(text)
    with daemon(desk) as process:
        assert room.wait_for_requests("/wire/feed.xml", 1, 60)
        done = fetch(desk, "wire")
        assert done.returncode == 0, done.stderr
        assert f"the running watch (pid {process.pid}) fetches wire now" in done.stdout
        assert room.wait_for_requests("/wire/feed.xml", 2, 60)
        assert json.loads(fetch(desk, "wire", "--json").stdout) == {
            "id": "wire",
            "asked": process.pid,
        }
