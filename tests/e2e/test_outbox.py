"""Dead letters: shown with their reason, put back by hand, received under the id they always had."""

import json

from tests.e2e.conftest import Desk
from tests.e2e.newsroom import Newsroom

TEXT = "Russia and North Korea signed a treaty on Wednesday."
OTHER = (
    "Fishing treaty leaves crab fleets in port",
    (
        "Skippers in Vladivostok say the fishing treaty that Russia made with North Korea in 1987 "
        "keeps their crab boats ashore this winter."
    ),
)


def refused(desk: Desk, room: Newsroom) -> dict[str, object]:
    """Return the dead letter of an alert that the receiver did not take."""
    room.publish("wire", "a", "Russia and North Korea sign treaty", TEXT)
    room.hook_status = 410
    desk.configure("wire")
    assert desk.once().returncode == 0
    dead: list[dict[str, object]] = json.loads(desk.run("deliveries", "--dead", "--json").stdout)
    assert [letter["state"] for letter in dead] == ["dead"]
    return dead[0]


def test_a_dead_letter_is_shown_with_its_reason_and_subject(desk: Desk, room: Newsroom) -> None:
    letter = refused(desk, room)
    shown = desk.run("deliveries").stdout
    assert "410" in shown
    assert "Russia and North Korea sign treaty" in shown
    assert "wirewatch retry" in shown
    assert desk.run("deliveries", "--all", "--json").stdout == (
        desk.run("deliveries", "--json").stdout
    )
    assert "410" in str(letter["last_error"])


def test_a_dead_letter_put_back_arrives_under_its_old_id(desk: Desk, room: Newsroom) -> None:
    letter = refused(desk, room)
    room.hooks.clear()
    room.hook_status = 204
    assert "1 put back" in desk.run("retry", str(letter["id"])).stdout
    assert desk.once().returncode == 0
    assert [message_id for message_id, _ in room.hooks] == [letter["message"]["id"]]  # type: ignore[index]
    assert desk.run("deliveries").stdout == "nothing of this kind in the outbox\n"


def test_what_was_sent_cannot_be_put_back(desk: Desk, room: Newsroom) -> None:
    room.publish("wire", "a", "Russia and North Korea sign treaty", TEXT)
    desk.configure("wire")
    desk.once()
    sent = json.loads(desk.run("deliveries", "--all", "--json").stdout)[0]
    done = desk.run("retry", str(sent["id"]))
    assert done.returncode == 1
    assert "none of these is a dead letter" in done.stderr
    assert desk.run("retry", "seventeen").returncode == 2
    assert "0 put back" in desk.run("retry").stdout


def hook(desk: Desk) -> dict[str, object]:
    """Return the channel as `status` shows it."""
    channels: list[dict[str, object]] = desk.status()["channels"]
    return next(each for each in channels if each["name"] == "hook")


def test_a_receiver_that_wants_no_more_is_left_in_peace_until_asked_again(
    desk: Desk, room: Newsroom
) -> None:
    refused(desk, room)
    assert (hook(desk)["status"], hook(desk)["reason"]) == (
        "disabled",
        "answered 410 Gone: it wants no more messages",
    )
    assert "disabled since" in desk.run("status").stdout
    room.hooks.clear()
    room.hook_status = 204
    room.publish("wire", "b", *OTHER)
    desk.once()
    assert room.hooks == []
    dead = json.loads(desk.run("deliveries", "--dead", "--json").stdout)
    assert "the channel is disabled: answered 410" in dead[0]["last_error"]
    assert desk.status()["troubles"][0]["problem"].startswith("disabled: answered 410")

    assert "2 put back" in desk.run("retry").stdout
    desk.once()
    assert len(room.hooks) == 2
    assert hook(desk)["status"] == "ok"


def test_a_new_address_enables_the_channel(desk: Desk, room: Newsroom) -> None:
    refused(desk, room)
    room.hooks.clear()
    room.hook_status = 204
    feeds = desk.folder / "feeds.yaml"
    feeds.write_text(feeds.read_text(encoding="utf-8").replace("/hook,", "/hook?new,"), "utf-8")
    room.publish("wire", "b", *OTHER)
    desk.once()
    assert len(room.hooks) == 1
    assert hook(desk)["status"] == "ok"


def test_a_channel_that_takes_nothing_now_is_shown_at_once_with_what_it_says(
    desk: Desk, room: Newsroom
) -> None:
    room.publish("wire", "a", "Russia and North Korea sign treaty", TEXT)
    room.refuse_hooks = 9
    desk.configure("wire", hook="retry: [1h]")
    desk.once()
    assert (hook(desk)["status"], hook(desk)["reason"]) == (
        "retrying",
        "answered 500 Internal Server Error",
    )
    assert "channel     hook: retrying since" in desk.run("status").stdout
