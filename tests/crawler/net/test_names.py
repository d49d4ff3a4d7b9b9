"""Names to addresses, without the event loop's threads."""

import asyncio
import threading

import pytest

from crawler.net.names import system_lookup


async def test_a_name_of_this_machine_resolves() -> None:
    assert set(await system_lookup("localhost")) <= {"127.0.0.1", "::1"}


@pytest.mark.parametrize("name", ["no.such.invalid", "a" * 64 + ".example", "a..b"])
async def test_what_does_not_resolve_is_an_os_error(name: str) -> None:
    with pytest.raises(OSError, match=r"."):
        await system_lookup(name)


async def test_nobody_waits_for_a_question_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    silence = threading.Event()

    def ask_nobody(name: str, *_: object, **__: object) -> list[tuple[object, ...]]:
        silence.wait(10)
        if name == "gone.example":
            raise OSError(name)
        return []

    monkeypatch.setattr("socket.getaddrinfo", ask_nobody)
    for name in ("slow.example", "gone.example"):
        question = asyncio.ensure_future(system_lookup(name))
        await asyncio.sleep(0)
        question.cancel()
        with pytest.raises(asyncio.CancelledError):
            await question
    waiting = [each for each in threading.enumerate() if each.name.startswith("resolve ")]
    assert len(waiting) == 2
    assert all(thread.daemon for thread in waiting)  # the process may end without them
    silence.set()
    for thread in waiting:
        thread.join(5)
    await asyncio.sleep(0)  # the answers arrive, and are dropped
