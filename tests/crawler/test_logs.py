import io
import logging

import pytest

from crawler import logs


@pytest.fixture
def stream() -> io.StringIO:
    stream = io.StringIO()
    logs.configure(stream, secrets=["hunter2"])
    return stream


def test_an_event_is_one_line_of_words_and_fields(stream: io.StringIO) -> None:
    logging.getLogger("crawler.x").info("feed read", extra={"feed": "tass", "new": 3})
    line = stream.getvalue()
    assert line.endswith(" INFO  feed read feed=tass new=3\n")
    assert line[10] == "T"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("two words", '"two words"'),
        ('a "quote"', '"a \\"quote\\""'),
        ("a\nforged line", '"a\\\\u000aforged line"'),
        ("\x1b[31mred", '"\\\\u001b[31mred"'),
        ("\u202ereversed", '"\\\\u202ereversed"'),
    ],
)
def test_values_are_quoted_and_escaped(stream: io.StringIO, value: str, shown: str) -> None:
    logging.getLogger("crawler").warning("odd", extra={"title": value})
    assert stream.getvalue().endswith(f"odd title={shown}\n")
    assert stream.getvalue().count("\n") == 1


def test_secrets_never_appear(stream: io.StringIO) -> None:
    logging.getLogger("crawler").error("login failed", extra={"url": "smtp://me:hunter2@host"})
    assert "hunter2" not in stream.getvalue()
    assert "***" in stream.getvalue()


def test_an_exception_stays_on_its_line(stream: io.StringIO) -> None:
    try:
        int("a bug")
    except ValueError:
        logging.getLogger("crawler").exception("job failed")
    assert stream.getvalue().count("\n") == 1
    assert "ValueError: invalid literal" in stream.getvalue()


@pytest.mark.parametrize(("verbose", "level"), [(True, logging.DEBUG), (False, logging.INFO)])
def test_verbose_shows_every_feed_and_article(verbose: bool, level: int) -> None:
    assert logs.level(verbose=verbose) == level
