"""`wirewatch search` as its users type it."""

import json

import pytest

from tests.e2e.conftest import Desk
from tests.e2e.newsroom import Newsroom


@pytest.fixture
def archive(desk: Desk, room: Newsroom) -> Desk:
    """A desk with two articles of two outlets."""
    room.publish(
        "wire",
        "a",
        "Russia and North Korea sign treaty",
        "The treaty of Russia and North Korea was signed.",
    )
    room.publish(
        "daily", "b", "Treaty on fish", "A treaty on fish between Norland and Sondria was signed."
    )
    desk.configure("wire", "daily")
    desk.once()
    return desk


def titles(desk: Desk, *words: str) -> list[str]:
    done = desk.run("search", *words, "--json")
    assert done.returncode == 0, done.stderr
    return [found["title"] for found in json.loads(done.stdout)]


def test_what_narrows_a_search_can_be_said_beside_the_query(archive: Desk) -> None:
    russia, fish = "Russia and North Korea sign treaty", "Treaty on fish"
    assert sorted(titles(archive, "treaty")) == [russia, fish]
    assert titles(archive, "treaty", "--source", "daily") == [fish]
    assert titles(archive, "treaty", "--topic", "treaty") == [russia]
    assert len(titles(archive, "treaty", "--limit", "1")) == 1
    assert len(titles(archive, "treaty", "--since", "1h", "--lang", "en")) == 2
    assert titles(archive, "treaty", "--until", "1h") == []
    assert titles(archive, "treaty", "--since", "2999-01-01") == []
    assert len(titles(archive, "treaty", "--since", "2020-01-01T00:00")) == 2


def test_a_pattern_alone_is_looked_for_too(archive: Desk) -> None:
    assert titles(archive, "/Sond.ia/") == ["Treaty on fish"]


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("treaty", "--since", "soon"), 2, "is no moment: write 2h or 7d"),
        (("treaty", "--since", "999999999d"), 2, "is no moment"),
        (("treaty", "--limit", "0"), 2, "is not a number from 1 to 1,000"),
        (("treaty", "--tag", "nosuch"), 1, "no tag is called 'nosuch' in the configuration"),
        (("treaty", "--topic", "nosuch"), 1, "there are: treaty"),
        (("NOT treaty",), 2, "hint:"),
    ],
)
def test_wrong_words_are_answered_with_a_sentence(
    archive: Desk, words: tuple[str, ...], code: int, says: str
) -> None:
    done = archive.run("search", *words)
    assert (done.returncode, done.stdout) == (code, "")
    assert says in done.stderr
