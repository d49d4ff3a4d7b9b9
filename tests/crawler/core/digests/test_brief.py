import pytest

from crawler.core.digests.brief import LONGEST, render_brief
from crawler.core.digests.digest import health_message
from crawler.model.alert import message_of
from tests.sample_alerts import HOSTILE, NOON, alert, alert_data, digest, edit, message, trouble


def test_the_gist_of_an_alert_is_where_why_and_who() -> None:
    assert render_brief(message()).splitlines() == [
        "Wire · by Ann Author · 9 Nov 2024, 12:01 UTC · en",
        "https://wire.example/a/1",
        "New story: treat* in the title.",
        "> The lower house ratified the *treaty*.",
        "Told by 3 sources, 2 independent",
    ]


def test_the_gist_of_an_edit_is_its_diff() -> None:
    assert "- about [-10,000-] troops\n+ about {+11,000+} troops" in render_brief(
        message_of(edit())
    )


def test_the_gist_of_a_digest_names_ten_stories_and_counts_the_rest() -> None:
    many = [alert(f"a{n}", data=alert_data(story={"id": f"s{n}"})) for n in range(60)]
    lines = render_brief(digest(*many)).splitlines()
    assert sum(line.startswith("- ") for line in lines) == 10
    assert lines[-2:] == ["and 50 more", "Coverage: 12 feeds ok; 340 articles read"]


@pytest.mark.parametrize("title", ["word " * 40, "조약 " * 60])
def test_long_titles_do_not_push_out_how_many_stories_are_left(title: str) -> None:
    url = f"https://wire.example/{'a' * 150}"
    many = [
        alert(f"a{n}", data=alert_data(story={"id": f"s{n}"}, article={"title": title, "url": url}))
        for n in range(8)
    ]
    brief = render_brief(digest(*many, published_at="https://wire.example/out/"))
    shown = sum(line.startswith("- ") for line in brief.splitlines())
    assert brief.splitlines()[-3:] == [
        f"and {8 - shown} more",
        "https://wire.example/out/topics/treaty.html",
        "Coverage: 12 feeds ok; 340 articles read",
    ]
    assert len(brief) <= LONGEST


def test_a_digest_of_one_story_counts_nothing() -> None:
    assert "more" not in render_brief(digest(alert()))


def test_the_gist_of_health_is_its_troubles() -> None:
    sick = health_message(
        "h", title="T", troubles=[trouble()], recovered=[trouble("Radio")], now=NOON
    )
    assert render_brief(sick) == "- Ministry: a wall against robots (403)\n- recovered: Radio"


@pytest.mark.parametrize("text", HOSTILE)
def test_the_gist_is_never_longer_than_chats_take(text: str) -> None:
    assert len(render_brief(message(why={"sentence": text * 9}))) <= LONGEST
