"""The garbage collector, out of the way while something large is built.

What one document or one set of topics is read into lives until it is done, so looking through all
of it for garbage, again and again as it grows, finds none. Measured: a third of the time of building
10,000 topics, a fifth of reading a page of 5 MB.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Build without the garbage collector; reference counts free what they freed before."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
