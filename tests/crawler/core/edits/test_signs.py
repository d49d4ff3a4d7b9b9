"""Signs of what an edit is, in many languages."""

import pytest

from crawler.core.edits.signs import denies, figure_in, is_note, same_figure

NOTES = (
    "Correction: the treaty was signed on Monday.",
    "CORRECTION (March 3): The quota is 18,000 tonnes.",
    "Corrections & clarifications: a name was misspelt.",
    "(Corrects spelling of name in paragraph 3)",
    "An earlier version of this article misstated the quota.",
    "This story has been corrected.",
    "Berichtigung: Der Vertrag wurde am Montag unterzeichnet.",
    "Korrektur vom 3. März: Die Quote beträgt 18.000 Tonnen.",
    "In einer früheren Version hieß es, die Quote sei kleiner.",
    "Rectificatif : le traité a été signé lundi.",
    "Fe de erratas: el tratado se firmó el lunes.",
    "Errata corrige: il trattato è stato firmato lunedì.",
    "Correção: o tratado foi assinado na segunda-feira.",
    "Rectificatie: het verdrag werd maandag ondertekend.",
    "Rättelse: avtalet skrevs under i måndags.",
    "Rettelse: Aftalen blev underskrevet mandag.",
    "Oikaisu: sopimus allekirjoitettiin maanantaina.",
    "Sprostowanie: umowę podpisano w poniedziałek.",
    "Oprava: smlouva byla podepsána v pondělí.",
    "Helyreigazítás: a szerződést hétfőn írták alá.",
    "Erată: tratatul a fost semnat luni.",
    "Поправка: договор подписан в понедельник.",
    "В предыдущей версии статьи была неверно указана квота.",
    "Виправлення: договір підписано в понеділок.",
    "Διόρθωση: η συνθήκη υπογράφηκε τη Δευτέρα.",
    "Düzeltme: Anlaşma pazartesi günü imzalandı.",
    "تصحيح: وقعت المعاهدة يوم الاثنين.",
    "اصلاحیه: پیمان روز دوشنبه امضا شد.",
    "תיקון: האמנה נחתמה ביום שני.",
    "सुधार: संधि पर सोमवार को हस्ताक्षर हुए।",
    "Ralat: perjanjian ditandatangani pada hari Isnin.",
    "Đính chính: hiệp ước được ký hôm thứ Hai.",
    "แก้ไข: สนธิสัญญาลงนามเมื่อวันจันทร์",
    "【訂正】条約の署名は月曜日でした。",
    "更正:条约于星期一签署。",
    "정정: 조약은 월요일에 서명되었다.",
)
NO_NOTES = (
    "A correction in the stock market hit banks.",
    "Correction officers went on strike.",
    "The court corrected the figure.",
    "Korrekturen am Haushalt lehnt die Opposition ab.",
    "Поправка к закону принята в третьем чтении.",
    "Oprava mostu potrvá dva roky.",
    "訂正案は否決された。",
)


@pytest.mark.parametrize("sentence", NOTES)
def test_a_note_of_correction_is_known_in_many_languages(sentence: str) -> None:
    assert is_note(sentence)


@pytest.mark.parametrize("sentence", NO_NOTES)
def test_the_word_alone_is_no_note(sentence: str) -> None:
    assert not is_note(sentence)


@pytest.mark.parametrize(
    ("text", "count"),
    [("He will not come", 1), ("Er kommt", 0), ("Он не придёт", 1), ("didn't", 1)],
)
def test_words_of_denial_are_counted(text: str, count: int) -> None:
    assert denies(text) == count


@pytest.mark.parametrize(
    ("token", "figure"),
    [("12", "12"), ("14,000 ", "14,000"), ("4.5%,", "4.5%"), ("three", "three"), ("Drei,", "Drei"), ("boats", None), ("", None)],
)  # fmt: skip
def test_a_figure_is_read_from_a_word(token: str, figure: str | None) -> None:
    assert figure_in(token) == figure


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("14,000", "14 000", True), ("1.5", "15", False), ("two", "Two", True), ("two", "2", False), ("٣", "٣", True), ("٣", "٤", False)],
)  # fmt: skip
def test_figures_are_compared_whatever_separates_their_digits(
    one: str, other: str, same: bool
) -> None:
    assert same_figure(one, other) is same
