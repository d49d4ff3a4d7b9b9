"""Standard input, output and error as every command can rely on them, however it was started."""

import io
import os
import sys

_STANDARD = (0, 1, 2)


def prepare() -> None:
    """Open what was closed, and write UTF-8 whatever the locale says.

    A closed descriptor would be given to the next file opened, the archive perhaps, and what is
    printed would land in it. JSON is UTF-8 (RFC 8259 §8.1), and a Cyrillic headline on a terminal
    of the C locale is better shown than refused; lone surrogates are written as escapes.
    """
    for descriptor in _STANDARD:
        if not _is_open(descriptor):
            os.open(os.devnull, os.O_RDWR)  # takes the lowest free number: this one
    sys.stdin = sys.stdin or os.fdopen(0, encoding="utf-8", closefd=False)
    sys.stdout = sys.stdout or os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = sys.stderr or os.fdopen(2, "w", encoding="utf-8", closefd=False)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def give_up_output() -> None:
    """Send what is still to be printed nowhere: whoever took it is gone, or its disk is full."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _is_open(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True
