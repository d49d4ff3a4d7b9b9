"""Named moments at which the process can be made to die, so that anyone can test that nothing is lost."""

import os
from typing import Literal

Point = Literal[
    "after_fetch", "after_store", "after_match", "after_enqueue", "after_send", "before_mark"
]
VARIABLE = "WIREWATCH_CRASH_AT"
KILLED = 137  # 128 + SIGKILL, as a shell reports it


def reach(point: Point) -> None:
    """End the process at once, without any clean-up, if ``WIREWATCH_CRASH_AT`` names this point."""
    if os.environ.get(VARIABLE) == point:
        os._exit(KILLED)
