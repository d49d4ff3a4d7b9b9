"""``wirewatch story ID``: who told it, in order of publication, and why each article is in it."""

import argparse
import asyncio
import json
import os
from collections import defaultdict
from collections.abc import Iterator

from crawler.cli.archive import archive
from crawler.cli.options import add_config_option, add_json_option, config_path
from crawler.config.load import load_config
from crawler.core.digests.moments import day_and_time
from crawler.core.escaping import for_terminal
from crawler.core.tellers import (
    contained_in,
    contains,
    figures_and_names,
    independent_outlets,
    languages,
    story_document,
    tellers,
)
from crawler.model.alert import Alert
from crawler.model.errors import WirewatchError
from crawler.model.history import StoryHistory
from crawler.model.settings import Config
from crawler.model.story import Source

MOST_FACTS = 15  # of each kind; --json has them all


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "story", help="the id search and article show, or an unambiguous beginning of it"
    )
    add_config_option(parser)
    add_json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Print the story; return 0.

    Raises:
        WirewatchError: there is no such story.
    """
    config = load_config(config_path(args), os.environ)
    history = asyncio.run(_found(config, args.story))
    if args.json:
        print(json.dumps(story_document(history), ensure_ascii=False))
    else:
        print("\n".join(map(for_terminal, _card(history, args.story))))
    return 0


async def _found(config: Config, name: str) -> StoryHistory:
    async with archive(config) as store:
        history = await store.story_history(name)
        if history is not None:
            return history
        found = await store.stories_beginning(name) if name else ()
        if len(found) > 1:
            both = " and ".join(found)
            raise WirewatchError(
                f"several stories begin with {for_terminal(name)}, {both} among them; write more"
            )
        history = await store.story_history(found[0]) if found else None
    if history is None:
        raise WirewatchError(
            f"no story is known as '{for_terminal(name)}'; "
            "`wirewatch article` and `wirewatch search --json` show the stories of articles"
        )
    return history


def _card(history: StoryHistory, asked: str) -> Iterator[str]:
    story = history.story
    outlets = independent_outlets(history)
    yield story.title
    yield f"  {'story':11}{story.id}, first seen {day_and_time(story.first_seen_at)}"
    for merged in history.merged:
        if merged.story_id.startswith(asked):
            yield f"  {'':11}{merged.story_id} is part of it"
    yield f"  {'outlets':11}{len(outlets)} in their own words: {', '.join(outlets)}"
    yield f"  {'languages':11}{', '.join(languages(history)) or 'unknown'}"
    figures, names = figures_and_names(history)
    for kind, facts in (("figures", figures), ("names", names)):
        if facts:
            more = f" and {len(facts) - MOST_FACTS} more" if len(facts) > MOST_FACTS else ""
            yield f"  {kind:11}{', '.join(facts[:MOST_FACTS])}{more}"
    yield from _alerts(history.alerts)
    yield ""
    for teller in tellers(history):
        yield from _source(teller.source, history, "")
        for copy in teller.copies:
            yield from _source(copy, history, "    ")
    for merged in history.merged:
        yield ""
        yield f"merged {day_and_time(merged.merged_at)}: {merged.story_id} “{merged.title}”"
        into = "" if merged.into_id == story.id else f" (then {merged.into_id})"
        yield f"  it {merged.reason}{into}"


def _alerts(alerts: tuple[Alert, ...]) -> Iterator[str]:
    by_topic: dict[str, list[Alert]] = defaultdict(list)
    for alert in alerts:
        by_topic[alert.topic].append(alert)
    for topic, told in by_topic.items():
        kinds = ", ".join(f"{each.kind.value} {each.id}" for each in told)
        yield f"  {'alerts':11}{topic}: {kinds}"


def _source(source: Source, history: StoryHistory, indent: str) -> Iterator[str]:
    kind = "copy" if source.copy_of is not None else source.language or "?"
    yield (
        f"{indent}{day_and_time(source.told_at)}  {source.outlet} ({kind})  "
        f"article {source.article_id}"
    )
    yield f"{indent}  {source.title}"
    yield f"{indent}  {source.url}"
    if why := history.reasons.get(source.article_id):
        yield f"{indent}  why: {why}"
    for outer in contained_in(history, source.article_id):
        yield f"{indent}  contained in article {outer}"
    for inner in contains(history, source.article_id):
        yield f"{indent}  contains article {inner}"
