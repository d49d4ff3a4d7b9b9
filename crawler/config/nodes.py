"""What a YAML file says, as a tree that remembers where everything was written.

Scalars stay the text the user wrote (YAML 1.1 would turn ``no`` into False and ``22:30`` into
1350); the schema gives them types. Errors are found on plain data and named by a path of keys
and indices; ``locate`` leads from that path back to the place.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

Step = str | int
NodePath = tuple[Step, ...]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A position in a file: line and column counted from 1, in characters."""

    order: int
    """Which file, in the order of reading; includes sort behind the file that names them."""
    line: int
    column: int
    file: Path = field(compare=False)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """Text, or nothing at all (an empty value, ``~`` or ``null``)."""

    text: str | None
    place: Place
    style: str = ""
    """As YAML's events name it: empty = plain, ' and " = quoted, | and > = block."""
    end: Place | None = None
    """Behind its last character; for a block the beginning of the line after it."""
    comment: str = ""
    """What follows a plain scalar on its line from `` #`` on."""
    written: str | None = None
    """The text before values from the environment were filled in; None where there were none."""

    @property
    def width(self) -> int:
        """Characters it takes in its source line; 0 when it spans several lines."""
        is_one_line = self.end is not None and self.end.line == self.place.line
        return self.end.column - self.place.column if self.end and is_one_line else 0

    @property
    def secret(self) -> bool:
        """Whether it holds a value from the environment, which is never shown."""
        return self.written is not None


@dataclass(frozen=True, slots=True)
class ListNode:
    """A sequence."""

    items: tuple["Node", ...]
    place: Place
    end: Place | None = None
    flow: bool = False
    """Written in brackets."""
    lost: bool = False
    """Items were cut out because their errors are known already."""


@dataclass(frozen=True, slots=True)
class MapNode:
    """A mapping with text keys, in the order of the file."""

    entries: tuple[tuple[ScalarNode, "Node"], ...]
    place: Place
    end: Place | None = None
    flow: bool = False
    """Written in braces."""
    lost: frozenset[str] = frozenset()
    """Keys that were cut out because their errors are known already."""

    def get(self, key: str) -> "Node | None":
        """Return the value of a key, or None."""
        return next((value for name, value in self.entries if name.text == key), None)

    def key(self, key: str) -> ScalarNode | None:
        """Return the key itself, which knows its own place, or None."""
        return next((name for name, _ in self.entries if name.text == key), None)


Node = ScalarNode | ListNode | MapNode


def plain(node: Node) -> Any:
    """Return lists, dictionaries, text and None: what the schema validates."""
    if isinstance(node, ListNode):
        return [plain(item) for item in node.items]
    if isinstance(node, MapNode):
        return {str(key.text): plain(value) for key, value in node.entries}
    return node.text


def find(node: Node, path: Sequence[Step]) -> Node | None:
    """Return the node at a path, or None when the file has none there."""
    for step in path:
        child = _child(node, step)
        if child is None:
            return None
        node = child
    return node


def resolve(node: Node, path: Sequence[Step]) -> tuple[NodePath, Node]:
    """Follow a path as far as the file goes.

    Steps that name nothing in the file are passed over: the schema's names for the forms of an
    entry stand in its paths too.
    """
    real: list[Step] = []
    for step in path:
        child = _child(node, step)
        if child is not None:
            real.append(step)
            node = child
    return tuple(real), node


def without(node: Node, paths: Iterable[NodePath]) -> Node:
    """Return the tree without what stands at these paths, none empty; the rest keeps its places."""
    heads: dict[Step, list[NodePath]] = {}
    for path in paths:
        heads.setdefault(path[0], []).append(path[1:])
    if isinstance(node, ListNode):
        kept = (
            without(item, heads[index]) if index in heads else item
            for index, item in enumerate(node.items)
            if () not in heads.get(index, ())
        )
        items = tuple(kept)
        return replace(node, items=items, lost=node.lost or len(items) < len(node.items))
    if isinstance(node, MapNode):
        gone = frozenset(str(head) for head, tails in heads.items() if () in tails)
        entries = (
            (key, without(value, heads[str(key.text)]) if str(key.text) in heads else value)
            for key, value in node.entries
            if key.text not in gone
        )
        return replace(node, entries=tuple(entries), lost=node.lost | gone)
    return node


def key_place(node: Node, path: Sequence[Step]) -> Place:
    """Return where the last key of a path is written, or the nearest place above it."""
    *parents, last = path or ("",)
    _, parent = resolve(node, parents)
    if isinstance(parent, MapNode) and isinstance(last, str):
        key = parent.key(last)
        if key is not None:
            return key.place
    return resolve(node, path)[1].place


def _child(node: Node, step: Step) -> Node | None:
    if isinstance(node, MapNode) and isinstance(step, str):
        return node.get(step)
    if isinstance(node, ListNode) and isinstance(step, int) and 0 <= step < len(node.items):
        return node.items[step]
    return None
