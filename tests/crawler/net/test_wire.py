"""Interim answers are swallowed, floods cut, idle connections kept silent."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.net.wire import MAX_INTERIM, MAX_INTERIM_BYTES, IdleFilter, InterimFilter

HINT = b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
FINAL = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class Pipe(asyncio.Transport):
    """A transport without a socket."""

    def __init__(self, protocol: asyncio.BaseProtocol) -> None:
        super().__init__()
        self.protocol = protocol
        self.aborted = False

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        self.protocol = protocol

    def get_protocol(self) -> asyncio.BaseProtocol:
        return self.protocol

    def abort(self) -> None:
        self.aborted = True

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


def listening() -> tuple[Pipe, Parser, InterimFilter]:
    parser = Parser()
    pipe = Pipe(parser)
    return pipe, parser, InterimFilter(pipe, parser)


@given(
    hints=st.integers(0, MAX_INTERIM),
    blank=st.sampled_from([b"", b"\r\n"]),
    final=st.sampled_from([FINAL, b"HTTP/1.1 101 Up\r\n\r\n", b"HTTP/1.0 404 No\r\n\r\n" * 20, b"SSH-2.0-OpenSSH"]),
    cuts=st.lists(st.integers(1, 60), min_size=1, max_size=40),
)  # fmt: skip
def test_only_the_final_answer_reaches_the_parser_whatever_the_chunks(
    hints: int, blank: bytes, final: bytes, cuts: list[int]
) -> None:
    pipe, parser, interim = listening()
    said = (blank + HINT) * hints + final
    while said:
        size = cuts[len(said) % len(cuts)]
        pipe.arrive(said[:size])
        said = said[size:]
    assert parser.heard == final
    assert pipe.protocol is parser
    assert not interim.flooded


@pytest.mark.parametrize(
    "flood",
    [
        HINT * (MAX_INTERIM + 1),
        HINT.replace(b"1.1", b"1.0") * (MAX_INTERIM + 1),
        b"HTTP/1.1 100 Continue\r\nX: " + b"x" * MAX_INTERIM_BYTES,
        b"\r\n" * MAX_INTERIM_BYTES,
    ],
)
def test_a_flood_is_cut_before_the_parser_sees_any_of_it(flood: bytes) -> None:
    pipe, parser, interim = listening()
    for start in range(0, len(flood), 1000):
        pipe.arrive(flood[start : start + 1000])
    assert pipe.aborted
    assert interim.flooded
    assert parser.heard == b""


def test_speaking_on_an_idle_connection_ends_it() -> None:
    parser = Parser()
    pipe = Pipe(parser)
    IdleFilter(pipe, parser)
    pipe.arrive(FINAL)
    assert pipe.aborted
    assert parser.heard == b""


def test_everything_else_is_passed_on() -> None:
    _, parser, interim = listening()
    interim.pause_writing()
    interim.resume_writing()
    assert interim.eof_received() is None
    interim.connection_lost(None)
    assert parser.told == ["pause", "resume", "eof", "lost None"]


def test_a_filter_steps_aside_only_if_it_is_in_place() -> None:
    pipe, parser, interim = listening()
    interim.leave()
    assert pipe.get_protocol() is parser
    other = IdleFilter(pipe, parser)
    interim.leave()
    assert pipe.get_protocol() is other
