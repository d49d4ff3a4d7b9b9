"""Bytes to text, as browsers would read them, without ever raising.

    feed:  BOM > certainly UTF-8 > Content-Type > XML declaration > UTF-8 > a guess
    page:  BOM > certainly UTF-8 > Content-Type > <meta> > UTF-8 > a guess

Source: RFC 7303 §3 (XML media types), WHATWG Encoding §4.2 (labels), WHATWG HTML §13.2.3.2
(prescan). A header that says latin1 or ascii is mostly a server's default and yields.
"""

import codecs
import re

from crawler.core.guess import guess_codec

_LABELS = {
    "utf-8": "unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8",
    "cp866": "866 cp866 csibm866 ibm866",
    "iso8859-2": "csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 "
    "iso_8859-2:1987 l2 latin2",
    "iso8859-3": "csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 "
    "iso_8859-3:1988 l3 latin3",
    "iso8859-4": "csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 "
    "iso_8859-4:1988 l4 latin4",
    "iso8859-5": "csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 iso88595 "
    "iso_8859-5 iso_8859-5:1988",
    "iso8859-6": "arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6 "
    "iso-8859-6-e iso-8859-6-i iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987",
    "iso8859-7": "csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 iso8859-7 "
    "iso88597 iso_8859-7 iso_8859-7:1987 sun_eu_greek",
    "iso8859-8": "csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e iso-ir-138 "
    "iso8859-8 iso88598 iso_8859-8 iso_8859-8:1988 visual csiso88598i iso-8859-8-i logical",
    "iso8859-10": "csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 latin6",
    "iso8859-13": "iso-8859-13 iso8859-13 iso885913",
    "iso8859-14": "iso-8859-14 iso8859-14 iso885914",
    "iso8859-15": "csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9",
    "iso8859-16": "iso-8859-16",
    "koi8-r": "cskoi8r koi koi8 koi8-r koi8_r",
    "koi8-u": "koi8-ru koi8-u",
    "mac-roman": "csmacintosh mac macintosh x-mac-roman",
    "cp874": "dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874",
    "cp1250": "cp1250 windows-1250 x-cp1250",
    "cp1251": "cp1251 windows-1251 x-cp1251",
    "cp1252": "ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 "
    "iso8859-1 iso88591 iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii windows-1252 x-cp1252",
    "cp1253": "cp1253 windows-1253 x-cp1253",
    "cp1254": "cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 "
    "iso_8859-9:1989 l5 latin5 windows-1254 x-cp1254",
    "cp1255": "cp1255 windows-1255 x-cp1255",
    "cp1256": "cp1256 windows-1256 x-cp1256",
    "cp1257": "cp1257 windows-1257 x-cp1257",
    "cp1258": "cp1258 windows-1258 x-cp1258",
    "mac-cyrillic": "x-mac-cyrillic x-mac-ukrainian",
    "gb18030": "chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk "
    "gb18030",
    "big5hkscs": "big5 big5-hkscs cn-big5 csbig5 x-x-big5",
    "euc_jis_2004": "cseucpkdfmtjapanese euc-jp x-euc-jp",  # has the vendor rows euc_jp lacks
    "iso2022_jp_ext": "csiso2022jp iso-2022-jp",
    "cp932": "csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis",
    "cp949": "cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 "
    "ksc5601 ksc_5601 windows-949",
    "utf-16-be": "unicodefffe utf-16be",
    "utf-16-le": "csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le",
}
"""Python's codec for each label a browser knows, with the meaning a browser gives it."""

CODECS = {label: codec for codec, labels in _LABELS.items() for label in labels.split()}

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: it begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BARE_STARTS = {  # `<` or `{` in two bytes: XML 1.0 appendix F.1
    b"<\0": "utf-16-le",
    b"{\0": "utf-16-le",
    b"\0<": "utf-16-be",
    b"\0{": "utf-16-be",
}

_PROLOG_BYTES = 1_024  # WHATWG HTML: the prescan looks no further; also ample for a declaration
_META_BYTES = 4_096  # pages with long heads put <meta> later; browsers re-read, we look further
_TAIL_BYTES = 4  # no character of any supported encoding is longer
_MAX_BAD_SHARE = 0.05  # of the non-ASCII characters; above, the label is wrong, not the bytes

_HEADER_CHARSET = re.compile(r"charset\s{0,8}=\s{0,8}[\"']?([^\s\"';,]{1,40})", re.IGNORECASE)
_DECLARATION = re.compile(rb"<\?xml[^>]{0,200}?encoding\s{0,8}=\s{0,8}[\"']([^\"']{1,40})[\"']")
_META = re.compile(
    rb"<meta[^>]{0,300}?charset\s{0,8}=\s{0,8}[\"']?([^\s\"'/>;]{1,40})", re.IGNORECASE
)
_DEFAULT_LABELS = frozenset({"iso-8859-1", "latin1", "us-ascii", "ascii"})


def decode_feed(data: bytes, content_type: str | None = None) -> str:
    """Decode a feed or sitemap; JSON is UTF-8 by its own rules, which this gives too.

    Args:
        data: the whole body, not compressed.
        content_type: the value of the Content-Type header, if there was one.

    Returns:
        The text without a BOM. A byte that means nothing became U+FFFD.
    """
    found = _DECLARATION.search(data[:_PROLOG_BYTES])
    return _decode(data, content_type, _ascii_based(found[1].decode("latin-1")) if found else None)


def decode_page(data: bytes, content_type: str | None = None) -> str:
    """Decode an HTML page; arguments and result as for `decode_feed`."""
    found = _META.search(data[:_META_BYTES]) or _DECLARATION.search(data[:_PROLOG_BYTES])
    return _decode(data, content_type, _ascii_based(found[1].decode("latin-1")) if found else None)


def codec_of(label: str) -> str | None:
    """Return Python's codec for an encoding label, as browsers read it, or None."""
    return CODECS.get(label.strip().lower())


def _decode(data: bytes, content_type: str | None, declared: str | None) -> str:
    for bom, codec in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(codec, "replace")
    if bare := _BARE_STARTS.get(data[:2]):
        return data.decode(bare, "replace")
    if (certain := _certain_utf8(data)) is not None:
        return certain
    candidates = _candidates(content_type, declared)
    for codec in candidates:
        whole = _strict(data, codec)
        if whole is not None:
            return whole
    for codec in candidates:
        text = data.decode(codec, "replace")
        if _is_credible(text):
            return text
    return data.decode(guess_codec(data) or declared or "cp1252", "replace")


def _certain_utf8(data: bytes) -> str | None:
    """Decode what is UTF-8 beyond doubt, whatever its labels say; None when it is not.

    No text in another encoding is well-formed UTF-8 by chance, and pages moved to UTF-8 often keep
    their old ``<meta>``. ASCII proves nothing: ISO-2022-JP is written with it.
    """
    if data.isascii():
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _candidates(content_type: str | None, declared: str | None) -> list[str]:
    """List the codecs to try, best founded first, each once."""
    named = _HEADER_CHARSET.search(content_type) if content_type else None
    label = named[1].lower() if named else ""
    header = _ascii_based(label)
    order = [declared, "utf-8", header] if label in _DEFAULT_LABELS else [header, declared, "utf-8"]
    return list(dict.fromkeys(codec for codec in order if codec))


def _ascii_based(label: str) -> str | None:
    """Return the codec of a label; for a two-byte one UTF-8, as BOM and first bytes spoke against it.

    Source: WHATWG HTML §13.2.3.2, step 13 of the prescan.
    """
    codec = codec_of(label)
    return "utf-8" if codec in {"utf-16-le", "utf-16-be"} else codec


def _strict(data: bytes, codec: str) -> str | None:
    """Decode without any wrong byte; a character cut off by the end of the data is forgiven."""
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        if error.start < len(data) - _TAIL_BYTES:
            return None
    return data.decode(codec, "replace")


def _is_credible(text: str) -> bool:
    """Tell whether so few bytes were wrong that they are damage, not another encoding."""
    bad = text.count("\ufffd")
    foreign = len(text) - len(text.encode("ascii", "ignore"))
    return bad <= foreign * _MAX_BAD_SHARE
