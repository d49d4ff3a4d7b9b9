"""What an entry is recognised by within its feed."""

import hashlib

from crawler.core.urls import url_key
from crawler.model.entry import Entry


def entry_key(entry: Entry) -> str:
    """Return the identity of an entry: a digest of its id, its folded URL and its title.

    Publishers rotate ids, reuse them for other news and move addresses, so no single one of the
    three can be trusted; a change of any makes a key that was not seen before, and the content
    decides later whether it is news. Dates and texts change without the entry becoming another.

    Returns:
        64 hexadecimal digits, the same for ever.
    """
    title = " ".join((entry.title or "").casefold().split())
    address = (url_key(entry.url) or entry.url) if entry.url else ""
    # a length before each part, so that no two different triples are written alike
    identity = "".join(f"{len(part)}:{part}" for part in (entry.id or "", address, title))
    return hashlib.sha256(identity.encode("utf-8", "replace")).hexdigest()
