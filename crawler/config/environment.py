"""``${NAME}``: values from the environment, only where secrets live, and marked so from here on."""

import re
from collections.abc import Mapping
from dataclasses import replace

from crawler.config.findings import Findings
from crawler.config.nodes import ListNode, MapNode, Node, NodePath

_NAME = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_PLACES = "channels, the url and headers of a feed, network.user_agent and storage"


def fill_in(
    root: Node, environ: Mapping[str, str], findings: Findings
) -> tuple[Node, frozenset[NodePath]]:
    """Replace every ``${NAME}``; note an error where it may not stand or is not set.

    Returns:
        The tree with the values filled in and marked secret, and the paths where that failed:
        what stands there means nothing, so it must not raise further errors.
    """
    failed: set[NodePath] = set()
    return _walk(root, (), environ, findings, failed), frozenset(failed)


def _walk(
    node: Node,
    path: NodePath,
    environ: Mapping[str, str],
    findings: Findings,
    failed: set[NodePath],
) -> Node:
    if isinstance(node, ListNode):
        items = tuple(
            _walk(item, (*path, index), environ, findings, failed)
            for index, item in enumerate(node.items)
        )
        return replace(node, items=items)
    if isinstance(node, MapNode):
        entries = tuple(
            (key, _walk(value, (*path, str(key.text)), environ, findings, failed))
            for key, value in node.entries
        )
        return replace(node, entries=entries)
    if node.text is None or "${" not in node.text:
        return node
    problem = _problem(node.text, path, environ)
    if problem is not None:
        findings.error(node.place, *problem)
        failed.add(path)
        return node
    filled = _NAME.sub(lambda name: environ[name[1]], node.text)
    return replace(node, text=filled, written=node.text)


def _problem(text: str, path: NodePath, environ: Mapping[str, str]) -> tuple[str, str] | None:
    """Say why this text cannot be filled in, and what to do; None when it can."""
    if not _may_hold_secrets(path):
        return (
            "${…} is not replaced here",
            f"write the value itself; values from the environment belong in {_PLACES}",
        )
    if "${" in _NAME.sub("", text):
        return (
            "'${' that does not begin a name",
            "write ${NAME} with letters, digits and _; defaults and nesting are not supported",
        )
    missing = [name for name in _NAME.findall(text) if name not in environ]
    if missing:
        return f"the environment variable {missing[0]} is not set", f"export {missing[0]}=…"
    return None


def _may_hold_secrets(path: NodePath) -> bool:
    match path:
        case ("channels", *_) | ("storage",) | ("network", "user_agent"):
            return True
        case ("feeds", int()) | ("feeds", int(), "url") | ("feeds", int(), "headers", str()):
            return True
        case _:
            return False
