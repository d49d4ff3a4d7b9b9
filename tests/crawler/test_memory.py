import ctypes
import subprocess
import sys

import pytest

from crawler.memory import give_back

HELD = """
import ctypes, threading
from crawler.memory import LARGE_BYTES, keep_little

class Mallinfo(ctypes.Structure):
    _fields_ = [(name, ctypes.c_size_t) for name in (
        "arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks", "fordblks", "keepcost"
    )]

libc = ctypes.CDLL(None)
libc.mallinfo2.restype = Mallinfo
{keep_little}
for _ in range(4):  # a freed body raises glibc's own bound to its size
    body = bytes(4 * LARGE_BYTES)
    del body
body = bytes(2 * LARGE_BYTES)
print(libc.mallinfo2().hblks)
"""


def test_giving_back_takes_nothing_that_is_used() -> None:
    kept = [bytes(1 << 20) for _ in range(8)]
    give_back()
    assert all(len(each) == 1 << 20 for each in kept)


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "mallinfo2"), reason="needs glibc 2.33")
def test_a_large_body_has_pages_of_its_own_whatever_was_freed_before() -> None:
    def own_pages(call: str) -> int:
        code = HELD.format(keep_little=call)
        done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
        return int(done.stdout)

    assert own_pages("keep_little()") == own_pages("") + 1
