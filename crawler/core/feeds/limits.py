"""Caps on what a feed may bring in. Texts are cut before any pattern sees them.

An entry always survives its own faults: a field that cannot be read is None, one that is too long
is cut. Entries beyond the caps on their number are not kept: they are counted
(`ParsedFeed.dropped`), and read another time if they are still there when newer ones are gone.
"""

from typing import Final

MAX_DECODED_BYTES: Final = 15 * 2**20
"""A whole document, after decompression."""
MAX_SITEMAP_BYTES: Final = 50 * 2**20
"""Likewise, of what the user calls a sitemap (sitemaps.org: 50 MB, 50,000 pages)."""
MAX_LAST_RESORT_CHARS: Final = 2 * 2**20
"""What the slow tolerant parser is given."""
MAX_TAGS: Final = 800_000
"""What an XML document has after these is cut off. A sitemap of 50,000 pages has half as many."""
MAX_AMPERSANDS: Final = 300_000
"""Bare ampersands and HTML entities that are repaired in one document; it ends at the next. Also
references to controls that are read as windows-1252; further ones stay."""
MAX_ATTRIBUTES: Final = 1_000
"""Of one element; one with more loses them all, where the document has to be repaired."""
MAX_NODE_CHARS: Final = 2 * 2**20
"""Of a text or tag, where the document has to be repaired; libxml2 itself gives up at 10 MB."""
MAX_MISSING_PREFIXES: Final = 100
"""Undeclared prefixes that are declared; more are no feed's."""
MAX_BASES: Final = 20_000
"""xml:base attributes of one document; where there are more, none counts."""
MAX_LINKS: Final = 100_000
"""Links in the texts of one document; where there are more, they stay relative."""
MAX_PICTURE_SIZES: Final = 20
"""Addresses of a srcset that are made absolute; one with more stays as it is."""
MAX_CHILDREN: Final = 20_000
"""Elements read of one item or of the feed's own; those of no item reach a hundred."""
MAX_REPEATS: Final = 50
"""Elements of one name in one item that are looked at."""
MAX_ENTRIES_PARSED: Final = 5_000
MAX_PAGES_PARSED: Final = 50_000
"""Of a sitemap: the newest may be its last."""
MAX_ENTRIES_KEPT: Final = 1_000
"""The newest of those parsed; the rest is counted."""
MAX_TITLE_CHARS: Final = 1_000
MAX_ID_CHARS: Final = 1_024
"""A longer id is replaced by its SHA-256."""
MAX_AUTHORS: Final = 50
MAX_AUTHOR_CHARS: Final = 200
"""All names of an entry together."""
MAX_SUMMARY_CHARS: Final = 64 * 2**10
MAX_CONTENT_CHARS: Final = 2**20
MAX_CATEGORIES: Final = 50
MAX_CATEGORY_CHARS: Final = 200
MAX_ENCLOSURES: Final = 50
