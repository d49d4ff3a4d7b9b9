"""Dates that are relative to the moment of reading: "2 hours ago", "vor 3 Stunden", "昨天 14:05".

A span counts only with a word that points to the past, so that "5 min read" is no date; a day that
has a name ("yesterday") is replaced by its date, and the rest is read like any other date.
"""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from crawler.core.dates import MAX_DATE_CHARS, parse_date
from crawler.core.datewords import fold

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_UNITS = {
    timedelta(seconds=1): "sec second sekund segund saniye секунд сек שני ثاني ثوان सेकंड วินาที giay "
    "detik másodperc s 秒 초",
    _MINUTE: "min minut minuut dakika dk perc минут мин хвилин хв דקה דקות دقيق دقائق मिनट นาที phut menit "
    "m 分 分钟 分鐘 분",
    _HOUR: "h hr hrs hour stunde std heure hora ora ore uur uren tim time timer timm tunti tuntia godz "
    "hodin saat ora óra час ч годин שעה שעות ساع घंट ชั่วโมง gio tieng jam 時間 小时 小時 시간",
    _DAY: "d day tag tage tagen jour dia giorn dag dagen dagar dage paiva dni dzien den dny gun nap "
    "день дня дней дн днi днiв יום ימים يوم أيام दिन วัน ngay hari 日 天 일",
    7 * _DAY: "w week woche semaine semana settiman weken vecka veckor uge uke viikko tydzien "
    "tygodni tyden tydn hafta hét недел тиждень тижн שבוע אسبوع أسبوع أسابيع सप्ताह สัปดาห์ tuan "
    "minggu 週間 周 週 星期 주",
    30 * _DAY: "month monat mois mes mese mesi maand manad maned kuukau miesiac miesiec mesic ay "
    "hónap месяц мiсяц חודש شهر أشهر महीने เดือน thang bulan か月 ヶ月 カ月 个月 個月 개월 달",
    365 * _DAY: "y yr year jahr an ano ans anno anni jaar år ar vuos vuot rok lat let yil év год "
    "лет рок שנה שנים سنة سنو वर्ष साल ปี nam tahun 年 년",
}
_ONES = "a an one ein eine einer einem einem une un una uno um uma een en et ett yksi yhden".split()
_PAST = (
    "ago vor il·y·a fa hace ha há atras faz geleden sedan siden sitten temu pred před once önce ezelőtt "
    "назад тому לפני منذ قبل पहले ที่แล้ว ที่ผ่านมา truoc cach·day yang·lalu lalu 前 以前 之前 전"
)
_NOW = (
    "just·now now gerade·eben soeben a·l'instant ahora·mismo adesso agora·mesmo zojuist только·что "
    "сейчас щойно az·once simdi 刚刚 剛剛 たった今 방금 الآن עכשיו vua·xong"
)
_NAMED_DAYS = {
    0: "today heute aujourd'hui hoy oggi hoje vandaag idag i·dag tanaan dzis dzisiaj dnes сегодня "
    "сьогоднi bugun ma 今日 今天 오늘 hom·nay hari·ini اليوم היום आज วันนี้",
    1: "yesterday gestern hier ayer ieri ontem gisteren igar i·gar eilen wczoraj vcera вчера вчора "
    "dun tegnap 昨日 昨天 어제 hom·qua kemarin أمس אתמול कल เมื่อวาน",
    2: "vorgestern anteayer eergisteren przedwczoraj predevcirem позавчера позавчора 一昨日 前天 그저께",
}
_GLUED = re.compile("[぀-ヿ一-鿿가-힣ᄀ-ᇿ฀-๿]")  # written without blanks between words


def _words(words: str) -> list[str]:
    return [fold(word.replace("·", " ")) for word in words.split()]


def _any_of(words: Iterable[str]) -> str:
    """Return a pattern for whole words; in scripts without blanks, for their characters."""
    longest_first = sorted(set(words), key=len, reverse=True)
    return "|".join(
        re.escape(word) if _GLUED.search(word) else rf"(?<!\w){re.escape(word)}(?!\w)"
        for word in longest_first
    )


_SPAN_OF = {word: span for span, words in _UNITS.items() for word in _words(words)}
_LONG_AGO = timedelta(days=365 * 200)
_SHORT = 2  # letters: such a unit is an abbreviation and stands alone; longer ones have endings
_SPAN = re.compile(
    rf"(?<!\d)(?<![.,:/\-])(\d{{1,4}}|(?<!\w)(?:{'|'.join(_ONES)})(?=\s))\s?\+?\s?("
    + "|".join(
        re.escape(word) + (r"(?!\w)" if len(word) <= _SHORT and not _GLUED.search(word) else "")
        for word in sorted(_SPAN_OF, key=len, reverse=True)
    )
    + ")"
)
_PAST_WORD = re.compile(_any_of(_words(_PAST)))
_NOW_WORD = re.compile(_any_of(_words(_NOW)))
_DAY_WORD = re.compile(
    "|".join(f"(?P<d{days}>{_any_of(_words(words))})" for days, words in _NAMED_DAYS.items())
)
_HAS_CLOCK = re.compile(r"\d")


def parse_ago(text: str, now: datetime) -> datetime | None:
    """Read a date that is relative to the moment of reading.

    Args:
        text: what stands in the place of the date.
        now: that moment, aware.

    Returns:
        A moment in UTC, as exact as the text; a named day without a time is its midnight. None
        when the text says nothing relative.
    """
    folded = fold(text.strip()[:MAX_DATE_CHARS])
    if _NOW_WORD.search(folded):
        return now.replace(microsecond=0)
    if _PAST_WORD.search(folded) and (spans := _SPAN.findall(folded)):
        past = sum((_span(number, unit) for number, unit in spans), timedelta(0))
        return (now - past).replace(microsecond=0) if past < _LONG_AGO else None
    found = _DAY_WORD.search(folded)
    if found is None:
        return None
    day = now - timedelta(days=int((found.lastgroup or "d0")[1:]))
    rest = f"{folded[: found.start()]} {folded[found.end() :]}"
    if not _HAS_CLOCK.search(rest):
        return day.replace(hour=0, minute=0, second=0, microsecond=0)
    return parse_date(f"{day:%Y-%m-%d} {rest}")


def _span(number: str, unit: str) -> timedelta:
    return _SPAN_OF[unit] * (int(number) if number.isdecimal() else 1)
