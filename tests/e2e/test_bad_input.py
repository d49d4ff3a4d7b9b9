"""What careless and hostile users, disks and servers do: one sentence, the right exit code, nothing lost."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep

import pytest

from crawler.send import PER_CHANNEL
from tests.e2e.conftest import TOPIC, Desk, Done
from tests.e2e.newsroom import Newsroom

ROOT = Path(__file__).resolve().parents[2]
CYRILLIC_TOPIC = """
topics:
  - {name: договор, all: [Russia], notify: [hook]}
"""


def shell(desk: Desk, line: str, **env: str) -> Done:
    """Run a line of shell in the desk's folder; ``$W`` is the command."""
    done = subprocess.run(
        ["bash", "-c", line],
        cwd=desk.folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "W": f"{sys.executable} -m crawler", **env},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


# --- where the output goes


@pytest.mark.parametrize("command", ["status", "config show"])
def test_output_is_utf_8_whatever_the_environment_says(desk: Desk, command: str) -> None:
    desk.configure("wire", topic=CYRILLIC_TOPIC)
    env = {"PYTHONIOENCODING": "ascii", "LC_ALL": "C", "PYTHONUTF8": "0"}
    done = shell(desk, f"$W {command}", **env)
    assert (done.returncode, done.stderr) == (0, "")
    assert "договор" in done.stdout


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("$W config schema >&-", 0, ""),
        ("$W status <&- >&- 2>&-", 0, ""),
        ("$W once 2>&-", 0, ""),
        ("$W alerts > /dev/full", 1, "wirewatch: writing the output: No space left on device\n"),
        ("set -o pipefail; $W alerts | true", 1, ""),
    ],
)
def test_output_nobody_takes_is_no_reason_for_a_traceback(
    desk: Desk, line: str, code: int, said: str
) -> None:
    desk.configure()
    desk.once()
    done = shell(desk, line)
    assert (done.returncode, done.stderr) == (code, said)


def test_a_disk_too_full_for_the_starter_leaves_no_half_of_it(desk: Desk) -> None:
    # A module compiled now would be cut off, and break whatever imports it later.
    done = shell(desk, "ulimit -f 1; $W init new", PYTHONDONTWRITEBYTECODE="1")
    assert done.returncode == 1
    assert done.stderr == "wirewatch: new/feeds.yaml: cannot be written: File too large\n"
    assert not list((desk.folder / "new").iterdir())


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("check", "--config", "/dev/zero"), 2),
        (("feeds", "import", "/dev/zero"), 1),
        (("extract", "/dev/zero", "--url", "https://news.example/"), 1),
        (("parse", "/dev/zero"), 1),
    ],
)
def test_a_file_that_never_ends_is_named_and_refused(
    desk: Desk, words: tuple[str, ...], code: int
) -> None:
    desk.configure("wire")
    done = desk.run(*words)
    assert done.returncode == code
    assert "/dev/zero: " in done.stderr
    assert re.search(r"larger than \d", done.stderr)


# --- receivers


def test_a_receiver_that_is_gone_is_not_asked_again(desk: Desk, room: Newsroom) -> None:
    for number in range(6):
        room.publish("wire", f"a{number}", f"Treaty {number} of Russia and North Korea", "Signed.")
    room.hook_status = 410
    topic = TOPIC.replace("    notify", "    alert: {per: article, cooldown: 0s}\n    notify")
    desk.configure("wire", topic=topic)
    done = desk.once()
    assert done.returncode == 0
    assert done.stderr.count("channel disabled") == 1
    assert desk.status()["deliveries"]["dead"] == 6
    assert room.requests["/hook"] <= PER_CHANNEL


# --- the daemon


def test_nothing_done_to_the_configuration_stops_the_daemon(desk: Desk, room: Newsroom) -> None:
    config, log = desk.folder / "feeds.yaml", desk.folder / "daemon.log"

    def publish(number: int) -> None:
        text = f"Clause {number} of {number * 97} was signed by Russia and North Korea."
        room.publish("wire", f"a{number}", f"Treaty {number} of Russia and North Korea", text)

    def refused(reason: str) -> None:
        process.send_signal(signal.SIGHUP)
        until = monotonic() + 20
        while reason not in log.read_text(encoding="utf-8"):
            assert monotonic() < until, reason
            assert process.poll() is None
            sleep(0.05)

    publish(1)
    topic = TOPIC.replace("    notify", "    alert: {per: article, cooldown: 0s}\n    notify")
    desk.configure("wire", topic=topic)
    good = config.read_bytes()
    process = desk.start("run")
    try:
        assert room.wait_for_hooks(1, 60)
        config.write_bytes(good + b"storage: sqlite:///other.db\n")
        refused("cannot be changed while the watch runs")
        config.write_bytes(good[: len(good) - 5])
        refused("configuration refused")
        config.unlink()
        refused("there is no such file")
        config.mkdir()
        refused("this is a folder")
        config.rmdir()
        config.write_bytes(good)
        for _ in range(30):
            process.send_signal(signal.SIGHUP)
        publish(2)
        assert room.wait_for_hooks(2, 60)
        process.terminate()
        assert process.wait(10) == 0
    finally:
        process.kill()
        process.wait()
    assert not (desk.folder / "other.db").exists()
    assert "Traceback" not in log.read_text(encoding="utf-8")
