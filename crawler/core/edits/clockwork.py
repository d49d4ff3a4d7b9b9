"""Expressions that run by themselves: times ago, view counters, stamps of the last update, tickers.

Two lines that differ in nothing else are one line: the page was fetched at another moment, nobody
edited it. By language, in tables; what no table knows is learned (core/edits/volatile.py).
"""

import re
from typing import Final

_UNITS: Final = (
    r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?"
    r"|sekunden?|minuten?|stunden?|tag(?:en?)?|secondes?|heures?|jours?|segundos?|minutos?|horas?|días?|dias?"
    r"|second[oi]|minut[oi]|or[ae]|giorn[oi]|seconden|uur|uren|dag(?:en)?|sekunder|minuter|minutter|timm(?:e|ar)"
    r"|timer?|dagar|dage[r]?|minuutti[a]?|tunti[a]?|päivää|minut\w*|godzin\w*|dni|minutami|hodinami|hodin\w*|dny"
    r"|perc\w*|órá\w*|nap\w*|minute|ore|zile|секунд\w*|минут\w*|час\w*|дн\w*|день|хвилин\w*|годин\w*"
    r"|λεπτ\w*|ώρ\w*|μέρ\w*|dakika|saat|gün|دقيقة|دقائق|ساعة|ساعات|يوم|أيام|دقیقه|ساعت|روز|דקות|שעות|ימים"
    r"|मिनट|घंटे|घंटा|दिन|menit|jam|hari|minit|phút|giờ|ngày)"
)
_AGO: Final = (
    rf"\b(?:an?|\d+)\s+{_UNITS}\s+(?:ago|fa|назад|тому|temu|geleden|sedan|siden|sitten|önce|zpět|पहले"
    rf"|(?:yang\s+)?lalu|trước|پیش)\b"
    rf"|\b(?:vor|il y a|hace|há|před|för|for|πριν(?: από)?|acum|منذ|قبل|לפני)\s+\d+\s+{_UNITS}"
    r"|\d+\s*(?:秒|分|時間|日|分钟|分鐘|小时|小時|天)前|\d+\s*(?:초|분|시간|일)\s*전"
    r"|\d+\s*(?:นาที|ชั่วโมง|วัน)(?:ที่แล้ว|ก่อน)"
)
_COUNTED: Final = (
    r"(?:views?|reads?|readers?|comments?|shares?|likes?|retweets?|reactions?|aufrufe?n?|kommentare?n?"
    r"|leser|mal gelesen|vues?|lectures?|commentaires?|partages?|visitas|vistas|lecturas|comentarios?"
    r"|visualizzazioni|letture|commenti|condivisioni|visualizações|leituras|comentários?|weergaven|reacties"
    r"|visningar|kommentarer|visninger|lukukertaa|kommenttia|wyświetle\w*|komentarz\w*|zobrazení|komentář\w*"
    r"|megtekintés|hozzászólás|vizualizări|comentarii|просмотр\w*|прочтени\w*|комментари\w*|перегляд\w*"
    r"|коментар\w*|προβολές|σχόλια|görüntülen\w*|okunma|yorum|مشاهدة|مشاهدات|قراءة|تعليق\w*|بازدید|نظر"
    r"|צפיות|תגובות|बार देखा|टिप्पणि\w*|dilihat|tayangan|komentar|lượt xem|bình luận|ครั้ง|ความคิดเห็น"
    r"|回閲覧|閲覧|ビュー|コメント|件のコメント|阅读|閱讀|浏览|瀏覽|评论|評論|次|조회수?|댓글|공감)"
)
_NUMBER: Final = r"\d[\d.,'  ]*(?:k|m|mn|тыс\.?|万|萬|만|천)?"
_COUNTER: Final = rf"(?:\b|(?<=\W)){_NUMBER}\s*{_COUNTED}|{_COUNTED}\s*[:：(\-]?\s*{_NUMBER}"
_STAMP: Final = (
    r"^\W*(?:last\s+)?(?:updated|modified|published|posted|as of|aktualisiert|stand|letzte änderung|mis à jour"
    r"|publié|modifié|actualizado|última actualización|publicado|aggiornato|ultimo aggiornamento|pubblicato"
    r"|atualizado|última atualização|bijgewerkt|laatste update|uppdaterad|senast uppdaterad|opdateret|oppdatert"
    r"|sist oppdatert|päivitetty|zaktualizowano|aktualizacja|aktualizováno|aktualizace|aktualizované|frissítve"
    r"|actualizat|обновлено|обновлена|опубликовано|дата обновления|оновлено|опубліковано|обновена|ενημερώθηκε"
    r"|güncellen\w*|son güncelleme|آخر تحديث|تم التحديث|به‌روزرسانی|עודכן|अपडेट\w*|diperbarui|dikemas kini"
    r"|cập nhật|อัปเดต\w*|更新|最終更新|最后更新|最後更新|입력|수정|업데이트|최종수정)(?:\W|\d)[^!?。！？]{0,60}$"
)
_CLOCK: Final = re.compile(r"\d{1,2}[:.：時시]\s?\d{2}|\d{4}|\d{1,2}\s?[월月]|\bago\b")

_TIME_AGO: Final = re.compile(_AGO, re.IGNORECASE)
_COUNT: Final = re.compile(_COUNTER, re.IGNORECASE)
_STAMPED: Final = re.compile(_STAMP, re.IGNORECASE)
_DIGIT: Final = re.compile(r"\d")

COUNTER_WORDS: Final = 8
"""A sentence of more words that counts readers is news about them."""
TICKER_SHARE: Final = 1 / 3
TICKER_FIGURES: Final = 3


def without_clockwork(line: str, *, is_sentence: bool) -> str:
    """Return a line without what runs by itself; empty when it is nothing else.

    Args:
        line: a paragraph.
        is_sentence: it ends as sentences end.
    """
    words = line.split()
    if _STAMPED.search(line) and _CLOCK.search(line):
        return ""
    if not is_sentence and _is_ticker(words):
        return ""
    steady = _TIME_AGO.sub(" ", line)
    if not is_sentence or len(words) <= COUNTER_WORDS:
        steady = _COUNT.sub(" ", steady)
    return " ".join(steady.split())


def _is_ticker(words: list[str]) -> bool:
    figures = sum(_DIGIT.search(word) is not None for word in words)
    return figures >= TICKER_FIGURES and figures >= TICKER_SHARE * len(words)
