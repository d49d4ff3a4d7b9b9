"""Text as the full-text index sees it, for articles and for queries alike.

FTS5's tokenizer takes a run of letters for a word; Chinese, Japanese, Korean and Thai need none
of their own here: each of their characters is a token, as in the topic language, so that a word
of these scripts is a phrase of its characters and found inside any other run of them.
"""

import re
from unicodedata import normalize

_CHARACTER = (
    "\u0e01-\u0e3a\u0e40-\u0e4e"  # Thai
    "\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3"  # Hangul
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30ff\u31f0-\u31ff"  # Kana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han
)
_ALONE = re.compile(f"[{_CHARACTER}]")
_QUOTED_OR_RUN = re.compile(f'"(?:[^"]|"")*"|[{_CHARACTER}]+')
_FOLDED = str.maketrans({"ß": "ss", "ẞ": "SS", "ё": "е", "Ё": "Е"})
"""What the topic language folds and `unicode61 remove_diacritics 2` does not."""


def spaced(text: str) -> str:
    """Return a text with the characters that are tokens of their own set apart."""
    return _ALONE.sub(r" \g<0> ", _fold(text))


def expression(match: str) -> str:
    """Return an FTS5 expression whose words are written as ``spaced`` writes those of a text."""
    return _QUOTED_OR_RUN.sub(_phrase, _fold(match))


def _fold(text: str) -> str:
    return normalize("NFKC", text).translate(_FOLDED)


def _phrase(found: re.Match[str]) -> str:
    words = found.group()
    inner = words[1:-1] if words.startswith('"') else words
    return f'"{spaced(inner).strip()}"'
