"""What a topic would have done, as lines of text."""

from collections.abc import Iterator, Mapping

from crawler.core.backtest.account import Account, Cost, NearMiss, Sample, Tally
from crawler.core.digests.phrases import counted
from crawler.core.escaping import for_terminal
from crawler.core.topics.quotes import highlight

MOST_SOURCES = 12
BAR = 40
QUOTES = 2
_HELD_BACK = {
    "copy": "copies of a text told before",
    "seen": "follow-ups without news",
    "cooldown": "within the cooldown",
    "max_per_day": "above max_per_day",
    "min_sources": "below min_sources",
    "event_off": "events that are switched off",
}


def lines(account: Account, opening: str, closing: str) -> Iterator[str]:
    """Yield the report; ``opening`` and ``closing`` stand around the words that were found."""
    yield from _summary(account)
    if account.total.matches:
        yield from _table("By day (UTC)", {str(day): each for day, each in account.days.items()})
        yield from _table("By source", account.sources)
        yield from _table("By language", account.languages)
    if account.costs:
        yield ""
        yield "Without a condition, so many matches more or fewer"
        width = max(len(cost.label) for cost in account.costs)
        for cost in account.costs:
            yield from _cost(cost, width)
    if account.samples:
        yield ""
        yield "Examples"
        for sample in account.samples:
            yield from _sample(sample, opening, closing)


def _summary(account: Account) -> Iterator[str]:
    total, days = account.total, (account.until - account.since).total_seconds() / 86_400
    kinds = ", ".join(f"{number:,} {kind}" for kind, number in account.kinds.items())
    yield f"{for_terminal(account.topic)}, {account.since:%Y-%m-%d} to {account.until:%Y-%m-%d}"
    yield f"  {counted(account.articles, 'article')} in the archive"
    stories = counted(account.stories, "story", "stories")
    matches = counted(total.matches, "match", "matches")
    yield f"  {matches} in {stories}, {total.matches / days:.1f} a day"
    told = f" ({kinds})" if kinds else ""
    yield f"  {counted(total.alerts, 'alert')}{told}, {total.alerts / days:.1f} a day"
    for reason, number in account.held_back.items():
        yield f"  {number:,} held back: {_HELD_BACK.get(reason, reason)}"
    if account.uncompared:
        yield (
            f"  {account.uncompared:,} matches were not looked at for new facts: follow-ups may be"
            " more than are counted here"
        )


def _table(title: str, tallies: Mapping[str, Tally]) -> Iterator[str]:
    shown = dict(list(tallies.items())[:MOST_SOURCES]) if title == "By source" else tallies
    width = max(len(title), *(len(name) + 2 for name in shown))
    most = max(tally.matches for tally in shown.values())
    yield ""
    yield f"{title:{width}}  matches  alerts"
    for name, tally in shown.items():
        bar = "█" * -(-BAR * tally.matches // most)
        label = f"  {for_terminal(name)}"
        yield f"{label:{width}}  {tally.matches:7,}  {tally.alerts:6,}  {bar}".rstrip()
    if len(shown) < len(tallies):
        yield f"  and {len(tallies) - len(shown):,} more"


def _cost(cost: Cost, width: int) -> Iterator[str]:
    more = " or more" if cost.settled else ""
    change = [f"+{cost.gained:,}{more}"] if cost.gained or not cost.lost else []
    change += [f"-{cost.lost:,}"] if cost.lost else []
    yield f"  {cost.label:{width}}  {' '.join(change):>16}  {for_terminal(cost.written)}"
    for near in cost.near_misses:
        yield f"  {'':{width}}  {'':>16}    {for_terminal(_near(cost, near))}"


def _near(cost: Cost, near: NearMiss) -> str:
    missed = ""
    if near.missed is not None:
        by = f"{near.missed:.2f}" if cost.label == "min_score" else f"{near.missed:.0f} words"
        missed = f"missed by {by}: "
    return f"{missed}{near.title} ({near.outlet}, article {near.article_id})"


def _sample(sample: Sample, opening: str, closing: str) -> Iterator[str]:
    article = sample.article
    when = f"{article.first_seen_at:%Y-%m-%d %H:%M}"
    yield f"  {when}  {sample.became:8}  {for_terminal(article.title)}"
    yield f"    {for_terminal(article.outlet)}, article {article.id}, {for_terminal(article.url)}"
    for quote in sample.quotes[:QUOTES]:
        yield f"    > {highlight(quote, opening, closing, for_terminal)}"
