"""Names brought to one spelling across scripts, so that Карабах meets Karabakh and 카라바흐.

A name becomes its consonants: vowels and doubled letters are where spellings and case endings differ
(Armenia, Armenian, Arménie, Армении -> ``alnn``; an initial vowel is kept as ``a``). Sounds that one
of the scripts does not tell apart are one: b p f v, d t, g k, s z j c, l r, and m before p. This is
no transliteration to read, only a key to compare.
"""

import re
import unicodedata
from functools import lru_cache

from crawler.core.stories.sounds import HAN, JAMO, KANA

MIN_LETTERS = 4  # of a name written in an alphabet
MIN_KEY = 3  # consonants; shorter keys meet by chance
MAX_KEY = 5  # what follows are endings

_CYRILLIC = dict(
    zip(
        "абвгґдежзиійклмнопрстуфхцчшщъыьэюяєї",
        "a b v g g d e zh z i i i k l m n o p r s t u f kh ts ch sh sh _ i _ e iu ia e i".split(),
        strict=True,
    )
)
_GREEK = dict(zip("αβγδεζηθικλμνξοπρσςτυφχψω", "avgdeziti_lmn_oprsstifh_o", strict=True))
_TABLE = str.maketrans(_CYRILLIC | _GREEK | KANA | HAN)
_JAMO = str.maketrans(JAMO)
_FIRST_SYLLABIC = "\u1100"
_W = re.compile("a(?=[ァィェォ])|\u110b(?=[\u116a\u116b\u116f-\u1171])")  # ウィ, 위
_SOUNDS = (
    (re.compile(r"dzh|dj|dsch|zh|j"), "j"),
    (re.compile(r"kh|ch(?=r)"), "h"),
    (re.compile(r"tsch|tch|cz|ch|c(?=[eiy])"), "s"),
    (re.compile(r"sch|sh|sz|ts|tz"), "s"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"th"), "t"),
    (re.compile(r"ck|[cq](?![hz])"), "k"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"ng(?![aeiouylr])"), "n"),
)
_NOT_CONSONANTS = re.compile(r"[^bcdfgjklmnprstvwz]+")
_ALIKE = str.maketrans("bfvwdgzjcr", "pppptksssl")
_VOWELS = frozenset("aeiouy")
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=1 << 14)
def name_key(name: str) -> str | None:
    """Return the key a folded name is compared by, or None when it is too short to tell anything."""
    if len(name) < MIN_LETTERS and name[:1] < _FIRST_SYLLABIC:
        return None
    decomposed = unicodedata.normalize("NFD", name.translate(_TABLE))
    latin = _W.sub("v", decomposed).translate(_JAMO)
    initial = "a" if latin[:1] in _VOWELS else ""
    for sound, letter in _SOUNDS:
        latin = sound.sub(letter, latin)
    key = _NOT_CONSONANTS.sub("", latin).translate(_ALIKE)
    key = _DOUBLED.sub(r"\1", key.replace("mp", "np"))[:MAX_KEY]
    return initial + key if len(key) >= MIN_KEY else None
