"""The words dates are written in: months of some thirty languages, zones, halves of the day.

Keys are in the folded form of `fold`: lower case, compatibility forms and accents removed, no
dots. Where two languages disagree (``listopad`` is October in Croatian, November in Polish and
Czech) the more widely read one is kept and the other left out, so that no date is silently wrong.
"""

import re
import unicodedata

_ACCENTS = re.compile("[\u0300-\u036f]+")

_MONTHS = """
january jan janvier janv januar janner enero ene gennaio gen janeiro januari tammikuuta tammikuu
tammi styczen stycznia sty leden ledna led januara ianuarie ian ocak oca ιανουαριος ιανουαριου
ιαν январь января янв сiчень сiчня сiч януари студзень студзеня yanvar يناير كانون_الثاني ינואר
जनवरी ژانویه sausio sausis janvaris janvari jaanuar јануар มกราคม

february feb fevrier fevr fev februar febr febrero febbraio fevereiro februari helmikuuta
helmikuu helmi luty lutego lut unor unora februara februarie subat sub φεβρουαριος φεβρουαριου
φεβ φεβρ февраль февраля фев февр лютий лютого лют февруари люты лютага fevral فبراير شباط
פברואר फरवरी فوریه vasario vasaris februaris veebruar фебруар กุมภาพันธ์

march mar mars marz marzo marco maart mrt marts maaliskuuta maaliskuu maalis marzec marca brezen
brezna bre martie marcius marc mart μαρτιος μαρτιου μαρ март марта мар мрт березень березня бер
сакавiк сакавiка maret مارس آذار מרץ मार्च kovo kovas martā marta มีนาคม

april apr avril avr abril abr aprile huhtikuuta huhtikuu huhti kwiecien kwietnia kwi duben dubna
dub aprila aprilie aprilis nisan nis απριλιος απριλιου απρ апрель апреля апр квiтень квiтня квi
квiт април красавiк красавiка aprel أبريل ابريل نيسان אפריל अप्रैल آوریل balandzio balandis
aprill เมษายน

may mai mayo mag maggio maio mei maj toukokuuta toukokuu touko maja kveten kvetna kve majus
mayis μαιος μαιου μαι мая май травень травня тра трав маj مايو أيار ايار מאי मई مه geguzes
geguze maijs maija พฤษภาคม

june jun juin juni junio giugno giu junho kesakuuta kesakuu kesa czerwiec czerwca cze cerven
cervna juna iunie iun junius haziran haz ιουνιος ιουνιου ιουν июнь июня июн червень червня черв
чер юни чэрвень чэрвеня iyun يونيو يونية حزيران יוני जून ژوئن birzelio birzelis junijs juunid
juuni јун มิถุนายน

july jul juillet juil juli julio luglio lug julho heinakuuta heinakuu heina lipiec lipca lip
cervenec cervence jula iulie iul julius temmuz tem ιουλιος ιουλιου ιουλ июль июля июл липень
липня лип юли лiпень лiпеня iyul يوليو يولية تموز יולי जुलाई ژوئیه liepos liepa julijs juuli јул
กรกฎาคม

august aug aout agosto ago augustus elokuuta elokuu elo sierpien sierpnia sie srpen srpna srp
augusta augusztus agustos agu αυγουστος αυγουστου αυγ август августа авг серпень серпня сер серп
жнiвень жнiуня agustus agt avqust أغسطس اغسطس آب אוגוסט अगस्त اوت rugpjucio rugpjutis augusts
สิงหาคม

september sep sept septembre septiembre setiembre settembre set setembro syyskuuta syyskuu syys
wrzesien wrzesnia wrz zari septembra septembrie szeptember szept eylul eyl σεπτεμβριος
σεπτεμβριου σεπ σεπτ сентябрь сентября сен сент вересень вересня вер септември сеп верасень
верасня sentyabr سبتمبر أيلول ايلول ספטמבר सितंबर सितम्बर سپتامبر rugsejo rugsejis septembris
септембар กันยายน

october oct octobre oktober okt octubre ottobre ott outubro out lokakuuta lokakuu loka
pazdziernik pazdziernika paz rijen rijna rij oktobra octombrie ekim eki οκτωβριος οκτωβριου οκτ
октябрь октября окт жовтень жовтня жовт октомври кастрычнiк кастрычнiка oktyabr أكتوبر اكتوبر
תשרין אוקטובר अक्टूबर اکتبر spalio spalis oktobris oktoober октобар ตุลาคม

november nov novembre noviembre novembro marraskuuta marraskuu marras listopad listopada
listopadu lis novembra noiembrie noi kasim kas νοεμβριος νοεμβριου νοε ноябрь ноября ноя нояб
листопад листопада лист ноември лiстапад лiстапада noyabr نوفمبر נובמבר नवंबर नवम्बर نوامبر
lapkricio lapkritis novembris новембар พฤศจิกายน

december dec decembre dezember dez diciembre dic dicembre dezembro desember des joulukuuta
joulukuu joulu grudzien grudnia gru prosinec prosince pro decembra decembrie aralik ara
δεκεμβριος δεκεμβριου δεκ декабрь декабря дек грудень грудня груд декември снежань снежня dekabr
ديسمبر דצמבר दिसंबर दिसम्बर دسامبر gruodzio gruodis decembris detsember децембар ธันวาคม
"""
"""One paragraph a month, January first: full names, genitives, abbreviations."""

_ZONES = {
    "z ut utc gmt wet": 0,
    "cet bst wat met mez west": 60,
    "cest eet mest mesz sast cat": 120,
    "eest msk мск eat trt idt": 180,
    "irst": 210,
    "msd gst samt azt get": 240,
    "aft": 270,
    "pkt yekt uzt": 300,
    "ist": 330,
    "npt": 345,
    "omst": 360,
    "mmt": 390,
    "ict wib novt krat": 420,
    "hkt sgt pht myt wita awst irkt": 480,
    "jst kst wit yakt": 540,
    "acst": 570,
    "aest vlat chst": 600,
    "acdt": 630,
    "aedt magt": 660,
    "nzst pett": 720,
    "nzdt": 780,
    "ndt": -150,
    "adt brt art uyt clst": -180,
    "nst": -210,
    "edt ast clt bot": -240,
    "est cdt cot pet ect": -300,
    "cst mdt": -360,
    "mst pdt": -420,
    "pst akdt": -480,
    "akst": -540,
    "hst": -600,
    "sst": -660,
}


ZONE_PLACES = {
    "et": "America/New_York",
    "ct": "America/Chicago",
    "mt": "America/Denver",
    "pt": "America/Los_Angeles",
}
"""Zones whose offset depends on the date: "6:00 a.m. ET" is summer time in summer."""


def fold(text: str) -> str:
    """Fold a text for comparison: compatibility forms, lower case, no accents.

    The Cyrillic й and ї are taken apart by the folding like any accented letter; the tables go
    through the same function, so that the two always agree.
    """
    folded = unicodedata.normalize("NFKD", text.lower())
    return (
        unicodedata.normalize("NFKC", _ACCENTS.sub("", folded)).replace("і", "i").replace("ı", "i")
    )


MONTHS = {
    fold(name): number
    for number, names in enumerate(_MONTHS.split("\n\n"), start=1)
    for name in names.split()
}
"""Month by folded name, full, genitive or abbreviated."""

ZONES = {name: minutes for names, minutes in _ZONES.items() for name in names.split()}
"""Minutes east of UTC by folded abbreviation.

Ambiguous ones mean what they mean in international news: CST, EST, MST, PST as in RFC 5322
§4.3; IST India, BST Britain, AST Atlantic. Those without a leading use (AMT) are missing.
"""

ZONE_PHRASES = {
    fold(phrase): minutes
    for phrases, minutes in (
        ("北京时间 北京時間 中国标准时间 台北時間 香港時間", 480),
        ("日本時間 日本标准时间 日本標準時 한국시간 한국시각 首尔时间", 540),
        ("московское_время по_московскому_времени", 180),
    )
    for phrase in phrases.replace("_", "\u00a0").split(" ")
}
"""Zones said in words, in minutes east of UTC."""

HALVES = {
    fold(word): hours
    for words, hours in (
        ("am πμ öö ص sa 오전 上午 午前 早上 凌晨 清晨", 0),
        ("pm μμ ös م ch 오후 下午 午後 晚上 傍晚 中午", 12),
    )
    for word in words.split()
}
"""Hours that a word for a half of the day adds to a 12-hour clock."""

ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
"""What to add to a year counted from an emperor or a republic."""

BUDDHIST_ERA = 543
"""Thai years run ahead by this much (2567 is 2024)."""
