import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.core.digests.email import render_email
from crawler.core.digests.gathering import gathered
from crawler.core.digests.parts import MOST_ITEMS, ample
from crawler.core.digests.text import render_text, subject
from crawler.core.digests.webhook import MOST_BYTES, body, room
from crawler.model.alert import Delivery, DeliveryState, message_of
from tests.sample_alerts import NOON, alert, alert_data


def late(count: int, **changed: object) -> list[Delivery]:
    return [
        Delivery(
            id=number,
            channel="hook",
            message=message_of(
                alert(f"al{number}", data=alert_data(story={"id": f"s{number}"}, **changed))
            ),
            state=DeliveryState.PENDING,
            attempts=0,
            next_at=NOON,
        )
        for number in range(count)
    ]


@given(st.integers(1, 260))
def test_every_alert_is_in_one_message_of_fifty_at_most(count: int) -> None:
    parts = gathered("hook", late(count), NOON, ample)
    ids = [each["id"] for message, _ in parts for each in message.data["alerts"]]
    assert ids == [f"al{number}" for number in range(count)]
    assert [each.id for _, carried in parts for each in carried] == list(range(count))
    assert len(parts) == -(-count // MOST_ITEMS)
    assert len({message.id for message, _ in parts}) == len(parts)


@pytest.mark.parametrize("words", [1, 400])
def test_a_webhook_carries_every_id_in_as_many_small_bodies_as_it_takes(words: int) -> None:
    parts = gathered("hook", late(120, article={"excerpt": "조약 " * words}), NOON, room)
    bodies = [body(message) for message, _ in parts]
    assert max(map(len, bodies)) < MOST_BYTES
    ids = [each["id"] for text in bodies for each in json.loads(text)["data"]["alerts"]]
    assert ids == [f"al{number}" for number in range(120)]
    assert [json.loads(text)["data"]["parts"] for text in bodies] == [len(bodies)] * len(bodies)


def test_a_single_alert_that_fits_nowhere_is_still_told() -> None:
    assert len(gathered("hook", late(2), NOON, lambda _: 0)) == 2


def test_the_reader_is_told_what_it_is_and_nothing_of_coverage() -> None:
    (first, _), (second, _) = gathered("hook", late(60), NOON, ample)
    assert subject(first) == "Late alerts, part 1 of 2: 50 stories in 1 topic"
    assert "Coverage" not in render_text(second)
    mail = render_email(first, sender="w@a.example", to=["x@a.example"], now=NOON)
    assert "Coverage" not in str(mail.get_body(("html",)))
    (only, _), *_ = gathered("hook", late(3), NOON, ample)
    assert subject(only) == "Late alerts: 3 stories in 1 topic"
