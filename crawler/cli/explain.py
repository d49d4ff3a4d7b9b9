"""``wirewatch explain ALERT``: clause, alias, language, field, quoted sentence, score, why now."""

import argparse
import asyncio
import json
import os
from collections.abc import Iterable, Iterator

from crawler.cli.archive import archive, as_document
from crawler.cli.deliveries import delivery_document
from crawler.cli.options import add_config_option, add_json_option, config_path
from crawler.config.load import load_config
from crawler.core.digests.moments import iso
from crawler.core.digests.text import render_terminal
from crawler.core.escaping import for_terminal
from crawler.core.topics import compile_topics, render
from crawler.lists import with_known_lists
from crawler.model.alert import Alert, Delivery, DeliveryState, Json, message_of
from crawler.model.article import Article
from crawler.model.errors import WirewatchError
from crawler.model.settings import Config


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("alert", help="the id, or an unambiguous beginning of it")
    add_config_option(parser)
    add_json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Print why the alert was raised; return 0."""
    config = load_config(config_path(args), os.environ)
    config, alert, article, deliveries = asyncio.run(_found(config, args.alert))
    if args.json:
        shown = {"id": alert.id, "kind": alert.kind.value, **alert.data}
        ways = [delivery_document(each) for each in deliveries]
        print(json.dumps({**shown, "deliveries": ways}, ensure_ascii=False))
        return 0
    print(render_terminal(message_of(alert)))
    print("\nwhat matched when it was raised")
    for span in alert.data["match"]["spans"]:
        print("  " + for_terminal(_line(span, alert.data)))
    print(
        f"\nthe topic as it is now, against the article as it is now\n{_tree(config, alert, article)}"
    )
    print("\nits way")
    for moment, what in _way(alert, deliveries):
        print(for_terminal(f"  {moment or 'unknown':20}  {what}"))
    return 0


async def _found(
    config: Config, alert_id: str
) -> tuple[Config, Alert, Article | None, tuple[Delivery, ...]]:
    async with archive(config) as store:
        alert = await store.alert(alert_id)
        if alert is None:
            raise WirewatchError(f"no alert has the id {alert_id!r}; `wirewatch alerts` lists them")
        article = await store.article(alert.article_id)
        deliveries = await store.deliveries_of(alert.id)
        return await with_known_lists(config, store), alert, article, deliveries


def _line(span: Json, data: Json) -> str:
    alias = f" (alias @{span['alias']})" if span.get("alias") else ""
    place = f"{span['field']} {span['start']}-{span['end']}"
    language = data["article"]["language"]
    return f"{span['clause']:8} {span['term']}{alias} in {place}, language {language}"


_END = {
    DeliveryState.SENT: "accepted by",
    DeliveryState.DEAD: "given up for",
    DeliveryState.CARRIED: "late, gathered into a digest for",
}


def _way(alert: Alert, deliveries: Iterable[Delivery]) -> Iterator[tuple[str | None, str]]:
    """Yield the steps from the publisher to the receivers, each with its moment."""
    latency = alert.data["latency"]
    for step in ("published", "first_seen", "fetched", "matched", "alerted"):
        yield latency.get(step), step.replace("_", " ")
    for each in deliveries:
        if each.sent_at:
            yield iso(each.sent_at), f"sent to {each.channel}, attempt {each.attempts}"
        if each.done_at:
            yield iso(each.done_at), f"{_END[each.state]} {each.channel}"


def _tree(config: Config, alert: Alert, article: Article | None) -> str:
    if article is None:
        return "  the article is no longer in the archive"
    if alert.topic not in {topic.name for topic in config.topics}:
        return "  the topic is no longer configured"
    matcher = compile_topics(config.topics, config.aliases)
    return for_terminal(render(matcher.explain(alert.topic, as_document(article, config))))
