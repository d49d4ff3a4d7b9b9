"""Delay to discovery at equal request counts: our adaptive interval beside four other schedules.

Run: ``python -m bench.schedule_quality [SEED [WEEKS [EXPORT.jsonl]]]``. A house of feeds (bench.arrival_patterns)
is watched by each schedule; after two weeks of learning the looks, delays and losses are counted.

Equality: a schedule is judged with all feeds it serves, since what it saves on one it may spend on
another. The others run with their defaults; ours is given, by the one price it has, as many requests
over all feeds as the other made, or up to 1 % fewer. Where the other makes so few that windows would
be overrun, ours makes more: both figures are shown, and the other once more with all its intervals
shortened alike until it makes as many as ours does at its own price. A look shows the entries still in the feed's
window; one that left it unseen is missed, and counts as found never.

Two medians are told apart. *Entries*: every entry counts alike, so that busy feeds decide; this is
what "the median delay" says by itself. *Feeds*: every feed counts alike, so that the many quiet ones
do. Beside each stands what no schedule gets under that knows the feeds, but not the dice, and cares
for the median alone (bench.arrival_floor).
"""

import argparse
import bisect
import math
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench.arrival_floor import expectations, floor
from bench.arrival_laws import DAY, HOUR, MINUTE, WEEK
from bench.arrival_patterns import Source, population
from bench.recorded_arrivals import recorded
from bench.schedules import PEERS, IntervalController, Look, Ours, Schedule
from crawler.core.schedule.polling import EVEN_H

LEARNING = 2 * WEEK
QUANTILES = (0.5, 0.9, 0.99)
NEVER = math.inf
SPENT_PART = 0.99
"""Of the requests the other made, ours makes at least so many, and no more,"""
DEAREST = 100.0
"""unless even this price does not bring ours down to them."""
DEVELOPMENT = Path(__file__).parents[2] / "shared" / "matching-dev" / "articles.jsonl"
"""Beside the project, where its developers have it; an archive's own export serves better."""


@dataclass(frozen=True, slots=True)
class Watched:
    """What became of a feed's entries under a schedule."""

    source: Source
    requests: int
    delays: dict[int, float]
    """Of each entry that appeared in the time judged; `NEVER` for those missed."""

    @property
    def missed(self) -> set[int]:
        return {place for place, delay in self.delays.items() if delay == NEVER}


def watch(source: Source, schedule: Schedule, end: float, dice: random.Random) -> Watched:
    now, seen, requests = dice.random() * HOUR, 0, 0
    delays: dict[int, float] = {}
    first = True
    while now < end:
        shown = bisect.bisect_right(source.appears, now)
        oldest = max(0, shown - source.window)
        for place in range(seen, shown):
            if LEARNING <= source.appears[place] < end - DAY:
                delays[place] = NEVER if place < oldest else now - source.appears[place]
        new = source.dates[max(oldest, seen) : shown]
        look = Look(now, new, shown - oldest, first or shown > seen)
        first, seen = False, shown
        requests += now >= LEARNING
        now = schedule.next_after(look, dice)
    return Watched(source, requests, delays)


def house(feeds: Sequence[Source], schedule: Callable[[], Schedule], end: float) -> list[Watched]:
    dice = random.Random(7)  # the same in every run
    return [watch(source, schedule(), end, dice) for source in feeds]


def total(watched: Iterable[Watched]) -> int:
    return sum(each.requests for each in watched)


@dataclass(frozen=True, slots=True)
class Budget:
    """Our watch of some feeds, at whatever price."""

    feeds: Sequence[Source]
    end: float
    tried: dict[float, list[Watched]]
    """By price, dearer requests later."""

    def at(self, price: float) -> list[Watched]:
        if price not in self.tried:
            self.tried[price] = house(self.feeds, partial(Ours, price), self.end)
        return self.tried[price]

    def of(self, requests: int) -> list[Watched]:
        """Return our watch at the price that spends as many requests, or up to 1 % fewer.

        Where no price does, because windows must not be overrun, the one that spends least.
        """
        within = DEAREST
        for _ in range(8):
            spent = {price: total(watched) for price, watched in self.tried.items()}
            over = max((price for price in spent if spent[price] > requests), default=1e-3)
            within = min((price for price in spent if spent[price] <= requests), default=DEAREST)
            if over == DEAREST or spent.get(within, 0) >= SPENT_PART * requests:
                break
            near = min(spent, key=lambda price: abs(math.log(spent[price] / requests)))
            guess = near * (spent[near] / requests) ** 1.25 * 1.005
            guess = guess if over < guess < within else math.sqrt(over * within)
            self.at(guess if guess < DEAREST / 4 else DEAREST)
        return self.at(within)


def quantiles(watched: Iterable[Watched], *, feeds_alike: bool) -> list[float]:
    """Return the quantiles of the delays in minutes."""
    weighed = sorted(
        (delay, 1 / len(each.delays) if feeds_alike else 1.0)
        for each in watched
        for delay in each.delays.values()
    )
    whole, found, so_far = sum(weight for _, weight in weighed), [], 0.0
    wanted = list(QUANTILES)
    for delay, weight in weighed:
        so_far += weight
        while wanted and so_far >= wanted[0] * whole - 1e-9:
            found.append(delay / MINUTE)
            wanted.pop(0)
    return found


def row(name: str, watched: Sequence[Watched]) -> str:
    missed = sum(len(each.missed) for each in watched)
    by_entry = quantiles(watched, feeds_alike=False)
    by_feed = quantiles(watched, feeds_alike=True)
    figures = " ".join(f"{value:7.1f}" for value in by_entry + by_feed)
    return f"{name:26} {total(watched):8} {figures} {missed:7}"


def verdict(theirs: Sequence[Watched], ours: Sequence[Watched]) -> str:
    """Return our medians as parts of the other's, and what no schedule gets under."""
    parts = []
    for name, alike in (("entries", False), ("feeds", True)):
        their, our = (quantiles(side, feeds_alike=alike)[0] for side in (theirs, ours))
        feeds = [each.source for each in theirs]
        span = LEARNING, max(place for each in feeds for place in each.appears) - DAY
        least = floor(expectations(feeds, *span, feeds_alike=alike), total(theirs))
        bound = "" if least is None else f" (no schedule: {least / their:.2f})"
        parts.append(f"{name} {our / their:.2f}{bound}")
    return f"  ours / theirs, medians: {', '.join(parts)}; caught by them and missed by us: {lost(theirs, ours)}"


def by_pattern(theirs: Sequence[Watched], ours: Sequence[Watched]) -> Iterable[str]:
    groups: dict[str, tuple[list[Watched], list[Watched]]] = defaultdict(lambda: ([], []))
    for mine, other in zip(ours, theirs, strict=True):
        groups[mine.source.pattern][0].append(other)
        groups[mine.source.pattern][1].append(mine)
    for pattern, pair in groups.items():
        if not any(each.delays for each in pair[0]):
            yield f"  {pattern:24} requests {total(pair[0]):6} {total(pair[1]):6}"
            continue
        medians, late = zip(*(quantiles(side, feeds_alike=False)[:2] for side in pair), strict=True)
        missed = [sum(len(each.missed) for each in side) for side in pair]
        yield (
            f"  {pattern:24} requests {total(pair[0]):6} {total(pair[1]):6}"
            f"   median {medians[0]:7.1f} {medians[1]:7.1f}   p90 {late[0]:7.1f} {late[1]:7.1f}"
            f"   missed {missed[0]:5} {missed[1]:5}"
        )


def lost(theirs: Sequence[Watched], ours: Sequence[Watched]) -> int:
    """Count the entries we miss and they catch."""
    pairs = zip(ours, theirs, strict=True)
    return sum(len(mine.missed - other.missed) for mine, other in pairs)


def compare(feeds: Sequence[Source], end: float) -> None:
    print(
        f"{'':26} {'requests':>8} {'entries: median, p90, p99':>25} {'feeds: median, p90, p99':>23}  missed"
    )
    budget = Budget(feeds, end, {})
    own = budget.at(EVEN_H)
    print(row("ours, at its own price", own))
    for name, peer in PEERS.items():
        theirs = house(feeds, peer, end)
        print(row(name, theirs))
        ours = budget.of(total(theirs))
        print(row("  ours", ours))
        print(verdict(theirs, ours))
        print("\n".join(by_pattern(theirs, ours)), flush=True)
    theirs = at_pace_of(total(own), feeds, end)
    print(row("Media Cloud, at our pace", theirs))
    print(verdict(theirs, own), flush=True)


def at_pace_of(requests: int, feeds: Sequence[Source], end: float) -> list[Watched]:
    """Return a watch by Media Cloud's rules, hastened until it asks as often, or up to 1 % oftener."""
    fast, slow = 1e-3, 1.0
    while True:
        pace = math.sqrt(fast * slow)
        watched = house(feeds, partial(IntervalController, pace), end)
        if requests <= total(watched) <= requests / SPENT_PART:
            return watched
        fast, slow = (pace, slow) if total(watched) > requests else (fast, pace)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("seed", type=int, nargs="?", default=1)
    parser.add_argument("weeks", type=int, nargs="?", default=1)
    parser.add_argument("recording", type=Path, nargs="?", default=DEVELOPMENT)
    args = parser.parse_args()
    play(args.seed, args.weeks, args.recording)


def play(seed: int, weeks: int, recording: Path) -> None:
    end = LEARNING + weeks * WEEK
    feeds = population(seed, end)
    print(
        f"{len(feeds)} feeds, seed {seed}: {weeks} weeks after {LEARNING / WEEK:g} of learning; minutes"
    )
    compare(feeds, end)
    known = recorded(recording, end) if recording.is_file() else []
    print(f"recorded: {len(known)} feeds in {recording.name}" + ("" if known else ", skipped"))
    if known:
        compare(known, end)


if __name__ == "__main__":
    main()
