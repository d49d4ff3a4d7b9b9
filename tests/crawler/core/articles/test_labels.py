"""Lines that are no article text, in many languages, and sentences that only look like them."""

import pytest

from crawler.core.articles.labels import (
    is_byline,
    is_credit,
    is_invitation,
    is_label,
    is_notice,
    is_section,
    is_stamp,
    is_teaser,
    without_link_label,
)


@pytest.mark.parametrize(
    "text",
    [
        "Read more: What the treaty says",
        "READ MORE ON THIS STORY",
        "▶ Lesen Sie auch: Was im Vertrag steht",
        "À lire aussi : le texte du traité",
        "Читайте также: Что известно о договоре",
        "(Leggi anche su: il trattato)",
        "Les også: Avtalen forklart",
        "関連記事 条約の全文",
        "관련기사 조약 전문",
        "اقرأ أيضا: نص المعاهدة",
        "Don't miss our podcast",
        "Sign up for our newsletter",
        "THIS CONTENT IS RESERVED FOR SUBSCRIBERS ONLY",
        "Already a subscriber? Log in",
        "To continue reading, subscribe to The Wire",
        "Sind Sie bereits Abonnent? Hier anmelden",
        "Il vous reste 72 % de cet article à lire.",
        "有料会員になると全文をお読みいただけます。",
    ],
)
def test_pointers_to_other_articles_are_recognised(text: str) -> None:
    assert is_teaser(text)


@pytest.mark.parametrize(
    "text",
    [
        "Readmore is the name of a town.",
        "Related" + " matters were discussed at length" * 10,
        "The minister said he would read more about it.",
        "Relatedness is a measure of kinship.",
        "This story is only one of many, said the minister.",
        "",
    ],
)
def test_sentences_that_begin_alike_are_not_teasers(text: str) -> None:
    assert not is_teaser(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Advertisement",
            "ANZEIGE",
            "Реклама",
            "12 Comments",
            "Share on WhatsApp",
            "分享",
            "* Close *",
        ),
        *("#Russia #NorthKorea", "＃条約", "#one, #two", "#" + " #".join(["tag"] * 30)),
        *("23. 12. 2024 13:31", "2024-12-23", "12/31/2024"),
    ],
)
def test_labels_hashtags_and_bare_dates_are_recognised(text: str) -> None:
    assert is_label(text)


@pytest.mark.parametrize(
    "text",
    [
        "Share prices fell on Monday.",
        "$139.00",
        "#1 in the charts",
        "On 12/31/2024 it ended.",
        "What Seoul says",
    ],
)
def test_other_short_lines_are_not_labels(text: str) -> None:
    assert not is_label(text)


AUTHORS = frozenset("ana field jun park".split())


@pytest.mark.parametrize("text", ["By Ana Field", "Von Ana Field, Jun Park", "ANA FIELD"])
def test_a_line_of_the_authors_names_is_a_byline(text: str) -> None:
    assert is_byline(text, AUTHORS)


@pytest.mark.parametrize("text", ["By the sea", "Ana Field said no.", "—", "Ana Field " * 20])
def test_a_line_with_other_words_is_not_a_byline(text: str) -> None:
    assert not is_byline(text, AUTHORS)


@pytest.mark.parametrize(
    "text",
    [
        "By Ana Field",
        "By Ana Field and Jan Weber in Seoul",
        "Von Jan Weber, Korrespondent",
        "Door Jeroen van der Velde",
        "Autor: Ioana Mureșan",
        "Автор: Оксана Литвин",
        "كتب: أحمد السالمي",
        "מאת: יעל ברק ודן לוי",
        "김민수 기자 minsu@news.example",
        "作者：张伟",
    ],
)
def test_a_line_that_introduces_names_is_a_byline_whoever_they_are(text: str) -> None:
    assert is_byline(text, frozenset())


@pytest.mark.parametrize(
    "text", ["By the sea", "Ana Field", "Von der Leyen", "By Friday", "He became an editor", ""]
)
def test_a_line_that_introduces_nobody_is_no_byline(text: str) -> None:
    assert not is_byline(text, frozenset())


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Related stories",
            "12 Comments",
            "Kommentare (5)",
            "Mehr zum Thema",
            "Sur le même sujet",
        ),
        *("Te puede interesar", "Notícias relacionadas", "Leggi anche", "Lees ook", "Läs också"),
        *("Powiązane artykuły", "Čtěte také", "Читайте также", "Читайте також", "İlgili Haberler"),
        *(
            "Σχετικά άρθρα",
            "Citește și",
            "أخبار ذات صلة",
            "תגובות",
            "関連記事",
            "관련기사",
            "相关阅读",
        ),
        *("Tin liên quan", "Berita terkait", "ข่าวที่เกี่ยวข้อง"),
    ],
)
def test_headings_over_other_articles_and_comments_are_recognised(text: str) -> None:
    assert is_section(text)


@pytest.mark.parametrize(
    "text", ["Related matters", "Comments by the minister", "More stories were told that night", ""]
)
def test_headings_of_the_article_are_no_such_headings(text: str) -> None:
    assert not is_section(text)


@pytest.mark.parametrize(
    "text",
    [
        "Updated at 1:23 p.m.",
        "Last updated 4 minutes ago",
        "Published: March 5, 2024 at 14:30",
        "Veröffentlicht am 5. März 2024, 14:30 Uhr",
        "segunda-feira, 22 de janeiro de 2018 às 0:13",
        "19/02/2025 21h07 • Atualizado em 20/02/2025 8h31",
        "9 januari 2025, 16:12",
        "Опубликовано 14.03.2025 в 16:45",
        "Yayınlanma: 14.03.2025 - 15:45 Güncelleme: 14.03.2025 - 16:10",
        "Δημοσίευση: 14 Μαρτίου 2025",
        "송고시간 2025-03-14 10:12",
        "发布时间：2025-03-14 09:26",
        "Cập nhật: 14/03/2025 07:00",
    ],
)
def test_lines_that_say_when_something_was_published_are_stamps(text: str) -> None:
    assert is_stamp(text)


@pytest.mark.parametrize(
    "text",
    [
        "Published in 2019, the book sold three million copies.",
        "The train leaves at 10:30 and arrives before noon.",
        "Updated rules apply from 1 May to all ships",
        "March 5, 2024",
        "Score: 3:1",
        "",
    ],
)
def test_sentences_with_figures_and_days_of_a_chronicle_are_no_stamps(text: str) -> None:
    assert not is_stamp(text)


@pytest.mark.parametrize(
    "text",
    [
        "Follow us on Google News",
        "Folgen Sie uns auf Facebook und Instagram",
        "Rejoignez notre chaîne WhatsApp",
        "Síguenos en Telegram para no perderte nada",
        "Inscreva-se na nossa newsletter",
        "Iscriviti al canale Telegram",
        "Volg ons op Instagram",
        "Obserwuj nas na Facebooku",
        "Підписуйтесь на наш Telegram-канал",
        "Urmărește-ne pe Google News",
        "تابعونا على تلغرام",
        "카카오톡에서 '한빛뉴스'를 채널 추가",
        "LINE公式アカウントをフォロー",
        "扫码关注微信公众号",
        "Gabung di saluran WhatsApp kami",
        "ติดตามข่าวทาง LINE",
    ],
)
def test_lines_that_ask_to_follow_somewhere_are_invitations(text: str) -> None:
    assert is_invitation(text)


@pytest.mark.parametrize(
    "text",
    [
        "The ministry announced the decision on Telegram.",
        "Residents are following the rescue on YouTube.",
        "Join the queue, said the officer.",
        "Follow us on Telegram" + " and on the way there" * 12,
        "Телеграм заблокировали в пятницу утром.",
    ],
)
def test_sentences_about_such_places_are_no_invitations(text: str) -> None:
    assert not is_invitation(text)


@pytest.mark.parametrize(
    "text",
    [
        "© 2025 Harbour Press. All rights reserved.",
        "Copyright 2019 Harbour News",
        "Alle Rechte vorbehalten.",
        "<저작권자(c) 한빛뉴스, 무단 전재-재배포 금지>",
        "（责任编辑：李敏）",
        "minsu@news.example",
    ],
)
def test_lines_about_rights_and_addresses_are_notices(text: str) -> None:
    assert is_notice(text)


def test_a_paragraph_about_copyright_is_no_notice() -> None:
    assert not is_notice("The copyright of the songs was disputed for years. " * 4)


@pytest.mark.parametrize(
    "text",
    [
        "The harbour on Monday. Photo: Ana Field / Agency",
        "Rua alagada no bairro. Foto: Defesa Civil",
        "The minister in Geneva (Photo by Ana Field/Getty Images)",
        "The bridge at dawn / AFP",
        "3月13日，施工人员在作业。新华社发（王磊 摄）",
        "접경지역 대피소 [행정안전부 제공. 재판매 및 DB 금지]",
    ],
)
def test_captions_are_known_by_their_credit(text: str) -> None:
    assert is_credit(text)


@pytest.mark.parametrize("text", ["She showed the photo: it was blurred.", "The AP said so.", ""])
def test_sentences_about_pictures_and_agencies_are_no_captions(text: str) -> None:
    assert not is_credit(text)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("The pact was signed. Continue reading →", "The pact was signed."),
        ("The pact was signed… [Read more…]", "The pact was signed…"),
        ("Der Vertrag gilt. Weiterlesen", "Der Vertrag gilt."),
        ("Договор подписан. Читать далее »", "Договор подписан."),
        ("条約が署名された。続きを読む", "条約が署名された。"),
        ("Nobody wants to read more of it today", "Nobody wants to read more of it today"),
        ("Continue reading", ""),
    ],
)
def test_the_label_of_a_link_is_cut_off_the_end(text: str, rest: str) -> None:
    assert without_link_label(text) == rest
