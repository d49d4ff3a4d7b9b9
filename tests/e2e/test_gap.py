"""After a time in which nothing was read, many alerts come together; at any other time they do not."""

import sqlite3
from hashlib import sha256

from crawler.core.digests.gathering import MOST_LATE
from tests.e2e.conftest import Desk
from tests.e2e.newsroom import Newsroom

MANY = 110
"""Articles; some are told as one story."""


def publish(room: Newsroom, first: int, count: int, outlet: str = "wire") -> None:
    """Publish articles of stories that have nothing in common but the topic."""
    for number in range(first, first + count):
        digits = sha256(str(number).encode()).hexdigest()
        words = " ".join(
            digits[at : at + 6].translate(str.maketrans("0123456789", "ghijklmnop"))
            for at in range(0, 60, 6)
        )
        room.publish(outlet, f"a{number}", f"{words} treaty", f"Russia, North Korea: {words}.")


def pass_time(desk: Desk) -> None:
    """Let the feed have been read two hours ago for the last time."""
    with sqlite3.connect(desk.folder / "wirewatch.db") as db:
        db.execute(
            "UPDATE feeds SET state_json = json_set(state_json, '$.last_ok_at', "
            "strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-2 hours'))"
        )
    db.close()


def alerts(desk: Desk) -> int:
    """Return how many alerts were raised."""
    count: int = desk.status()["topics"][0]["alerts"]
    return count


def test_alerts_of_a_gap_come_as_one_digest_where_they_are_many(desk: Desk, room: Newsroom) -> None:
    desk.configure("wire", defaults="first_run: alert, full_text: false")
    publish(room, 0, 1)
    desk.once()
    pass_time(desk)
    publish(room, 1, MANY)
    desk.once()
    told = [each["id"] for body in room.alerts("digest") for each in body["data"]["alerts"]]
    assert len(set(told)) == len(told) == alerts(desk) - 1
    assert len(told) > MOST_LATE
    assert len(room.alerts("alert.created")) == 1
    status = desk.status()
    assert status["deliveries"]["carried"] == len(told)
    assert sum(pace["alerts"] for pace in status["latency"]) == alerts(desk)
    assert "late, told by late-hook-" in desk.run("deliveries", "--all").stdout


def test_a_restart_before_the_pages_are_read_changes_nothing_about_it(
    desk: Desk, room: Newsroom
) -> None:
    desk.configure("wire", defaults="first_run: alert, full_text: false")
    publish(room, 0, 1)
    desk.once()
    pass_time(desk)
    publish(room, 1, MANY)
    crashed = desk.run_apart("once", "--all", env={"WIREWATCH_CRASH_AT": "after_store"})
    assert crashed.returncode == 137
    desk.once()
    assert len(room.alerts("alert.created")) == 1
    assert desk.status()["deliveries"]["carried"] == alerts(desk) - 1 > MOST_LATE


def test_few_alerts_of_a_gap_and_a_first_pass_are_told_one_by_one(
    desk: Desk, room: Newsroom
) -> None:
    desk.configure("wire", defaults="first_run: alert, full_text: false")
    publish(room, 0, MANY)
    desk.once()
    assert len(room.hooks) == alerts(desk) > MOST_LATE
    pass_time(desk)
    publish(room, MANY, 8)
    desk.once()
    assert len(room.hooks) == alerts(desk)
    assert room.alerts("digest") == []
