"""Caps on what a feed may bring in (docs: limits). Texts are cut before any pattern sees them."""

from typing import Final

MAX_DECODED_BYTES: Final = 15 * 2**20
"""A whole document, after decompression."""
MAX_LAST_RESORT_CHARS: Final = 2 * 2**20
"""What the slow tolerant parser is given."""
MAX_ENTRIES_PARSED: Final = 5_000
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
