"""Errors and warnings of a configuration, gathered so that all are shown at once, in order."""

from crawler.config.nodes import Place
from crawler.core.escaping import for_terminal
from crawler.model.errors import ConfigError, ConfigErrors


class Findings:
    """Collects what is wrong and what is doubtful, each with its place."""

    def __init__(self) -> None:
        self._errors: list[tuple[Place, ConfigError]] = []
        self._warnings: list[tuple[Place, str]] = []

    def error(self, place: Place, problem: str, hint: str) -> None:
        """Note an error: what was found, and what to write instead."""
        self._errors.append(
            (place, ConfigError(str(place), for_terminal(problem), for_terminal(hint)))
        )

    def warn(self, place: Place, sentence: str) -> None:
        """Note something that works but is probably not meant."""
        self._warnings.append((place, f"{place}: {for_terminal(sentence)}"))

    @property
    def failed(self) -> bool:
        """Whether any error was noted."""
        return bool(self._errors)

    def raise_errors(self) -> None:
        """Raise every error noted, in the order of the file, if there is any.

        Raises:
            ConfigErrors: at least one error was noted.
        """
        if self._errors:
            ordered = sorted(self._errors, key=lambda found: found[0])
            raise ConfigErrors(tuple(error for _, error in ordered))

    def warnings(self) -> tuple[str, ...]:
        """Return the warnings in the order of the file."""
        return tuple(sentence for _, sentence in sorted(self._warnings, key=lambda w: w[0]))
