"""Values that must never be printed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Secret:
    """Text that came from the environment; ``str`` and ``repr`` show only that it is set."""

    value: str

    def reveal(self) -> str:
        """Return the text itself, for the one place that must send it."""
        return self.value

    def __str__(self) -> str:
        return "***"

    def __repr__(self) -> str:
        return "Secret(***)"
