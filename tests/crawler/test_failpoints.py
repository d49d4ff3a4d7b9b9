import subprocess
import sys

import pytest

from crawler import failpoints

REACH = "from crawler.failpoints import reach; reach('after_store'); print('alive')"


@pytest.mark.parametrize(
    ("armed", "code"), [("after_store", failpoints.KILLED), ("after_send", 0), ("", 0)]
)
def test_only_the_named_point_ends_the_process(armed: str, code: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", REACH],
        env={failpoints.VARIABLE: armed},
        capture_output=True,
        check=False,
    )
    assert done.returncode == code
    assert done.stdout == (b"" if code else b"alive\n")
