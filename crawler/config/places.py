"""Where in the user's files a value stands: paths of the typed file -> places and nodes."""

from pathlib import Path

from crawler.config.nodes import (
    ListNode,
    MapNode,
    Node,
    Place,
    ScalarNode,
    Step,
    find,
    key_place,
    resolve,
)


class Places:
    """The tree that a typed file was made of, asked by path."""

    def __init__(self, root: Node, original: Node) -> None:
        """Take the tree without its wrong parts, and the whole of it."""
        self.root, self._original = root, original

    def value(self, *path: Step) -> Place:
        """Return where a value begins, or the nearest place above it."""
        return resolve(self.root, path)[1].place

    def key(self, *path: Step) -> Place:
        """Return where the last key of a path is written."""
        return key_place(self.root, path)

    def scalar(self, *path: Step) -> ScalarNode | None:
        """Return the text at a path with all that is known about its writing."""
        node = find(self.root, path)
        return node if isinstance(node, ScalarNode) else None

    def is_secret(self, *path: Step) -> bool:
        """Whether the text at a path holds a value from the environment."""
        node = self.scalar(*path)
        return node is not None and node.secret

    def folder(self, *path: Step) -> Path:
        """Return the folder of the file in which a value is written: paths are relative to it."""
        return self.value(*path).file.parent

    def names(self, section: str) -> tuple[str, ...]:
        """Return all names defined in a section, those included whose definition is wrong."""
        node = find(self._original, (section,))
        return tuple(str(key.text) for key, _ in node.entries) if isinstance(node, MapNode) else ()

    def lost(self, *path: Step) -> frozenset[str]:
        """Return the keys of a section that were left out, wholly or in part, because of errors."""
        node = find(self.root, path)
        if not isinstance(node, MapNode):
            return frozenset()
        partly = {
            str(key.text)
            for key, value in node.entries
            if isinstance(value, ListNode) and value.lost
        }
        return node.lost | partly

    def is_whole(self, section: str) -> bool:
        """Whether nothing of a section had to be left out."""
        return find(self.root, (section,)) is find(self._original, (section,))
