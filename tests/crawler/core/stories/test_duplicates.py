"""Copies, and what only looks like one: the kinds of edit, bulletins, flashes, outlets."""

import random  # noqa: TID251 - dice with a seed
from collections.abc import Callable
from datetime import timedelta

import pytest

from crawler.core.stories import duplicates
from crawler.core.stories.duplicates import Repeat, find_repetition
from crawler.model.filing import Copy, New, Same
from tests.crawler.core.stories.given import DAY, HOUR, NOON, RESCUE, TREATY, Desk, draft

TITLE = "Norland and Sondria sign treaty on fishing"
LONG = TREATY + " " + RESCUE + " " + TREATY.replace("Tuesday", "Monday").replace("a", "e")
WEATHER = """Clouds will clear from the west and the afternoon stays dry. Temperatures reach {} \
degrees on the coast and {} inland. The wind blows from the south-west at {} kilometres an hour. \
The sea is {} degrees warm. The sun sets at {}."""
WALL = """We and our 842 partners store and access information on your device. You can accept or \
refuse by choosing below, and you may change your mind at any time on the page about privacy."""
CHINESE = """载有二百一十二人的渡轮北极光号周日凌晨在斯卡沃伊岛附近沉没，二百零九人获救，三名船员失踪。据称海水\
从船首门涌入。警方已展开调查。船长在凌晨四点十二分发出求救信号，海岸警卫队的直升机和渔船赶到现场。航运公司停航了两艘\
同型船只，交通部长表示将在一周内公布初步报告。"""


def words_changed(share: float) -> Callable[[str], str]:
    def edit(text: str) -> str:
        words = text.split(" ")
        changed = round(share * len(words))
        for n in range(changed):  # spread evenly, the worst case for runs of three words
            words[n * len(words) // changed] = f"other{n}"
        return " ".join(words)

    return edit


def cut(share: float) -> Callable[[str], str]:
    return lambda text: text[: round(share * len(text))]


def extended(text: str) -> str:
    return f"PORT AVEL (Agency) - {text} Additional reporting by our office. All rights reserved."


EDITS = {
    "verbatim": str,
    "dateline and boilerplate": extended,
    "last quarter dropped": cut(0.75),
    "half kept": cut(0.5),
    "30 % kept": cut(0.3),
    "30 % kept under a dateline": lambda text: extended(cut(0.3)(text)),
    "3 % of the words changed": words_changed(0.03),
    "8 % of the words changed": words_changed(0.08),
    "15 % of the words changed": words_changed(0.15),
    "paragraph inserted": lambda text: text[:200] + RESCUE[:150] + text[200:],
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
@pytest.mark.parametrize("title", [TITLE, "Fishing treaty is signed at last"])
def test_edited_text_at_another_outlet_is_a_copy(edit: Callable[[str], str], title: str) -> None:
    desk = Desk()
    original = desk.file(draft(TITLE, LONG))
    copy = desk.file(draft(title, edit(LONG), outlet="Echo", at=NOON + HOUR))
    assert isinstance(copy.filing.verdict, Copy)
    assert copy.filing.verdict.original_id == original.article_id
    assert copy.filing.verdict.same is (edit is str)
    assert desk.story_of(copy) == desk.story_of(original)


@pytest.mark.parametrize(
    "text", [CHINESE, CHINESE[: len(CHINESE) // 2], "（通讯社）" + CHINESE + "记者报道。版权所有。"]
)
def test_copies_are_found_in_scripts_without_spaces(text: str) -> None:
    desk = Desk()
    desk.file(draft("渡轮沉没", CHINESE, language="zh"))
    copy = desk.file(draft("渡轮在岛附近沉没", text, outlet="Echo", language="zh"))
    assert isinstance(copy.filing.verdict, Copy)


@pytest.mark.parametrize("seed", range(3))
def test_in_scripts_without_spaces_every_seventh_character_may_differ(seed: int) -> None:
    desk = Desk()
    original = desk.file(draft("渡轮沉没", CHINESE, language="zh"))
    dice = random.Random(seed)
    changed = dice.sample(range(len(CHINESE)), len(CHINESE) // 7)
    edited = "".join("他" if n in changed else letter for n, letter in enumerate(CHINESE))
    copy = desk.file(draft("渡轮沉没", edited, outlet="Echo", language="zh"))
    assert copy.filing.verdict == Copy(original_id=original.article_id, same=False)


def test_a_short_report_cut_to_its_first_sentence_is_a_copy() -> None:
    desk = Desk()
    words = TREATY.split(" ")[:40]  # of 38 runs of three words a cut to 30 % keeps 10
    original = desk.file(draft(TITLE, " ".join(words)))
    copy = desk.file(draft(TITLE, " ".join(words[:12]), outlet="Echo"))
    assert copy.filing.verdict == Copy(original_id=original.article_id, same=False)


def test_the_longer_text_may_come_second() -> None:
    desk = Desk()
    desk.file(draft(TITLE, cut(0.5)(LONG)))
    assert isinstance(desk.file(draft(TITLE, LONG, outlet="Echo")).filing.verdict, Copy)


def test_a_copy_of_a_copy_counts_for_the_first_article() -> None:
    desk = Desk()
    first = desk.file(draft(TITLE, LONG))
    desk.file(draft(TITLE, extended(LONG), outlet="Echo"))
    third = desk.file(draft(TITLE, extended(LONG), outlet="Star"))
    assert isinstance(third.filing.verdict, Copy)
    assert third.filing.verdict.original_id == first.article_id


def test_another_article_is_none() -> None:
    desk = Desk()
    desk.file(draft(TITLE, TREATY))
    other = desk.file(draft("Tourist found alive", RESCUE, outlet="Echo"))
    assert isinstance(other.filing.verdict, New)


def test_the_same_text_in_another_language_edition_is_compared_by_its_words_only() -> None:
    desk = Desk()
    desk.file(draft(TITLE, cut(0.6)(LONG)))
    other = desk.file(draft(TITLE, extended(LONG), outlet="Echo", language="nl"))
    assert isinstance(other.filing.verdict, New)


# --- one outlet


def test_the_same_text_at_another_address_of_the_outlet_is_the_same_article() -> None:
    desk = Desk()
    first = desk.file(draft(TITLE, TREATY, url="https://herald.example/1"))
    again = desk.file(draft(TITLE.upper(), TREATY, url="https://herald.example/2?from=home"))
    assert again.filing.verdict == Same(article_id=first.article_id)


def test_an_outlet_reuses_its_text_under_another_headline_without_copying_itself() -> None:
    desk = Desk()
    first = desk.file(draft(TITLE, TREATY))
    other = desk.file(draft("Treaty on fishing signed in Port Avel", TREATY))
    assert isinstance(other.filing.verdict, New)
    assert desk.story_of(other) == desk.story_of(first)
    assert "a later version of" in (other.filing.story.why if other.filing.story else "")


def test_the_first_of_two_outlets_with_the_same_text_is_the_original() -> None:
    desk = Desk()
    first = desk.file(draft(TITLE, TREATY))
    desk.file(draft(TITLE, TREATY, outlet="Echo"))
    third = desk.file(draft(TITLE, TREATY, outlet="Star"))
    assert third.filing.verdict == Copy(original_id=first.article_id, same=True)


# --- what is no copy


@pytest.mark.parametrize("outlet", ["Herald", "Echo"])
def test_bulletins_made_from_one_template_are_no_copies_and_no_story(outlet: str) -> None:
    desk = Desk()
    monday = desk.file(draft("Weather for Monday", WEATHER.format(17, 21, 25, 12, 20.41)))
    tomorrow = NOON + DAY
    tuesday = desk.file(
        draft(
            "Weather for Tuesday",
            WEATHER.format(14, 19, 40, 12, 20.43),
            outlet=outlet,
            at=tomorrow,
            published=tomorrow,
        )
    )
    assert isinstance(tuesday.filing.verdict, New)
    assert desk.story_of(tuesday) != desk.story_of(monday)


def test_a_bulletin_reprinted_with_its_figures_is_a_copy() -> None:
    desk = Desk()
    text = WEATHER.format(17, 21, 25, 12, 20.41)
    desk.file(draft("Weather for Monday", text))
    assert isinstance(
        desk.file(draft("The weather", extended(text), outlet="Echo")).filing.verdict, Copy
    )


def test_of_another_day_most_figures_must_agree() -> None:
    figures = [17, 21, 25, 12, 20.41]
    for later, kind in ((timedelta(hours=2), Copy), (DAY, New)):
        desk = Desk()
        desk.file(draft("Weather", WEATHER.format(*figures)))
        at = NOON + later
        text = WEATHER.format(*figures[:3], 13, 20.43)
        filed = desk.file(draft("Weather", text, outlet="Echo", at=at, published=at))
        assert isinstance(filed.filing.verdict, kind)


def test_a_report_whose_figures_were_corrected_is_still_a_copy() -> None:
    desk = Desk()
    desk.file(draft(TITLE, LONG))
    text = LONG.replace("240", "250").replace("18,000", "19,500")
    assert isinstance(desk.file(draft(TITLE, text, outlet="Echo")).filing.verdict, Copy)


def test_a_flash_inside_a_round_up_is_contained_and_no_copy() -> None:
    desk = Desk()
    desk.file(draft("Tourist found alive", RESCUE))
    filler = " ".join(f"Item {n} of this day tells of place{n} and thing{n}." for n in range(25))
    round_up = draft("The day: tourist, treaty", f"{filler} {RESCUE} {filler[::-1]}", outlet="Echo")
    found = find_repetition(round_up, desk.archive, NOON)
    assert found.repeat is Repeat.CONTAINED
    filing = desk.file(round_up).filing
    assert isinstance(filing.verdict, New)
    assert filing.story is not None
    assert filing.story.why.endswith("; shares a passage with “Tourist found alive” (Herald)")


def test_of_several_likenesses_the_closest_counts() -> None:
    desk = Desk()
    filler = " ".join(f"Item {n} of this day tells of place{n} and thing{n}." for n in range(25))
    desk.file(draft("The day in brief: tourist found", f"{filler} {RESCUE} {filler[::-1]}"))
    own = desk.file(draft("Tourist found alive", RESCUE, outlet="Echo"))
    later = draft("Tourist is found after three nights", extended(RESCUE), outlet="Echo")
    found = find_repetition(later, desk.archive, NOON)
    assert found.repeat is Repeat.UPDATE
    assert found.article == desk.archive.article(own.article_id)


@pytest.mark.parametrize("own_words", [110, 75])
def test_a_long_quotation_does_not_make_a_copy(own_words: int) -> None:
    desk = Desk()
    own = [" ".join(f"{kind}{n}" for n in range(own_words)) for kind in ("alpha", "omega")]
    desk.file(draft("Minister on treaty", f"Treaty {own[0]} {TREATY}"))
    other = desk.file(draft("Minister on treaty", f"Treaty {own[1]} {TREATY}", outlet="Echo"))
    assert isinstance(other.filing.verdict, New)


@pytest.mark.parametrize("outlet", ["Herald", "Echo"])
def test_a_consent_wall_under_two_headlines_is_no_copy_and_no_story(outlet: str) -> None:
    desk = Desk()
    one = desk.file(draft("Minister resigns over boats", WALL))
    other = desk.file(draft("Orchestra to tour Sondria", WALL, outlet=outlet))
    assert isinstance(other.filing.verdict, New)
    assert desk.story_of(other) != desk.story_of(one)


@pytest.mark.parametrize("order", [1, -1])
def test_a_wall_is_none_although_one_headline_shares_a_word_with_it(order: int) -> None:
    desk = Desk()
    headlines = ["Stores in Port Avel reopen", "Orchestra to tour Sondria"][::order]
    filed = [desk.file(draft(each, WALL, outlet=each[:6])) for each in headlines]
    assert all(isinstance(each.filing.verdict, New) for each in filed)
    assert len({*map(desk.story_of, filed)}) == 2


@pytest.mark.parametrize(("quoted", "apart"), [(0.15, False), (0.33, False), (0.6, True)])
def test_only_texts_that_are_much_alike_come_from_one_template(quoted: float, apart: bool) -> None:
    """Under headlines of which the texts have no word."""
    desk = Desk()
    wall = LONG.split(" ")
    shared = wall[: round(quoted * len(wall))]
    desk.file(draft("Orchestra bows", LONG))
    of = draft("Zoo yawns", " ".join(shared + [f"own{n}" for n in range(len(wall) - len(shared))]))
    found = find_repetition(of, desk.archive, NOON)
    assert (found.repeat, bool(found.templates)) == (None, apart)


def test_a_reworded_headline_without_a_word_of_the_text_is_no_wall() -> None:
    desk = Desk()
    desk.file(draft("Weather today", WEATHER.format(17, 21, 25, 12, 20.41)))
    text = WEATHER.format(17, 21, 25, 12, 20.41)
    assert isinstance(desk.file(draft("The weather", text, outlet="Echo")).filing.verdict, Copy)


@pytest.mark.parametrize(("title", "verdict"), [("Live", New), ("Ministers sign a treaty", Same)])
def test_a_headline_alone_is_the_same_article_only_if_it_tells_one(
    title: str, verdict: type
) -> None:
    desk = Desk()
    desk.file(draft(title, "", url="https://herald.example/1"))
    again = desk.file(draft(title, "", url="https://herald.example/2"))
    assert isinstance(again.filing.verdict, verdict)


def test_headlines_in_scripts_without_spaces_are_compared_by_pairs() -> None:
    desk = Desk()
    desk.file(draft("渡轮沉没", CHINESE, language="zh"))
    copy = desk.file(draft("渡轮事故", CHINESE, outlet="Echo", language="zh"))
    wall = desk.file(draft("音乐会", CHINESE.replace("乐", ""), outlet="Star", language="zh"))
    assert isinstance(copy.filing.verdict, Copy)
    assert isinstance(wall.filing.verdict, New)


def test_texts_longer_than_any_report_are_compared_by_their_beginnings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = Desk()
    desk.file(draft("Tourist found alive", RESCUE))
    filler = " ".join(f"Item {n} of this day tells of place{n} and thing{n}." for n in range(60))
    endless = draft("Tourist found alive today", f"{RESCUE} {filler}", outlet="Echo")
    assert find_repetition(endless, desk.archive, NOON).repeat is Repeat.CONTAINED
    monkeypatch.setattr(duplicates, "MOST_CHARACTERS", len(RESCUE))
    assert find_repetition(endless, desk.archive, NOON).repeat is Repeat.COPY


def test_an_article_of_last_month_is_not_compared() -> None:
    desk = Desk()
    desk.file(draft(TITLE, TREATY))
    late = NOON + 8 * DAY
    again = desk.file(draft(TITLE, TREATY, outlet="Echo", at=late, published=late))
    assert isinstance(again.filing.verdict, New)
