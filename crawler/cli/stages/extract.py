"""``wirewatch extract``: an article page to its title, author, dates, language and text."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from crawler.core.articles import extract
from crawler.model.article import ArticleText
from crawler.model.errors import ExtractError

DONE, FAILED = 0, 1


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
        with args.batch.open(encoding="utf-8") as lines:
            for answer in _batch(lines):
                print(json.dumps(answer, ensure_ascii=False), flush=True)
        return DONE
    if args.file is None:
        print("wirewatch extract: give a FILE, or --batch LIST", file=sys.stderr)
        return 2
    answer = _one(args.file, args.url, args.content_type)
    if args.json:
        print(json.dumps(answer, ensure_ascii=False))
    elif "error" not in answer:
        print(_readable(answer))
    if "error" in answer:
        print(f"wirewatch: {answer['error']}", file=sys.stderr)
        return FAILED
    return DONE


def _batch(lines: Iterator[str]) -> Iterator[dict[str, str | None]]:
    for line in filter(str.strip, lines):
        try:
            wanted = json.loads(line)
            file, url = Path(wanted["file"]), str(wanted.get("url") or "")
            content_type = wanted.get("content_type")
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            yield {"error": f'not a line such as {{"file": …, "url": …}}: {line.strip()[:100]}'}
            continue
        yield _one(file, url, content_type if isinstance(content_type, str) else None)


def _one(file: Path, url: str, content_type: str | None) -> dict[str, str | None]:
    try:
        return _as_json(extract(file.read_bytes(), url=url, content_type=content_type))
    except ExtractError as error:
        return {"error": str(error)}
    except (OSError, ValueError) as error:  # ValueError: a NUL in the file's name
        return {"error": f"{file}: {error}"}


def _as_json(article: ArticleText) -> dict[str, str | None]:
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


def _readable(answer: dict[str, str | None]) -> str:
    facts = [
        f"{name}: {answer[name]}"
        for name in ("author", "published", "updated", "language", "canonical_url")
        if answer[name]
    ]
    return "\n".join((answer["title"] or "", *facts, "", answer["text"] or ""))
