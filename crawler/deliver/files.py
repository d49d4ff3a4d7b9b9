"""Writing published files so that no reader ever sees half of one."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path


def publish(folder: Path, files: Mapping[str, bytes]) -> int:
    """Write files below ``folder``, each at once; what did not change is left alone.

    Args:
        folder: made if it is missing.
        files: content by relative path with forward slashes.

    Returns:
        How many files were written.

    Raises:
        OSError: the disk is full, or the place cannot be written; nothing half-written is left.
    """
    return sum(_write(folder / path, content) for path, content in files.items())


def _write(path: Path, content: bytes) -> bool:
    if path.is_file() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    half = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        half.chmod(0o644)  # mkstemp's 0600 would keep a web server out
        half.replace(path)
    except OSError:
        half.unlink(missing_ok=True)
        raise
    return True
