"""Text fit for people, matching and storage: what cannot be seen is removed or made plain."""

import re
import unicodedata

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 and C1 controls but tab and newline
    "\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff"  # soft hyphen, zero width, bidi
    "\ud800-\udfff\ufffe\uffff]"  # lone surrogates and noncharacters: not valid in UTF-8
)
_MARKS = frozenset(".!?…。！？؟।۔։;:：")
_ENDS = re.compile(rf"[{''.join(_MARKS)}]['\"”»’」』）)\]]*$")
_WORD = re.compile(r"[^\W_]+")


def tidy(text: str) -> str:
    """Return a line of text in NFC, without invisible characters, white space collapsed.

    The joiners U+200C and U+200D stay: Persian, Indic scripts and emoji are spelled with them.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split()) if "  " in text else text.strip()
    text = " ".join(_INVISIBLE.sub("", " ".join(text.split())).split())
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def tidy_paragraphs(text: str) -> str:
    """Return the lines of a text as paragraphs, each tidied."""
    return "\n\n".join(filter(None, map(tidy, text.splitlines())))


def fold(text: str) -> str:
    """Return a text's words in lower case alone, for telling whether two texts say the same."""
    return " ".join(_WORD.findall(text.casefold()))


def ends_sentence(text: str) -> bool:
    """Tell whether a text ends as a sentence does, in most scripts."""
    return text[-1:] in _MARKS or _ENDS.search(text[-6:]) is not None
