import json
from pathlib import Path

import pytest

from crawler.cli.main import main


def test_writes_a_file_that_passes_check(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "new" / "watch"
    assert main(["init", str(folder)]) == 0
    assert f"wirewatch check --config {folder}/feeds.yaml" in capsys.readouterr().out
    assert main(["check", "--config", str(folder / "feeds.yaml")]) == 0


def test_never_writes_over_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "feeds.yaml").write_text("mine")
    assert main(["init", str(tmp_path)]) == 1
    assert "exists already" in capsys.readouterr().err
    assert (tmp_path / "feeds.yaml").read_text() == "mine"


def test_here_is_the_default_and_the_name_may_be_chosen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["init"]) == 0
    assert capsys.readouterr().out.endswith("wirewatch check\n  wirewatch run\n")
    assert main(["init", "--config", "other.yaml", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"written": "other.yaml"}
    assert (tmp_path / "other.yaml").read_bytes() == (tmp_path / "feeds.yaml").read_bytes()


def test_a_folder_that_cannot_be_made_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    assert main(["init", str(tmp_path / "file" / "sub")]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
