"""Give memory that was freed back to the operating system.

glibc keeps what large bodies leave behind, in an arena for every thread: after a busy hour the
daemon would hold tens of MiB it does not use. Elsewhere than on glibc there is nothing to do.
"""

import ctypes


def give_back() -> None:
    """Return free pages of all arenas (glibc's malloc_trim(3)); some milliseconds."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
