"""Adding feeds to the user's file by inserting lines: comments and formatting stay as they are."""

import errno
import os
import re
import stat
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from crawler.config.findings import Findings
from crawler.config.include import read_text
from crawler.config.load import load_about_sources
from crawler.config.nodes import ListNode, MapNode, Node, Place, ScalarNode, plain
from crawler.config.written import Written, flow
from crawler.config.yaml_nodes import read_yaml
from crawler.model.errors import ConfigError

_BREAK = re.compile("(\r\n|[\n\r\x85\u2028\u2029])")
_INDENT = 2
_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


def add_feeds(path: Path, feeds: Sequence[Written], environ: Mapping[str, str]) -> None:
    """Append feeds to the list under ``feeds:`` in a configuration file.

    The result is read back, compared and checked before the file is replaced, in one step.

    Args:
        path: the file.
        feeds: what is added, in this order.
        environ: where ``${NAME}`` is looked up for the check; what is not set is passed over.

    Raises:
        ConfigError: the file cannot be read or written, or its list has a form that cannot be
            added to; it is left as it was.
        ConfigErrors: the file is not valid, or would not be with these feeds in it.
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
    load_about_sources(path, environ, changed)
    _replace(path, changed)


def _read(text: str, path: Path) -> Node:
    findings = Findings()
    root = read_yaml(text, path, 0, findings)
    findings.raise_errors()
    if root is None or (isinstance(root, ScalarNode) and root.text is None):
        return MapNode((), Place(0, 1, 1, path))
    return root


def _is_longer_by(feeds: Sequence[Written], before: MapNode, after: Node | None) -> bool:
    """Whether the feeds were added behind the others, and nothing else changed."""
    if not isinstance(after, MapNode):
        return False
    old, new = plain(before), plain(after)
    known = old.pop("feeds", None) or []
    added = [feed.plain() for feed in feeds]
    return isinstance(known, list) and new.pop("feeds") == known + added and new == old


def _inserted(text: str, root: MapNode, feeds: Sequence[Written]) -> str:
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


def _into_brackets(pieces: list[str], node: ListNode, feeds: Sequence[Written]) -> str:
    last = node.items[-1] if node.items else None
    end = last.end if last is not None else None
    place = end or Place(node.place.order, node.place.line, node.place.column + 1, node.place.file)
    at = (place.line - 1) * 2
    line, column = pieces[at], place.column - 1
    added = ", ".join(flow(feed.plain()) for feed in feeds)
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


def _lines(feeds: Sequence[Written], indent: int) -> list[str]:
    return [" " * indent + feed.line() for feed in feeds]


def _replace(path: Path, text: str) -> None:
    """Write a file so that a reader sees the old content or the new one, never a part."""
    target = path.resolve()
    draft = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        before = target.stat()
        if not before.st_mode & _WRITABLE:  # a rename would not ask
            raise PermissionError(errno.EACCES, "the file is read-only")
        draft.touch(mode=0o600)
        with suppress(PermissionError):  # only root may give files away
            os.chown(draft, before.st_uid, before.st_gid)
        draft.chmod(stat.S_IMODE(before.st_mode))
        draft.write_bytes(text.encode())
        draft.replace(target)
    except OSError as error:
        with suppress(OSError):
            draft.unlink()
        raise ConfigError(
            str(path), f"cannot be written: {error.strerror}", "check its permissions"
        ) from error
