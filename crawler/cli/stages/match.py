"""``wirewatch match``: articles to their topics, the article they copy, and their story."""

import argparse
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from crawler.cli.options import add_config_option, add_json_option, config_path
from crawler.cli.stages.article_lines import ArticleLine, BadLine, read_lines
from crawler.config.load import load_config
from crawler.core.filing import decider
from crawler.core.stories.memory import MemoryArchive
from crawler.core.stories.merging import find_merger
from crawler.core.topics import compile_topics
from crawler.model.article import ArticleId
from crawler.model.settings import Config
from crawler.model.topic import Match

DONE = 0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    add_config_option(parser)
    add_json_option(parser)
    parser.add_argument("file", type=Path, metavar="ARTICLES.jsonl", help="one article a line")


def run(args: argparse.Namespace) -> int:
    """Match a file of articles; return the exit code.

    It ends with 0 once the file was read: what is wrong with a line stands in its answer.
    """
    config = load_config(config_path(args), os.environ)
    with args.file.open(encoding="utf-8-sig", errors="replace") as lines:
        answers = match_lines(lines, config)
    for answer in answers:
        print(json.dumps(answer, ensure_ascii=False) if args.json else _readable(answer))
    return DONE


def match_lines(lines: Iterable[str], config: Config) -> list[Mapping[str, Any]]:
    """Answer each line, in their order.

    The articles are decided in the order of publication, as a watch would have seen them: the
    original of a copy is the one published first, wherever it stands in the file. The decisions
    are the daemon's own, its later look at the stories included, over an archive in memory.
    """
    topics = {topic.name: topic for topic in config.topics}
    matcher = compile_topics(config.topics, config.aliases)
    read = [*read_lines(lines, matcher, config.feeds)]
    archive = MemoryArchive()
    articles: dict[int, ArticleId] = {}
    lines_of: dict[ArticleId, int] = {}
    for number in sorted(range(len(read)), key=lambda number: _order(read[number])):
        line = read[number]
        if isinstance(line, ArticleLine):
            decide = decider(topics, None, line.draft.task.seen_at)
            filed = archive.add(line.draft, decide(line.draft, archive))
            articles[number] = filed.article_id
            lines_of.setdefault(filed.article_id, number)
    archive.merge(find_merger)

    def answer(number: int) -> Mapping[str, Any]:
        line = read[number]
        if isinstance(line, BadLine):
            return {"id": line.id, "error": line.problem}
        article = archive.article(articles[number])
        original = lines_of[article.copy_of or article.id]
        return {
            "id": line.id,
            "topics": [_topic(match) for match in line.draft.matches],
            "duplicate_of": None if original == number else read[original].id,
            "story": article.story_id,
        }

    return [*map(answer, range(len(read)))]


def _order(line: ArticleLine | BadLine) -> float:
    return line.draft.task.seen_at.timestamp() if isinstance(line, ArticleLine) else 0.0


def _topic(match: Match) -> Mapping[str, Any]:
    spans = [
        {
            "field": span.field,
            "start": span.start,
            "end": span.end,
            "term": span.term,
            "clause": span.clause,
        }
        for span in match.spans
    ]
    return {"name": match.topic, "score": round(match.score, 4), "spans": spans}


def _readable(answer: Mapping[str, Any]) -> str:
    if "error" in answer:
        return f"{answer['id'] or '?'}: {answer['error']}"
    topics = ", ".join(topic["name"] for topic in answer["topics"]) or "no topic"
    copy = f", copies {answer['duplicate_of']}" if answer["duplicate_of"] is not None else ""
    return f"{answer['id']}: {topics}; story {answer['story']}{copy}"
