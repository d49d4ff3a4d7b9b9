"""What every section of feeds.yaml has in common."""

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic.fields import FieldInfo

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
            fields = sorted(as_written(cls).items(), key=lambda field: not field[1].is_required())
            keys = ", ".join(key for key, _ in fields[:4])
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


def as_written(model: type[Section]) -> dict[str, FieldInfo]:
    """Return the fields of a section by the key written in the file."""
    return {field.alias or name: field for name, field in model.model_fields.items()}
