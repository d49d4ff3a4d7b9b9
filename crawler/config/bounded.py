"""Reading files a user names, which may be anything: a device that never ends, too."""

from pathlib import Path

MAX_FILE_BYTES = 16 * 1024 * 1024
"""Some 150,000 feeds in the long form; more than that is not a configuration."""


def read_bounded(path: Path) -> bytes:
    """Return the content of a file, or the first ``MAX_FILE_BYTES + 1`` bytes of a longer one.

    Raises:
        OSError: it cannot be read.
        ValueError: the name holds a NUL.
    """
    with path.open("rb") as file:
        return file.read(MAX_FILE_BYTES + 1)
