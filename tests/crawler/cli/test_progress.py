import io
import sys

import pytest
from rich.console import Console
from rich.progress import Progress

from crawler.cli.progress import Bars, bars


@pytest.fixture
def progress() -> Progress:
    return Progress(console=Console(file=io.StringIO()), disable=True)


def test_each_kind_of_thing_has_a_bar_of_its_own(progress: Progress) -> None:
    shown = Bars(progress)
    shown.expect("feeds_due", 3)
    shown.expect("articles", None)
    shown.advance("feeds_due", 2)
    shown.advance("articles", 5)
    assert [(task.description, task.completed, task.total) for task in progress.tasks] == [
        ("feeds due", 2, 3),
        ("articles", 5, None),
    ]


def test_what_was_not_announced_is_not_counted(progress: Progress) -> None:
    Bars(progress).advance("articles", 1)
    assert not progress.tasks


def test_nothing_is_shown_where_nobody_looks(capfd: pytest.CaptureFixture[str]) -> None:
    with bars() as bar:
        bar.expect("feeds", 1)
        bar.advance("feeds", 1)
    assert capfd.readouterr() == ("", "")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_bars_are_shown_on_a_terminal_and_wiped_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    with bars() as bar:
        bar.expect("feeds", 2)
        bar.advance("feeds", 2)
    shown = terminal.getvalue()
    assert "feeds" in shown
    assert "2/2" in shown
    assert shown.endswith("\x1b[2K")
