"""YAML text -> nodes with places, strictly.

Built from the events of PyYAML's C parser with an own stack, because the composer cannot tell an
explicit tag from a resolved one, keeps the last of two equal keys silently, and recurses.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Never, Protocol

import yaml

from crawler.config import yaml_hints
from crawler.config.findings import Findings
from crawler.config.nodes import ListNode, MapNode, Node, Place, ScalarNode

MAX_EXPANSION = 1024 * 1024
"""Characters that YAML aliases (``*name``) may add by repetition: stops alias bombs."""
MAX_DEPTH = 32
"""Levels of nesting; the schema needs 6."""

_BREAKS = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})


class _Mark(Protocol):
    """A position as PyYAML counts, from 0."""

    line: int
    column: int


@dataclass(slots=True)
class _Open:
    """A list or map whose end has not been reached."""

    event: yaml.Event
    place: Place
    items: list[Node] = field(default_factory=list)
    size: int = 1


class _Stop(Exception):  # noqa: N818 - a jump, not an error: the error is already noted
    """Nothing after this point can be trusted."""


def read_yaml(text: str, file: Path, order: int, findings: Findings) -> Node | None:
    """Read one YAML document; note errors; return None when nothing usable was found.

    Args:
        text: the file's content.
        file: its path as shown in places.
        order: its number in the order of reading.
        findings: takes the errors.
    """
    reader = _Reader(text, file, order, findings)
    try:
        return reader.read()
    except _Stop:
        return None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        place = Place(order, line + 1, column + 1, file)
        findings.error(
            place, yaml_hints.describe(error), yaml_hints.hint(error, reader.line(line), column)
        )
    except yaml.reader.ReaderError as error:
        before = _BREAKS.split(text[: error.position])
        findings.error(
            Place(order, len(before), len(before[-1]) + 1, file),
            "a control character, which YAML does not allow",
            "delete the character at this place",
        )
    except UnicodeEncodeError as error:
        before = _BREAKS.split(text[: error.start])
        findings.error(
            Place(order, len(before), len(before[-1]) + 1, file),
            "half of a character (a lone surrogate)",
            "delete the character at this place",
        )
    return None


class _Reader:
    """One pass over the events of one document."""

    def __init__(self, text: str, file: Path, order: int, findings: Findings) -> None:
        self._text, self._file, self._order, self._findings = text, file, order, findings
        self._lines = _BREAKS.split(text)
        self._anchors: dict[str, tuple[Node, int]] = {}
        self._added = 0

    def line(self, number: int) -> str:
        """Return a line of the source, counted from 0."""
        return self._lines[number] if number < len(self._lines) else ""

    def read(self) -> Node | None:
        loader = yaml.CBaseLoader(self._text)
        root: Node | None = None
        documents = 0
        stack: list[_Open] = []
        while (event := loader.get_event()) is not None:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._stop(
                        event,
                        "a second YAML document (---)",
                        "one file holds one document: delete this line",
                    )
            node = self._node(event, stack)
            if node is not None:
                if stack:
                    stack[-1].items.append(node)
                else:
                    root = node
        return root

    def _node(self, event: yaml.Event, stack: list[_Open]) -> Node | None:
        """Return the node this event completes, if it completes one."""
        if isinstance(event, yaml.ScalarEvent):
            self._refuse_tag(event)
            return self._keep(event, self._scalar(event), 1 + len(event.value), stack)
        if isinstance(event, yaml.AliasEvent):
            return self._repeat(event, stack)
        if isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
            self._refuse_tag(event)
            if len(stack) >= MAX_DEPTH:
                self._stop(event, f"nested more than {MAX_DEPTH} levels deep", yaml_hints.GENERAL)
            stack.append(_Open(event, self._place(event.start_mark)))
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            done = stack.pop()
            return self._keep(done.event, self._close(done, event), done.size, stack)
        return None

    def _close(self, done: _Open, event: yaml.Event) -> Node:
        end = self._place(event.end_mark)
        flow = bool(getattr(done.event, "flow_style", False))
        if isinstance(done.event, yaml.SequenceStartEvent):
            return ListNode(tuple(done.items), done.place, end, flow)
        entries: dict[str, tuple[ScalarNode, Node]] = {}
        for key, value in zip(done.items[::2], done.items[1::2], strict=True):
            if not isinstance(key, ScalarNode) or key.text is None:
                self._findings.error(
                    key.place, "a key that is not text", "write a name, a colon and the value"
                )
            elif key.text in entries:
                first = entries[key.text][0].place
                self._findings.error(
                    key.place,
                    f"the key '{key.text}' is here for the second time, first at {first}",
                    "delete one of the two, or put both values under one key",
                )
            else:
                entries[key.text] = (key, value)
        return MapNode(tuple(entries.values()), done.place, end, flow)

    def _scalar(self, event: yaml.ScalarEvent) -> ScalarNode:
        start, end = self._place(event.start_mark), self._place(event.end_mark)
        is_plain = not event.style
        rest = self.line(end.line - 1)[end.column - 1 :] if is_plain else ""
        return ScalarNode(
            text=None if is_plain and event.value in _NOTHING else event.value,
            place=start,
            style=event.style or "",
            end=end,
            comment=rest.strip() if event.value and rest.lstrip().startswith("#") else "",
        )

    def _keep(self, event: yaml.Event, node: Node, size: int, stack: list[_Open]) -> Node:
        anchor = getattr(event, "anchor", None)
        if anchor is not None:
            self._anchors[anchor] = (node, size)
        if stack:
            stack[-1].size += size
        return node

    def _repeat(self, event: yaml.AliasEvent, stack: list[_Open]) -> Node:
        known = self._anchors.get(str(event.anchor))
        if known is None:
            self._stop(
                event,
                f"'*{event.anchor}' repeats something marked '&{event.anchor}', which does not stand above",
                f"put a query that begins with * in quotes: '*{event.anchor}'",
            )
        node, size = known
        self._added += size
        if self._added > MAX_EXPANSION:
            self._stop(
                event,
                f"repetitions (*name) swell the file by more than {MAX_EXPANSION} characters",
                "write the values out, or put shared terms under aliases:",
            )
        stack[-1].size += size  # what is repeated stands above, so something is open
        return node

    def _refuse_tag(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.tag is not None:
            self._findings.error(
                self._place(event.start_mark),
                f"a YAML tag ({_tag(event.tag)}); types follow from the keys here",
                "delete the tag, or put a text that begins with ! in quotes",
            )

    def _place(self, mark: _Mark | None) -> Place:
        line, column = (mark.line, mark.column) if mark else (0, 0)
        return Place(self._order, line + 1, column + 1, self._file)

    def _stop(self, event: yaml.Event, problem: str, hint: str) -> Never:
        self._findings.error(self._place(event.start_mark), problem, hint)
        raise _Stop


def _tag(tag: str) -> str:
    return "!!" + tag.removeprefix("tag:yaml.org,2002:") if tag.startswith("tag:yaml.org") else tag
