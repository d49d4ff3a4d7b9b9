"""An hour in the life of a watch: `python -m bench.soak [MINUTES]` (Linux).

`wirewatch run` watches fifty outlets on loopback, ten of which are moody (bench/soak_farm.py), and
sends webhooks. Every ten seconds the memory (what is theirs alone, shared pages in proportion; not the
pages of program files, which other processes share too), file descriptors and threads of its
processes are written down. Afterwards: the slope of memory once it is warm, by least squares
over the lowest sample of each five minutes (hostile bodies in hand come and go, by 100 MiB; what is
kept is what a leak would be); what was published and what arrived; how long that took. Exit 1 where
a bar was missed.
"""

import argparse
import asyncio
import csv
import multiprocessing
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from bench.loop_lag import serve
from bench.soak_farm import Farm, Item, served
from bench.soak_plot import COLUMNS, Sample, svg
from tests.crawler.net.hostile import PAGES

STEP_S = 10.0
WARM = 0.5
"""The part of the time after which memory has to be level: caches are full by then."""
FLOORS = 6
"""Pieces of the time after that; of each the lowest sample counts."""
MOST_SLOPE = 1.0
"""MiB an hour."""
LASTING = {"/to/", "/external", "/gone", "/throttled", "/maintenance"}
"""Not among the threats: pages with arguments, and answers that keep a feed from being asked again."""
MORE_FDS = 10
"""So many more at the quietest moment of the second half than of the first would be a leak."""
LAST_ALERTS_S = 180
STOP_S = 10
CONFIG = """\
version: 1
defaults: {{every: 10s, first_run: alert}}
network: {{allow_networks: [127.0.0.0/8], robots: false, per_host: {{connections: 8, gap: 0s}}}}
feeds:
{feeds}
topics:
  - {{name: treaty, all: [Russia, '"North Korea"', treaty], alert: {{per: article}}, notify: [hook]}}
channels: {{hook: {{type: webhook, url: {hook}, secret: whsec_{secret}}}}}
health: {{notify: [hook]}}
publish: {{alerts: out/}}
"""


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("minutes", type=float, nargs="?", default=60.0)
    parser.add_argument("--rate", type=float, default=2.0, help="articles published a second")
    parser.add_argument("--dir", type=Path, help="where archive, log and samples go")
    parser.add_argument("--plot", type=Path, help="where the picture goes (default: beside them)")
    args = parser.parse_args()
    folder = args.dir or Path(tempfile.mkdtemp(prefix="wirewatch-soak-"))
    folder.mkdir(parents=True, exist_ok=True)
    ours, theirs = multiprocessing.Pipe()
    hostile = multiprocessing.Process(target=serve, args=(theirs,), daemon=True)
    hostile.start()
    base = ours.recv()
    threats = [f"{base}{path}" for path in PAGES if path not in LASTING]
    try:
        samples, farm, code = asyncio.run(soak(folder, threats, args.minutes * 60, args.rate))
    finally:
        hostile.terminate()
    plot = args.plot or folder / "soak.svg"
    plot.write_text(svg(samples), encoding="utf-8")
    print(f"{plot}, {folder}/samples.csv")
    return report(samples, farm, code, args.minutes * 60 * WARM)


async def soak(
    folder: Path, threats: list[str], seconds: float, rate: float
) -> tuple[list[Sample], Farm, int]:
    """Publish for so long, wait for the last alerts, stop the watch; return its exit code too."""
    samples: list[Sample] = []
    async with served(threats, well=40, moody=10) as farm:
        feeds = "\n".join(f"  - {{url: {base}/feed.xml}}" for base in farm.bases)
        text = CONFIG.format(feeds=feeds, hook=farm.hook, secret="QUFB" * 11)
        (folder / "feeds.yaml").write_text(text, encoding="utf-8")
        with (folder / "watch.log").open("wb") as log:
            watch = subprocess.Popen(  # noqa: ASYNC220 - once, before anything is measured
                [sys.executable, "-m", "crawler", "run"],
                cwd=folder,
                env={**os.environ, "PYTHONPATH": str(Path.cwd())},
                stdout=log,
                stderr=log,
            )
        try:
            sampling = asyncio.create_task(sample_on(watch.pid, folder, farm, samples))
            await farm.publish(rate, time.monotonic() + seconds)
            sampling.cancel()
            await _all_told(farm)
            watch.send_signal(signal.SIGTERM)
            code = await asyncio.to_thread(watch.wait, STOP_S)
        finally:
            watch.kill()
    return samples, farm, code


async def _all_told(farm: Farm) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(LAST_ALERTS_S):
            while not all(item.told for item in farm.topical()):  # noqa: ASYNC110 - a look a second is enough
                await asyncio.sleep(1)


# --- what is measured


async def sample_on(pid: int, folder: Path, farm: Farm, samples: list[Sample]) -> None:
    """Sample until cancelled, into ``samples`` and ``samples.csv``."""
    began = time.monotonic()
    with (folder / "samples.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(COLUMNS)
        while True:
            await asyncio.sleep(STEP_S)
            told = sum(1 for item in farm.topical() if item.told)
            samples.append(sample(pid, folder, told, time.monotonic() - began))
            rows.writerow(samples[-1])
            file.flush()


def sample(pid: int, folder: Path, told: int, elapsed_s: float) -> Sample:
    """Measure a process and those below it; one that ends meanwhile counts for nothing."""
    tree = list(_tree(pid))
    archive = sum(file.stat().st_size for file in folder.glob("wirewatch.db*"))
    return Sample(
        seconds=round(elapsed_s, 1),
        all_mib=round(sum(map(_anonymous_kib, tree)) / 1024, 2),
        watch_mib=round(_anonymous_kib(pid) / 1024, 2),
        fds=sum(map(_fds, tree)),
        threads=sum(len(_listed(each, "task")) for each in tree),
        archive_mib=round(archive / 2**20, 1),
        told=told,
    )


def _tree(pid: int) -> Iterator[int]:
    yield pid
    for task in _listed(pid, "task"):
        for child in _read(pid, f"task/{task}/children").split():
            yield from _tree(int(child))


def _anonymous_kib(pid: int) -> int:
    found = re.search(r"^Pss_Anon:\s+(\d+)", _read(pid, "smaps_rollup"), re.MULTILINE)
    return int(found[1]) if found else 0


def _fds(pid: int) -> int:
    return len(_listed(pid, "fd"))


def _read(pid: int, name: str) -> str:
    try:
        return Path(f"/proc/{pid}/{name}").read_text("ascii")
    except OSError:
        return ""


def _listed(pid: int, name: str) -> list[str]:
    try:
        return [each.name for each in Path(f"/proc/{pid}/{name}").iterdir()]
    except OSError:
        return []


# --- what came of it


def report(samples: list[Sample], farm: Farm, code: int, warm_s: float) -> int:
    """Print the figures; return 1 where a bar was missed."""
    warm = [each for each in samples if each.seconds >= warm_s]
    slope, low, high = slope_of(warm, lambda each: each.all_mib)
    alone = slope_of(warm, lambda each: each.watch_mib)
    fds = [each.fds for each in warm]
    more_fds = min(fds[len(fds) // 2 :]) - min(fds[: len(fds) // 2])
    topical = farm.topical()
    lost = [item for item in topical if not item.told]
    second = [item for item in topical if len(item.ids) > 1]
    looks = sum(count // 2 for outlet, count in farm.looks.items() if outlet >= 40)
    print(
        f"memory after {warm_s / 60:.0f} min: {slope:+.1f} MiB/h, {low:.0f} to {high:.0f} MiB;"
        f" the watch alone {alone[0]:+.1f} MiB/h, {alone[1]:.0f} to {alone[2]:.0f} MiB"
    )
    print(f"file descriptors: {min(fds)} to {max(fds)}, the fewest {more_fds:+d}; exit code {code}")
    print(f"{len(farm.items)} articles published, {looks} hostile answers")
    print(
        f"{len(topical)} alerts due, {len(topical) - len(lost)} arrived, {len(lost)} lost,"
        f" {sum(len(item.told) - 1 for item in topical if item.told)} twice, {len(second)} under a second id"
    )
    print(f"from publication to arrival: {_latency(topical, served=False)}")
    print(f"from the feed's showing it to arrival: {_latency(topical, served=True)}")
    for item in lost[:5]:
        print(f"lost: {item.url}, shown {item.served}")
    missed = slope >= MOST_SLOPE or more_fds >= MORE_FDS or lost or second or code
    return 1 if missed else 0


def slope_of(
    samples: Sequence[Sample], value: Callable[[Sample], float]
) -> tuple[float, float, float]:
    """Return the slope of a value's floor, in its unit an hour, with its lowest and highest floor."""
    begin, end = samples[0].seconds, samples[-1].seconds
    floors: dict[int, Sample] = {}
    for each in samples:
        piece = min(int((each.seconds - begin) / (end - begin) * FLOORS), FLOORS - 1)
        floors[piece] = min(floors.get(piece, each), each, key=value)
    hours, values = (
        [each.seconds / 3600 for each in floors.values()],
        list(map(value, floors.values())),
    )
    return statistics.linear_regression(hours, values).slope, min(values), max(values)


def _latency(items: list[Item], *, served: bool) -> str:
    waits = sorted(
        item.told[0] - ((item.served if served else None) or item.published)
        for item in items
        if item.told
    )
    cuts = statistics.quantiles(waits, n=20, method="inclusive")
    return f"p50 {cuts[9]:.1f} s, p95 {cuts[18]:.1f} s, longest {waits[-1]:.1f} s"


if __name__ == "__main__":
    sys.exit(main())
