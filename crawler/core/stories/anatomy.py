"""A text taken apart once: words, names, figures.

A text is brought to NFKC (full-width figures and ligatures become plain) and cut into runs of
letters and digits. Scripts written without spaces between words are counted by character.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from crawler.core.stories.foreign_names import foreign_names

DENSE_SHARE = 0.3  # a text with this share of such characters is counted by character

_DENSE_CLASS = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f"  # Burmese
    "\u1780-\u17ff"  # Khmer
    "\u1100-\u11ff\uac00-\ud7af"  # Hangul
    "\u3005\u3040-\u30ff"  # Kana and the iteration mark
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han
)
_DENSE = re.compile(f"[{_DENSE_CLASS}]")
_DENSE_RUN = re.compile(f"[{_DENSE_CLASS}]+")
_WORD = re.compile(r"[^\W_]+")

_UPPER = "".join(chr(code) for code in range(0x590) if chr(code).isupper())
_PROPER = rf"[{_UPPER}][\w'’-]+"
# Both begin with what they look for and look behind afterwards: three times as fast. A name stands
# after a word, also in quotation marks (судно «Вирхен дель Мар») or elided (de l'Arménie).
_NAME = re.compile(
    rf"[{_UPPER}](?:(?<=[\w,)'’-] .)|(?<=[\w)] [«„“\"].)|(?<=\w['’].))[\w'’-]+(?: {_PROPER}){{0,3}}"
)
# No possessive quantifier on a group: Python 3.11.0 to 3.11.4 match it wrongly (gh-106052).
_NUMBER = re.compile(
    r"""\d(?<![A-Za-z\d.,]\d)
    (?: \d{0,2}(?:\ \d{3})+(?!\d|\ \d{3}) | \d*+(?:[.,']\d++)*(?![.,']\d) )
    (?!\d|\s?[年月日년월일])""",  # a date: every article of the day has it
    re.VERBOSE,
)
_CALENDAR = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june
    july august september october november december montag dienstag mittwoch donnerstag freitag
    samstag sonnabend sonntag januar februar märz mai juni juli oktober dezember""".split()
)  # capitalised in English and German, and nobody's name
_POSSESSIVE = re.compile(r"['’]s?(?= |$)")

_MYRIADS = re.compile(r"(\d++(?:\.\d++)?)[万萬만] ?(\d{1,4}(?!\d))?")
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,' ]\d{3})+")
_HAN_NUMBER = re.compile(r"[〇零一二三四五六七八九十百千万萬亿億两兩]{2,}")
_HAN_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "兩": 2,
}
_HAN_UNITS = {"十": 10, "百": 100, "千": 1_000}
_HAN_MYRIAD = frozenset("万萬")  # what is none of these is 亿 or 億, its square


@dataclass(frozen=True, slots=True, kw_only=True)
class Anatomy:
    """What a text is made of."""

    words: list[str]
    """Runs of letters and digits, case folded, in order."""
    dense: bool
    """Mostly in a script counted by character (CJK, Thai and kin)."""
    names: dict[str, int]
    """Runs of capitalised words inside sentences, case folded (``kazuo ueda``), with their
    counts, and names from abroad in Japanese, Chinese and Korean. A word that begins a sentence is
    capitalised anyway and says nothing; other scripts without capitals have none."""
    figures: dict[str, int]
    """Numbers as ``#212`` or ``#0.5``, whatever separators or script they use, with counts."""


def take_apart(text: str) -> Anatomy:
    """Take a text apart."""
    folded = text if text.isascii() else unicodedata.normalize("NFKC", text)
    words = [*map(str.casefold, _WORD.findall(folded))]
    return Anatomy(
        words=words,
        dense=_is_dense(folded, words),
        names=_names(folded),
        figures=_figures(folded),
    )


def normal_words(text: str) -> list[str]:
    """Return the words of a text with case, punctuation and white space levelled."""
    folded = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return [*map(str.casefold, _WORD.findall(folded))]


def dense_pairs(word: str) -> list[str]:
    """Return the overlapping pairs of characters of a word's dense runs (a single one as it is).

    A word without such characters has none.
    """
    if word.isascii():
        return []
    pairs: list[str] = []
    for run in _DENSE_RUN.findall(word):
        pairs.extend(map("".join, pairwise(run)) if len(run) > 1 else (run,))
    return pairs


def _is_dense(folded: str, words: list[str]) -> bool:
    if folded.isascii():
        return False
    return len(_DENSE.findall(folded)) > DENSE_SHARE * sum(map(len, words))


def _names(folded: str) -> dict[str, int]:
    found: Counter[str] = Counter()
    for name, count in Counter(_NAME.findall(folded)).items():
        words = _POSSESSIVE.sub("", name.casefold()).split(" ")
        kept = " ".join(word for word in words if word not in _CALENDAR)
        if kept:
            found[kept] += count
    if not folded.isascii():
        found.update(foreign_names(folded))
    return found


def _figures(folded: str) -> dict[str, int]:
    found: Counter[str] = Counter()
    if not folded.isascii():
        folded = _MYRIADS.sub(_in_digits, folded)
    found.update("#" + _plain(number) for number in _NUMBER.findall(folded))
    if not folded.isascii():
        found.update(f"#{_han_value(numeral)}" for numeral in _HAN_NUMBER.findall(folded))
    return found


def _in_digits(number: re.Match[str]) -> str:
    """Write 1만4000 and 1.4万 as 14000."""
    return f"{float(number[1]) * 10_000 + int(number[2] or 0):.0f}"


def _plain(number: str) -> str:
    if _THOUSANDS.fullmatch(number):
        return re.sub(r"\D", "", number)
    return number.replace(",", ".")


def _han_value(numeral: str) -> int:
    """Read 二百一十二 as 212 and 二〇二五 as 2025."""
    if all(char in _HAN_DIGITS for char in numeral):
        return int("".join(str(_HAN_DIGITS[char]) for char in numeral))
    total = section = digit = 0
    for char in numeral:
        if char in _HAN_DIGITS:
            digit = _HAN_DIGITS[char]
        elif char in _HAN_UNITS:
            section, digit = section + (digit or 1) * _HAN_UNITS[char], 0
        elif char in _HAN_MYRIAD:
            total, section, digit = total + (section + digit) * 10**4, 0, 0
        else:
            total, section, digit = (total + section + digit) * 10**8, 0, 0
    return total + section + digit
