"""Feed whatever a server may send to everything that reads it, and see that nothing escapes.

Run: ``python -m bench.fuzz [INPUTS] [SEED]``; an interruption prints what was found so far. Seeds
are the feeds of ``tests/data/feeds``; an input is one of them, or the input before it, mutated a
few times. A reader may raise `ParseError` and nothing else, within `DEADLINE_S` of CPU time. What
breaks the promise is printed with a name under which it lies in the folder ``fuzz-findings``.
"""

import hashlib
import random
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import FrameType

from crawler.core.charset import decode_feed, decode_page
from crawler.core.dates import parse_date, parse_dates, parse_visible_date
from crawler.core.feeds import parse_feed
from crawler.core.feeds.discover import announced_feeds
from crawler.core.feeds.opml import read_opml
from crawler.core.feeds.page import parse_page
from crawler.core.feeds.xml import read_tree
from crawler.model.errors import ParseError
from crawler.model.feed import Selectors

SEEDS = Path(__file__).resolve().parents[1] / "tests" / "data" / "feeds"
FINDINGS = Path("fuzz-findings")
DEADLINE_S = 10
URL = "https://news.example/feed"
MAX_BYTES = 8_000
SELECT = Selectors(item="li", date="time", summary="p")
HEADERS = (None, "text/xml", "text/xml; charset=utf-7", "text/html; charset=gb2312", "x;charset=")
TOKENS = [
    token.encode()
    for token in (
        "<![CDATA[ ]]> <!-- --> <? ?> <item> </item> <entry> </entry> <title> </title> &amp; &lt; & < > "
        "&nbsp; &#0; &#x110000; &#150; &#99999999999999999999; xml:base= href= src= ' \" = / xmlns= a:b "
        '<!DOCTYPE <!ENTITY %x; ]> <rss <feed <urlset> {} [] {"items":[ null 1e999 -0 \\ud800 \\u0000 '
        "https:// javascript: data: // ../ ? # @ 0 -1 24:00 60 9999 0000 am МСК +99:99 -00:00 T Z"
    ).split()
] + [b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\x1f\x8b", b"\x80", b"\xed\xa0\x80", b"\r", b"\x1b$B"]


def read_dates(data: bytes) -> None:
    lines = data.decode("utf-8", "replace").splitlines()
    parse_dates(lines)
    for line in lines[:3]:
        parse_date(line)
        parse_visible_date(line, "de")


def read_page(data: bytes) -> None:
    parse_page(data, SELECT, url=URL)


def read_links(data: bytes) -> None:
    announced_feeds(decode_page(data), URL)


def read_charset(data: bytes) -> None:
    for header in HEADERS:
        decode_feed(data, header)
        decode_page(data, header)


READERS: dict[str, Callable[[bytes], object]] = {
    "feed": lambda data: parse_feed(data, url=URL),
    "feed without an address": parse_feed,
    "tree": lambda data: read_tree(decode_feed(data)),
    "opml": read_opml,
    "dates": read_dates,
    "charset": read_charset,
    "page": read_page,
    "links": read_links,
}
WEIGHTS = (8, 2, 1, 1, 3, 1, 1, 1)


class HangError(Exception):
    """A reader took longer than its deadline."""


def hang(_signal: int, _frame: FrameType | None) -> None:
    raise HangError


def mutated(data: bytes, other: bytes, dice: random.Random) -> bytes:
    """Change a document in one to six ways: bytes, tokens, pieces moved, repeated, taken over."""
    changed = bytearray(data)
    for _ in range(dice.randint(1, 6)):
        start = dice.randrange(len(changed) + 1)
        end = min(len(changed), start + int(dice.expovariate(1 / 20)))
        match dice.randrange(7):
            case 0:
                changed[start:end] = b""
            case 1:
                changed[start:start] = changed[start:end] * dice.choice((1, 2, 30))
            case 2:
                changed[start:end] = dice.choice(TOKENS)
            case 3:
                changed[start:start] = dice.choice(TOKENS) * dice.choice((1, 1, 50))
            case 4:
                changed[start:end] = dice.randbytes(min(4, end - start))
            case 5:
                place = dice.randrange(len(other) + 1)
                changed[start:start] = other[place : place + dice.randrange(200)]
            case _:
                del changed[start + dice.randrange(1_000) :]
    return bytes(changed[:MAX_BYTES])


def tried(reader: Callable[[bytes], object], data: bytes) -> str | None:
    """Read an input; return what came out that should not have."""
    signal.setitimer(signal.ITIMER_PROF, DEADLINE_S)
    try:
        with suppress(ParseError):
            reader(data)
    except Exception:  # noqa: BLE001 - finding these is the purpose
        return traceback.format_exc()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return None


def report(name: str, data: bytes, trace: str) -> None:
    FINDINGS.mkdir(exist_ok=True)
    file = FINDINGS / hashlib.sha256(data).hexdigest()[:12]
    file.write_bytes(data)
    print(f"{name}: {file}\n{trace}", flush=True)


def main(inputs: int, seed: int) -> int:
    dice = random.Random(seed)
    signal.signal(signal.SIGPROF, hang)
    seeds = [file.read_bytes() for file in sorted(SEEDS.iterdir())]
    seen: Counter[str] = Counter()
    tries: Counter[str] = Counter()
    slowest, current, start = 0.0, seeds[0], time.process_time()
    with suppress(KeyboardInterrupt):
        for _ in range(inputs):
            fresh = dice.random() < 0.3 or not current
            current = mutated(dice.choice(seeds) if fresh else current, dice.choice(seeds), dice)
            (name,) = dice.choices(list(READERS), WEIGHTS)
            before = time.process_time()
            trace = tried(READERS[name], current)
            slowest = max(slowest, time.process_time() - before)
            tries[name] += 1
            if trace and not seen[trace.splitlines()[-1][:80]]:
                report(name, current, trace)
            if trace:
                seen[trace.splitlines()[-1][:80]] += 1
    took = time.process_time() - start
    print(f"{tries.total():,} inputs, {took:.0f} s CPU, slowest {slowest:.2f} s: {dict(tries)}")
    print(f"{seen.total()} escaped: {dict(seen)}")
    return 1 if seen else 0


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:]]
    sys.exit(main(*(numbers + [1_000_000, 1][len(numbers) :])))
