"""Pages a CPU second and resident memory of article extraction, beside trafilatura if installed.

    python bench/extract_speed.py FOLDER [--passes 3]

FOLDER holds pages as ``*.html`` or ``*.html.gz``. Each library reads the same bytes in the same
process, one after the other; the best of the passes counts, the first warms up.
"""

import argparse
import gzip
import importlib.util
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from crawler.core.articles import extract
from crawler.model.errors import ExtractError


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--passes", type=int, default=3)
    args = parser.parse_args()
    pages = [_read(file) for file in sorted(args.folder.glob("*.html*"))]
    if not pages:
        sys.exit(f"{args.folder}: no *.html or *.html.gz")
    print(f"{len(pages)} pages, {sum(map(len, pages)) / len(pages) / 1000:.0f} kB each")
    _report("wirewatch", _ours, pages, args.passes)
    if importlib.util.find_spec("trafilatura") is None:
        print("trafilatura is not installed: pip install trafilatura")
        return
    import trafilatura  # noqa: PLC0415 - an optional rival

    _report(
        "trafilatura",
        lambda page: trafilatura.bare_extraction(page, with_metadata=True),
        pages,
        args.passes,
    )
    _report(
        "trafilatura fast",
        lambda page: trafilatura.bare_extraction(page, with_metadata=True, fast=True),
        pages,
        args.passes,
    )


def _read(file: Path) -> bytes:
    data = file.read_bytes()
    return gzip.decompress(data) if file.suffix == ".gz" else data


def _ours(page: bytes) -> object:
    try:
        return extract(page, url="https://example.org/a/b")
    except ExtractError:
        return None


def _report(name: str, read: Callable[[bytes], object], pages: list[bytes], passes: int) -> None:
    times = []
    for _ in range(passes):
        start = time.process_time()
        for page in pages:
            read(page)
        times.append(time.process_time() - start)
    best = min(times)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{name:18} {len(pages) / best:7.0f} pages a CPU s   {1000 * best / len(pages):6.1f} ms a page   peak {peak} MiB"
    )


if __name__ == "__main__":
    main()
