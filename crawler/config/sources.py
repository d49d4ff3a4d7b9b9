"""Which URLs a configuration lists, asked without its secrets: for commands that add to it."""

from collections.abc import Iterator
from pathlib import Path

from crawler.config.findings import Findings
from crawler.config.include import read_source
from crawler.config.nodes import ListNode, MapNode, Node, ScalarNode


def listed_urls(path: Path) -> frozenset[str]:
    """Return the URLs under ``feeds:`` of a file and those it includes, as written.

    Raises:
        ConfigError: the file cannot be read at all.
        ConfigErrors: it is not valid YAML.
    """
    findings = Findings()
    source = read_source(path, findings)
    findings.raise_errors()
    return frozenset(_urls(source.root.get("feeds")))


def _urls(feeds: Node | None) -> Iterator[str]:
    for item in feeds.items if isinstance(feeds, ListNode) else ():
        url = item.get("url") if isinstance(item, MapNode) else item
        if isinstance(url, ScalarNode) and url.text is not None:
            yield url.text
