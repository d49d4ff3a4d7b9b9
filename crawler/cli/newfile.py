"""A file that appears whole or not at all, and in place of nothing that was not meant to go."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crawler.model.errors import WirewatchError

_MODE = 0o644


@contextmanager
def new_file(target: Path, *, force: bool) -> Iterator[Path]:
    """Lend a path beside ``target`` to write to; it takes the target's name when the block is done.

    The content is on the disk before the name is. When the block fails nothing is left.

    Args:
        target: the file to make.
        force: it may take the place of a file of that name.

    Raises:
        WirewatchError: there is a file of that name, or no folder for it.
        OSError: the disk refused.
    """
    refuse(target, force=force)
    descriptor, name = tempfile.mkstemp(
        prefix=f".{target.name[:100]}.", suffix=".part", dir=target.parent
    )
    os.close(descriptor)
    part = Path(name)
    try:
        yield part
        part.chmod(_MODE)
        _to_disk(part)
        if force:
            part.replace(target)
        else:
            _put_in_place(part, target)
        _to_disk(target.parent)
    finally:
        part.unlink(missing_ok=True)


def refuse(target: Path, *, force: bool) -> None:
    """See that a file can be made, before anything is begun.

    Raises:
        WirewatchError: there is a file of that name, or no folder for it.
    """
    if not target.parent.is_dir():
        raise WirewatchError(f"{target}: its folder does not exist; create {target.parent} first")
    if target.is_dir():
        raise WirewatchError(f"{target}: this is a folder; name a file in it")
    if target.exists() and not force:
        raise _there_already(target)
    if not os.access(target.parent, os.W_OK):
        raise WirewatchError(f"{target}: no permission to create it; make {target.parent} writable")


def _put_in_place(part: Path, target: Path) -> None:
    """Give a file its name unless somebody took it meanwhile."""
    try:
        target.hardlink_to(part)
    except FileExistsError as error:
        raise _there_already(target) from error
    except OSError:  # a file system without links
        refuse(target, force=False)
        part.replace(target)


def _there_already(target: Path) -> WirewatchError:
    return WirewatchError(f"{target}: exists already; add --force to replace it")


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
