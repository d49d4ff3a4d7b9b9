"""Names out of a byline: "By Ana Field in Seoul", "Von Jan Weber, Korrespondent", "김민수 기자".

A byline is an introducing word, names, and what describes them. The names alone are wanted.
"""

import re

from crawler.core.articles.clean import tidy

MAX_NAME_CHARS = 80
MAX_NAMES = 12
MAX_NAME_WORDS = 5
MIN_LINE_WORDS = 2
"""Of a name in a line that is known for a byline by its first word alone."""

_BY = """
by|written by|story by|report by|reporting by|words by|text by|posted by|published by
von|vom|par|por|di|door|av|af|przez|od
"""
_LABELLED = """
authors?|autor|autorin|autora|autorka|autore|auteure?|auteurs|autoři|autorzy|autori|författare
forfattere?|skribent|kirjoittaja|toimittaja|journalist|reporter|writer|texte?|texto|testo|tekst
автор|авторка|автори|авторы|текст|корреспондент|корр|журналист|журналістка?|кореспондент
yazar|yazan|haber|muhabir|συντάκτης|γράφει ο|γράφει η|γράφει|írta|szerző|scris de|oleh|penulis
ditulis oleh|reporter|كتب|كتبت|بقلم|إعداد|الكاتب|نویسنده|گزارش|מאת|כתב|लेखक|প্রতিবেদক|লেখক
작성|글|기자|記者|记者|本报记者|本報記者|作者|撰文|文|執筆|取材・文|tác giả|โดย|ผู้เขียน|ผู้สื่อข่าว
rozmawiał|rozmawiała|opracował|opracowała|oprac|napsala?|připravila?|napisala?|pripravila?
"""
_OTHERS = """
editor|edited by|editing by|redaktur|redakcja|photos?|photo by|photography|fotos?|foto|bilder|bild
фото|редактор|монтаж|camera|video|illustration|illustrations|translated by|übersetzung|traduction
publisher|source|sources|quelle|fuente|fonte|источник|来源|출처
"""
"""Labels before people who are not the authors."""
_ROLES = """
staff writers?|staff reporters?|senior \\w+|chief \\w+|\\w* ?reporters?|\\w* ?correspondents?
\\w* ?editors?(?: in chief|-in-chief)?|contributors?|contributing writers?|columnists?|journalists?
\\w*redakteur(?:in)?|\\w*korrespondent(?:in|en)?|redakt[oö]r|reporterin|journalistin|autorin|volont[aä]r(?:in)?
journaliste|correspondante?|envoyée? spéciale?|chroniqueu(?:r|se)|periodista|redactora?|corresponsal
enviad[ao] especial|giornalista|inviat[ao]|corrispondente|jornalista|repórter|verslaggever|redacteur
reporterka|dziennikarz|dziennikarka|redaktorka|redaktor|novinář|novinářka
корреспондент|спецкор|корр|журналист|журналистка|редактор|обозреватель|колумнист|журналіст|журналістка
muhabiri?|gazeteci|editörü|δημοσιογράφος|ρεπόρτερ|مراسل|مراسلة|صحفي|صحافي|خبرنگار|संवाददाता|প্রতিবেদক
기자|특파원|인턴기자|선임기자|논설위원|앵커|記者|记者|编辑|特派員|編集委員|論説委員|通讯员|评论员
"""
_NOBODY = """
admin|administrator|staff|staff writers?|staff reporters?|our correspondent|editors?|editorial
editorial (?:team|board|staff|desk)|newsroom|news ?desk|web ?desk|online desk|webmaster|web team|news
redaktion|redaktionen|online-?redaktion|redazione|redacción|redaccion|(?:la )?rédaction|redação|redacao
redactie|redakcja|redakce|redakcia|redakcija|редакция|редакція|редакцията|redaksi|szerkesztőség|σύνταξη
toimitus|redacția|redactia|haber merkezi|التحرير|המערכת|편집국|편집부|온라인뉴스팀|디지털뉴스팀|뉴스팀|編集部|编辑部
新闻中心|編輯部|guests?|guest (?:author|writer|contributor)|anonymous|unknown|null|none|undefined|n/a|root
user|author|web|online|default|super ?user
"""


def _any(lines: str) -> str:
    return "|".join(lines.strip().split("\n"))


_INTRODUCTION = re.compile(
    rf"\W*(?:(?:{_any(_BY)})\s+|(?:{_any(_LABELLED)})\s?[:：.／/＝=]\s*|(?:文|记者|記者)\s+)",
    re.IGNORECASE,
)
_BARE_LABEL = re.compile(
    r"(?:autor|автор|text|כתב|كتب|كتبت|بقلم|מאת|oleh|penulis|írta)\s+", re.IGNORECASE
)
_OTHER_PERSON = re.compile(rf"\W*(?:{_any(_OTHERS)})\s?[:：]", re.IGNORECASE)
_ROLE = re.compile(rf"(?<!\w)(?:{_any(_ROLES)})\.?$", re.IGNORECASE)
_SPACELESS_ROLE = re.compile(
    r"(?<=\w)(?:기자|특파원|記者|记者)$|^(?:本報|本报)?(?:記者|记者)(?=[\u4e00-\u9fff])"
)
_DATELINE = re.compile(r".{0,20}(?:報導|报道|報道|电|電)$")
_OURS = re.compile(
    r"(?:unser\w*|notre|nuestr[ao]|nostr[ao]|our|vår|onze)\s+\S+\s+(?=\S)", re.IGNORECASE
)
_NOBODY_AT_ALL = re.compile(rf"(?:{_any(_NOBODY)})", re.IGNORECASE)
_SPLIT = re.compile(
    r"\s*[;,|/、，・／]\s*|\s+(?:and|und|et|y|e|och|og|en|ja|i|i|та|и|va|ve|và|και|și|și|dan|with|&)\s+"
    r"|\s+ו(?=[א-ת])",
    re.IGNORECASE,
)
_MAIL = re.compile(r"[\w.+-]{1,60}@[\w-]{1,60}(?:\.[\w-]{1,30}){0,4}|@\w{1,40}")
_BRACKETS = re.compile(r"\s*[(\[（【〔<][^()\[\]（）]{0,60}[)\]）】〕>]")
_PLACE = re.compile(r"\s+(?:in|aus|à|из|із)\s+[^\W\d_][\w .'’-]{1,40}$")
_ADDRESS = re.compile(r"https?:|www\.|\.(?:com|org|net)/", re.IGNORECASE)
_NOT_A_NAME = re.compile(r"\d{3}|^\d+$|[<>{}=]")
_PARTICLES = frozenset(
    "de da di do dos del della du des la le van von der den ter ten el al bin ibn af av zu y e of"
    " the".split()
)


def names_in(text: str) -> list[str]:
    """Return the names a byline or a declaration of authors lists, as they are written.

    An address of a person or a page, a role, a place and a label are no part of a name; whoever
    is named as editor or photographer is not an author; "Staff" and "admin" are nobody.
    """
    if not text or _ADDRESS.search(text):
        return []
    text = _BRACKETS.sub(" ", _MAIL.sub(" ", tidy(text[: MAX_NAMES * MAX_NAME_CHARS])))
    text = _without_introduction(text.strip())
    names = []
    for part in _SPLIT.split(text):
        if _OTHER_PERSON.match(part) or _DATELINE.fullmatch(part):
            continue
        name = _without_role(_PLACE.sub("", _without_introduction(part.strip(" .·•–-*"))))
        if name and len(name) <= MAX_NAME_CHARS and not _is_nobody(name):
            names.append(name)
    return names


def is_byline_alone(text: str) -> bool:
    """Tell whether a line is a byline by its first word or its roles, whoever it names."""
    is_marked = _INTRODUCTION.match(text) is not None
    if not is_marked and ("," in text or not text.isascii()):  # as roles stand behind names
        parts = _SPLIT.split(_MAIL.sub("", text))
        is_marked = any(_ROLE.search(part.strip()) for part in parts)
    names = names_in(text) if is_marked else []
    return bool(names) and all(is_full_name(name) for name in names)


def looks_like_a_name(text: str) -> bool:
    """Tell whether every word begins like a name's: in capitals, or in a script without them."""
    words = text.split()
    return 0 < len(words) <= MAX_NAME_WORDS and not any(
        word[0].islower() and word not in _PARTICLES for word in words
    )


def is_full_name(name: str) -> bool:
    """Tell whether a name by itself is surely a person's: two words at least, where that shows."""
    if name[0].islower() or _INTRODUCTION.match(name) or not looks_like_a_name(name):
        return False
    return not name.isascii() or len(name.split()) >= MIN_LINE_WORDS


def _without_introduction(text: str) -> str:
    """Cut the introducing word off; "Von" before a single word is a part of the name."""
    found = _INTRODUCTION.match(text) or _BARE_LABEL.match(text)
    rest = text[found.end() :].strip() if found else text
    is_cut = found is not None and (":" in found[0] or not rest.isascii() or " " in rest)
    return rest if is_cut else text


def _without_role(name: str) -> str:
    bare = _OURS.sub("", _ROLE.sub("", name)).strip(" .,-–")
    return _SPACELESS_ROLE.sub("", bare) if len(bare) > MIN_LINE_WORDS else bare


def _is_nobody(name: str) -> bool:
    return _NOT_A_NAME.search(name) is not None or _NOBODY_AT_ALL.fullmatch(name) is not None
