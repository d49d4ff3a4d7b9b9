"""The picture of a soak: memory, file descriptors and the archive over time, drawn as SVG."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

WIDTH, HEIGHT, LEFT, RIGHT, TOP, GAP = 860, 150, 70, 20, 34, 44
INK, GRID, LINES = "#1f2933", "#d9dee4", ("#1f5fa8", "#b3541e")


class Sample(NamedTuple):
    """What was measured at one moment."""

    seconds: float
    all_mib: float
    """Of the watch and its reading processes; pages they share count once."""
    watch_mib: float
    """Of the watch alone."""
    fds: int
    threads: int
    archive_mib: float
    told: int
    """Alerts that had arrived."""


COLUMNS = Sample._fields
Panel = tuple[str, Sequence[tuple[str, Callable[[Sample], float]]]]
PANELS: tuple[Panel, ...] = (
    (
        "Memory, MiB (without program files)",
        (("all processes", lambda each: each.all_mib), ("the watch", lambda each: each.watch_mib)),
    ),
    (
        "File descriptors and threads",
        (("descriptors", lambda each: each.fds), ("threads", lambda each: each.threads)),
    ),
    ("Alerts that arrived", (("alerts", lambda each: each.told),)),
    ("The archive, MiB", (("files", lambda each: each.archive_mib),)),
)


def svg(samples: Sequence[Sample]) -> str:
    """Draw the panels below each other, time in minutes."""
    high = TOP + len(PANELS) * (HEIGHT + GAP)
    drawn = "".join(
        _panel(panel, samples, TOP + at * (HEIGHT + GAP)) for at, panel in enumerate(PANELS)
    )
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {high}' width='{WIDTH}' height='{high}'"
        f" font-family='system-ui, sans-serif' font-size='12' fill='{INK}'>"
        f"<rect width='{WIDTH}' height='{high}' fill='#fff'/>{drawn}</svg>\n"
    )


def _panel(panel: Panel, samples: Sequence[Sample], top: int) -> str:
    title, lines = panel
    end, most = (
        samples[-1].seconds,
        _round_up(max(line(each) for _, line in lines for each in samples)),
    )
    wide = WIDTH - LEFT - RIGHT

    def place(seconds: float, value: float) -> str:
        return f"{LEFT + wide * seconds / end:.1f},{top + HEIGHT * (1 - value / most):.1f}"

    parts = [f"<text x='{LEFT}' y='{top - 10}' font-weight='600'>{title}</text>"]
    for step in range(5):
        value = most * step / 4
        at = place(0, value).partition(",")[2]
        parts.append(
            f"<path d='M{LEFT} {at}h{wide}' stroke='{GRID}'/>"
            f"<text x='{LEFT - 8}' y='{float(at) + 4:.1f}' text-anchor='end'>{value:g}</text>"
        )
    for step in range(7):
        at = place(end * step / 6, 0).partition(",")[0]
        parts.append(
            f"<text x='{at}' y='{top + HEIGHT + 16}' text-anchor='middle'>{end * step / 360:.0f} min</text>"
        )
    for number, (name, line) in enumerate(lines):
        points = " ".join(place(each.seconds, line(each)) for each in samples)
        colour = LINES[number]
        parts.append(
            f"<polyline points='{points}' fill='none' stroke='{colour}' stroke-width='1.6'/>"
            f"<text x='{WIDTH - RIGHT - number * 110}' y='{top - 10}' fill='{colour}' text-anchor='end'>{name}</text>"
        )
    return "".join(parts)


def _round_up(value: float) -> float:
    """Return a round number above the value: its quarters are round too."""
    step = 1.0
    while True:
        for factor in (4, 6, 8, 12, 16, 20, 28, 40):
            if value < factor * step:
                return factor * step
        step *= 10
