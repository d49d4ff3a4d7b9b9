"""How long `topic backtest` takes: `python -m bench.backtest_speed [--articles N] [--folder DIR]`.

The archive of `bench.search_speed` (built once, in DIR if given), and topics from rare to common;
wall-clock seconds, and CPU seconds of the command and its workers together (Linux: the workers'
from /proc, as they are no children of the command but of its fork server). The last topics are those
no index narrows: every article is read.
"""

import argparse
import asyncio
import os
import tempfile
import time
from datetime import timedelta
from multiprocessing import forkserver
from pathlib import Path

from bench.search_speed import NOW, build
from crawler.backtest import Backtest, Span
from crawler.config.load import load_config
from crawler.core.backtest.account import Account
from crawler.model.settings import Config
from storage import open_store

TOPICS = """version: 1
aliases: {treaty: [treat*, pact, договор*, 条約, 조약]}
topics:
  - {name: rare, all: [zanzibar, treaty], within: 20, none: ['title:football']}
  - {name: one word in five hundred, all: ['@treaty'], langs: [en, ru]}
  - {name: rare beside common, all: [zanzibar, the, of], within: 30}
  - {name: common, all: [the, of]}
  - {name: stems, all: [treaties, zanzibar], stem: true}
  - {name: a pattern, all: [zanzibar, '/Zanz\\w+ is a p[aeiou]ct/']}
"""


async def measure(path: Path, config: Config) -> None:
    print(f"{'topic':26}{'matches':>9}{'alerts':>8}{'s':>8}{'CPU s':>8}")
    span = Span(since=NOW - timedelta(days=3650), until=NOW + timedelta(days=1))
    for topic in config.topics:
        store = await open_store(f"sqlite:///{path}")
        wall, cpu = time.perf_counter(), _cpu()
        account: Account = await Backtest(
            store=store, config=config, topic=topic, span=span, advance=lambda _: None
        ).run()
        wall, cpu = time.perf_counter() - wall, _cpu() - cpu
        await store.close()
        print(
            f"{topic.name:26}{account.total.matches:9,}{account.total.alerts:8,}{wall:8.1f}{cpu:8.1f}"
        )


def _cpu() -> float:
    times = os.times()
    own = times.user + times.system + times.children_user + times.children_system
    return own + _cpu_of_workers()


def _cpu_of_workers() -> float:
    """Return what the fork server and the workers that ended took: fields 14 to 17 of its stat."""
    server = forkserver._forkserver._forkserver_pid  # type: ignore[attr-defined]  # noqa: SLF001 -- no other way
    stat = Path(f"/proc/{server}/stat")
    if not stat.exists():  # no worker was started yet, or no Linux
        return 0.0
    ticks = stat.read_text().rpartition(")")[2].split()[11:15]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, help="keep the archive here, and use it again")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        path = (asked.folder or Path(scratch)) / f"search-{asked.articles}.db"
        if not path.exists():
            build(path, asked.articles)
        (Path(scratch) / "feeds.yaml").write_text(TOPICS, encoding="utf-8")
        asyncio.run(measure(path, load_config(Path(scratch) / "feeds.yaml", {})))


if __name__ == "__main__":
    main()
