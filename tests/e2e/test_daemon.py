import signal
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.e2e.conftest import Desk
from tests.e2e.newsroom import Newsroom

STOP_S = 10
CRASH_POINTS = (
    "after_fetch",
    "after_store",
    "after_match",
    "after_enqueue",
    "after_send",
    "before_mark",
)
PLACES = (
    "Kursk",
    "Vladivostok",
    "Rason",
    "Wonsan",
    "Khasan",
    "Sinpo",
    "Nampo",
    "Chita",
    "Tomsk",
    "Perm",
)


@contextmanager
def daemon(desk: Desk, env: dict[str, str] | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """Run the daemon; end it however the test left it."""
    process = desk.start("run", env=env)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def tell(room: Newsroom, number: int, outlet: str = "wire") -> str:
    """Publish a story of its own; return its URL."""
    place = PLACES[number % len(PLACES)]
    return room.publish(
        outlet,
        f"story-{number}",
        f"{place} depot {number} opens under treaty of Russia and North Korea",
        f"Depot number {number} near {place} was opened by envoys of Russia and North Korea under their treaty.",
        f"It has {number * 37 + 11} beds, {number * 13 + 5} trucks and a quay of {number + 90} metres, its director said.",
    )


def told(room: Newsroom) -> Counter[str]:
    """Return how often each article's alert was taken, by its URL."""
    return Counter(body["data"]["article"]["url"] for body in room.alerts())


def test_sigterm_stops_within_ten_seconds_with_exit_0(desk: Desk, room: Newsroom) -> None:
    tell(room, 1)
    desk.configure("wire")
    with daemon(desk) as process:
        assert room.wait_for_hooks(1, 60)
        process.terminate()
        assert process.wait(STOP_S) == 0
    assert desk.status()["daemon"]["running"] is False


def test_a_second_daemon_refuses_to_start_and_names_the_first(desk: Desk, room: Newsroom) -> None:
    tell(room, 1)
    desk.configure("wire")
    with daemon(desk) as process:
        assert room.wait_for_hooks(1, 60)
        second = desk.run_apart("run")
        assert second.returncode == 1
        assert str(process.pid) in second.stderr
        assert second.stderr.count("\n") == 1
        assert desk.status()["daemon"]["pid"] == process.pid


def test_a_changed_file_is_read_again_and_a_broken_one_is_refused(
    desk: Desk, room: Newsroom
) -> None:
    tell(room, 1)
    desk.configure("wire")
    with daemon(desk) as process:
        assert room.wait_for_hooks(1, 60)
        config = desk.folder / "feeds.yaml"
        good = config.read_text(encoding="utf-8")
        config.write_text(good + "nonsense: true\n", encoding="utf-8")
        process.send_signal(signal.SIGHUP)
        tell(room, 2)
        assert room.wait_for_hooks(2, 60)
        assert "configuration refused" in (desk.folder / "daemon.log").read_text(encoding="utf-8")
        tell(room, 3, "other")
        desk.configure("wire", "other")
        assert room.wait_for_hooks(3, 60)
        assert process.poll() is None


@pytest.mark.parametrize("point", CRASH_POINTS)
def test_a_crash_at_any_named_point_loses_nothing(desk: Desk, room: Newsroom, point: str) -> None:
    urls = {tell(room, number) for number in range(3)}
    desk.configure("wire")
    crashed = desk.run_apart("once", "--all", env={"WIREWATCH_CRASH_AT": point})
    assert crashed.returncode == 137
    assert desk.once().returncode == 0
    assert set(told(room)) == urls
    ids = {identifier for identifier, _ in room.hooks}
    assert len(ids) == len(urls)


def test_a_read_only_database_is_one_clear_line(desk: Desk, room: Newsroom) -> None:
    desk.configure("wire")
    (desk.folder / "wirewatch.db").write_bytes(
        b"this is no database, it is a letter to my aunt" * 100
    )
    done = desk.once()
    assert done.returncode == 1
    assert "wirewatch.db" in done.stderr
    assert done.stderr.count("\n") == 1
    assert (desk.folder / "wirewatch.db").read_bytes().startswith(b"this is no database")


def test_a_broken_configuration_exits_2_with_every_place(desk: Desk) -> None:
    (desk.folder / "feeds.yaml").write_text(
        "version: 1\nfeads: []\ntopics: [{name: a, al: [b]}]\n", encoding="utf-8"
    )
    done = desk.run("run")
    assert done.returncode == 2
    assert "feeds.yaml:2:1" in done.stderr
    assert "feeds.yaml:3:" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_configuration_the_hint_is_init(desk: Desk) -> None:
    done = desk.run("run")
    assert done.returncode == 2
    assert "wirewatch init" in done.stderr


def test_no_secret_of_the_environment_is_ever_shown(desk: Desk, room: Newsroom) -> None:
    tell(room, 1)
    desk.configure(
        "wire",
        topic="""
topics:
  - {name: treaty, all: [Russia, treaty], notify: [hook, secret-hook]}
""",
    )
    path = Path(desk.folder / "feeds.yaml")
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text
        + f"  secret-hook: {{type: webhook, url: '{room.base}/${{TOKEN}}', secret: '${{KEY}}'}}\n",
        encoding="utf-8",
    )
    env = {"TOKEN": "t0ken-planted", "KEY": "whsec_" + "c2VjcmV0" * 5}
    room.refuse_hooks = 2
    shown = [
        desk.once("--verbose", env=env),
        desk.run("status", "--json", env=env),
        desk.run("config", "show", env=env),
    ]
    for done in shown:
        assert "t0ken-planted" not in done.stdout + done.stderr
        assert "c2VjcmV0" not in done.stdout + done.stderr
    assert b"t0ken-planted" not in b"".join(
        each.read_bytes() for each in desk.folder.glob("wirewatch.db*")
    )
