"""Words that tell what an edit is: notes of correction, figures, denials. By language, in tables.

A note of correction is a sentence that begins with one of the labels newsrooms set before it
("Correction:", "Berichtigung", "【訂正】"), or says that an earlier version was wrong. The word
alone is none: a correction of the stock market is news, not a note.
"""

import re
from typing import Final

from crawler.core.stories.anatomy import normal_words, take_apart

_LABELS: Final = """
    correction corrections corrected corrects clarification erratum editor['’]s\\ note
    berichtigung korrektur richtigstellung klarstellung (?:anmerkung|hinweis)\\ der\\ redaktion
    rectificatif rectification précision mise\\ au\\ point note\\ de\\ la\\ rédaction
    corrección rectificación aclaración fe\\ de\\ errat?as fe\\ de\\ errores nota\\ de\\ (?:la\\ )?redacción
    errata\\ corrige rettifica correzione precisazione nota\\ della\\ redazione
    correção retificação esclarecimento erramos errata nota\\ da\\ redação correcció rectificació
    rectificatie correctie verduidelijking rättelse rättat förtydligande korrigering
    rettelse rettet berigtigelse presisering præcisering leiðrétting oikaisu korjaus täsmennys
    sprostowanie korekta wyjaśnienie oprava upřesnění spresnenie helyreigazítás helyesbítés
    erată rectificare precizare corecție ispravka ispravak popravak popravek pataisymas precizējums parandus
    исправление исправлено поправка уточнение опровержение виправлення виправлено уточнення спростування
    корекция исправка διόρθωση διευκρίνιση düzeltme tekzip düzəliş
    تصحيح توضيح تنويه استدراك اصلاحیه تصحیح תיקון\\ טעות תיקון הבהרה सुधार शुद्धिपत्र भूल\\ सुधार
    koreksi ralat pembetulan klarifikasi đính\\ chính cải\\ chính แก้ไขข่าว แก้ไข คำชี้แจง
    訂正 修正 お詫び おわび 更正 勘误 勘誤 订正 정정 정정보도 바로잡습니다 바로잡음 고침
"""
_PHRASES: Final = (
    r"an? (?:earlier|previous|original) version of (?:this|the) (?:article|story|report|post|headline)",
    r"(?:this|the) (?:article|story|report|post|headline) (?:was|has been) (?:corrected|amended)",
    r"updated to (?:correct|clarify)",
    r"in einer (?:früheren|ersten|vorherigen|älteren) (?:version|fassung)",
    r"une version (?:précédente|antérieure) de cet",
    r"cet article a été (?:corrigé|rectifié)",
    r"una versión (?:anterior|previa) de est[ea]",
    r"ha sido (?:corregid|rectificad)",
    r"una versione precedente di quest",
    r"uma versão anterior dest[ea]",
    r"een eerdere versie van dit",
    r"en tidigare version av",
    r"en tidligere (?:version|versjon) af|en tidligere versjon av",
    r"w (?:poprzedniej|wcześniejszej|pierwotnej) wersji",
    r"v (?:předchozí|původní|dřívější) verzi",
    r"в (?:предыдущей|более ранней|первоначальной) версии",
    r"у (?:попередній|первісній) версії",
    r"bu haberin (?:önceki|ilk)",
    r"おわびして訂正|お詫びして訂正|誤りでした",
    r"特此更正|本文(?:早前|先前|此前)版本",
    r"바로잡습니다|사실과 달라",
)
_LABEL: Final = (
    "(?:" + "|".join(sorted(re.split(r"(?<!\\)\s+", _LABELS.strip()), key=len)[::-1]) + ")"
)
_NOTE: Final = re.compile(
    rf"^[\W_]*{_LABEL}(?:(?!\w)(?:[^.:：!?。\n]|(?<=\d)\.){{0,40}})?(?:[:：)\]】]|\s[—–-]\s)|^[\W_]*{_LABEL}[\W_]*$"
    rf"|{'|'.join(_PHRASES)}",
    re.IGNORECASE | re.MULTILINE,
)

_NUMBER_WORDS: Final = frozenset(
    """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    twenty thirty forty fifty hundred thousand million billion dozen dozens hundreds thousands
    zwei drei vier fünf sechs sieben acht neun zehn zwölf zwanzig dreißig
    hundert tausend million millionen milliarde milliarden dutzend dutzende hunderte tausende
    deux trois quatre cinq sept huit neuf onze douze vingt trente mille milliers
    dos tres cuatro cinco siete ocho nueve diez doce veinte treinta
    quattro cinque sette otto dieci undici dodici venti trenta cento mila
    dois duas três quatro oito dez onze doze vinte trinta cem
    twee drie vijf zes zeven negen tien twaalf twintig honderd duizend
    två fyra sju åtta nio tolv tjugo hundra tusen fire seks syv
    dwa dwie dwóch trzy trzech cztery pięć sześć siedem osiem dziewięć dziesięć tysiąc
    dva dvě tři čtyři pět šest sedm osm devět deset dvacet tisíc
    iki üç dört beş altı yedi sekiz dokuz yirmi
    двое два две трое три четверо четыре пятеро пять шесть семь восемь девять десять
    двенадцать двадцать тридцать сто тысяча тысячи двух трёх трех четырёх четырех пяти шести семи
    дві двоє троє чотири четверо п'ять шість сім вісім дев'ять десять двадцять
    dua tiga empat lima enam tujuh delapan sembilan sepuluh bốn năm sáu bảy tám chín mười
    一 二 两 兩 三 四 五 六 七 八 九 十 百 千 두 세 네 다섯 여섯 일곱 여덟 아홉 열""".split()
)
"""Without those that are another word in another language ("to", "on", "due", "once")."""
_DENIALS: Final = frozenset(
    """not no never nor neither without cannot t nicht kein keine keinen keiner nie niemals ne pas
    jamais aucun aucune ni nunca jamás ningún ninguna non mai nessun nessuna né não nenhum nenhuma
    niet geen nooit inte ingen inget aldrig ikke aldri aldrig ej ei nie żaden bez není nikdy žádný
    nem soha не нет никогда ни ні немає ніколи няма δεν όχι μην ποτέ değil yok hiç لا لم لن ليس غير
    نه نیست לא אין बिना नहीं tidak bukan belum không chưa ไม่ ない ず 不 没 沒 未 無 无 안 못 않""".split()
)
_DIGIT: Final = re.compile(r"\d")
_WRITTEN: Final = re.compile(r"\d+(?:[.,'’]\d+|[ \u00a0\u202f]\d{3}(?!\d))*(?:\s?%)?")


def is_note(sentence: str) -> bool:
    """Return whether a sentence or paragraph tells that the article was corrected."""
    return _NOTE.search(sentence) is not None


def denies(text: str) -> int:
    """Return how many words of denial a text has: one more or less turns it round."""
    return sum(word in _DENIALS for word in normal_words(text))


def figure_in(token: str) -> str | None:
    """Return the figure a word states, as written, or None."""
    if found := _WRITTEN.search(token):
        return found[0]
    words = normal_words(token)
    return token.strip(" .,;:!?()\"'") if len(words) == 1 and words[0] in _NUMBER_WORDS else None


def is_written(figure: str) -> bool:
    """Return whether a figure is written in digits."""
    return _DIGIT.search(figure) is not None


def same_figure(one: str, other: str) -> bool:
    """Return whether two figures as written are one: 14,000 and 14 000."""
    if not (is_written(one) and is_written(other)):
        return one.casefold() == other.casefold()
    return (
        one == other or take_apart(one).figures.keys() == take_apart(other).figures.keys() != set()
    )
