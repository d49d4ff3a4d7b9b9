"""A document without its end is known for one; whatever may be whole is taken for it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.core.wholeness import is_cut

RSS = b"<?xml version='1.0'?>\n<!-- <fake> -->\n<rss version='2.0'><channel><item/></channel></rss>"
WHOLE = [
    b"",
    b"text",
    RSS,
    b"\xef\xbb\xbf" + RSS + b"\n<!-- served in 3 ms -->\n",
    RSS.replace(b"</rss>", b"</rss  >"),
    b"<!DOCTYPE rss><rdf:RDF></rdf:RDF>",
    b"<feed/>",
    b' {"items": []}\n',
    b"[1]",
    b"<html><p>minified",
    b"<!doctype html><p>minified",
    b"<HTML><p>",
    RSS.decode().encode("utf-16"),
    b"\x1f\x8b\x08gzip",
    b"<!-- nothing but this",
    b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>",
]


@pytest.mark.parametrize("document", WHOLE)
def test_what_may_be_whole_is_taken_for_it(document: bytes) -> None:
    assert not is_cut(document)


@pytest.mark.parametrize(
    "document",
    [RSS[:-6], RSS[:-1].replace(b"</rss", b""), b"<a><b></b>", b'{"items": [', b"[1", b"\n<rss>\n"],
)
def test_what_lacks_its_end_is_cut(document: bytes) -> None:
    assert is_cut(document)


@pytest.mark.parametrize("piece", [b"<!-- -->", b"<!--", b"<?", b"<!", b"<", b" "])
def test_a_prolog_made_to_be_slow_takes_linear_time(piece: bytes) -> None:
    began = time.process_time()
    is_cut(b"<" + piece * (2**20 // len(piece)))
    is_cut(piece * (2**20 // len(piece)) + b"x")
    assert time.process_time() - began < 1


@given(data=st.data(), items=st.integers(1, 30))
def test_a_feed_cut_before_its_last_tag_is_never_whole(data: st.DataObject, items: int) -> None:
    feed = b"<rss><channel>" + b"<item><title>News</title></item>" * items + b"</channel></rss>"
    assert is_cut(feed[: data.draw(st.integers(1 + len(b"<rss"), len(feed) - len(b"</rss>")))])


@given(st.binary(max_size=200))
def test_any_bytes_are_cut_or_not(document: bytes) -> None:
    assert is_cut(document) in {True, False}
