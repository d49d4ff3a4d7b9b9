"""docs/configuration.md, made of the schema: ``python -m crawler.config.document > docs/configuration.md``."""

import json
import sys
from collections.abc import Iterator
from typing import Any

from crawler.config.json_schema import Schema, config_schema

_INTRODUCTION = """\
# feeds.yaml, key by key

This page is made from the schema that checks the file (`python -m crawler.config.document`).
`wirewatch init` writes a commented file to start from, `wirewatch check` shows every error of it
with its place and what to write instead, `wirewatch config show` prints what is in effect, and
`wirewatch config schema` prints a JSON Schema for your editor. With the YAML language server,
the first line of the file may be

```yaml
# yaml-language-server: $schema=feeds.schema.json
```

- **Strict**: unknown keys, keys written twice, YAML tags and wrong types are errors. Values are
  read as you wrote them: `no`, `on` and `22:30` stay text; a switch is `true` or `false`.
- **Durations**: a figure and a unit: `90s`, `5m`, `2h`, `7d`, `2w`, `1y`.
- **Secrets**: `${NAME}` is replaced from the environment in `channels`, in `url` and `headers` of
  a feed, in `network.user_agent` and in `storage`. A variable that is not set is an error. Such
  values never appear in logs, in `status` or in `config show`.
- **Paths** are relative to the file they stand in.
- **Queries** belong in quotes or in a `>-` block: `@`, `*`, `#`, `: ` and `"` mean something to
  YAML.
- A section that is missing has its defaults; `aliases` and `topics` alone are enough for
  `wirewatch match`. `include` merges the lists and maps of more files; a name that is defined
  twice is an error.
- `SIGHUP`, or saving the file, reloads it. A file with errors is refused and reported, and the
  old configuration keeps running.
"""


def document() -> str:
    """Return the whole page."""
    schema = config_schema()
    parts = [_INTRODUCTION]
    for heading, section in _sections("", schema, schema["$defs"]):
        if heading:
            parts.append(f"## {heading}\n\n{section.get('description', '')}\n")
        else:
            parts.append("## The file\n")
        parts.append("\n".join(_table(section, schema["$defs"])) + "\n")
    return "\n".join(parts)


def _sections(path: str, section: Schema, known: Schema) -> Iterator[tuple[str, Schema]]:
    """Yield every map of keys with the way to it, the outer ones first."""
    yield path, section
    for key, value in section["properties"].items():
        outer = path.partition(", ")[0]
        for where, part in _inner(f"{outer}.{key}" if outer else key, value, known):
            yield from _sections(where, part, known)


def _inner(path: str, value: Schema, known: Schema) -> Iterator[tuple[str, Schema]]:
    """Yield the sections a key holds: itself, its items, its values, each of their forms."""
    if "$ref" in value:
        part = known[value["$ref"].rpartition("/")[2]]
        if "properties" in part:
            kind = part["properties"].get("type", {}).get("const")
            yield f"{path}, `type: {kind}`" if kind else path, part
    for choice in value.get("oneOf", []) + value.get("anyOf", []):
        for where, part in _inner(path, choice, known):
            yield where if "type: " in where else f"{where}, with `{part['required'][0]}`", part
    if "items" in value:
        yield from _inner(f"{path}[]", value["items"], known)
    if isinstance(value.get("additionalProperties"), dict):
        yield from _inner(f"{path}.NAME", value["additionalProperties"], known)


def _table(section: Schema, known: Schema) -> Iterator[str]:
    yield "| key | value | default | meaning |"
    yield "| --- | --- | --- | --- |"
    required = section.get("required", ())
    for key in sorted(section["properties"], key=lambda key: key not in required):
        value = section["properties"][key]
        default = "**needed**" if key in required else _default(value)
        meaning = _meaning(value, known).replace("|", "\\|")
        yield f"| `{key}` | {_kind(value, known)} | {default} | {meaning} |"


def _meaning(value: Schema, known: Schema) -> str:
    """Return a key's description, or that of the section it holds."""
    inner = known[value["$ref"].rpartition("/")[2]] if "$ref" in value else {}
    return str(value.get("description") or inner.get("description", ""))


def _default(value: Schema) -> str:
    if "default" not in value:
        return ""
    default = value["default"]
    if isinstance(default, list):
        return f"`[{', '.join(map(str, default))}]`"
    return f"`{default if isinstance(default, str) else json.dumps(default)}`"


def _kind(value: Schema, known: Schema) -> str:
    """Say in a word or two what may stand there."""
    if "$ref" in value:
        part = known[value["$ref"].rpartition("/")[2]]
        return "keys" if "properties" in part else _kind(part, known)
    if "const" in value:
        return f"`{value['const']}`"
    if "enum" in value:
        return ", ".join(f"`{word}`" for word in value["enum"])
    choices = value.get("oneOf", []) + value.get("anyOf", [])
    if choices:
        return " or ".join(dict.fromkeys(_kind(choice, known) for choice in choices))
    if value.get("type") == "array":
        return _list_of(value, known)
    return _simple(value)


def _list_of(value: Schema, known: Schema) -> str:
    if "prefixItems" in value:
        return f"list of {len(value['prefixItems'])}: {_kind(value['prefixItems'][0], known)}"
    return f"list of {_kind(value['items'], known)}"


def _simple(value: Schema) -> str:
    kind: Any = value.get("type")
    if "pattern" in value:
        pattern = str(value["pattern"])
        if "(s|m|h" in pattern:
            return "duration"
        return "`3x`" if pattern.endswith("x$") else "URL" if "https?" in pattern else "text"
    words = {
        "string": "text",
        "integer": "number",
        "number": "number",
        "boolean": "`true`, `false`",
    }
    if kind == "object":
        return "map of names"
    return words.get(kind if isinstance(kind, str) else "string", "text")


if __name__ == "__main__":
    sys.stdout.write(document())
