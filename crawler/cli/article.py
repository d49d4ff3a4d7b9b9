"""``wirewatch article ID``: an article, its versions, and the words that changed between them."""

import argparse
import asyncio
import json
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import replace

from crawler.cli.archive import archive
from crawler.cli.options import add_config_option, add_json_option, config_path
from crawler.config.load import load_config
from crawler.core.digests.moments import day_and_time
from crawler.core.edits import Passage, Step, chronicle, diff_lines, step_between
from crawler.core.edits.shown import wdiff
from crawler.core.escaping import for_terminal
from crawler.core.history import (
    history_document,
    is_day_only,
    published_from,
    step_document,
    url_chain,
)
from crawler.core.urls import is_web, url_key
from crawler.model.article import ArticleId
from crawler.model.errors import WirewatchError
from crawler.model.history import ArticleHistory
from crawler.model.settings import Config
from storage.protocol import Store

RED, GREEN, PLAIN = "\x1b[31m", "\x1b[32m", "\x1b[0m"
_RANGE = re.compile(r"(\d{1,9})\.\.(\d{1,9})")
_NUMBER = re.compile(r"\d{1,17}")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "article", help="the number search and explain show, an unambiguous beginning, or the URL"
    )
    parser.add_argument(
        "--diff",
        nargs="?",
        const="",
        metavar="N..M",
        help="show the words that changed, between successive versions or two of them (1..3)",
    )
    add_config_option(parser)
    add_json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Print the article; return 0.

    Raises:
        WirewatchError: there is no such article, or no such version.
    """
    config = load_config(config_path(args), os.environ)
    history = asyncio.run(_found(config, args.article))
    steps = chronicle(history.versions)
    shown = steps[1:] if args.diff == "" else _chosen(history, args.diff)
    if args.json:
        compared = {"compared": step_document(shown[0])} if args.diff else {}
        print(json.dumps({**history_document(history, steps), **compared}, ensure_ascii=False))
        return 0
    print("\n".join(map(for_terminal, _card(history, steps))))
    for step in shown:
        print("\n".join(_diff(step)))
    if args.diff == "" and not shown:
        print("\nthere is one version: nothing to compare")
    return 0


async def _found(config: Config, name: str) -> ArticleHistory:
    async with archive(config) as store:
        history = await store.history(await _article_id(store, name))
    if history is None:
        raise _unknown(name)
    return history


async def _article_id(store: Store, name: str) -> ArticleId:
    if is_web(name):
        article = await store.article_at(url_key(name) or "")
        if article is None:
            raise _unknown(name)
        return article.id
    if not _NUMBER.fullmatch(name):
        raise _unknown(name)
    found = await store.articles_numbered(name)
    if len(found) > 1:
        both = " and ".join(map(str, found))
        raise WirewatchError(f"several articles begin with {name}, {both} among them; write more")
    if not found:
        raise _unknown(name)
    return found[0]


def _unknown(name: str) -> WirewatchError:
    return WirewatchError(
        f"no article is known as '{for_terminal(name)}'; "
        "`wirewatch search` shows articles with their numbers"
    )


def _chosen(history: ArticleHistory, asked: str | None) -> tuple[Step, ...]:
    """Return the comparison of the two versions asked for, if any were."""
    if asked is None:
        return ()
    numbered = {version.number: version for version in history.versions}
    found = _RANGE.fullmatch(asked)
    if found is None:
        raise WirewatchError(f"'{for_terminal(asked)}' names no two versions: write 1..3")
    old, new = numbered.get(int(found[1])), numbered.get(int(found[2]))
    if old is None or new is None:
        have = ", ".join(map(str, numbered))
        raise WirewatchError(f"{asked}: the article has no such version; it has {have}")
    return (step_between(old, new),)


def _card(history: ArticleHistory, steps: tuple[Step, ...]) -> Iterator[str]:
    article = history.article
    yield article.title
    yield f"  article {article.id} · {article.outlet} (feed {article.feed_id})"
    yield from _line("author", article.author)
    if article.published is not None:
        day = f"{article.published:%-d %b %Y}" if is_day_only(history) else None
        yield from _line(
            "published",
            f"{day or day_and_time(article.published)} (stated by the {published_from(history)})",
        )
    yield from _line("first seen", day_and_time(article.first_seen_at))
    yield from _line("fetched", day_and_time(history.versions[-1].fetched_at))
    yield from _line("next look", history.next_look_at and day_and_time(history.next_look_at))
    yield from _line("language", article.language)
    yield from _line("url", " → ".join(url_chain(history)))
    yield from _line("story", f"{article.story_id}: {history.story_title}")
    yield from _line("", history.story_why)
    yield from _line("copy of", article.copy_of and f"article {article.copy_of}")
    yield from _passages(history)
    for matched in history.matched:
        score = f"score {matched.score:g}, version {matched.version}"
        yield from _line("topic", f"{matched.topic} ({score})")
    for alert in history.alerts:
        moment = day_and_time(alert.created_at)
        yield from _line("alert", f"{alert.id} ({alert.topic}, {alert.kind.value}, {moment})")
    yield from _line("problem", article.problem)
    yield from _absences(history)
    yield ""
    for step in steps:
        version = step.version
        moment = day_and_time(version.fetched_at)
        yield f"version {version.number}  {moment}  {version.text.extractor}  {step.what}"


def _passages(history: ArticleHistory) -> Iterator[str]:
    for each in history.passages:
        if each.inner_id == history.article.id:
            yield from _line("inside", f"article {each.outer_id} ({each.outer_outlet})")
        else:
            yield from _line("contains", f"article {each.inner_id} ({each.inner_outlet})")


def _absences(history: ArticleHistory) -> Iterator[str]:
    for absence in history.absences:
        word = "deleted" if absence.confirmed_at else "missing"
        seen = f"since {day_and_time(absence.since)}"
        if absence.confirmed_at:
            seen += f", confirmed {day_and_time(absence.confirmed_at)}"
        if absence.back_at:
            seen += f", back {day_and_time(absence.back_at)}"
        yield from _line(word, f"{seen}: {absence.problem}")


def _line(name: str, value: object) -> Iterator[str]:
    if value:
        yield f"  {name:11}{value}"


def _diff(step: Step) -> Iterator[str]:
    """Yield what changed in a version: one line for what went, one for what came."""
    yield f"\nversion {step.version.number}: {for_terminal(step.what)}"
    if step.edit is None or not step.edit.passages:
        yield "  no words differ"
        return
    colours = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    for passage in map(_harmless, step.edit.passages):
        heading = "title: " if passage.field == "title" else ""
        for op, line in diff_lines([passage], _coloured if colours else wdiff):
            sign = "-" if op == "delete" else "+"
            yield f"  {_coloured(op, sign) if colours else sign} {heading}{line}"
    if step.edit.more:
        yield f"  and {step.edit.more} more changed passages: `--json` has both texts"


def _coloured(op: str, words: str) -> str:
    return f"{RED if op == 'delete' else GREEN}{words}{PLAIN}"


def _harmless(passage: Passage) -> Passage:
    pieces = (replace(piece, text=for_terminal(piece.text)) for piece in passage.pieces)
    return replace(passage, pieces=tuple(pieces))
