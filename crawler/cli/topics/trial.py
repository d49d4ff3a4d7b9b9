"""``wirewatch topic test NAME FILE_OR_URL``: would it match, and why."""

import argparse
import json
import os
from dataclasses import asdict

from crawler.cli.options import config_path
from crawler.cli.topics import topic_named
from crawler.cli.topics.articles import article_named
from crawler.config.load import load_config
from crawler.core.escaping import for_terminal
from crawler.core.topics import Explanation, compile_topics, render
from crawler.model.topic import Document


def run(args: argparse.Namespace) -> int:
    """Print the conditions of the topic, true or false; return 0 whether it matches or not.

    Raises:
        WirewatchError: no topic has this name, or the article cannot be read.
    """
    config = load_config(args.topics or config_path(args), os.environ)
    topic = topic_named(args.name, config)
    article = article_named(args.article, config, args.lang)
    explanation = compile_topics([topic], config.aliases).explain(topic.name, article)
    if args.json:
        print(json.dumps(_document(explanation, article), ensure_ascii=False))
        return 0
    print(for_terminal(article.title))
    print(for_terminal(render(explanation)))
    for span in explanation.match.spans if explanation.match else ():
        alias = f" (alias @{span.alias})" if span.alias else ""
        place = f"{span.field} {span.start}-{span.end}"
        print(for_terminal(f"  {span.clause:8} {span.term}{alias} in {place}"))
    return 0


def _document(explanation: Explanation, article: Document) -> dict[str, object]:
    match = explanation.match
    return {
        "topic": explanation.topic,
        "matches": match is not None,
        "score": round(match.score, 4) if match else None,
        "article": {"title": article.title, "url": article.url, "language": article.lang},
        "reasons": [asdict(reason) for reason in explanation.reasons],
        "scores": [asdict(part) for part in explanation.scores],
        "spans": [asdict(span) for span in match.spans] if match else [],
    }
