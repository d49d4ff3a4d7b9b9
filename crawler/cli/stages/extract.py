"""``wirewatch extract``: an article page to its title, author, dates, language and text."""

import argparse
import json
import sys
from pathlib import Path

from crawler.cli.stages.batch import Answer, Wanted, failure, print_batch
from crawler.core.articles import extract
from crawler.model.article import ArticleText
from crawler.model.errors import ExtractError

DONE, FAILED = 0, 1
MOST_BYTES = 15 * 2**20
"""The daemon fetches no larger page either; most of such a page is scripts, which are cut out."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="the page as fetched")
    parser.add_argument("--url", default="", help="the address the page was fetched from")
    parser.add_argument("--content-type", metavar="T", help="its Content-Type header, if known")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument(
        "--batch",
        type=Path,
        metavar="LIST",
        help='JSON lines {"file", "url", "content_type"} in, one JSON line each out, in order',
    )


def run(args: argparse.Namespace) -> int:
    """Extract one page or a list of them; return the exit code.

    A batch always ends with 0: what is wrong with a page stands in its line.
    """
    if args.batch is not None:
        print_batch(args.batch, extract_file)
        return DONE
    if args.file is None:
        print("wirewatch extract: give a FILE, or --batch LIST", file=sys.stderr)
        return 2
    answer = extract_file(Wanted(str(args.file), args.url, args.content_type))
    if args.json:
        print(json.dumps(answer, ensure_ascii=False))
    elif "error" not in answer:
        print(_readable(answer))
    if "error" in answer:
        print(f"wirewatch: {answer['error']}", file=sys.stderr)
        return FAILED
    return DONE


def extract_file(wanted: Wanted) -> Answer:
    """Extract one file; every fault of file or page becomes an ``error``."""
    try:
        with Path(wanted.file).open("rb") as source:
            data = source.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            return failure(f"{wanted.file}: the page is larger than {MOST_BYTES // 2**20} MiB")
        return _as_json(extract(data, url=wanted.url or "", content_type=wanted.content_type))
    except ExtractError as error:
        return failure(f"{wanted.url or wanted.file}: {error.problem}")
    except OSError as error:
        return failure(f"{wanted.file}: {error.strerror or error}")
    except ValueError as error:  # a NUL in the file's name
        return failure(f"{wanted.file}: {error}")


def _as_json(article: ArticleText) -> Answer:
    return {
        "title": article.title,
        "author": article.author,
        "published": article.published.isoformat() if article.published else None,
        "updated": article.updated.isoformat() if article.updated else None,
        "language": article.language,
        "canonical_url": article.canonical_url,
        "text": article.text,
        "extractor": article.extractor,
    }


def _readable(answer: Answer) -> str:
    facts = [
        f"{name}: {answer[name]}"
        for name in ("author", "published", "updated", "language", "canonical_url")
        if answer[name]
    ]
    return "\n".join((answer["title"] or "", *facts, "", answer["text"] or ""))
