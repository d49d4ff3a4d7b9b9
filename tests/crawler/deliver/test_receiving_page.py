"""docs/receiving.md says what the code does."""

import re
from datetime import timedelta
from pathlib import Path

from crawler.core.delivery_schedule import MAIL_WAITS, WEBHOOK_WAITS
from crawler.model.alert import ALERT_DATA, MessageType

PAGE = (Path(__file__).parents[3] / "docs" / "receiving.md").read_text(encoding="utf-8")


def test_every_type_of_message_is_named() -> None:
    for kind in MessageType:
        assert f"`{kind.value}`" in PAGE


def test_every_key_of_an_alerts_data_is_named() -> None:
    keys = set(
        re.findall(r"[a-z_]+", re.sub(r": (new .*edited|code points.*)|kind", "", ALERT_DATA))
    )
    words = {"new", "growing", "edited", "offsets", "code", "points", "of", "equal", "delete"}
    keys -= words | {"insert", "start", "id", "text"}
    assert {key for key in keys if f"`{key}`" not in PAGE} == set()


def test_the_schedules_are_those_of_the_code() -> None:
    minutes = [wait / timedelta(minutes=1) for wait in MAIL_WAITS]
    assert (minutes[:3], minutes[-1]) == ([1, 5, 15], 67)
    assert "| 1, 5, 15 min, then doubling up to 67 min | after five days" in PAGE
    hours = ", ".join(f"{wait / timedelta(hours=1):g}" for wait in WEBHOOK_WAITS[3:])
    assert f"| 5 s, 5 min, 30 min, {hours} h | after the tenth attempt |" in PAGE
    assert len(WEBHOOK_WAITS) == 9
