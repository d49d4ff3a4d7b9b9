"""Article extraction beside the libraries that are installed: quality, speed and memory in one run.

    python bench/extract_speed.py SET [SET ...] [--passes 3] [--only wirewatch,trafilatura]
    python bench/extract_speed.py --hostile

SET is a folder with ``truth.json`` (page name -> url and articleBody or text) and ``pages/``, as
the development sets are; a folder of ``*.html`` or ``*.html.gz`` alone is only timed. Each library
reads the same pages in a process of its own, one after the other; the best pass counts. F1 is the
harmonic mean of mean precision and mean recall over 4-word shingles.

Rivals: ``pip install trafilatura newspaper4k readability-lxml lxml_html_clean`` into an
environment of their own, and run this file with its Python; what is missing is skipped.
"""

# ruff: noqa: PLC0415 - each reader is imported by the process that measures it

import argparse
import gzip
import importlib.util
import json
import multiprocessing
import re
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # other environments have us not

from bench.hostile_pages import LINES, SHAPES

Pages = list[tuple[bytes, str, str | None]]  # bytes, address, expected text
Reader = Callable[[bytes, str], str]
WORD = re.compile(r"\w+")
URL = "https://news.example/world/story"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", nargs="*", type=Path)
    parser.add_argument("--passes", type=int, default=3)
    parser.add_argument("--only", default="", help="names of readers, separated by commas")
    parser.add_argument("--hostile", action="store_true", help="time the hostile pages")
    args = parser.parse_args()
    if args.hostile:
        report_hostile()
    for folder in args.sets:
        pages = load(folder)
        if not pages:
            sys.exit(f"{folder}: no *.html or *.html.gz")
        size = sum(len(data) for data, *_ in pages) / len(pages) / 1000
        print(f"{folder.name}: {len(pages)} pages, {size:.0f} kB each")
        print(
            f"{'':18} {'F1':>6} {'P':>6} {'R':>6} {'pages/CPU s':>12} {'ms':>7} {'peak MiB':>9} {'empty':>6}"
        )
        for name in READERS:
            if not args.only or name in args.only.split(","):
                run_apart(name, pages, args.passes)


def load(folder: Path) -> Pages:
    truth_file = folder / "truth.json"
    if not truth_file.is_file():
        return [(read(file), URL, None) for file in sorted(folder.glob("*.html*"))]
    pages: Pages = []
    for name, gold in json.loads(truth_file.read_text("utf-8")).items():
        file = next(
            p
            for p in (folder / "pages" / name, folder / "pages" / f"{name}.html.gz")
            if p.is_file()
        )
        pages.append((read(file), gold["url"], gold.get("articleBody", gold.get("text"))))
    return pages


def read(file: Path) -> bytes:
    data = file.read_bytes()
    return gzip.decompress(data) if file.suffix == ".gz" else data


def wirewatch() -> Reader:
    from crawler.core.articles import extract
    from crawler.model.errors import ExtractError

    def one(data: bytes, url: str) -> str:
        try:
            return extract(data, url=url).text
        except ExtractError:
            return ""

    return one


def trafilatura_default() -> Reader:
    import trafilatura

    return lambda data, url: _text(
        trafilatura.bare_extraction(data, url=url, with_metadata=True, include_comments=False)
    )


def trafilatura_fast() -> Reader:
    import trafilatura

    return lambda data, url: _text(
        trafilatura.bare_extraction(
            data, url=url, with_metadata=True, include_comments=False, fast=True
        )
    )


def newspaper4k() -> Reader:
    from newspaper import Article

    def one(data: bytes, url: str) -> str:
        article = Article(url, fetch_images=False)  # else it asks the network for each picture
        article.download(input_html=data.decode("utf-8", "replace"))
        article.parse()
        return str(article.text)

    return one


def readability() -> Reader:
    from lxml.html import fromstring
    from readability import Document

    def one(data: bytes, url: str) -> str:
        summary = fromstring(Document(data.decode("utf-8", "replace"), url=url).summary() or "<p/>")
        return "\n".join(map(str, summary.itertext()))

    return one


def _text(found: object) -> str:
    return str(getattr(found, "text", None) or "")


READERS: dict[str, tuple[Callable[[], Reader], str]] = {
    "wirewatch": (wirewatch, "crawler"),
    "trafilatura": (trafilatura_default, "trafilatura"),
    "trafilatura fast": (trafilatura_fast, "trafilatura"),
    "newspaper4k": (newspaper4k, "newspaper"),
    "readability-lxml": (readability, "readability"),
}


def run_apart(name: str, pages: Pages, passes: int) -> None:
    """Measure one reader in a fresh process, so that its memory is its own."""
    if importlib.util.find_spec(READERS[name][1]) is None:
        print(f"{name:18} is not installed")
        return
    process = multiprocessing.get_context("spawn").Process(
        target=measure, args=(name, pages, passes)
    )
    process.start()
    process.join()


def measure(name: str, pages: Pages, passes: int) -> None:
    one = READERS[name][0]()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    times, texts = [], [""]
    for _ in range(passes):
        start = time.process_time()
        texts = [attempt(one, data, url) for data, url, _ in pages]
        times.append(time.process_time() - start)
    best = min(times)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    f1, precision, recall = score(
        [(gold, text) for (_, _, gold), text in zip(pages, texts, strict=True) if gold]
    )
    print(
        f"{name:18} {f1:6.3f} {precision:6.3f} {recall:6.3f} {len(pages) / best:12.1f}"
        f" {1000 * best / len(pages):7.1f} {peak // 1024:5} (+{(peak - before) // 1024}) {texts.count(''):4}"
    )


def attempt(one: Reader, data: bytes, url: str) -> str:
    try:
        return one(data, url)
    except Exception:  # noqa: BLE001 - a rival's crash is an empty text
        return ""


def shingles(text: str) -> Counter[tuple[str, ...]]:
    words = WORD.findall(text)
    return Counter(tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3)) if words)


def score(pairs: list[tuple[str, str]]) -> tuple[float, float, float]:
    precisions, recalls = [], []
    for wanted, got in pairs:
        gold, found = shingles(wanted), shingles(got)
        both = (gold & found).total()
        recalls.append(both / max(1, gold.total()))
        if found:
            precisions.append(both / found.total())
    precision = sum(precisions) / max(1, len(precisions))
    recall = sum(recalls) / max(1, len(recalls))
    return 2 * precision * recall / max(1e-9, precision + recall), precision, recall


def report_hostile() -> None:
    one = wirewatch()
    for name, html in SHAPES.items():
        data = html.encode()
        start = time.process_time()
        text = one(data, URL)
        spent = time.process_time() - start
        kept = sum(line in text for line in LINES)
        print(
            f"{name:40} {len(data) / 1e6:6.1f} MB {spent:6.2f} CPU s   {kept} of {len(LINES)} paragraphs"
        )
    print(
        f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB, the pages included"
    )


if __name__ == "__main__":
    main()
