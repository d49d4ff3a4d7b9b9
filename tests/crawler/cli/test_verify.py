"""`verify` says in words and in JSON what is damaged, and by its exit code whether anything is."""

import asyncio
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from crawler.cli.main import main
from crawler.model.settings import Retention
from storage import open_store
from tests.storage.archives import PAGE_URL, fill
from tests.storage.given import DAY, NOON


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "feeds.yaml").write_text("storage: sqlite:///w.db\nfeeds: [https://a.example/f]\n")
    asyncio.run(fill(tmp_path / "w.db"))
    return tmp_path


def damage() -> None:
    with closing(sqlite3.connect("w.db")) as db, db:
        db.execute("UPDATE versions SET text = 'another text' WHERE id = 1")
        db.execute("DELETE FROM raw WHERE sha256 = (SELECT raw_sha256 FROM versions WHERE id = 2)")


async def let_go() -> None:
    store = await open_store("sqlite:///w.db")
    await store.prune(Retention(raw=DAY, articles=None, alerts=None), NOON + 2 * DAY)
    await store.close()


def test_a_sound_archive_exits_with_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify"]) == 0
    out = capsys.readouterr().out
    assert "checked: 3 raw, 4 versions, 1 feed documents, 4 articles\nall sound\n" in out


def test_damage_is_named_in_lines_and_exits_with_1(capsys: pytest.CaptureFixture[str]) -> None:
    damage()
    assert main(["verify"]) == 1
    first, second, *_, last = capsys.readouterr().out.splitlines()
    assert first.startswith(
        f"version, article 1, version 1, {PAGE_URL}: it is not what was written"
    )
    assert "article 2" in second
    assert "is missing, and retention did not let it go" in second
    assert last.startswith("2 damaged: restore a backup")


def test_json_is_one_document_with_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    damage()
    assert main(["verify", "--json"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert (document["clean"], document["damaged"]) == (False, 2)
    assert [each["article_id"] for each in document["damage"]] == [1, 2]
    assert document["checked"]["versions"] == 4


def test_what_retention_let_go_is_told_with_its_day(capsys: pytest.CaptureFixture[str]) -> None:
    asyncio.run(let_go())
    assert main(["verify"]) == 0
    assert "raw dropped by retention on 2026-03-03: 3, hashes" in capsys.readouterr().out
    assert main(["verify", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["raw_dropped"] == [{"day": "2026-03-03", "bodies": 3}]


def test_no_archive_is_no_clean_archive(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "w.db").unlink()
    assert main(["verify"]) == 1
    assert "there is no database yet" in capsys.readouterr().err
