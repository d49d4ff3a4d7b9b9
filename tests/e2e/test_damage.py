"""A damaged archive: every command says so in one line with what to do, and changes nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.conftest import Desk
from tests.e2e.newsroom import Newsroom
from tests.e2e.test_daemon import tell

COMMANDS = (
    ("run",),
    ("once",),
    ("status",),
    ("status", "--json"),
    ("search", "treaty"),
    ("alerts",),
    ("explain", "al_1"),
    ("article", "1"),
    ("deliveries",),
    ("prune",),
    ("prune", "--dry-run"),
    ("export", "jsonl", "--output", "x.jsonl"),
    ("export", "warc", "--output", "x.warc.gz"),
    ("backup", "copy.db"),
)


def flipped(whole: bytes) -> bytes:
    """Return the file with bits flipped in the head of every page but the first few."""
    harmed = bytearray(whole)
    for page in range(6, len(whole) // 4096):
        for at in range(page * 4096, page * 4096 + 12):
            harmed[at] ^= 0xA5
    return bytes(harmed)


HARMS: dict[str, Callable[[bytes], bytes]] = {
    "flipped bits": flipped,
    "cut off": lambda whole: whole[: len(whole) // 3],
    "no database": lambda whole: b"not a database" * 100,
    "empty": lambda whole: b"",
}


@pytest.fixture(params=HARMS)
def harmed(request: pytest.FixtureRequest, desk: Desk, room: Newsroom) -> Path:
    tell(room, 1)
    desk.configure("wire")
    assert desk.once().returncode == 0
    archive = desk.folder / "wirewatch.db"
    archive.write_bytes(HARMS[request.param](archive.read_bytes()))
    return archive


def test_every_command_says_what_is_wrong_in_one_line(desk: Desk, harmed: Path) -> None:
    before = harmed.read_bytes()
    for words in COMMANDS:
        done = desk.run(*words)
        assert done.returncode == 1, (words, done)
        assert done.stdout == "", words
        assert done.stderr.startswith(f"wirewatch: {harmed}: "), (words, done.stderr)
        assert done.stderr.count("\n") == 1, (words, done.stderr)
        assert any(hint in done.stderr for hint in ("restore a backup", "left as it is", "verify"))
        assert harmed.read_bytes() == before, words
    assert not (desk.folder / "copy.db").exists()


def test_verify_names_the_damage_or_says_that_this_is_no_archive(desk: Desk, harmed: Path) -> None:
    done = desk.run("verify")
    assert done.returncode == 1
    assert "database" in done.stdout + done.stderr or "empty" in done.stderr
