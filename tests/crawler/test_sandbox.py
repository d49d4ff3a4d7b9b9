import os
import signal
import time
from collections.abc import Iterator

import pytest

from crawler.model.errors import ParseError, SandboxError
from crawler.sandbox import Sandbox, SandboxLimits


def double(number: int) -> int:
    return 2 * number


def refuse(number: int) -> int:
    raise ParseError(None, "malformed", f"{number} is no feed")


def crash() -> None:
    os._exit(3)


def stumble() -> None:
    raise ZeroDivisionError


def hoard() -> int:
    return len(bytearray(1 << 31))


def dawdle() -> None:
    time.sleep(60)


def own_pid() -> int:
    return os.getpid()


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    box = Sandbox(workers=1, limits=SandboxLimits(deadline_s=0.3, recycle_after=3))
    yield box
    box.close()


@pytest.fixture
def patient() -> Iterator[Sandbox]:
    box = Sandbox(workers=1, limits=SandboxLimits(deadline_s=30, recycle_after=2))
    yield box
    box.close()


async def test_runs_a_function_in_another_process(patient: Sandbox) -> None:
    assert await patient.call(double, 21) == 42
    assert await patient.call(own_pid) != os.getpid()


async def test_raises_what_the_function_raised_on_purpose(patient: Sandbox) -> None:
    with pytest.raises(ParseError, match="7 is no feed"):
        await patient.call(refuse, 7)


@pytest.mark.parametrize("fault", [crash, stumble])
async def test_a_crash_costs_that_call_only(
    patient: Sandbox, fault: object, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SandboxError, match="ended the worker"):
        await patient.call(fault)  # type: ignore[arg-type]  # any function without arguments
    assert await patient.call(double, 1) == 2
    assert "Traceback" not in capfd.readouterr().err


async def test_memory_is_limited(patient: Sandbox) -> None:
    with pytest.raises(SandboxError, match="more memory"):
        await patient.call(hoard)


async def test_a_worker_over_its_deadline_is_killed_and_replaced(sandbox: Sandbox) -> None:
    with pytest.raises(SandboxError, match=r"longer than 0\.3 s"):
        await sandbox.call(dawdle)


async def test_workers_are_recycled(patient: Sandbox) -> None:
    pids = [await patient.call(own_pid) for _ in range(4)]
    assert pids[0] == pids[1] != pids[2] == pids[3]


async def test_closing_ends_the_workers() -> None:
    box = Sandbox(workers=1)
    pid = await box.call(own_pid)
    box.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
async def test_a_worker_is_deaf_to_what_a_terminal_sends_the_group(
    patient: Sandbox, number: signal.Signals
) -> None:
    worker = await patient.call(own_pid)
    os.kill(worker, number)
    assert await patient.call(own_pid) == worker
