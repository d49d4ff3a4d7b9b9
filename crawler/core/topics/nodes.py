"""The tree of a query: frozen values, made by the parser, expanded by the binder."""

from dataclasses import dataclass
from typing import Final

FIELDS: Final = ("title", "lead", "text", "url", "author", "source", "lang", "tag")
POSITIONAL: Final = frozenset({"title", "lead", "text"})
"""Fields with positions and spans; the others are only true or false."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What one token must look like."""

    text: str
    """Folded."""
    raw: str
    """As written, for case-sensitive terms."""
    open_start: bool = False
    """The token may begin before the text (`*ab`)."""
    open_end: bool = False
    """The token may go on after the text (`ab*`)."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase: pieces on consecutive tokens, with up to ``slop`` tokens in between."""

    written: str
    column: int
    pieces: tuple[Piece, ...]
    raw: str
    """As written, without quotes and outer wildcards."""
    slop: int = 0
    field: str | None = None
    exact: bool = False
    """The source must be written the same way, code point by code point (`=WHO`)."""
    stem: bool = False
    """Compare Snowball stems in the article's language."""
    alias: str | None = None
    """The alias whose member this is."""
    words: tuple[str, ...] = ()
    """Whole words of title and text without which it cannot occur."""

    @property
    def is_word(self) -> bool:
        """Whether it is one whole word, anywhere and in any case."""
        return len(self.words) == len(self.pieces) == 1 and self.field is None and not self.exact

    @property
    def is_run(self) -> bool:
        """Whether it is nothing but whole words, one directly after the other."""
        return 1 < len(self.words) == len(self.pieces) and not self.slop


@dataclass(frozen=True, slots=True)
class Pattern:
    """An RE2 pattern over the source text."""

    written: str
    column: int
    regex: str
    ignore_case: bool = False
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Alias:
    """A reference to an alias; ``members`` is empty until the binder fills it."""

    written: str
    column: int
    name: str
    field: str | None = None
    exact: bool = False
    members: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True)
class And:
    """All parts hold."""

    column: int
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one part holds."""

    column: int
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold; yields no spans."""

    column: int
    part: "Node"


@dataclass(frozen=True, slots=True)
class Near:
    """A span of each side with at most ``distance`` tokens between them."""

    column: int
    left: "Node"
    right: "Node"
    distance: int
    ordered: bool = False
    """The left side comes first (`ONEAR`)."""


Node = Term | Pattern | Alias | And | Or | Not | Near
