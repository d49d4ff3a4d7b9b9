"""Names brought to one spelling across alphabets, so that Карабах meets Karabakh.

A name becomes its consonants in Latin letters: vowels and doubled letters are where spellings and
case endings differ (Armenia, Armenian, Arménie, Армении -> ``armn``; an initial vowel is kept as ``a``). This is no transliteration
to read, only a key to compare.
"""

import re
import unicodedata
from functools import lru_cache

MIN_LETTERS = 4  # of the name as written
MIN_KEY = 3  # consonants; shorter keys meet by chance
MAX_KEY = 6  # what follows are endings

_CYRILLIC = dict(
    zip(
        "абвгґдежзиійклмнопрстуфхцчшщъыьэюяєї",
        "a b v g g d e zh z i i i k l m n o p r s t u f kh ts ch sh sh _ i _ e iu ia e i".split(),
        strict=True,
    )
)
_GREEK = dict(zip("αβγδεζηθικλμνξοπρσςτυφχψω", "avgdeziti_lmn_oprsstifh_o", strict=True))
_TABLE = str.maketrans(_CYRILLIC | _GREEK)
_SOUNDS = (
    (re.compile(r"dzh|dj|dsch|zh|j"), "j"),
    (re.compile(r"kh|ch(?=r)"), "h"),
    (re.compile(r"tsch|tch|cz|ch"), "c"),
    (re.compile(r"sch|sh|sz"), "s"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"th"), "t"),
    (re.compile(r"ck|[cq](?![hz])"), "k"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"w"), "v"),
)
_NOT_CONSONANTS = re.compile(r"[^bcdfgjklmnprstvz]+")
_VOWELS = frozenset("aeiouy")
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=1 << 14)
def name_key(name: str) -> str | None:
    """Return the key a folded name is compared by, or None when it is too short to tell anything."""
    if len(name) < MIN_LETTERS:
        return None
    latin = unicodedata.normalize("NFD", name.translate(_TABLE))
    initial = "a" if latin[:1] in _VOWELS else ""
    for sound, letter in _SOUNDS:
        latin = sound.sub(letter, latin)
    key = _DOUBLED.sub(r"\1", _NOT_CONSONANTS.sub("", latin))[:MAX_KEY]
    return initial + key if len(key) >= MIN_KEY else None
