"""A new file appears whole or not at all, and never in place of another unless that was meant."""

import os
from pathlib import Path

import pytest

from crawler.cli.newfile import new_file
from crawler.model.errors import WirewatchError


def test_it_appears_when_it_is_done_and_can_be_read_by_others(tmp_path: Path) -> None:
    target = tmp_path / "new"
    with new_file(target, force=False) as part:
        part.write_text("whole")
        assert not target.exists()
    assert target.read_text() == "whole"
    assert target.stat().st_mode & 0o777 == 0o644
    assert os.listdir(tmp_path) == ["new"]  # noqa: PTH208 - the names alone


def test_one_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def write_half() -> None:
        with new_file(tmp_path / "new", force=False) as part:
            part.write_text("half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_half()
    assert list(tmp_path.iterdir()) == []


def test_one_that_fails_leaves_what_it_was_to_replace(tmp_path: Path) -> None:
    target = tmp_path / "old"
    target.write_text("old")
    with pytest.raises(ZeroDivisionError), new_file(target, force=True):
        raise ZeroDivisionError
    assert target.read_text() == "old"


def test_a_name_taken_meanwhile_is_not_taken_away(tmp_path: Path) -> None:
    target = tmp_path / "new"

    def write_too_late() -> None:
        with new_file(target, force=False) as part:
            part.write_text("ours")
            target.write_text("theirs")

    with pytest.raises(WirewatchError, match="exists already"):
        write_too_late()
    assert target.read_text() == "theirs"
    assert list(tmp_path.iterdir()) == [target]


def test_a_file_system_without_links_serves_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(self: Path, target: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "hardlink_to", no_links)
    with new_file(tmp_path / "new", force=False) as part:
        part.write_text("whole")
    assert (tmp_path / "new").read_text() == "whole"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with (
        pytest.raises(WirewatchError, match="no permission to create it"),
        new_file(tmp_path / "new", force=False),
    ):
        pass
