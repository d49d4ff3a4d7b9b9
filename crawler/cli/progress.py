"""Progress of long commands: bars on a terminal, silence elsewhere."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)


class Bars:
    """One bar for each kind of thing; shows nothing when there is nobody to look."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self._tasks: dict[str, TaskID] = {}

    def expect(self, kind: str, total: int | None) -> None:
        """Announce how many things of a kind there are; None = not known."""
        if self._progress is not None:
            self._tasks[kind] = self._progress.add_task(kind.replace("_", " "), total=total)

    def advance(self, kind: str, count: int) -> None:
        """Say that so many more things are done."""
        if self._progress is not None and kind in self._tasks:
            self._progress.advance(self._tasks[kind], count)


@contextmanager
def bars() -> Iterator[Bars]:
    """Show bars on standard error while the block runs, if that is a terminal."""
    if not sys.stderr.isatty():
        yield Bars(None)
        return
    columns = (
        TextColumn("{task.description:14}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield Bars(progress)
