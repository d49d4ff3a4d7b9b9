"""A finding of the schema -> a sentence about the user's file, and what to write instead."""

from collections.abc import Sequence
from typing import Any, get_args

from pydantic_core import ErrorDetails

from crawler.config.near import suggestion
from crawler.config.nodes import ListNode, MapNode, Node, ScalarNode, find
from crawler.config.section import Section, as_written, known_keys
from crawler.config.values import Wrong
from crawler.core.urls import mask_userinfo

_PUBLIC_KEYS = frozenset({"type", "from", "to", "retry", "timeout", "list_unsubscribe"})
"""Of a channel; anything else in it may be a secret, mistyped keys included."""
_LONGEST_SHOWN = 60

_NO_MAP = ("{found} where a map of keys is expected", "write {key}: {{key: value, …}}")
_NO_WHOLE_NUMBER = ("{found} is not a whole number", "write a figure such as 20")
_NO_NUMBER = ("{found} is not a number", "write a figure such as 1.5")
_SHAPES = {
    "model_type": _NO_MAP,
    "model_attributes_type": _NO_MAP,
    "dict_type": _NO_MAP,
    "int_parsing": _NO_WHOLE_NUMBER,
    "int_type": _NO_WHOLE_NUMBER,
    "int_from_float": _NO_WHOLE_NUMBER,
    "int_parsing_size": _NO_WHOLE_NUMBER,
    "float_parsing": _NO_NUMBER,
    "float_type": _NO_NUMBER,
    "finite_number": _NO_NUMBER,
    "greater_than_equal": ("{found} is too small", "write {ge} or more"),
    "less_than_equal": ("{found} is too large", "write {le} or less"),
    "greater_than": ("{found} is too small", "write more than zero"),
    "too_short": ("'{key}' is empty", "write at least one value"),
    "string_type": ("{found} where a text is expected", "write a text, or delete this"),
}
"""What pydantic calls an error -> problem and hint."""


def complain(
    details: ErrorDetails, root: type[Section], path: Sequence[str | int], node: Node
) -> tuple[str, str]:
    """Return the problem and the hint for one finding.

    Args:
        details: what pydantic found.
        root: the model of the whole file.
        path: where in the file the node stands.
        node: the node itself, or the nearest one above a missing key.
    """
    kind = details["type"]
    context: dict[str, Any] = details.get("ctx") or {}
    wrong = context.get("error")
    found = shown(node, path)
    if isinstance(wrong, Wrong):
        return wrong.problem.replace("{found}", found), wrong.hint
    key = str(details["loc"][-1]) if details["loc"] else "file"
    if kind == "extra_forbidden":
        known = known_keys(section_at(root, details["loc"][:-1]))
        return f"unknown key '{key}'", suggestion(key, known, "delete it")
    if kind == "missing":
        return f"'{key}' is missing", _write_key(section_at(root, details["loc"][:-1]), key)
    if kind in ("enum", "literal_error"):
        expected = context["expected"].replace(" or ", ", ").replace("'", "")
        return f"{found} is not one of the words known here", _choice(node, expected)
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        return _channel_type(node, path, context)
    return _shape(kind, key, found, node, context)


def shown(node: Node, path: Sequence[str | int]) -> str:
    """Return how a message may quote a node: in quotes and short; *** where it is secret."""
    if isinstance(node, ListNode):
        return "a list"
    if isinstance(node, MapNode):
        return "a map of keys"
    if node.text is None:
        return "an empty value"
    if node.secret or is_sensitive(path):
        return "*** (not shown: it may be secret)"
    text = mask_userinfo(node.text)
    return f"'{text[:_LONGEST_SHOWN]}…'" if len(text) > _LONGEST_SHOWN else f"'{text}'"


def is_sensitive(path: Sequence[str | int]) -> bool:
    """Whether the value at this path may be a password, even when written out in the file."""
    if path[:1] == ("storage",):
        return True
    if path[:1] == ("channels",):
        return path[2:3] == () or path[2] not in _PUBLIC_KEYS
    return "headers" in path[2:3]


def section_at(root: type[Section], loc: Sequence[str | int]) -> type[Section]:
    """Return the model whose keys belong at a location of the schema.

    A location holds keys, indices and, for entries with several forms, the name of the form.
    """
    section: type[Section] = root
    choices: dict[str, type[Section]] = {}
    for step in loc:
        if step in choices:
            section = choices[str(step)]
            continue
        field = as_written(section).get(str(step))
        if field is not None:
            choices = _sections_in(field.annotation)
            section = choices.get("", section)
    return section


def _sections_in(annotation: Any) -> dict[str, type[Section]]:
    """Return the models inside a type, by the name of their form; the only one also as ''."""
    found: dict[str, type[Section]] = {}
    todo = [annotation]
    while todo:
        part = todo.pop()
        if isinstance(part, type) and issubclass(part, Section):
            found[_form(part)] = part
        else:
            todo.extend(get_args(part))
    if len(found) == 1:
        found[""] = next(iter(found.values()))
    return found


def _form(section: type[Section]) -> str:
    kind = section.model_fields.get("type")
    words = get_args(kind.annotation) if kind else ()
    return str(words[0]) if words else section.__name__.removesuffix("Entry").lower()


def _write_key(section: type[Section], key: str) -> str:
    field = as_written(section).get(key)
    described = f" — {field.description}" if field is not None and field.description else ""
    return f"add {key}: …{described}"


def _choice(node: Node, expected: str) -> str:
    words = expected.split(", ")
    if isinstance(node, ScalarNode) and node.text:
        return suggestion(node.text, words, f"write {expected}")
    return f"write one of: {expected}"


def _channel_type(
    node: Node, path: Sequence[str | int], context: dict[str, Any]
) -> tuple[str, str]:
    kinds = [kind.strip("' ") for kind in context.get("expected_tags", "").split(",")]
    if context.get("tag") is None or kinds == [""]:
        return "a channel without a type", "add type: email, webhook, apprise or terminal"
    written = find(node, ("type",)) or node
    found = shown(written, (*path, "type"))
    return f"{found} is not a type of channel", suggestion(str(context["tag"]), kinds, "")


def _shape(kind: str, key: str, found: str, node: Node, context: dict[str, Any]) -> tuple[str, str]:
    if kind in ("tuple_type", "list_type"):
        return f"{found} where a list is expected", f"write {_as_list(key, node)}"
    if kind in _SHAPES:
        problem, hint = _SHAPES[kind]
        values = {"found": found, "key": key, **context}
        return problem.format_map(values), hint.format_map(values)
    return f"{found} cannot stand here", f"compare '{key}' with docs/configuration.md"


def _as_list(key: str, node: Node) -> str:
    if isinstance(node, ScalarNode) and node.text and not node.secret:
        return f"{key}: [{node.text}]" if node.text.isalnum() else f"{key}: ['…']"
    return f"{key}: […]"
