"""Every offered encoding is undone piece by piece, and nothing else is."""

import gzip
import zlib
from collections.abc import Callable
from functools import partial

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from crawler.net.decode import ACCEPT_ENCODING, DecodeError, decoder

MIB = 1024 * 1024


def raw_deflate(data: bytes) -> bytes:
    return zlib.compress(data)[2:-4]


ENCODERS: list[tuple[str, Callable[[bytes], bytes]]] = [
    ("", bytes),
    ("identity", bytes),
    ("UTF-8", bytes),
    ("gzip", gzip.compress),
    (" GZIP ", gzip.compress),
    ("x-gzip", gzip.compress),
    ("deflate", zlib.compress),
    ("deflate", raw_deflate),
    ("br", partial(brotli.compress, quality=1)),
    ("zstd", zstandard.ZstdCompressor().compress),
]
ENCODED = [pair for pair in ENCODERS if pair[1] is not bytes]


def decoded(encoding: str, data: bytes, step: int) -> bytes:
    undo = decoder(encoding)
    pieces = [
        piece
        for start in range(0, len(data), step)
        for piece in undo.feed(data[start : start + step])
    ]
    undo.finish()
    return b"".join(pieces)


@pytest.mark.parametrize(("encoding", "encode"), ENCODERS)
@given(data=st.binary(max_size=2_000), repeat=st.integers(1, 200), step=st.integers(1, 70_000))
def test_what_was_encoded_comes_back_whatever_the_chunks(
    encoding: str, encode: Callable[[bytes], bytes], data: bytes, repeat: int, step: int
) -> None:
    step = max(step, len(data) * repeat // 500 + 1)
    assert decoded(encoding, encode(data * repeat), step) == data * repeat


@pytest.mark.parametrize(("encoding", "encode"), ENCODED)
@given(data=st.binary(min_size=1, max_size=2_000), cut=st.floats(0, 1, exclude_max=True))
def test_a_stream_that_ends_early_is_never_taken_for_whole(
    encoding: str, encode: Callable[[bytes], bytes], data: bytes, cut: float
) -> None:
    whole = encode(data)
    part = whole[: max(1, int(len(whole) * cut))]
    with pytest.raises(DecodeError):
        decoded(encoding, part, 100)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
@given(data=st.binary(max_size=300))
def test_any_bytes_are_decoded_or_refused(encoding: str, data: bytes) -> None:
    try:
        plain = decoded(encoding, data, 50)
    except DecodeError:
        return
    assert isinstance(plain, bytes)


@pytest.mark.parametrize(("encoding", "encode"), ENCODED)
def test_an_empty_body_is_empty_in_every_encoding(
    encoding: str, encode: Callable[[bytes], bytes]
) -> None:
    assert decoded(encoding, b"", 1) == b""
    assert decoded(encoding, encode(b""), 1) == b""


@pytest.mark.parametrize(("encoding", "encode"), ENCODED)
def test_no_piece_of_a_bomb_is_large(encoding: str, encode: Callable[[bytes], bytes]) -> None:
    undo, sizes = decoder(encoding), []
    for piece in undo.feed(encode(bytes(32 * MIB))):
        sizes.append(len(piece))
        if sum(sizes) > 8 * MIB:
            break
    assert max(sizes) <= 4 * MIB


@pytest.mark.parametrize("encoding", ["compress", "gzip, gzip", "gzip,br", "*", "aes128gcm"])
def test_only_one_encoding_that_was_offered_is_undone(encoding: str) -> None:
    with pytest.raises(DecodeError, match="was not asked for"):
        decoder(encoding)


def test_everything_offered_is_undone() -> None:
    for encoding in ACCEPT_ENCODING.split(", "):
        decoder(encoding)


def test_gzip_may_have_several_members_and_padding_after_them() -> None:
    body = gzip.compress(b"one ") + gzip.compress(b"two") + bytes(100)
    assert decoded("gzip", body, 7) == b"one two"
    assert decoded("gzip", body, 10_000) == b"one two"


def test_bytes_after_the_end_are_ignored_in_the_other_encodings() -> None:
    for encoding, encode in ENCODED:
        if "zip" not in encoding.lower():
            assert decoded(encoding, encode(b"news") + b"\n", 1) == b"news"


def test_zstd_may_not_ask_for_more_window_than_http_allows() -> None:
    wide = zstandard.ZstdCompressionParameters(window_log=25)
    stream = zstandard.ZstdCompressor(compression_params=wide).compressobj()
    body = stream.compress(b"a" * 40 * MIB) + stream.flush()
    with pytest.raises(DecodeError, match="the zstd stream is damaged"):
        decoded("zstd", body, 1_000)
