"""Words by which publishers mark what is not the article: teasers, adverts, share bars."""

import re

_TEASERS = """
read more|read also|also read|read next|read this|see also|related|recommended|don.?t miss|must read|more on this|more from|more in|more great|click here|watch now
lesen sie auch|lesen sie mehr|lies auch|lies mehr|mehr zum thema|mehr dazu|auch interessant|das könnte sie|weiterlesen
lire aussi|à lire aussi|lire également|voir aussi|sur le même sujet|pour aller plus loin
lea también|lee también|leer más|te puede interesar|también te puede|ver también|más información
leia também|leia mais|veja também|saiba mais|leia ainda
leggi anche|leggi pure|vedi anche|potrebbe interessarti
lees ook|lees meer|zie ook|bekijk ook
læs også|les også|les mer|läs också|läs mer|läs även|läs vidare|se også|lue myös
czytaj także|czytaj też|czytaj również|zobacz także|zobacz też|przeczytaj także|przeczytaj też
čtěte také|čtěte také|přečtěte si|čítajte aj|prečítajte si
читайте также|читать также|читать далее|смотрите также|читайте по теме|по теме
читайте також|дивіться також|вижте още|прочетете още|pročitajte|прочитајте|preberite
ayrıca okuyun|ilgili haber|bunlar da|διαβάστε επίσης|δείτε επίσης|citește și|citiți și|olvassa el|olvasta már
اقرأ أيضا|اقرأ أيضًا|إقرأ أيضا|اقرأ المزيد|بیشتر بخوانید|קראו גם|यह भी पढ़ें|ये भी पढ़ें
関連記事|関連ニュース|あわせて読みたい|관련기사|관련 기사|相关新闻|相关阅读|延伸阅读|延伸閱讀|相關新聞
xem thêm|đọc thêm|baca juga|อ่านเพิ่มเติม|ข่าวที่เกี่ยวข้อง
"""
_LABELS = """
advert|advertisement|advertising|sponsored|promoted|anzeige|werbung|publicité|publicidad|publicidade|pubblicità|advertentie|reklama|реклама|mainos|annons|annonse|annonce|広告|광고|广告
share|share this|share this article|share on|teilen|partager|compartir|compartilhar|condividi|поделиться|delen|dela|del|udostępnij|sdílet
close|comments?|kommentare?|commentaires?|comentarios|comentários|commenti|tags|topics|themen|schlagwörter|print|save|copy link|listen|subscribe|sign up|log in
loading|more|menu|search|related articles|related stories|related news|image source|photo|continue reading|skip advertisement|article continues below
"""
_TEASER = re.compile(r"[\W_]{0,3}(?:" + "|".join(_TEASERS.strip().split("\n")).replace("|\n", "|") + r")(?!\w)", re.IGNORECASE)
_LABEL = re.compile(r"[\W_\d]*(?:" + "|".join(_LABELS.strip().split("\n")) + r")[\W_\d]*", re.IGNORECASE)

TEASER_CHARS = 220


def is_teaser(text: str) -> bool:
    """Tell whether a paragraph only points to another article."""
    return len(text) <= TEASER_CHARS and _TEASER.match(text) is not None


def is_label(text: str) -> bool:
    """Tell whether a line is a mere label, such as a share button or an advert's mark."""
    return len(text) <= 60 and _LABEL.fullmatch(text) is not None
