"""Pages fetched again and again: what runs by itself is no edit, what was edited is."""

from collections import Counter, defaultdict
from collections.abc import Sequence

import pytest

from crawler.core.edits import Edit, compare_versions
from crawler.core.edits.clockwork import without_clockwork
from crawler.core.edits.volatile import settled, shape, shifts
from crawler.model.article import LineHistory

BODY = (
    "The ministers signed the treaty on fishing on Tuesday, and 11 boats came to greet them.",
    "Parliament will vote before the summer. The opposition wants to read the treaty first.",
    "Fishermen in Hafnar were not asked, they say, and the quota is too small to live on.",
)


class Site:
    """Pages of one host, and what was learned of their lines."""

    def __init__(self) -> None:
        self.versions: dict[str, str] = {}
        self.times: dict[int, Counter[str]] = defaultdict(Counter)

    def fetch(self, *paragraphs: str, article: str = "a") -> Edit:
        """Fetch an article again; return what counts as edited."""
        text = "\n\n".join(paragraphs)
        moved = shifts(self.versions.setdefault(article, text), text)
        known = {
            each: LineHistory(times=self.times[each][article], articles=len(self.times[each]))
            for each in moved.shapes
            if each in self.times
        }
        old, new = settled(moved, known)
        for each in moved.shapes:
            self.times[each][article] += 1
        edit = compare_versions("T", old, "T", new)
        if edit.words:
            self.versions[article] = text
        return edit


def fetched(fetches: Sequence[Sequence[str]]) -> list[bool]:
    """Return which fetches of one article made a version."""
    site = Site()
    site.fetch(*fetches[0])
    return [bool(site.fetch(*paragraphs).words) for paragraphs in fetches[1:]]


@pytest.mark.parametrize(
    "lines",
    [
        ("1,204 views", "1,310 views", "2,044 views"),
        ("Updated 5 minutes ago", "Updated 10 minutes ago", "Updated 1 hour ago"),
        ("Updated 5 minutes ago.", "Updated 10 minutes ago.", "Updated 2 hours ago."),
        ("This story was read 1,204 times: 12 comments.", "This story was read 1,204 times: 19 comments."),
        ("The article has 1,204 views and 7 comments.", "The article has 2,310 views and 9 comments."),
        ("Last updated on Tuesday, 3 March 2026, at 14:05", "Last updated on Tuesday, 3 March 2026, at 15:10"),
        ("Zuletzt gelesen vor 5 Minuten von unseren Leserinnen und Lesern.", "Zuletzt gelesen vor 9 Minuten von unseren Leserinnen und Lesern."),
        ("Aktualisiert am Dienstag, den 3. März 2026, um 14:05", "Aktualisiert am Dienstag, den 3. März 2026, um 15:10"),
        ("Publié il y a 5 minutes.", "Publié il y a 2 heures."),
        ("Обновлено 5 минут назад.", "Обновлено 10 минут назад."),
        ("Материал прочитали: 1204 просмотра.", "Материал прочитали: 2044 просмотра."),
        ("閲覧数 1,204 回閲覧。", "閲覧数 2,310 回閲覧。"),
        ("5分前に更新されました。", "9分前に更新されました。"),
        ("조회수 1204.", "조회수 2310."),
        ("5분 전에 입력된 기사입니다.", "9분 전에 입력된 기사입니다."),
        ("DAX 18,234.50 +0.4 % Dow Jones 39,112.20 -0.1 % Gold 2,033.10", "DAX 18,240.10 +0.5 % Dow Jones 39,100.00 -0.2 % Gold 2,034.90"),
        ("Read also: ministers quarrel about the price of herring in the north", "Read also: storm takes the roof of the old church in Olmstedt", "Read also: queen opens the new bridge between the two islands"),
        ("Lesen Sie auch: Minister streiten über den Preis von Hering im Norden", "Lesen Sie auch: Sturm deckt die alte Kirche in Olmstedt ganz ab"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("place", [0, 2, 3])
def test_what_runs_by_itself_never_makes_a_version(lines: tuple[str, ...], place: int) -> None:
    fetches = [(*BODY[:place], line, *BODY[place:]) for line in lines]
    assert fetched(fetches) == [False] * (len(lines) - 1)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The quake killed 12 people.", "The quake killed 14 people."),
        ("Die Zahl der Toten stieg auf 12.", "Die Zahl der Toten stieg auf 14."),
        ("Число погибших выросло до 12 человек.", "Число погибших выросло до 14 человек."),
        ("Le bilan est de 12 morts.", "Le bilan est de 14 morts."),
        ("地震造成12人死亡。", "地震造成14人死亡。"),
        ("지진으로 12명이 숨졌다.", "지진으로 14명이 숨졌다."),
        ("地震で12人が死亡した。", "地震で14人が死亡した。"),
        ("قتل 12 شخصا في الزلزال.", "قتل 14 شخصا في الزلزال."),
        ("The film had 3 million views in its first week, the studio of the two brothers said.", "The film had 4 million views in its first week, the studio of the two brothers said."),
        ("The boats came.", "Correction: no boats came."),
        (f"{BODY[2]} The talks began 5 minutes ago, and 11 men took part in them.", f"{BODY[2]} The talks began 9 minutes ago, and 14 men took part in them."),
    ],
)  # fmt: skip
def test_an_edited_sentence_is_a_version_each_time(old: str, new: str) -> None:
    fetches = [(*BODY, line) for line in (old, new, old, new)]
    assert fetched(fetches) == [True, True, True]


def test_a_toll_that_rises_at_each_look_is_news_each_time() -> None:
    toll = "The number of people killed by the quake in the Ilm valley rose to {} on Tuesday, the police said."
    assert fetched([(*BODY, toll.format(n)) for n in range(12, 20)]) == [True] * 7


def test_slogans_that_rotate_in_one_place_are_learned() -> None:
    slogans = (
        "Get half off today!",
        "Try our app now.",
        "Win a trip to Tarvik!",
        "Subscribe here.",
    )
    fetches = [(*BODY[:2], slogan, BODY[2]) for slogan in slogans]
    assert fetched(fetches) == [True, False, False]


def test_what_changes_in_several_articles_of_a_host_is_the_hosts() -> None:
    site = Site()
    for article in "abcd":
        body = [f"{line} This is about {article}." for line in BODY]
        site.fetch(*body, "Our readers gave 12 stars to it.", article=article)
        edit = site.fetch(*body, "Our readers gave 19 stars to it.", article=article)
        assert bool(edit.words) is (article != "d")


def test_a_line_edited_in_place_is_an_edit_once_and_clockwork_afterwards() -> None:
    lines = [f"Position {n} in the list of the ten most wanted men of the north" for n in (1, 2, 3)]
    assert fetched([(*BODY, line) for line in lines]) == [True, False]


def test_a_text_without_sentences_keeps_all_its_lines() -> None:
    thai = ("รัฐบาลลงนามในสนธิสัญญาเมื่อวันอังคารที่ผ่านมา", "ชาวประมงบอกว่าโควตาน้อยเกินไปสำหรับพวกเขา")
    assert fetched([thai, (thai[0], "ฝ่ายค้านต้องการอ่านสนธิสัญญาฉบับเต็มก่อนลงคะแนน")]) == [True]


def test_an_edit_is_told_without_what_ran_beside_it() -> None:
    site = Site()
    site.fetch(*BODY, "Updated 5 minutes ago.")
    edit = site.fetch(BODY[0].replace("11", "14"), *BODY[1:], "Updated 9 minutes ago.")
    assert edit.sentence == "a figure was changed (11 → 14 boats)"
    assert len(edit.passages) == 1


def test_a_line_twice_on_a_page_is_two_lines() -> None:
    assert fetched([(*BODY, BODY[0]), BODY]) == [True]


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("14:05 EUR/USD 1.0834 Gold 2,033", ""),
        ("He left 5 minutes ago with his wife", "He left with his wife"),
        ("Stand: 3. März 2026, 14:05 Uhr", ""),
        (
            "Updated rules for fishing boats are in force",
            "Updated rules for fishing boats are in force",
        ),
    ],
)
def test_what_is_left_of_a_line_without_its_clockwork(line: str, rest: str) -> None:
    assert without_clockwork(line, is_sentence=False) == rest


def test_a_shape_is_one_whatever_its_figures() -> None:
    assert shape("Read 1,204 times!") == shape("read 2 times")
    assert shape("Read 1 times") != shape("Read 1 hours")
    assert -(2**63) <= shape("") < 2**63


def test_a_text_that_is_another_one_is_not_compared_line_by_line() -> None:
    """45,000 lines held the archive up for minutes: each was compared with each."""
    old = "\n\n".join(f"The envoys met in hall {n} and said nothing of it." for n in range(12))
    new = "\n\n".join(
        f"Hall {n} was empty when the guards came to close it." for n in range(20_000)
    )
    moved = shifts(old, new)
    assert (moved.gone, moved.come, len(moved.new)) == ((), (), 20_000)
    assert settled(moved, {}) == (old, new)
