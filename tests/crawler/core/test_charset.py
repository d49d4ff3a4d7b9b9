"""Bytes to text as browsers do it; the rules of precedence row by row."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.core.charset import CODECS, codec_of, decode_feed, decode_page
from crawler.core.guess import guess_codec

RUSSIAN = "Россия и КНДР ратифицировали договор о всеобъемлющем партнёрстве"


def xml(text: str, encoding: str | None = None) -> str:
    stated = f' encoding="{encoding}"' if encoding else ""
    return f'<?xml version="1.0"{stated}?><rss><title>{text}</title></rss>'


@pytest.mark.parametrize(
    ("text", "declared", "codec", "header"),
    [
        # a byte order mark beats everything
        ("Ærlige svar", "iso-8859-1", "utf-8-sig", "text/xml; charset=koi8-r"),
        ("Ţară nouă", "utf-16", "utf-16", None),
        ("Ţară nouă", "utf-8", "utf-32", None),
        # two-byte encodings show in the first two bytes
        ("Ţară nouă", "utf-16", "utf-16-le", None),
        ("Ţară nouă", "utf-16", "utf-16-be", None),
        # then the header, when the body decodes with it
        (RUSSIAN, None, "koi8-r", "text/xml; charset=koi8-r"),
        (RUSSIAN, "utf-8", "koi8-r", 'text/xml; Charset = "KOI8-R"'),
        (RUSSIAN, "windows-1251", "cp1251", "text/xml; charset=utf-8"),
        # a header saying latin1 or ascii is a server's default
        (RUSSIAN, "windows-1251", "cp1251", "text/xml; charset=iso-8859-1"),
        (RUSSIAN, "utf-8", "utf-8", "text/xml; charset=us-ascii"),
        ("Tom’s “big” café", None, "cp1252", "text/xml; charset=ISO-8859-1"),
        # then the declaration, with a browser's meaning of labels
        ("朱镕基展览开幕", "gb2312", "gbk", None),
        ("朱镕基𠮷", "gbk", "gb18030", None),
        ("①㈱髙﨑", "Shift_JIS", "cp932", None),
        ("①ノート", "euc-jp", "euc_jis_2004", None),
        ("똠방각하", "euc-kr", "cp949", None),
        ("Tom’s “big” day", "iso-8859-1", "cp1252", None),
        ("Łódź", "iso-8859-2", "iso8859-2", None),
        # an unknown label is no label
        ("Ţară nouă", "x-nonsense", "utf-8", "text/xml; charset=binary"),
        # a declaration nobody can have meant
        ("Ţară nouă", "utf-16", "utf-8", None),
    ],
)
def test_order_of_precedence(
    text: str, declared: str | None, codec: str, header: str | None
) -> None:
    document = xml(text, declared)
    assert decode_feed(document.encode(codec), header) == document


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        ("朱镕基展览今日在北京举行，各国代表出席会议", "gb18030"),
        ("臺灣總統今天表示將會進行訪問", "big5hkscs"),
        ("東京で桜の開花は来週になるとみられる", "cp932"),
        ("東京で桜の開花は来週になるとみられる", "euc_jis_2004"),
        ("부산 불꽃축제가 오늘 개막했다", "cp949"),
        ("Überraschung in Köln: Straße gesperrt – «créée à Genève»", "cp1252"),
    ],
)
def test_bytes_nobody_labelled_are_guessed(text: str, codec: str) -> None:
    assert decode_feed(xml(text).encode(codec)) == xml(text)


def test_plain_ascii_and_noise_are_not_guessed() -> None:
    assert guess_codec(b"plain") is None
    assert guess_codec(bytes(range(128, 160)) * 4) is None


def test_one_wrong_byte_among_many_good_ones_becomes_a_replacement_character() -> None:
    data = xml(RUSSIAN).encode()
    damaged = data.replace("КНДР".encode(), "КН".encode() + b"\xff" + "ДР".encode())
    assert decode_feed(damaged) == xml(RUSSIAN.replace("КНДР", "КН\ufffdДР"))


def test_a_character_cut_off_by_the_end_does_not_change_the_encoding() -> None:
    data = ("<rss><title>plain" + "я").encode()
    assert decode_feed(data[:-1]) == "<rss><title>plain\ufffd"


@pytest.mark.parametrize(
    ("head", "codec", "header"),
    [
        ('<meta charset="windows-1251">', "cp1251", None),
        (
            '<META http-equiv="Content-Type" content="text/html; charset=koi8-r">',
            "koi8-r",
            "text/html",
        ),
        ("", "cp1251", "text/html; charset=windows-1251"),
        ('<meta charset="windows-1251">', "cp1251", "text/html; charset=ISO-8859-1"),
        ("<meta charset=utf-8>", "utf-8", None),
        ('<?xml version="1.0" encoding="windows-1251"?>', "cp1251", None),
    ],
)
def test_pages_declare_themselves_in_their_head(head: str, codec: str, header: str | None) -> None:
    page = f"{head}<title>{RUSSIAN}</title>"
    assert decode_page(page.encode(codec), header) == page


def test_every_label_has_a_codec_and_case_and_blanks_do_not_matter() -> None:
    for codec in CODECS.values():
        codecs.lookup(codec)
    assert codec_of(" UTF8 ") == "utf-8"
    assert codec_of("latin1") == "cp1252"
    assert codec_of("klingon") is None


@given(st.binary(max_size=300), st.none() | st.sampled_from(sorted(CODECS)) | st.text(max_size=20))
def test_no_bytes_and_no_header_raise(data: bytes, label: str | None) -> None:
    header = None if label is None else f"text/html; charset={label}"
    assert isinstance(decode_feed(data, header), str)
    assert isinstance(decode_page(data, header), str)


@given(st.text(st.characters(blacklist_categories=["Cs"]), max_size=200))
def test_utf_8_reads_back(text: str) -> None:
    data = b"<rss>" + text.encode()
    assert decode_feed(data) == "<rss>" + text
