"""`prune` says what went, or would go, and gives the room back."""

import asyncio
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from crawler.cli.main import main
from tests.storage.archives import fill

BODIES = 3


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    configure("1d")
    asyncio.run(fill(tmp_path / "w.db"))
    with closing(sqlite3.connect("w.db")) as db, db:
        db.execute("UPDATE raw SET stored_at = 0")
    return tmp_path


def configure(raw: str) -> None:
    Path("feeds.yaml").write_text(
        f"storage: sqlite:///w.db\nretention: {{raw: {raw}}}\nfeeds: [https://a.example/f]\n"
    )


def bodies() -> int:
    with closing(sqlite3.connect("w.db")) as db:
        count: int = db.execute("SELECT count(*) FROM raw").fetchone()[0]
    return count


def test_what_is_old_goes_and_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["prune"]) == 0
    assert f"gone: {BODIES} raw bodies (hashes and headers are kept)" in capsys.readouterr().out
    assert bodies() == 0
    assert main(["verify"]) == 0


def test_a_dry_run_counts_and_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["prune", "--dry-run"]) == 0
    assert f"would go: {BODIES} raw bodies" in capsys.readouterr().out
    assert bodies() == BODIES


def test_json_tells_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["prune", "--json", "--dry-run"]) == 0
    would = json.loads(capsys.readouterr().out)
    assert (would["dry_run"], would["dropped"]["raw"], would["bytes_given_back"]) == (True, 3, 0)
    assert main(["prune", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["dropped"] == would["dropped"]


def test_what_is_kept_for_ever_stays(capsys: pytest.CaptureFixture[str]) -> None:
    configure("forever")
    main(["prune"])
    assert "raw bodies" not in capsys.readouterr().out
    assert bodies() == BODIES


def test_the_second_time_there_is_nothing_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    main(["prune"])
    capsys.readouterr()
    assert main(["prune"]) == 0
    assert capsys.readouterr().out == "nothing is old enough to go\n"


def test_room_is_given_back_to_the_disk(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(sqlite3.connect("w.db")) as db, db:
        db.execute("INSERT INTO raw VALUES ('x', 1, 0, randomblob(4000000))")
    before = (here / "w.db").stat().st_size
    assert main(["prune"]) == 0
    assert "MB given back to the disk" in capsys.readouterr().out
    assert (here / "w.db").stat().st_size < before - 3_900_000
    assert main(["verify"]) == 0
