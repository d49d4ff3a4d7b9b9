"""Words by which publishers mark what is not the article: teasers, adverts, share bars, bylines."""

import re

TEASER_CHARS = 220
"""A longer paragraph that begins like a pointer to another article is a paragraph."""
LABEL_CHARS = 60
BYLINE_CHARS = 120

_TEASERS = """
read more|read also|also read|read next|read this|see also|related|recommended|don.?t miss|must read
more on this|more from|more in|more great|click here|watch now|sign up for|sign up to|subscribe to|follow us
lesen sie auch|lesen sie mehr|lies auch|lies mehr|mehr zum thema|mehr dazu|auch interessant|weiterlesen
lire aussi|à lire aussi|lire également|voir aussi|sur le même sujet|pour aller plus loin
lea también|lee también|leer más|te puede interesar|también te puede|ver también|más información
leia também|leia mais|veja também|saiba mais|leia ainda|leggi anche|leggi pure|vedi anche
lees ook|lees meer|zie ook|bekijk ook|læs også|les også|les mer|läs också|läs mer|läs även|se også
lue myös|czytaj także|czytaj też|czytaj również|zobacz także|zobacz też|przeczytaj także
čtěte také|přečtěte si|čítajte aj|prečítajte si|pročitajte|прочитајте|preberite
читайте также|читать также|читать далее|смотрите также|читайте по теме|читайте також|дивіться також
вижте още|прочетете още|ayrıca okuyun|ilgili haber|διαβάστε επίσης|δείτε επίσης
citește și|citiți și|olvassa el|olvasta már|lexoni gjithashtu|skaitykite taip pat|lasi arī|loe ka
اقرأ أيضا|اقرأ أيضًا|إقرأ أيضا|اقرأ المزيد|بیشتر بخوانید|یہ بھی پڑھیں|קראו גם|यह भी पढ़ें|ये भी पढ़ें
関連記事|関連ニュース|あわせて読みたい|관련기사|관련 기사|相关新闻|相关阅读|延伸阅读|延伸閱讀|相關新聞
xem thêm|đọc thêm|baca juga|baca selengkapnya|อ่านเพิ่มเติม|ข่าวที่เกี่ยวข้อง|আরও পড়ুন
"""
_LABELS = """
advert|advertisement|advertising|sponsored|promoted|anzeige|werbung|publicité|publicidad|publicidade
pubblicità|advertentie|reklama|реклама|mainos|annons|annonse|annonce|إعلان|広告|광고|广告|廣告
share|share (?:this|on|via)[\\w ]{0,30}|teilen|partager|compartir|compartilhar|condividi|поделиться|delen|dela|del
udostępnij|sdílet|paylaş|مشاركة|شارك|シェア|공유|分享|facebook|twitter|whatsapp|telegram|e-?mail|copy link
close|comments?|kommentare?|commentaires?|comentarios|comentários|commenti|комментарии|tags|topics|themen
schlagwörter|print|save|listen|subscribe|sign up|log in|login|loading|more|menu|search|photo|image source
related (?:articles|stories|news|topics)|continue reading|skip advertisement|article continues below
"""


def _alternatives(lines: str) -> str:
    return "|".join(lines.strip().split("\n"))


_PREFIX_CHARS = 3
_PREFIXES = frozenset(teaser[:_PREFIX_CHARS] for teaser in _alternatives(_TEASERS).split("|"))
_MARKS = " \"'«»“”„‘’()[]【】*→▶►>|–—-•·+:"
_TEASER = re.compile(rf"[\W_]{{0,3}}(?:{_alternatives(_TEASERS)})(?!\w)", re.IGNORECASE)
_LABEL = re.compile(rf"[\W\d_]{{0,20}}(?:{_alternatives(_LABELS)})[\W\d_]{{0,20}}", re.IGNORECASE)
_HASHTAGS = re.compile(r"(?:[#＃]\w{1,60}[\s,]{0,4})+")
_BY = re.compile(
    r"(?:by|von|vom|par|por|di|door|av|af|autor|autorka|text|författare|автор|작성|文|記者|记者)[\s:]+",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\W{0,3}\d{1,4}[./\s-]{1,2}\d{1,2}[./\s-]{1,2}\d{2,4}\W{0,3}(?:\d{1,2}[:.h]\d{2})?\W{0,3}"
)


def is_label(text: str) -> bool:
    """Tell whether a line is a mere label: a share button, an advert's mark, hashtags, a date."""
    if len(text) > LABEL_CHARS:
        return _HASHTAGS.fullmatch(text) is not None
    return any(pattern.fullmatch(text) for pattern in (_LABEL, _HASHTAGS, _DATE))


def is_teaser(text: str) -> bool:
    """Tell whether a paragraph only points to another article or asks to sign up."""
    if len(text) > TEASER_CHARS or not _may_be_teaser(text):
        return False
    return _TEASER.match(text) is not None


def _may_be_teaser(text: str) -> bool:
    """Look at the first letters only: most paragraphs need no pattern."""
    return text.lstrip(_MARKS)[:_PREFIX_CHARS].lower() in _PREFIXES


def is_byline(text: str, authors: frozenset[str]) -> bool:
    """Tell whether a line only names the authors.

    Args:
        text: the line.
        authors: the words of the authors' names, in lower case.
    """
    if len(text) > BYLINE_CHARS or not authors:
        return False
    words = re.findall(r"\w+", _BY.sub("", text, count=1).lower())
    return bool(words) and authors.issuperset(words)
