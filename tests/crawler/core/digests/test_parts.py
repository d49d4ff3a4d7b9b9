import json

from hypothesis import given
from hypothesis import strategies as st

from crawler.core.digests.parts import MOST_ITEMS, ample, in_parts
from crawler.core.digests.text import subject
from crawler.core.digests.webhook import MOST_BYTES, body, room
from crawler.model.alert import Alert, Coverage, Message
from tests.sample_alerts import alert, alert_data, digest, trouble


def story(number: int, words: int = 1) -> Alert:
    data = alert_data(story={"id": f"s{number}"}, article={"excerpt": "조약 " * words})
    return alert(f"al{number}", data=data)


def ids(parts: tuple[Message, ...]) -> list[str]:
    return [entry["id"] for part in parts for entry in part.data["alerts"]]


def test_what_can_be_carried_stays_one_message_under_its_id() -> None:
    whole = digest(*map(story, range(3)))
    assert in_parts(whole, ample) == (whole,)
    assert in_parts(digest(), lambda _: 0) == (digest(),)


@given(count=st.integers(1, 130), most=st.integers(0, MOST_ITEMS))
def test_parts_together_tell_every_alert_once_and_in_order(count: int, most: int) -> None:
    whole = digest(*[story(0)] * count)
    parts = in_parts(whole, lambda _: most)
    assert [e for part in parts for e in part.data["alerts"]] == whole.data["alerts"]
    assert all(len(part.data["alerts"]) <= max(1, most) for part in parts)
    assert len({part.id for part in parts}) == len(parts)


def test_a_part_says_which_it_is_of_how_many_and_all_else_is_the_same() -> None:
    whole = digest(*map(story, range(4)))
    first, second = in_parts(whole, lambda _: 2)
    assert (first.id, second.id) == (f"{whole.id}-1", f"{whole.id}-2")
    assert (second.data["part"], second.data["parts"]) == (2, 2)
    assert subject(second) == "Morning digest, part 2 of 2: 2 stories in 1 topic"
    own = {"title", "part", "parts", "alerts"}
    for part in (first, second):
        assert {k: v for k, v in part.data.items() if k not in own} == {
            k: v for k, v in whole.data.items() if k not in own
        }


@given(st.integers(1, 50), st.integers(0, 900))
def test_a_webhook_tells_every_alert_of_a_digest_with_its_quotes(count: int, words: int) -> None:
    sick = tuple(trouble(f"Feed {number}", "down " * 90) for number in range(words))
    seen = Coverage(feeds_ok=1, articles=1, failing=sick)
    whole = digest(*(story(number, words) for number in range(count)), coverage=seen)
    parts = in_parts(whole, room)
    bodies = [json.loads(encoded) for part in parts if len(encoded := body(part)) < MOST_BYTES]
    entries = [entry for text in bodies for entry in text["data"]["alerts"]]
    assert [entry["id"] for entry in entries] == ids(parts) == [f"al{n}" for n in range(count)]
    assert all(entry["match"]["quotes"] for entry in entries)
