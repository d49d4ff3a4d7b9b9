"""Heads come whole or not at all, floods are cut, idle connections kept silent."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.net.wire import (
    MAX_HEADER_BYTES,
    MAX_HEADER_LINES,
    MAX_INTERIM,
    AnswerFilter,
    IdleFilter,
)

HINT = b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
OK = b"HTTP/1.1 200 OK\r\n"
FINAL = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class Pipe(asyncio.Transport):
    """A transport without a socket."""

    def __init__(self, protocol: asyncio.BaseProtocol) -> None:
        super().__init__()
        self.protocol = protocol
        self.aborted = self.paused = False

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        self.protocol = protocol

    def get_protocol(self) -> asyncio.BaseProtocol:
        return self.protocol

    def abort(self) -> None:
        self.aborted = True

    def is_reading(self) -> bool:
        return not self.paused

    def arrive(self, data: bytes) -> None:
        assert isinstance(self.protocol, asyncio.Protocol)
        if not self.aborted:
            self.protocol.data_received(data)


class Parser(asyncio.Protocol):
    """Notes what reaches it."""

    def __init__(self) -> None:
        self.heard = b""
        self.told: list[str] = []

    def data_received(self, data: bytes) -> None:
        self.heard += data

    def connection_lost(self, exc: Exception | None) -> None:
        self.told.append(f"lost {exc}")

    def eof_received(self) -> bool | None:
        self.told.append("eof")
        return None

    def pause_writing(self) -> None:
        self.told.append("pause")

    def resume_writing(self) -> None:
        self.told.append("resume")


def listening() -> tuple[Pipe, Parser, AnswerFilter]:
    parser = Parser()
    pipe = Pipe(parser)
    return pipe, parser, AnswerFilter(pipe, parser)


@given(
    hints=st.integers(0, MAX_INTERIM),
    blank=st.sampled_from([b"", b"\r\n"]),
    final=st.sampled_from([FINAL, b"HTTP/1.1 101 Up\r\n\r\n", b"HTTP/1.0 404 No\r\n\r\n" * 20, b"SSH-2.0-OpenSSH"]),
    cuts=st.lists(st.integers(1, 60), min_size=1, max_size=40),
)  # fmt: skip
def test_only_the_final_answer_reaches_the_parser_whatever_the_chunks(
    hints: int, blank: bytes, final: bytes, cuts: list[int]
) -> None:
    pipe, parser, head = listening()
    said = (blank + HINT) * hints + final
    while said:
        size = cuts[len(said) % len(cuts)]
        pipe.arrive(said[:size])
        said = said[size:]
    head.watch(lambda: len(parser.heard))
    assert parser.heard == final
    assert not head.flood


@pytest.mark.parametrize(
    ("flood", "named"),
    [
        (HINT * (MAX_INTERIM + 1), "too many interim answers"),
        (HINT.replace(b"1.1", b"1.0") * (MAX_INTERIM + 1), "too many interim answers"),
        (b"HTTP/1.1 100 Continue\r\nX: " + b"x" * MAX_HEADER_BYTES, "64 KiB of headers"),
        (b"\r\n" * MAX_HEADER_BYTES, "64 KiB of headers"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"x" * MAX_HEADER_BYTES, "64 KiB of headers"),
        (OK + b"X: y\r\n" * (MAX_HEADER_LINES + 1) + b"\r\n", "100 header lines"),
        (OK + b"X: y\n" * (MAX_HEADER_LINES + 2), "100 header lines"),
        (OK + (b"X: " + b"x" * 2_000 + b"\r\n") * 40 + b"\r\n", "64 KiB of headers"),
    ],
)
def test_a_flood_is_cut_before_the_parser_sees_any_of_it(flood: bytes, named: str) -> None:
    pipe, parser, head = listening()
    for start in range(0, len(flood), 1000):
        pipe.arrive(flood[start : start + 1000])
    assert pipe.aborted
    assert named in head.flood
    assert parser.heard == b""


@pytest.mark.parametrize("end", [b"\r\n", b"\n"])
def test_as_much_as_is_allowed_is_handed_on_and_a_body_is_not_counted(end: bytes) -> None:
    pipe, parser, head = listening()
    answer = OK + (b"X: y" + end) * MAX_HEADER_LINES + end + b"line\n" * MAX_HEADER_BYTES
    pipe.arrive(answer)
    head.watch(lambda: len(parser.heard))
    assert (parser.heard, head.flood, pipe.aborted) == (answer, "", False)


def test_a_body_waits_until_somebody_watches_it_and_comes_in_order() -> None:
    pipe, parser, head = listening()
    pipe.arrive(FINAL)
    pipe.arrive(b"more")
    assert parser.heard == FINAL.removesuffix(b"ok")
    head.watch(lambda: len(parser.heard))
    pipe.arrive(b"!")
    assert parser.heard == FINAL + b"more!"


@pytest.mark.parametrize("paused", [False, True])
def test_a_body_that_is_mostly_framing_is_cut(paused: bool) -> None:
    pipe, parser, head = listening()
    pipe.arrive(FINAL)
    head.watch(lambda: len(parser.heard) // 6)
    pipe.paused = paused
    for _ in range(40):
        pipe.arrive(b"1\r\nx\r\n" * 400)
    assert pipe.aborted is not paused, "what the parser holds for its reader is not framing"
    assert head.flood == ("" if paused else "more framing than body")
    assert len(parser.heard) < 40_000 or paused


@pytest.mark.parametrize("end", ["eof_received", "connection_lost"])
def test_a_body_is_handed_on_before_its_end(end: str) -> None:
    pipe, parser, head = listening()
    pipe.arrive(FINAL)
    if end == "eof_received":
        head.eof_received()
    else:
        head.connection_lost(None)
    assert parser.heard == FINAL
    assert len(parser.told) == 1


def test_what_comes_after_the_answer_was_over_ends_the_connection() -> None:
    pipe, parser, head = listening()
    pipe.arrive(FINAL + b"x" * 100)
    IdleFilter(pipe, parser)
    head.watch(lambda: 2)
    assert pipe.aborted
    assert parser.heard == FINAL[:-2]


def test_a_head_that_ends_early_is_never_taken_for_an_answer() -> None:
    pipe, parser, head = listening()
    pipe.arrive(FINAL[:-4])
    head.eof_received()
    assert (parser.heard, parser.told) == (b"", ["eof"])


def test_speaking_on_an_idle_connection_ends_it() -> None:
    parser = Parser()
    pipe = Pipe(parser)
    IdleFilter(pipe, parser)
    pipe.arrive(FINAL)
    assert pipe.aborted
    assert parser.heard == b""


def test_everything_else_is_passed_on() -> None:
    _, parser, head = listening()
    head.pause_writing()
    head.resume_writing()
    assert head.eof_received() is None
    head.connection_lost(None)
    assert parser.told == ["pause", "resume", "eof", "lost None"]


def test_a_filter_steps_aside_only_if_it_is_in_place() -> None:
    pipe, parser, head = listening()
    head.leave()
    assert pipe.get_protocol() is parser
    other = IdleFilter(pipe, parser)
    head.leave()
    assert pipe.get_protocol() is other
