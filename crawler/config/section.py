"""What every section of feeds.yaml has in common."""

from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator

from crawler.config.values import Wrong


class Section(BaseModel):
    """A map of known keys; a key with nothing behind it counts as not written."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, use_attribute_docstrings=True
    )

    @model_validator(mode="before")
    @classmethod
    def _leave_out_empty_keys(cls, data: object) -> object:
        if isinstance(data, str | list):
            keys = ", ".join(known_keys(cls)[:4])
            shape = "a list" if isinstance(data, list) else "{found}"
            raise Wrong(
                f"{shape} where a map of keys is expected", f"write keys and values: {keys}, …"
            )
        if not isinstance(data, dict):
            return data
        known = set(known_keys(cls))
        return {key: value for key, value in data.items() if value is not None or key not in known}


def known_keys(model: type[Section]) -> list[str]:
    """Return the keys of a section as written in the file, in order."""
    return [field.alias or name for name, field in model.model_fields.items()]


def as_written(model: type[Section]) -> dict[str, Any]:
    """Return the fields of a section by the key written in the file."""
    return {field.alias or name: field for name, field in model.model_fields.items()}
