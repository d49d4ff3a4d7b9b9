"""`wirewatch article`: what is known of an article, and what changed in it."""

import json
from typing import Any

import pytest

from tests.e2e.conftest import Desk
from tests.e2e.newsroom import Newsroom

SIGNED = (
    "Russia and North Korea signed a treaty in Pyongyang on Wednesday, and 11 men watched.",
    "The document obliges both countries to help one another if either is attacked, officials said.",
)
TITLE = "Russia and North Korea sign treaty"


@pytest.fixture
def edited(desk: Desk, room: Newsroom) -> Desk:
    """A desk that saw an article in two versions."""
    room.publish("wire", "signed", TITLE, *SIGNED)
    desk.configure("wire")
    desk.once()
    room.publish("wire", "signed", f"{TITLE} \x1b[31m", SIGNED[0].replace("11", "14"), SIGNED[1])
    room.items["wire"]["signed"].title = "Russia and North Korea seal treaty"
    desk.once()
    return desk


def number(desk: Desk) -> str:
    found: list[dict[str, Any]] = json.loads(desk.run("search", "treaty", "--json").stdout)
    return str(found[0]["id"])


def test_an_article_is_shown_with_what_is_known_of_it(edited: Desk, room: Newsroom) -> None:
    shown = edited.run("article", number(edited)).stdout
    for line in (
        "Russia and North Korea seal treaty",
        "article 1 · wire (feed wire)",
        "(stated by the feed)",
        f"url        {room.url('wire', 'signed')}",
        "topic      treaty (score",
        "(treaty, edited,",
        "first version",
        "the headline was changed, a figure was changed (11 → 14 men)",
    ):
        assert line in shown
    assert "[-" not in shown


def test_the_words_that_changed_are_marked_without_colour(edited: Desk) -> None:
    shown = edited.run("article", number(edited), "--diff").stdout
    assert "  - title: Russia and North Korea [-sign-] treaty\n" in shown
    assert "  + title: Russia and North Korea {+seal+} treaty\n" in shown
    assert "Wednesday, and {+14+} men watched." in shown
    assert edited.run("article", "1", "--diff", "2..1").stdout.count("{+11+}") == 1


def test_an_article_is_found_by_its_address_too(edited: Desk, room: Newsroom) -> None:
    url = room.url("wire", "signed") + "?utm_campaign=x"
    document = json.loads(edited.run("article", url, "--json").stdout)
    assert document["id"] == 1
    assert [version["number"] for version in document["versions"]] == [1, 2]
    assert document["versions"][1]["changes"] == ["headline", "figure"]
    assert document["versions"][1]["figures"] == ["11 → 14 men"]
    assert document["published_from"] == "feed"
    assert [alert["kind"] for alert in document["alerts"]] == ["new", "edited"]
    assert "compared" not in document
    compared = json.loads(edited.run("article", "1", "--diff", "1..2", "--json").stdout)["compared"]
    assert compared["number"] == 2


def test_an_article_with_one_version_has_nothing_to_compare(desk: Desk, room: Newsroom) -> None:
    room.publish("wire", "signed", TITLE, *SIGNED)
    desk.configure("wire")
    desk.once()
    assert "nothing to compare" in desk.run("article", "1", "--diff").stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("99",), "no article is known as '99'"),
        (("nonsense\x1b[2J",), "no article is known as 'nonsense\\x1b[2J'"),
        (("https://nowhere.example/x",), "no article is known as"),
        (("9" * 30,), "no article is known as"),
        (("-1",), ""),
        (("1", "--diff", "1..9"), "the article has no such version; it has 1, 2"),
        (("1", "--diff", "all"), "names no two versions: write 1..3"),
    ],
)
def test_what_is_not_there_is_a_sentence(edited: Desk, words: tuple[str, ...], says: str) -> None:
    done = edited.run("article", *words)
    assert done.returncode in {1, 2}
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_the_beginning_of_a_number_must_mean_one_article(desk: Desk, room: Newsroom) -> None:
    for n in range(12):
        room.publish(
            "wire",
            f"n{n}",
            f"Number {n} of the treaties",
            f"Treaty number {n} of Russia is {n}7 pages long.",
        )
    desk.configure("wire")
    desk.once()
    assert "article 1 ·" in desk.run("article", "1").stdout
    with_zero = desk.run("article", "0")
    assert with_zero.returncode == 1
