"""A topic on the archive before it goes live, as its users type it."""

import json
import re
from typing import Any

import pytest

from tests.e2e.conftest import Desk
from tests.e2e.newsroom import Newsroom
from tests.pages import ROOT

DRAFT = """
aliases: {norland: [Norland, 노르랜드]}
topics:
  - name: fish-pact
    all: ['@norland', 'pact OR treaty', signed]
    none: ['title:football']
    within: 8
    alert: {events: [new]}
"""


@pytest.fixture
def archive(desk: Desk, room: Newsroom) -> Desk:
    """A desk with four articles, and a topic that is not in its configuration."""
    texts = {
        "hit": ("Fish treaty", "Norland signed a treaty on fish with Sondria on Monday."),
        "far": (
            "Norland looks back",
            "It was signed. A long time has gone by since then, they said of the old treaty.",
        ),
        "sport": ("Football treaty", "Norland signed a treaty on football and nothing else."),
        "other": ("Weather", "It rains on the coast, and nobody has signed for it."),
    }
    for name, (title, text) in texts.items():
        room.publish("wire", name, title, text)
    desk.configure("wire")
    assert desk.once().returncode == 0
    (desk.folder / "draft.yaml").write_text(DRAFT)
    return desk


def told(desk: Desk, *words: str) -> dict[str, Any]:
    done = desk.run("topic", "backtest", *words, "--json")
    assert done.returncode == 0, done.stderr
    document: dict[str, Any] = json.loads(done.stdout)
    return document


def test_a_draft_is_tried_on_what_the_archive_holds(archive: Desk) -> None:
    account = told(archive, "fish-pact", "--topics", "draft.yaml")
    assert (account["articles"], account["matches"], account["alerts"]) == (4, 1, 1)
    assert sum(day["matches"] for day in account["days"].values()) == 1
    assert account["sources"] == {"wire": {"matches": 1, "alerts": 1}}
    assert account["languages"] == {"en": {"matches": 1, "alerts": 1}}
    (sample,) = account["samples"]
    assert (sample["title"], sample["became"]) == ("Fish treaty", "new")
    assert [quote["text"] for quote in sample["quotes"]] != []


def test_each_condition_says_what_it_costs_and_what_it_only_just_missed(archive: Desk) -> None:
    account = told(archive, "fish-pact", "--topics", "draft.yaml")
    costs = {each["label"]: each for each in account["conditions"]}
    assert {label: (each["gained"], each["lost"]) for label, each in costs.items()} == {
        "all[0]": (0, 0),
        "all[1]": (1, 0),
        "all[2]": (0, 0),
        "none[0]": (1, 0),
        "within": (1, 0),
    }
    assert [near["title"] for near in costs["none[0]"]["near_misses"]] == ["Football treaty"]
    (far,) = costs["within"]["near_misses"]
    assert far["title"] == "Norland looks back"
    assert far["missed"] > 0


def test_the_report_reads_as_text(archive: Desk) -> None:
    done = archive.run("topic", "backtest", "fish-pact", "--topics", "draft.yaml", "--since", "2d")
    assert done.returncode == 0, done.stderr
    for expected in (
        "4 articles in the archive",
        "1 match in 1 story",
        "1 alert (1 new)",
        "By source",
        "wire",
        "missed by",
        "[Norland] [signed] a [treaty] on fish",
    ):
        assert expected in done.stdout


def test_a_topic_that_matches_nothing_says_so(archive: Desk) -> None:
    account = told(archive, "treaty", "--until", "2001-01-01", "--since", "2000-01-01")
    assert (account["articles"], account["matches"], account["samples"]) == (0, 0, [])
    assert "0 matches" in archive.run("topic", "backtest", "treaty").stdout


def test_of_a_very_long_time_the_days_with_matches_are_listed(archive: Desk) -> None:
    account = told(archive, "fish-pact", "--topics", "draft.yaml", "--since", "90y")
    assert (account["articles"], len(account["days"])) == (4, 1)


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("traety",), 1, "did you mean 'treaty'?"),
        (("treaty", "--since", "2026-01-02", "--until", "2026-01-01"), 1, "nothing lies between"),
        (("treaty", "--since", "soon"), 2, "is no moment"),
        (("fish-pact", "--topics", "nosuch.yaml"), 2, "nosuch.yaml"),
        ((), 2, "NAME"),
    ],
)
def test_wrong_words_are_answered_with_a_sentence(
    archive: Desk, words: tuple[str, ...], code: int, says: str
) -> None:
    done = archive.run("topic", "backtest", *words)
    assert (done.returncode, done.stdout) == (code, "")
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_before_the_first_run_there_is_nothing_to_try_it_on(desk: Desk) -> None:
    desk.configure("wire")
    assert told(desk, "treaty")["articles"] == 0


def test_the_backtests_of_the_language_page_run_as_they_stand(archive: Desk) -> None:
    page = (ROOT / "docs" / "topic-language.md").read_text("utf-8")
    written = re.findall(r"^wirewatch (topic backtest .+)$", page, re.MULTILINE)
    assert len(written) >= 3
    draft = DRAFT.replace("fish-pact", "russia-dprk-treaty")
    (archive.folder / "draft.yaml").write_text(draft)
    archive.configure("wire", topic=f"{draft}    notify: [hook]\n")
    for words in written:
        done = archive.run(*words.split())
        assert (done.returncode, done.stderr) == (0, ""), words
        assert "russia-dprk-treaty" in done.stdout


def test_with_much_to_read_workers_share_it_and_say_the_same(
    archive: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = told(archive, "fish-pact", "--topics", "draft.yaml", "--until", "2999-01-01")
    monkeypatch.setattr("crawler.backtest.ALONE_S", 0)
    monkeypatch.setattr("crawler.backtest.BATCH", 1)
    shared = told(archive, "fish-pact", "--topics", "draft.yaml", "--until", "2999-01-01")
    for key in ("matches", "alerts", "conditions", "samples", "sources"):
        assert shared[key] == alone[key]


def test_a_condition_that_keeps_out_very_much_is_not_counted_to_the_end(
    archive: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawler.core.backtest.account.MOST_GAINED", 1)
    monkeypatch.setattr("crawler.backtest.BATCH", 1)
    account = told(archive, "fish-pact", "--topics", "draft.yaml")
    within = next(each for each in account["conditions"] if each["label"] == "within")
    assert (within["gained"], within["or_more"]) == (1, True)
    assert account["matches"] == 1
    assert (
        "+1 or more"
        in archive.run("topic", "backtest", "fish-pact", "--topics", "draft.yaml").stdout
    )
