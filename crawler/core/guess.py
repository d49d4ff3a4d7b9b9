"""Guess the encoding of bytes nobody labelled, by how usual their characters would be."""

from dataclasses import dataclass

_SAMPLE_BYTES = 8_192
_ENOUGH = 0.2
"""Mean weight of a non-ASCII character below which no candidate is believed."""

_CYRILLIC = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэф"
_HANZI = (
    "的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可里后"
    "天事新日月会发成经行法公方市民政部全本长前高美开关进与工业外分动主现等同面电记者报表示京华东西南北"
    "展建设技术水力量社区农村城省院党委员统战军海洋台风气候球比赛足手机网络信息安保险金融银股票价格投资"
    "产品企业公司企贸易俄罗斯朝鲜韩欧盟总理主席访问会谈签署条约协议合作停课登陆火灾事故受伤死亡救援警方"
)
_HANZI_TRADITIONAL = (
    "的一是不了在人有我他這中大來上國個到說們為子和你地出道也時年得就那要下以生會自著去之過家學對可裡後"
    "天事新日月發成經行法公方市民政部全本長前高美開關進與工業外分動主現等同面電記者報表示臺灣東西南北展"
    "建設技術水力量社區農村城省院黨委員統戰軍海洋颱風氣候球比賽足手機網路資訊安保險金融銀股票價格投資產"
)
_HANGUL = (
    "이다는에의을가고하지한사로기도서대인정시자해나일부있를과은리아전국원들제보장수상공어만스조관그라"
    "것했여주경동신회위중구비미당북러화재년월민선오내유우방진산계세등성분실행통합합의발표소속사건외교"
    "남군무기핵협력약체결투자기업금융주식물가날씨태풍경찰검찰법안여야총리장관청학교병원환자축구야모"
)
_HIRAGANA = "のにはをたがでてとしれさいるあなっかもすまこらりきくよう"
_LATIN = "éèàáäöüßñçêëîïôûùâåøæíóúìòãõ’‘“”–—…«»€°£§·¡¿ÉÀÄÖÜÅØÆÇÑ\u00a0"


@dataclass(frozen=True, slots=True)
class _Habit:
    """How texts in an encoding look: frequent characters, further usual ones."""

    frequent: frozenset[str]
    usual: frozenset[str]
    isolated: bool = False
    """Foreign letters stand alone among ASCII ones, as accents do."""


_KANJI = "日本東京市場株式大阪年月日人会社政府首相国外務省発表事件事故新型台風地震午前後時分円高安学校選挙"
_KATAKANA = "、。「」・ーアイウカキクコサシスタットドナニノバフマムメラリルレロン"
_HABITS = {
    "cp1251": _Habit(frozenset(_CYRILLIC), frozenset(_CYRILLIC.upper() + "ё«»—–№…„“”’ії\u00a0")),
    "koi8-r": _Habit(frozenset(_CYRILLIC), frozenset(_CYRILLIC.upper() + "ё\u00a0")),
    "gb18030": _Habit(frozenset(_HANZI), frozenset("，。、：；！？“”《》（）")),
    "big5hkscs": _Habit(frozenset(_HANZI_TRADITIONAL), frozenset("，。、：；！？「」《》（）")),
    "cp932": _Habit(frozenset(_HIRAGANA), frozenset(_KATAKANA + _KANJI)),
    "euc_jis_2004": _Habit(frozenset(_HIRAGANA), frozenset(_KATAKANA + _KANJI)),
    "cp949": _Habit(frozenset(_HANGUL), frozenset("·‘’“”…")),
    "cp1252": _Habit(frozenset(_LATIN), frozenset("ÁÈÊËÎÔÚ®©´¨"), isolated=True),
}

_FREQUENT, _USUAL, _OTHER_LETTER, _STRANGE = 1.0, 0.5, 0.1, -1.0


def guess_codec(data: bytes) -> str | None:
    """Return the codec whose reading of ``data`` looks most like text, or None.

    Only `_SAMPLE_BYTES` from the first non-ASCII byte on are read, so the cost is bounded.
    """
    sample = _sample(data)
    scores = {
        codec: _score(sample.decode(codec, "replace"), habit) for codec, habit in _HABITS.items()
    }
    best = max(scores, key=lambda codec: scores[codec])
    return best if scores[best] >= _ENOUGH else None


def _sample(data: bytes) -> bytes:
    try:
        data.decode("ascii")
    except UnicodeDecodeError as error:
        return data[error.start : error.start + _SAMPLE_BYTES]
    return b""


def _score(text: str, habit: _Habit) -> float:
    """Return the mean weight of the non-ASCII characters of ``text``; -1 when there are none."""
    total, count, before = 0.0, 0, ""
    for character in text:
        if character >= "\x80":
            count += 1
            total += _weight(character, before, habit)
        before = character
    return total / count if count else _STRANGE


def _weight(character: str, before: str, habit: _Habit) -> float:
    if before.isalpha() and character.isalpha() and habit.isolated != before.isascii():
        return _STRANGE / 2  # an accent inside a foreign word, or Cyrillic inside a Latin one
    if character.isupper() and before.islower():
        return _STRANGE  # case changes inside a word: the table is wrong
    if character in habit.frequent:
        return _FREQUENT
    if character in habit.usual:
        return _USUAL
    if not character.isalpha() or "\uff61" <= character <= "\uff9f":  # half-width katakana
        return _STRANGE
    return _OTHER_LETTER
