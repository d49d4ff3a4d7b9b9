"""Thirty words are enough to name a language, kin languages included."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.core.articles.language import identify, normal_code, settle

TEXTS = {
    "en": "Russia and North Korea signed a treaty in Pyongyang in June 2024 that obliges each of them to help the other at once with all means should it be attacked, and South Korea called it a threat.",
    "ru": "Россия и Северная Корея подписали в Пхеньяне договор, который обязывает каждую из сторон немедленно оказать помощь другой в случае нападения, а Сеул назвал его угрозой для региона.",
    "uk": "Росія та Північна Корея підписали в Пхеньяні договір, який зобов'язує кожну зі сторін негайно надати допомогу іншій у разі нападу, а Сеул назвав його загрозою для всього регіону.",
    "be": "Расія і Паўночная Карэя падпісалі ў Пхеньяне дагавор, які абавязвае кожны з бакоў неадкладна аказаць дапамогу другому ў выпадку нападу, а Сеул назваў яго пагрозай для рэгіёна.",
    "bg": "Русия и Северна Корея подписаха в Пхенян договор, който задължава всяка от страните незабавно да окаже помощ на другата при нападение, а Сеул го нарече заплаха за региона.",
    "sr": "Русија и Северна Кореја потписале су у Пјонгјангу уговор који обавезује сваку страну да одмах помогне другој у случају напада, а Сеул га је назвао претњом за читав регион.",
    "mk": "Русија и Северна Кореја потпишаа во Пјонгјанг договор што ја обврзува секоја од страните веднаш да ѝ помогне на другата во случај на напад, а Сеул го нарече закана за регионот.",
    "zh": "俄罗斯和朝鲜在平壤签署条约，规定任何一方遭到武力侵犯时，另一方应立即提供军事及其他援助，韩国政府称这是对地区安全的严重威胁。",
    "ja": "ロシアと北朝鮮は平壌で条約に署名し、一方が攻撃を受けた場合には他方が直ちにあらゆる手段で支援すると定めた。韓国政府は地域の安全に対する脅威だと述べた。",
    "ko": "러시아와 북한은 평양에서 조약에 서명했으며 한쪽이 공격을 받으면 다른 쪽이 지체 없이 모든 수단으로 원조하도록 규정했다. 한국 정부는 이를 지역 안보에 대한 위협이라고 밝혔다.",
    "ar": "وقعت روسيا وكوريا الشمالية في بيونغ يانغ معاهدة تلزم كل طرف بتقديم المساعدة الفورية للطرف الآخر في حال تعرضه لهجوم، ووصفتها سيول بأنها تهديد لأمن المنطقة بأكملها.",
    "fa": "روسیه و کره شمالی در پیونگ‌یانگ پیمانی امضا کردند که هر یک از دو طرف را موظف می‌کند در صورت حمله بی‌درنگ به طرف دیگر کمک کند و سئول آن را تهدیدی برای منطقه خواند.",
    "ur": "روس اور شمالی کوریا نے پیانگ یانگ میں ایک معاہدے پر دستخط کیے جس کے تحت حملے کی صورت میں ہر فریق دوسرے کی فوری مدد کرنے کا پابند ہے، اور سیول نے اسے خطے کے لیے خطرہ قرار دیا۔",
    "he": "רוסיה וקוריאה הצפונית חתמו בפיונגיאנג על אמנה המחייבת כל צד לסייע מיד לצד האחר אם יותקף, וסיאול כינתה אותה איום על ביטחון האזור כולו.",
    "hi": "रूस और उत्तर कोरिया ने प्योंगयांग में एक संधि पर हस्ताक्षर किए, जिसके तहत हमला होने पर प्रत्येक पक्ष दूसरे की तुरंत सहायता करेगा, और सोल ने इसे क्षेत्र के लिए खतरा बताया।",
    "pt": "A Rússia e a Coreia do Norte assinaram em Pyongyang um tratado que obriga cada uma das partes a ajudar imediatamente a outra em caso de ataque, e Seul chamou-lhe uma ameaça para a região.",
    "es": "Rusia y Corea del Norte firmaron en Pyongyang un tratado que obliga a cada una de las partes a ayudar de inmediato a la otra en caso de ataque, y Seúl lo calificó de amenaza para la región.",
    "fr": "La Russie et la Corée du Nord ont signé à Pyongyang un traité qui oblige chacune des parties à aider immédiatement l'autre en cas d'attaque, et Séoul y a vu une menace pour la région.",
    "it": "La Russia e la Corea del Nord hanno firmato a Pyongyang un trattato che obbliga ciascuna delle parti ad aiutare subito l'altra in caso di attacco, e Seul lo ha definito una minaccia.",
    "de": "Russland und Nordkorea haben in Pjöngjang einen Vertrag unterzeichnet, der jede Seite verpflichtet, der anderen bei einem Angriff sofort zu helfen, und Seoul nannte ihn eine Bedrohung.",
    "nl": "Rusland en Noord-Korea hebben in Pyongyang een verdrag getekend dat elke partij verplicht de andere bij een aanval onmiddellijk te helpen, en Seoul noemde het een bedreiging voor de regio.",
    "da": "Rusland og Nordkorea har i Pyongyang underskrevet en traktat, som forpligter hver part til straks at hjælpe den anden i tilfælde af angreb, og Seoul kaldte den en trussel mod regionen.",
    "no": "Russland og Nord-Korea har i Pyongyang undertegnet en traktat som forplikter hver part til straks å hjelpe den andre ved et angrep, og Seoul kalte den en trussel mot regionen.",
    "sv": "Ryssland och Nordkorea har i Pyongyang undertecknat ett fördrag som förpliktar varje part att genast hjälpa den andra vid ett angrepp, och Seoul kallade det ett hot mot regionen.",
    "fi": "Venäjä ja Pohjois-Korea allekirjoittivat Pjongjangissa sopimuksen, joka velvoittaa kummankin osapuolen auttamaan toista välittömästi hyökkäyksen sattuessa, ja Soul kutsui sitä uhaksi.",
    "pl": "Rosja i Korea Północna podpisały w Pjongjangu traktat, który zobowiązuje każdą ze stron do natychmiastowej pomocy drugiej w razie ataku, a Seul nazwał go zagrożeniem dla regionu.",
    "cs": "Rusko a Severní Korea podepsaly v Pchjongjangu smlouvu, která zavazuje každou ze stran okamžitě pomoci druhé v případě útoku, a Soul ji označil za hrozbu pro celý region.",
    "sk": "Rusko a Severná Kórea podpísali v Pchjongjangu zmluvu, ktorá zaväzuje každú zo strán okamžite pomôcť druhej v prípade útoku, a Soul ju označil za hrozbu pre celý región.",
    "hu": "Oroszország és Észak-Korea Phenjanban szerződést írt alá, amely mindkét felet arra kötelezi, hogy támadás esetén azonnal segítse a másikat, Szöul pedig fenyegetésnek nevezte.",
    "ro": "Rusia și Coreea de Nord au semnat la Phenian un tratat care obligă fiecare parte să o ajute imediat pe cealaltă în caz de atac, iar Seulul l-a numit o amenințare pentru regiune.",
    "tr": "Rusya ve Kuzey Kore Pyongyang'da, saldırıya uğraması halinde her bir tarafın diğerine derhal yardım etmesini zorunlu kılan bir anlaşma imzaladı ve Seul bunu bölge için tehdit olarak niteledi.",
    "el": "Η Ρωσία και η Βόρεια Κορέα υπέγραψαν στην Πιονγιάνγκ συνθήκη που υποχρεώνει κάθε πλευρά να βοηθήσει αμέσως την άλλη σε περίπτωση επίθεσης, και η Σεούλ τη χαρακτήρισε απειλή.",
    "vi": "Nga và Triều Tiên đã ký tại Bình Nhưỡng một hiệp ước buộc mỗi bên phải lập tức giúp đỡ bên kia khi bị tấn công, và Seoul gọi đó là mối đe dọa đối với khu vực.",
    "th": "รัสเซียและเกาหลีเหนือลงนามในสนธิสัญญาที่กรุงเปียงยางซึ่งกำหนดให้แต่ละฝ่ายช่วยเหลืออีกฝ่ายทันทีหากถูกโจมตี และกรุงโซลเรียกสิ่งนี้ว่าเป็นภัยคุกคาม",
}


@pytest.mark.parametrize("language", TEXTS)
def test_the_language_of_a_sentence_is_named(language: str) -> None:
    assert identify(TEXTS[language]) == language


@pytest.mark.parametrize("text", ["", "OK", "12.05.2024 14:30", "!!! ??? ...", "a b c d e"])
def test_too_few_letters_name_no_language(text: str) -> None:
    assert identify(text) is None


def test_words_of_no_language_are_not_guessed() -> None:
    assert identify("xqzt wvkp jrrk bnmt qqwp zxcv lkjh tyrw") is None


@pytest.mark.parametrize(
    ("declared", "text", "language"),
    [
        ("en", TEXTS["ko"], "ko"),  # a template's language
        ("en-US", TEXTS["en"], "en"),
        (None, TEXTS["fr"], "fr"),
        ("", TEXTS["fr"], "fr"),
        ("da", TEXTS["no"], "da"),  # kin: the publisher knows
        ("nb-NO", TEXTS["no"], "no"),
        ("hu", "Rövid.", "hu"),  # too short to tell
        (None, "Short.", None),
        ("xx-invalid-tag!", "Short.", "xx"),
        ("english", "Short.", None),
    ],
)
def test_the_text_decides_unless_it_is_short_or_kin(
    declared: str | None, text: str, language: str | None
) -> None:
    assert settle(declared, text) == language


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("pt_BR", "pt"),
        ("zh-Hant-TW", "zh"),
        ("iw", "he"),
        ("nn", "no"),
        ("fil", "tl"),
        ("", None),
        ("ru, en", "ru"),
        ("ДЕ", None),
    ],
)
def test_a_tag_is_folded_to_two_letters(tag: str, code: str | None) -> None:
    assert normal_code(tag) == code


@given(st.text(max_size=300))
def test_any_text_gives_two_letters_or_nothing(text: str) -> None:
    found = identify(text)
    assert found is None or (len(found) == 2 and found.islower())
