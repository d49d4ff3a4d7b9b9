"""``wirewatch extract``: an article page to its title, author, dates, language and text."""

import argparse
from pathlib import Path

from crawler.cli.stages.batch import Answer, Wanted, add_file_arguments, answer, failure
from crawler.core.articles import extract
from crawler.model.article import ArticleText
from crawler.model.errors import ExtractError

MOST_BYTES = 15 * 2**20
"""The daemon fetches no larger page either; most of such a page is scripts, which are cut out."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    add_file_arguments(parser, "the page")


def run(args: argparse.Namespace) -> int:
    """Extract one page or a list of them; return the exit code."""
    return answer(args, extract_file, _readable)


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


def _readable(found: Answer) -> str:
    facts = [
        f"{name}: {found[name]}"
        for name in ("author", "published", "updated", "language", "canonical_url")
        if found[name]
    ]
    return "\n".join((found["title"] or "", *facts, "", found["text"] or ""))
