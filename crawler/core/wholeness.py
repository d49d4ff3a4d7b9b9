"""Whether a document of unknown length is whole, as far as its own text tells.

A body that ends where the connection does (RFC 9112 §8) cannot be told from one that was cut
off, unless what was sent has an end of its own: XML closes its root, JSON its brackets. Pages may
leave out their last tags (HTML §13.1.2.4), so of them nothing can be said.
"""

import re

_ROOT = re.compile(
    rb"(?>\s|<\?.*?>|<!--.*?-->|<![^<>]*>)*+<([a-zA-Z_][^\s<>/]{0,99})", re.DOTALL
)  # nothing is tried twice: a hostile prolog costs one look
_LOOKED_AT_BYTES = 64 * 1024
_TAIL_BYTES = 4 * 1024
"""Comments and statistics may follow the root."""
_BOM = b"\xef\xbb\xbf"
_MAY_BE_OPEN = frozenset({b"html", b"head", b"body", b"meta", b"link", b"title", b"p"})
_CLOSED_BY = {b"{": b"}", b"[": b"]"}


def is_cut(body: bytes) -> bool:
    """Tell whether a document certainly lacks its end.

    Args:
        body: the document, in any encoding of which ASCII is a part; others are taken as whole.
    """
    text = body.removeprefix(_BOM).strip()
    if text[:1] in _CLOSED_BY:
        return not text.endswith(_CLOSED_BY[text[:1]])
    root = _ROOT.match(text, 0, _LOOKED_AT_BYTES)
    if root is None or root[1].lower() in _MAY_BE_OPEN:
        return False
    tail = text[-_TAIL_BYTES:]
    return b"</" + root[1] not in tail and not text.endswith(b"/>")
