"""Give memory that was freed back to the operating system.

glibc keeps what large bodies leave behind, in an arena for every thread: after a busy hour the
daemon would hold tens of MiB it does not use. Elsewhere than on glibc there is nothing to do.
"""

import ctypes

# mallopt(3), from glibc's malloc.h
_M_MMAP_THRESHOLD, _M_ARENA_MAX = -3, -8

LARGE_BYTES = 256 * 1024
"""Bodies from here get pages of their own, which go back as soon as they are freed. By itself glibc
raises this with every larger body, to 32 MiB."""
ARENAS = 2
"""Threads that allocate at once: the interpreter lets one run, the database is another."""


def keep_little() -> None:
    """Let this process keep less of what it frees; before it starts threads.

    After three minutes of the soak (bench/soak.py) the watch held 18 MiB less.
    """
    tune = getattr(ctypes.CDLL(None), "mallopt", None)
    if tune is not None:
        tune(_M_MMAP_THRESHOLD, LARGE_BYTES)
        tune(_M_ARENA_MAX, ARENAS)


def give_back() -> None:
    """Return free pages of all arenas (glibc's malloc_trim(3)); some milliseconds."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
