"""The JSON Schema of feeds.yaml, for editors that complete and check while one types."""

from datetime import timedelta
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from crawler.config.durations import write_duration
from crawler.config.schema import FeedsFile

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, Any]


class _Generator(GenerateJsonSchema):
    """Writes defaults the way a user would."""

    def encode_default(self, dft: Any) -> Any:
        """Return a default as it would stand in the file."""
        if isinstance(dft, timedelta):
            return write_duration(dft)
        if isinstance(dft, tuple) and dft and isinstance(dft[0], timedelta):
            return [write_duration(part) for part in dft]
        return super().encode_default(dft)


def config_schema() -> Schema:
    """Return the schema of the whole file, in draft 2020-12, every key described."""
    schema = FeedsFile.model_json_schema(schema_generator=_Generator)
    for section in [schema, *schema.get("$defs", {}).values()]:
        section.pop("title", None)
        for key in section.get("properties", {}).values():
            _tidy(key)
    return {"$schema": DIALECT, "title": "Wirewatch: feeds.yaml", **schema}


def _tidy(key: Schema) -> None:
    """Leave out what helps nobody who types: generated titles, null, defaults of whole sections."""
    key.pop("title", None)
    choices = [choice for choice in key.get("anyOf", ()) if choice != {"type": "null"}]
    word = next((choice["const"] for choice in choices if "const" in choice), None)
    if len(choices) == 1:
        del key["anyOf"]
        key.update(choices[0])
    elif choices:
        key["anyOf"] = choices
    default = key.pop("default", None)
    if isinstance(default, float) and word == "never":
        default = f"{default:g}x"
    if default is None and word is not None:
        default = word
    if default not in (None, "", [], {}) and not isinstance(default, dict):
        key["default"] = default
