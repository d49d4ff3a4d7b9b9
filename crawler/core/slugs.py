"""Names of the user's made fit for file names, URLs and mail headers."""

import hashlib
import re
import unicodedata

_LONGEST = 60
_OTHER = re.compile(r"[^a-z0-9]+")


def slug(name: str) -> str:
    """Return ``name`` in lower-case ASCII letters, digits and hyphens; never empty.

    Where letters were lost (``북한``), or the name was cut, the beginning of its hash keeps two
    names apart.
    """
    folded = unicodedata.normalize("NFKD", name.lower())
    bare = "".join(sign for sign in folded if not unicodedata.combining(sign))
    plain = _OTHER.sub("-", bare).strip("-")
    lost = any(sign.isalnum() and not sign.isascii() for sign in bare)
    if plain and not lost and len(plain) <= _LONGEST:
        return plain
    digest = hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:8]
    return "-".join(filter(None, [plain[:_LONGEST].strip("-"), digest]))
