"""The topic language once more, slowly: every rule as directly as it can be written.

Nothing here is shared with the engine but the parser. It walks lists of tokens, tries every pair
and every combination, and is what the engine has to agree with.
"""

import math
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

import re2

from crawler.core.topics.grammar import parse_alias_member, parse_query
from crawler.core.topics.nodes import Alias, And, Near, Node, Not, Or, Pattern, Piece, Term
from crawler.model.topic import Document, Topic

LONE_SCRIPTS = (
    "CJK UNIFIED", "CJK COMPATIBILITY IDEOGRAPH", "IDEOGRAPHIC ITERATION", "IDEOGRAPHIC CLOSING",
    "IDEOGRAPHIC NUMBER ZERO", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "HANGUL", "THAI", "LAO",
    "KHMER", "MYANMAR", "VERTICAL IDEOGRAPHIC", "HENTAIGANA",
)  # fmt: skip
IGNORED = "\u00ad\u200c\u200d\u2060\ufeff"
APOSTROPHES = "\u02b9\u02bb\u02bc\u02bd"


@dataclass(frozen=True)
class Token:
    text: str
    field: str
    start: int
    end: int
    position: int
    """In the space of title and text."""
    in_lead: bool


@dataclass(frozen=True)
class Found:
    field: str
    start: int
    end: int
    first: int
    last: int
    """Position after the last token."""
    term: str
    alias: str | None


def is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] == "M"


def is_lone(char: str) -> bool:
    name = unicodedata.name(char, "")
    return name.startswith(LONE_SCRIPTS) and not name.endswith("DOT TONE MARK")


def clusters(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for place in range(1, len(text) + 1):
        if place < len(text):
            first = unicodedata.normalize("NFKC", text[place])[0]
            if is_mark(first) or 0x1160 <= ord(first) <= 0x11FF:
                continue
        if start < place:
            yield start, text[start:place]
        start = place


def fold_cluster(cluster: str) -> str:
    normal = unicodedata.normalize("NFKC", cluster).casefold().lower()
    result, keeps_marks = "", False
    for char in unicodedata.normalize("NFKC", normal):
        if is_mark(char):
            if (is_lone(char) or keeps_marks) and "VARIATION SELECTOR" not in unicodedata.name(
                char, ""
            ):
                result += char
        elif char in IGNORED:
            continue
        elif not char.isalnum() or char in APOSTROPHES:
            result += " "
        elif unicodedata.name(char, "").startswith("LATIN"):
            result += unicodedata.normalize("NFD", char)[0]
            keeps_marks = False
        else:
            result += "е" if char == "ё" else char
            keeps_marks = not char.isdigit() and not is_lone(char)
    return result


def tokens_of(text: str, field: str, offset: int) -> list[Token]:
    pieces: list[list[tuple[str, int, int]]] = [[]]
    for start, cluster in clusters(text):
        folded = fold_cluster(cluster)
        for number, char in enumerate(folded):
            place = (char, start, start + len(cluster))
            if len(folded) == len(cluster):  # one to one
                place = (char, start + number, start + number + 1)
            if char == " ":
                pieces.append([])
            elif is_lone(char):
                pieces += [[place], []]
            else:
                pieces[-1].append(place)
    words = [piece for piece in pieces if piece]
    return [
        Token(
            "".join(char for char, _, _ in word), field, word[0][1], word[-1][2], offset + number,
            field == "text" and number < 50,
        )
        for number, word in enumerate(words)
    ]  # fmt: skip


class Reference:
    """One document and the aliases."""

    def __init__(self, document: Document, aliases: Mapping[str, Sequence[str]]) -> None:
        self.document, self.aliases = document, aliases
        title = tokens_of(document.title, "title", 0)
        self.tokens = title + tokens_of(document.text, "text", len(title))

    def source(self, field: str) -> str:
        return self.document.title if field == "title" else self.document.text

    def match(
        self, topic: Topic
    ) -> tuple[float, set[tuple[str, int, int, str, str, str | None]]] | None:
        positive = {f"all[{n}]": self.clause(q) for n, q in enumerate(topic.all)}
        required = list(positive.values())
        if topic.query is not None:
            required.append(self.clause(topic.query))
            positive["query"] = required[-1]
        options = {f"any[{n}]": self.clause(q) for n, q in enumerate(topic.any)}
        if None in required or any(self.clause(q) is not None for q in topic.none):
            return None
        if topic.any and sum(found is not None for found in options.values()) < topic.any_min:
            return None
        if topic.within is not None:
            groups = [found for label, found in positive.items() if label != "query" and found]
            windows = (
                max(f.last for f in combination) - min(f.first for f in combination)
                for combination in product(*groups)
                if combination
            )
            if groups and min(windows) > topic.within:
                return None
        positive |= options
        scores = [self.clause_score(topic, found or set()) for found in positive.values()]
        score = sum(scores) / len(scores)
        spans = {
            (f.field, f.start, f.end, f.term, label, f.alias)
            for label, found in positive.items()
            for f in found or ()
        }
        return (score, spans) if score >= topic.min_score else None

    def clause_score(self, topic: Topic, found: set[Found]) -> float:
        weight = 0.0
        for field, start in {(f.field, f.start, f.end): (f.field, f.start) for f in found}.values():
            if field == "title":
                weight += topic.boost.title
            else:
                lead = [t for t in self.tokens if t.in_lead]
                weight += topic.boost.lead if lead and start < lead[-1].end else topic.boost.text
        return min(weight, 3) + math.log(1 + max(0, weight - 3))

    def clause(self, query: str) -> set[Found] | None:
        return self.evaluate(parse_query(query))

    def evaluate(self, node: Node) -> set[Found] | None:  # noqa: PLR0911 -- one case each
        match node:
            case Term():
                return self.term(node)
            case Pattern():
                return self.pattern(node)
            case Alias():
                members = [scoped(parse_alias_member(m), node) for m in self.aliases[node.name]]
                return self.evaluate(Or(0, tuple(members)))
            case And(parts=parts):
                found = [self.evaluate(part) for part in parts]
                return None if None in found else {f for group in found for f in group or ()}
            case Or(parts=parts):
                found = [self.evaluate(part) for part in parts]
                if all(group is None for group in found):
                    return None
                return {f for group in found for f in group or ()}
            case Not(part=part):
                return set() if self.evaluate(part) is None else None
            case Near():
                return self.near(node)

    def near(self, node: Near) -> set[Found] | None:
        result = set()
        for a in self.evaluate(node.left) or ():
            for b in self.evaluate(node.right) or ():
                if (a.first, a.last) == (b.first, b.last):
                    continue
                if node.ordered:
                    close = a.last <= b.first <= a.last + node.distance
                else:
                    close = max(a.first, b.first) - min(a.last, b.last) <= node.distance
                if close:
                    result |= {a, b}
        return result or None

    def term(self, term: Term) -> set[Found] | None:
        if term.field == "url":
            inside = (
                term.raw in self.document.url
                if term.exact
                else term.raw.casefold() in self.document.url.casefold()
            )
            return set() if inside else None
        if term.field in {"author", "source", "lang", "tag"}:
            values = {
                "author": (self.document.author,),
                "source": (self.document.source,),
                "lang": (self.document.lang or "",),
                "tag": self.document.tags,
            }[term.field]
            hits = [
                found
                for value in values
                for found in occurrences(tokens_of(value, "", 0), term, value)
            ]
            return set() if hits else None
        result = set()
        for field in ("title", "text"):
            tokens = [t for t in self.tokens if t.field == field and in_field(t, term.field)]
            for run in occurrences(tokens, term, self.source(field)):
                written = f"={term.written}" if term.exact else term.written
                result.add(
                    Found(
                        field,
                        run[0].start,
                        run[-1].end,
                        run[0].position,
                        run[-1].position + 1,
                        written,
                        term.alias,
                    )
                )
        return result or None

    def pattern(self, node: Pattern) -> set[Found] | None:
        options = re2.Options()
        options.case_sensitive = not node.ignore_case
        regex = re2.compile(node.regex, options)
        if node.field in {"url", "author", "source"}:
            value = str(getattr(self.document, node.field))
            return set() if any(m.start() < m.end() for m in regex.finditer(value)) else None
        result = set()
        lead = [t for t in self.tokens if t.in_lead]
        for field in ("title", "text"):
            if (node.field and node.field not in {field, "lead"}) or (
                node.field == "lead" and field == "title"
            ):
                continue
            for m in regex.finditer(self.source(field)):
                if m.start() == m.end() or (
                    node.field == "lead" and (not lead or m.end() > lead[-1].end)
                ):
                    continue
                inside = [
                    t
                    for t in self.tokens
                    if t.field == field and t.start < m.end() and m.start() < t.end
                ]
                before = [
                    t
                    for t in self.tokens
                    if (t.field == "title" and field == "text")
                    or (t.field == field and t.start < m.start())
                ]
                first = inside[0].position if inside else len(before)
                last = inside[-1].position + 1 if inside else first
                result.add(Found(field, m.start(), m.end(), first, last, node.written, None))
        return result or None


def in_field(token: Token, field: str | None) -> bool:
    return field is None or token.field == field or (field == "lead" and token.in_lead)


def scoped(node: Node, scope: Alias) -> Node:
    match node:
        case Term():
            return replace(
                node, field=scope.field, exact=node.exact or scope.exact, alias=scope.name
            )
        case Alias():
            return replace(node, field=scope.field, exact=node.exact or scope.exact)
        case Or(parts=parts):
            return Or(0, tuple(scoped(part, scope) for part in parts))
        case Near():
            return replace(node, left=scoped(node.left, scope), right=scoped(node.right, scope))
        case _:
            raise AssertionError(node)


def occurrences(tokens: Sequence[Token], term: Term, source: str) -> Iterator[list[Token]]:
    for start in range(len(tokens)):
        run: list[Token] = []
        extra, place = 0, start
        for piece in term.pieces:
            while (
                place < len(tokens) and not fits(tokens[place], piece) and run and extra < term.slop
            ):
                place, extra = place + 1, extra + 1
            if place >= len(tokens) or not fits(tokens[place], piece):
                break
            run.append(tokens[place])
            place += 1
        else:
            if not term.exact or written_so(run, term, source):
                yield run


def fits(token: Token, piece: Piece) -> bool:
    if piece.open_start and piece.open_end:
        return piece.text in token.text
    if piece.open_start:
        return token.text.endswith(piece.text)
    return token.text.startswith(piece.text) if piece.open_end else token.text == piece.text


def written_so(run: Sequence[Token], term: Term, source: str) -> bool:
    if term.slop == 0 and not any(p.open_start or p.open_end for p in term.pieces):
        own = tokens_of(term.raw, "", 0)
        return source[run[0].start : run[-1].end] == term.raw[own[0].start : own[-1].end]
    return all(
        fits(replace(token, text=source[token.start : token.end]), replace(piece, text=piece.raw))
        for token, piece in zip(run, term.pieces, strict=True)
    )
