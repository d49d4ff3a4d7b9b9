"""Which URLs a configuration lists, asked without its secrets: for commands that add to it."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from crawler.config.findings import Findings
from crawler.config.include import read_source
from crawler.config.nodes import ListNode, MapNode, Node, Place, ScalarNode
from crawler.core.urls import address_key


def listed_addresses(path: Path) -> Mapping[str, Place]:
    """Return where each source under ``feeds:`` stands, in a file and those it includes.

    The keys are `address_key`s, lists at an address included; what holds a variable is as written.

    Raises:
        ConfigError: the file cannot be read at all.
        ConfigErrors: it is not valid YAML.
    """
    findings = Findings()
    source = read_source(path, findings)
    findings.raise_errors()
    found: dict[str, Place] = {}
    for url, place in _urls(source.root.get("feeds")):
        found.setdefault(address_key(url) or url, place)
    return found


def _urls(feeds: Node | None) -> Iterator[tuple[str, Place]]:
    for item in feeds.items if isinstance(feeds, ListNode) else ():
        url = (item.get("url") or item.get("opml")) if isinstance(item, MapNode) else item
        if isinstance(url, ScalarNode) and url.text is not None:
            yield url.text, url.place
