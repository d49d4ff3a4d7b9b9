import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from crawler.model.errors import ParseError, SandboxError
from crawler.sandbox import Sandbox, SandboxLimits

ROOT = Path(__file__).resolve().parents[2]


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


def note_and_dawdle(path: str) -> None:
    Path(path).touch()
    time.sleep(60)


def spin() -> None:
    while True:
        pass


def nest(depth: int) -> list[object]:
    nested: list[object] = []
    for _ in range(depth):
        nested = [nested]
    return nested


KEPT: list[bytes] = []


def leave_gaps() -> None:
    """Keep every hundredth of many texts, which holds on to the memory between, and take a while."""
    until = time.process_time() + 0.3
    KEPT.extend([bytes(50_000) for _ in range(2_000)][::100])
    while time.process_time() < until:
        pass


def own_memory() -> int:
    stated = Path("/proc/self/smaps_rollup").read_text("ascii")
    return int(stated.partition("Anonymous:")[2].split()[0])


def own_pid() -> int:
    return os.getpid()


def state_of(pid: int) -> str:
    """Return the letter of a process's state (proc(5)): Z for what nobody buried yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").split()[2]
    except FileNotFoundError:
        return "Z"


def wait_until(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.01)


needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="no /proc here")


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


async def test_a_worker_that_ran_out_of_memory_is_replaced() -> None:
    box = Sandbox(workers=1, limits=SandboxLimits(memory_bytes=1 << 28, recycle_after=100))
    worker = await box.call(own_pid)
    with pytest.raises(SandboxError, match="more memory"):
        await box.call(hoard)
    assert await box.call(own_pid) != worker
    box.close()


async def test_a_worker_over_its_deadline_is_killed_and_replaced(sandbox: Sandbox) -> None:
    with pytest.raises(SandboxError, match=r"longer than 0\.3 s"):
        await sandbox.call(dawdle)


async def test_the_deadline_is_of_cpu_time_and_kept_by_the_worker_itself() -> None:
    box = Sandbox(workers=1, limits=SandboxLimits(deadline_s=1, recycle_after=100))
    worker = await box.call(own_pid)
    with pytest.raises(SandboxError, match=r"longer than 1 s"):
        await box.call(spin)
    assert await box.call(own_pid) != worker
    box.close()


@needs_proc
async def test_an_idle_worker_that_was_killed_is_replaced_before_it_is_asked(
    patient: Sandbox,
) -> None:
    worker = await patient.call(own_pid)
    os.kill(worker, signal.SIGKILL)
    wait_until(lambda: state_of(worker) == "Z")
    assert await patient.call(own_pid) != worker


async def test_a_busy_worker_that_is_killed_costs_that_call_only(
    patient: Sandbox, tmp_path: Path
) -> None:
    worker = await patient.call(own_pid)
    busy = asyncio.ensure_future(patient.call(note_and_dawdle, str(tmp_path / "begun")))
    await asyncio.to_thread(wait_until, (tmp_path / "begun").exists)
    os.kill(worker, signal.SIGKILL)
    with pytest.raises(SandboxError, match="ended the worker"):
        await busy
    assert await patient.call(double, 4) == 8


async def test_a_result_that_cannot_be_carried_costs_that_call_only(patient: Sandbox) -> None:
    with pytest.raises(SandboxError, match="ended the worker"):
        await patient.call(nest, 100_000)
    assert await patient.call(double, 4) == 8


@needs_proc
@pytest.mark.timeout(90)
def test_no_worker_outlives_a_house_that_was_killed() -> None:
    script = (
        "import asyncio, os, sys\n"
        "from crawler.sandbox import Sandbox, SandboxLimits\n"
        "from tests.crawler.test_sandbox import own_pid, spin\n"
        "async def main():\n"
        "    box = Sandbox(workers=2, limits=SandboxLimits(deadline_s=2))\n"
        "    async def busy():\n"
        "        print(await box.call(own_pid), flush=True)\n"
        "        await box.call(spin)\n"
        "    await asyncio.gather(busy(), busy())\n"
        "asyncio.run(main())\n"
    )
    house = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, cwd=ROOT)
    assert house.stdout is not None
    with house:
        workers = [int(house.stdout.readline()) for _ in range(2)]
        house.kill()
    wait_until(lambda: all(state_of(worker) == "Z" for worker in workers))


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


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="no such figure here")
async def test_a_reading_that_took_long_leaves_little_memory_behind() -> None:
    with closing(Sandbox(workers=1)) as sandbox:
        before = await sandbox.call(own_memory)
        await sandbox.call(leave_gaps)
        assert await sandbox.call(own_memory) < before + 50_000
