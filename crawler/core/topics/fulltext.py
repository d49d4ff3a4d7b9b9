"""A query as an FTS5 expression that finds every article it could match, and some it does not.

Full-text search knows words, prefixes and phrases; it knows no suffixes, stems, case, distances,
patterns or fields beside title and text. What it does not know is left out, so candidates are never missed;
the exact evaluation decides. Rules of the expression: https://sqlite.org/fts5.html, section 3.
"""

from collections.abc import Sequence

from crawler.core.topics.nodes import (
    POSITIONAL,
    Alias,
    And,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Piece,
    Term,
)


def fulltext(node: Node) -> str | None:
    """Return the expression, or None when nothing in the query narrows the search.

    Args:
        node: a query whose aliases were expanded by the binder.
    """
    match node:
        case Term():
            return _term(node)
        case And(parts=parts):
            return _joined(" AND ", [found for part in parts if (found := fulltext(part))])
        case Near(left=left, right=right):
            return _joined(" AND ", [found for part in (left, right) if (found := fulltext(part))])
        case Or(parts=parts) | Alias(members=parts):
            choices = [fulltext(part) for part in parts]
            narrowing = [choice for choice in choices if choice is not None]
            return _joined(" OR ", narrowing) if len(narrowing) == len(choices) else None
        case Not() | Pattern():
            return None


def _term(term: Term) -> str | None:
    if term.stem or (term.field is not None and term.field not in POSITIONAL):
        return None
    words = _words(term)
    if words is None or term.field is None:
        return words
    return f"{'title' if term.field == 'title' else 'text'} : {words}"  # the lead is in the text


def _words(term: Term) -> str | None:
    if term.slop == 0 and not any(_is_open(piece) for piece in term.pieces[:-1]):
        last = term.pieces[-1]
        if not any(piece.open_start for piece in term.pieces):
            words = " ".join(piece.text for piece in term.pieces)
            return _quoted(words) + ("*" if last.open_end else "")
    return _joined(" AND ", [_piece(piece) for piece in term.pieces if not piece.open_start])


def _piece(piece: Piece) -> str:
    return _quoted(piece.text) + ("*" if piece.open_end else "")


def _is_open(piece: Piece) -> bool:
    return piece.open_start or piece.open_end


def _quoted(words: str) -> str:
    return '"' + words.replace('"', '""') + '"'


def _joined(operator: str, parts: Sequence[str]) -> str | None:
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else "(" + operator.join(parts) + ")"
