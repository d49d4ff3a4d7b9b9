"""Adding feeds to the user's file by inserting lines: comments and formatting stay as they are."""

import json
import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from crawler.config.findings import Findings
from crawler.config.include import read_text
from crawler.config.nodes import ListNode, MapNode, Node, Place, ScalarNode, plain
from crawler.config.yaml_nodes import read_yaml
from crawler.core.feeds.opml import OpmlFeed
from crawler.model.errors import ConfigError

_BREAK = re.compile("(\r\n|[\n\r\x85\u2028\u2029])")
_BARE = re.compile(r"[^\W_](?:[\w:/.?=&%~+-]*[\w/])?")
_INDENT = 2


def add_feeds(path: Path, feeds: Sequence[OpmlFeed]) -> None:
    """Append feeds to the list under ``feeds:`` in a configuration file.

    The result is read back and compared before the file is replaced, in one step.

    Raises:
        ConfigError: the file cannot be read or written, or its list has a form that cannot be
            added to; it is left as it was.
        ConfigErrors: the file is not valid YAML.
    """
    text = read_text(path)
    root = _read(text, path)
    if not isinstance(root, MapNode) or root.flow:
        raise ConfigError(f"{path}:1:1", "the file is not a map of sections", "begin with feeds:")
    changed = _inserted(text, root, feeds)
    if not _is_longer_by(feeds, root, read_yaml(changed, path, 0, Findings())):
        place = root.key("feeds") or root
        raise ConfigError(
            str(place.place),
            "this list of feeds has a form that cannot be added to",
            "write one feed a line under feeds:, each after a hyphen",
        )
    _replace(path, changed)


def _read(text: str, path: Path) -> Node:
    findings = Findings()
    root = read_yaml(text, path, 0, findings)
    findings.raise_errors()
    if root is None or (isinstance(root, ScalarNode) and root.text is None):
        return MapNode((), Place(0, 1, 1, path))
    return root


def _is_longer_by(feeds: Sequence[OpmlFeed], before: MapNode, after: Node | None) -> bool:
    """Whether the feeds were added behind the others, and nothing else changed."""
    if not isinstance(after, MapNode):
        return False
    old, new = plain(before), plain(after)
    known = old.pop("feeds", None) or []
    added = [_plain(feed) for feed in feeds]
    return isinstance(known, list) and new.pop("feeds") == known + added and new == old


def _plain(feed: OpmlFeed) -> object:
    named = {"name": feed.title} if feed.title else {}
    tagged = {"tags": list(feed.tags)} if feed.tags else {}
    return {"url": feed.url, **named, **tagged} if named or tagged else feed.url


def _inserted(text: str, root: MapNode, feeds: Sequence[OpmlFeed]) -> str:
    """Return the text with the feeds behind the last one, in the style of the list."""
    pieces = _BREAK.split(text)  # line, its break, line, …
    newline = pieces[1] if len(pieces) > 1 else "\n"
    node = root.get("feeds")
    key = root.key("feeds")
    if isinstance(node, ListNode) and node.flow:
        return _into_brackets(pieces, node, feeds)
    if key is None or node is None:
        ending = "" if not text or _BREAK.fullmatch(text[-1]) else newline
        block = ["feeds:", *_lines(feeds, _INDENT)]
        return text + ending + newline.join(block) + newline
    if isinstance(node, ListNode):
        return _below(pieces, _last_line(node), _lines(feeds, node.place.column - 1), newline)
    return _below(pieces, key.place.line, _lines(feeds, _INDENT), newline)


def _below(pieces: list[str], line: int, added: list[str], newline: str) -> str:
    """Insert lines behind a line counted from 1, but before the blank ones that lead to it."""
    while line > 1 and not pieces[line * 2 - 2].strip():
        line -= 1
    at = line * 2 - 1
    if at >= len(pieces):  # the last line has no break
        return "".join(pieces) + newline + newline.join(added) + newline
    block = pieces[at] + newline.join(added)
    return "".join([*pieces[:at], block, *pieces[at:]])


def _into_brackets(pieces: list[str], node: ListNode, feeds: Sequence[OpmlFeed]) -> str:
    last = node.items[-1] if node.items else None
    end = last.end if last is not None else None
    place = end or Place(node.place.order, node.place.line, node.place.column + 1, node.place.file)
    at = (place.line - 1) * 2
    line, column = pieces[at], place.column - 1
    added = ", ".join(_flow(_plain(feed)) for feed in feeds)
    joint = ", " if last is not None else ""
    pieces[at] = line[:column] + joint + added + line[column:]
    return "".join(pieces)


def _last_line(node: Node) -> int:
    """Return the last line, counted from 1, that belongs to a node."""
    if isinstance(node, ScalarNode):
        end = node.end or node.place
        return end.line - 1 if node.style in ("|", ">") and end.column == 1 else end.line
    if node.flow and node.end is not None:
        return node.end.line
    inner = node.items if isinstance(node, ListNode) else [value for _, value in node.entries]
    return max([node.place.line, *map(_last_line, inner)])


def _lines(feeds: Sequence[OpmlFeed], indent: int) -> list[str]:
    return [f"{' ' * indent}- {_flow(_plain(feed))}" for feed in feeds]


def _flow(value: object) -> str:
    """Write a value as YAML on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    text = str(value)
    is_bare = _BARE.fullmatch(text) and text.lower() != "null"
    return text if is_bare else json.dumps(text, ensure_ascii=False)


def _replace(path: Path, text: str) -> None:
    """Write a file so that a reader sees the old content or the new one, never a part."""
    target = path.resolve()
    draft = target.with_name(f".{target.name}.new")
    try:
        draft.write_bytes(text.encode())
        draft.chmod(target.stat().st_mode & 0o777)
        draft.replace(target)
    except OSError as error:
        with suppress(OSError):
            draft.unlink()
        raise ConfigError(
            str(path), f"cannot be written: {error.strerror}", "check its permissions"
        ) from error
