"""The main file and those it includes, read and merged into one tree."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from crawler.config.bounded import MAX_FILE_BYTES, read_bounded
from crawler.config.findings import Findings
from crawler.config.nodes import ListNode, MapNode, Node, Place, ScalarNode
from crawler.config.yaml_nodes import read_yaml
from crawler.model.errors import ConfigError

_WILDCARDS = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class Source:
    """Everything that was read."""

    root: MapNode
    files: tuple[Path, ...]


def read_source(path: Path, findings: Findings, text: str | None = None) -> Source:
    """Read the main file and merge its ``include`` into it.

    Args:
        path: the main file.
        findings: takes what is wrong.
        text: what the main file is to say, for whoever is about to write it; None = read it.

    A file that is empty, or so wrong that nothing can be used, comes back as an empty map; in the
    latter case the findings say why.

    Raises:
        ConfigError: the main file cannot be read at all.
    """
    files = [path]
    root = _sections(read_text(path) if text is None else text, path, 0, findings)
    for pattern in _patterns(root):
        for included in _matching(pattern, path, findings):
            files.append(included)
            part = _included(included, pattern, len(files) - 1, findings)
            root = _merged(root, part, findings)
    return Source(root, tuple(files))


def read_text(path: Path) -> str:
    """Read a configuration file as UTF-8.

    Raises:
        ConfigError: it is missing, a folder, not readable, too large or not UTF-8.
    """
    try:
        content = read_bounded(path)
    except FileNotFoundError as error:
        raise ConfigError(
            str(path), "there is no such file", "wirewatch init writes one to start from"
        ) from error
    except IsADirectoryError as error:
        raise ConfigError(
            str(path), "this is a folder", f"name the file: --config {path / 'feeds.yaml'}"
        ) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ConfigError(
            str(path), f"cannot be read: {reason}", "check the path and its permissions"
        ) from error
    if len(content) > MAX_FILE_BYTES:
        raise ConfigError(
            str(path),
            f"larger than {MAX_FILE_BYTES} bytes",
            "put long lists of feeds into OPML files",
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = error.start - (content.rfind(b"\n", 0, error.start) + 1) + 1
        raise ConfigError(
            f"{path}:{line}:{column}",
            f"not UTF-8: the byte 0x{content[error.start]:02x}",
            "save the file in the encoding UTF-8",
        ) from error


def _patterns(root: MapNode) -> Sequence[ScalarNode]:
    include = root.get("include")
    if not isinstance(include, ListNode):
        return ()  # the schema complains
    return [item for item in include.items if isinstance(item, ScalarNode) and item.text]


def _matching(pattern: ScalarNode, path: Path, findings: Findings) -> list[Path]:
    text = pattern.text or ""
    if not _WILDCARDS & set(text):
        return [path.parent / text]
    try:
        found = sorted(path.parent.glob(text))
    except (NotImplementedError, ValueError, OSError):
        findings.error(
            pattern.place,
            f"'{text}' is not a pattern of file names",
            "write one relative to this file: feeds.d/*.yaml",
        )
        return []
    if not found:
        findings.warn(pattern.place, f"no file matches '{text}'")
    return [match for match in found if match.is_file()]


def _included(path: Path, named: ScalarNode, order: int, findings: Findings) -> MapNode:
    try:
        root = _sections(read_text(path), path, order, findings)
    except ConfigError as error:
        if error.where == str(path):  # the place is rather where the file is named
            hint = "correct the name, or delete it"
            findings.error(named.place, f"{path}: {error.problem}", hint)
        else:
            findings.error(Place(order, 1, 1, path), error.problem, error.hint)
        return MapNode((), Place(order, 1, 1, path))
    nested = root.key("include")
    if nested is None:
        return root
    findings.error(
        nested.place,
        "an included file cannot include more",
        "name that file under include: of the main file",
    )
    return replace(root, entries=tuple(entry for entry in root.entries if entry[0] is not nested))


def _sections(text: str, path: Path, order: int, findings: Findings) -> MapNode:
    root = read_yaml(text, path, order, findings)
    if isinstance(root, MapNode):
        return root
    if root is not None and not (isinstance(root, ScalarNode) and root.text is None):
        findings.error(
            root.place,
            "the file is not a map of sections",
            "begin with a section: feeds:, topics:, …",
        )
    return MapNode((), Place(order, 1, 1, path))


def _merged(one: MapNode, other: MapNode, findings: Findings, depth: int = 0) -> MapNode:
    """Put two maps together: lists are joined, sections merged, a name in both is an error."""
    entries = {str(key.text): (key, value) for key, value in one.entries}
    for key, value in other.entries:
        name = str(key.text)
        if name not in entries:
            entries[name] = (key, value)
            continue
        first, known = entries[name]
        joined = _joined(known, value, findings) if depth == 0 else None
        if joined is not None:
            entries[name] = (first, joined)
        elif depth or not _say_the_same(known, value):
            findings.error(
                key.place,
                f"'{name}' is defined twice, first at {first.place}",
                "delete one of the two",
            )
    return replace(one, entries=tuple(entries.values()))


def _joined(one: Node, other: Node, findings: Findings) -> Node | None:
    if isinstance(one, ListNode) and isinstance(other, ListNode):
        return replace(one, items=one.items + other.items)
    if isinstance(one, MapNode) and isinstance(other, MapNode):
        return _merged(one, other, findings, depth=1)
    if isinstance(one, ScalarNode) and one.text is None:
        return other
    if isinstance(other, ScalarNode) and other.text is None:
        return one
    return None


def _say_the_same(one: Node, other: Node) -> bool:
    """Whether two scalars are equal: ``version: 1`` may stand in every file."""
    return isinstance(one, ScalarNode) and isinstance(other, ScalarNode) and one.text == other.text
