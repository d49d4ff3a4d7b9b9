import io

import pytest

from crawler.core.digests.text import render_terminal
from crawler.deliver.terminal import TerminalDeliverer
from crawler.model.alert import TERMINAL
from crawler.model.errors import DeliveryError
from tests.sample_alerts import message


async def test_a_message_is_printed_and_flushed() -> None:
    out = io.StringIO()
    await TerminalDeliverer(TERMINAL, out).deliver(message())
    assert out.getvalue() == render_terminal(message()) + "\n"


async def test_a_terminal_without_unicode_still_gets_the_alert() -> None:
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="ascii")
    await TerminalDeliverer(TERMINAL, out).deliver(message(article={"title": "조약 treaty"}))
    assert raw.getvalue().startswith(b"?? treaty\n")


async def test_output_nobody_reads_is_tried_again() -> None:
    out = io.StringIO()
    out.close()
    with pytest.raises(DeliveryError, match="cannot write"):
        await TerminalDeliverer(TERMINAL, out).deliver(message())
