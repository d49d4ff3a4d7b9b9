"""How long it takes from publication to the reader, per outlet."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from crawler.model.alert import Json

FOUND_LATE = timedelta(days=7)
"""An article older than this was not missed by the watch: it came from a backlog."""


def paces(ways: Iterable[tuple[str, datetime | None, datetime | None]]) -> Iterator[Json]:
    """Yield ``{outlet, alerts, p50_s, p95_s}`` per outlet, in alphabetical order.

    Articles without a time of publication, dated in the future, or older than FOUND_LATE when
    they were found, tell nothing of the watch and are left out.

    Args:
        ways: outlet, moment of publication, moment of arrival.
    """
    delays: dict[str, list[timedelta]] = defaultdict(list)
    for outlet, published, arrived in ways:
        if outlet and published and arrived and timedelta(0) <= arrived - published <= FOUND_LATE:
            delays[outlet].append(arrived - published)
    for outlet, spans in sorted(delays.items()):
        yield {
            "outlet": outlet,
            "alerts": len(spans),
            "p50_s": percentile(spans, 50).total_seconds(),
            "p95_s": percentile(spans, 95).total_seconds(),
        }


def percentile(spans: Sequence[timedelta], percent: int) -> timedelta:
    """Return the smallest span that at least ``percent`` of them do not exceed (nearest rank)."""
    rank = -(-percent * len(spans) // 100)
    return sorted(spans)[max(rank, 1) - 1]
