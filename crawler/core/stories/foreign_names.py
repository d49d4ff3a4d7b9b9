"""Names from abroad in scripts without capitals, known by how they are written.

    Japanese   in katakana                                  アルカラス
    Chinese    in the characters that transcribe sounds     阿尔卡拉斯
    Korean     with syllables its own words do not have     알카라스는

Names of the own country are written in words of the language: no table tells how others spell them.
"""

import re
import unicodedata
from collections import Counter

from crawler.core.stories.sounds import HAN

SHORTEST = 3  # signs; two are a word as often as a name

_KATAKANA_OR_HAN = re.compile(f"[ァ-ヺー]{{{SHORTEST},}}|[{''.join(HAN)}]{{{SHORTEST},}}")
_HANGUL = re.compile(r"[가-힣]{2,}")
_PARTICLE = re.compile(
    r"(?<=..)(?:에서는?|에게|으로|부터|까지|이?라고|이?라는|에는?|은|는|이|가|을|를|와|과|의)$"
)
_LOANED = re.compile(
    """\u110f                                                  # ㅋ
    |^\u1105                                                   # ㄹ at the beginning
    |[^\u1100\u110b\u1112]\u1173(?![\u11a8-\u11c2])            # 르 스 트, but no 그 으 흐
    |[^\u1100\u1103\u1109\u110b\u110c\u110e]\u1166             # 레 베 테, but no 게 데 세 에 제 체
    |\u1166[\u11a8-\u11aa\u11ac-\u11ae\u11b0-\u11c2]           # 셈 셉, but no 센 셀
    |\u1110\u1175                                              # 티""",
    re.VERBOSE,
)
"""What syllables of words from abroad look like, taken apart as NFD does."""


def foreign_names(text: str) -> Counter[str]:
    """Return the names from abroad in a text in Japanese, Chinese or Korean, with their counts."""
    found = Counter(_KATAKANA_OR_HAN.findall(text))
    for word in _HANGUL.findall(text):
        bare = _PARTICLE.sub("", word)
        if _LOANED.search(unicodedata.normalize("NFD", bare)):
            found[bare] += 1
    return found
