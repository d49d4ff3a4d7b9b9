import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from crawler.publish import write_all


def test_files_are_written_with_their_folders(tmp_path: Path) -> None:
    write_all(tmp_path / "out", {"index.html": b"a", "topics/x.atom": b"b"})
    assert (tmp_path / "out/topics/x.atom").read_bytes() == b"b"
    assert sorted(path.name for path in tmp_path.rglob("*.*")) == ["index.html", "x.atom"]


def test_an_equal_file_is_left_alone(tmp_path: Path) -> None:
    write_all(tmp_path, {"index.html": b"a"})
    before = (tmp_path / "index.html").stat().st_ino
    write_all(tmp_path, {"index.html": b"a"})
    assert (tmp_path / "index.html").stat().st_ino == before


def test_a_changed_file_is_replaced_whole(tmp_path: Path) -> None:
    write_all(tmp_path, {"index.html": b"a"})
    write_all(tmp_path, {"index.html": b"b"})
    assert (tmp_path / "index.html").read_bytes() == b"b"


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("in the way")
    with pytest.raises(OSError, match="out"):
        write_all(tmp_path / "out", {"index.html": b"a"})


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """Let writes fail as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_leaves_the_old_file_and_no_part_of_the_new_one(tmp_path: Path) -> None:
    write_all(tmp_path, {"index.html": b"old"})
    with files_of_at_most(100), pytest.raises(OSError, match="too large"):
        write_all(tmp_path, {"index.html": b"new" * 100})
    assert [path.name for path in tmp_path.iterdir()] == ["index.html"]
    assert (tmp_path / "index.html").read_bytes() == b"old"
