"""Why a topic matches a document, or why not: every node of its queries, true or false."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crawler.core.topics.evaluate import Hits, evaluate
from crawler.core.topics.nodes import Alias, And, Near, Node, Not, Or, Pattern, Term
from crawler.core.topics.plan import (
    Clause,
    Plan,
    filters,
    match_plan,
    smallest_span_window,
    spans_of,
    written,
)
from crawler.core.topics.quotes import highlight, quotes_of
from crawler.core.topics.score import clause_score, weights_of
from crawler.core.topics.view import View
from crawler.model.topic import Match, Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One condition and whether it holds."""

    text: str
    """The condition as written, or what joins its parts: `one of`, `all of`, `NEAR/8`."""
    holds: bool
    note: str = ""
    """What was measured, where there is something to measure."""
    quotes: tuple[Quote, ...] = ()
    """Of a word, phrase or pattern that was found: the sentences it stands in."""
    parts: tuple["Reason", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorePart:
    """What one positive clause contributes; the topic's score is the mean of all."""

    clause: str
    weight: float
    """Sum of the boosts of its distinct spans."""
    score: float
    """The weight, saturated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The whole story of one topic and one document."""

    topic: str
    match: Match | None
    """None: the topic does not match."""
    language: str | None
    """Of the document."""
    reasons: tuple[Reason, ...]
    """Filters, clauses, window and score, in the order they are asked for; all must hold."""
    scores: tuple[ScorePart, ...]


def explain_plan(plan: Plan, view: View) -> Explanation:
    """Explain a topic against a document, every branch of it, found or not."""
    topic = plan.topic
    reasons = [Reason(text=text, holds=holds) for text, holds in filters(topic, view.document)]
    reasons += [_clause(clause, view) for clause in plan.all]
    if plan.any:
        options = tuple(_clause(clause, view) for clause in plan.any)
        count = sum(option.holds for option in options)
        note = f"{count} of {len(options)}, {topic.any_min} needed"
        reasons.append(Reason(text="any", holds=count >= topic.any_min, note=note, parts=options))
    reasons += [_clause(clause, view) for clause in plan.query]
    for clause in plan.none:
        inner = _clause(clause, view)
        reasons.append(Reason(text="NOT", holds=not inner.holds, parts=(inner,)))
    if topic.within is not None:
        reasons.append(_window(plan, view, topic.within))
    scores = tuple(_score(clause, plan, view) for clause in plan.positive)
    if topic.min_score > 0:
        score = sum(part.score for part in scores) / len(scores)
        reasons.append(
            Reason(
                text=f"min_score: {topic.min_score:g}",
                holds=score >= topic.min_score,
                note=f"{score:.2f}",
            )
        )
    return Explanation(
        topic=topic.name,
        match=match_plan(plan, view),
        language=view.language,
        reasons=tuple(reasons),
        scores=scores,
    )


def render(explanation: Explanation) -> str:
    """Return an explanation as lines of text, found words in [brackets]."""
    match = explanation.match
    verdict = f"matches, score {match.score:.2f}" if match else "does not match"
    language = f" (article in {explanation.language})" if explanation.language else ""
    lines = [f"{_sign(match is not None)} {explanation.topic} {verdict}{language}"]
    for reason in explanation.reasons:
        lines += _lines(reason, 1)
    lines += [
        f"  score of {part.clause}: {part.score:.2f} (weight {part.weight:g})"
        for part in explanation.scores
    ]
    return "\n".join(lines)


def _clause(clause: Clause, view: View) -> Reason:
    inner = _reason(clause.node, clause.label, view)
    return Reason(text=f"{clause.label}: {clause.written}", holds=inner.holds, parts=(inner,))


def _reason(node: Node, label: str, view: View) -> Reason:
    hits = evaluate(node, view)
    holds = hits is not None

    def inside(parts: Sequence[Node]) -> tuple[Reason, ...]:
        return tuple(_reason(part, label, view) for part in parts)

    match node:
        case Term() | Pattern():
            return Reason(
                text=_leaf_text(node), holds=holds, quotes=_quotes(hits or (), label, view)
            )
        case Alias(members=parts):
            return Reason(
                text=_scope(node.field, node.exact) + node.written, holds=holds, parts=inside(parts)
            )
        case And(parts=parts):
            return Reason(text="all of", holds=holds, parts=inside(parts))
        case Or(parts=parts):
            return Reason(text="one of", holds=holds, parts=inside(parts))
        case Not(part=part):
            return Reason(text="NOT", holds=holds, parts=inside((part,)))
        case Near(left=left, right=right):
            return _near(node, holds, inside((left, right)))


def _near(node: Near, holds: bool, parts: tuple[Reason, ...]) -> Reason:
    name = f"{'ONEAR' if node.ordered else 'NEAR'}/{node.distance}"
    both = all(part.holds for part in parts)
    note = (
        f"both occur, but not with at most {node.distance} words between them"
        if both and not holds
        else ""
    )
    return Reason(text=name, holds=holds, note=note, parts=parts)


def _window(plan: Plan, view: View, size: int) -> Reason:
    found = {clause.label: evaluate(clause.node, view) for clause in plan.all}
    known = {label: hits for label, hits in found.items() if hits is not None}
    if len(known) < len(found):
        return Reason(text=f"within: {size}", holds=False, note="not every `all` clause holds")
    window = smallest_span_window(plan, known, view)
    return Reason(
        text=f"within: {size}", holds=window <= size, note=f"smallest window is {window} words"
    )


def _score(clause: Clause, plan: Plan, view: View) -> ScorePart:
    hits = evaluate(clause.node, view) or ()
    weights = weights_of(hits, spans_of(hits, clause.label, view), view, plan.topic.boost)
    return ScorePart(clause=clause.label, weight=sum(weights), score=clause_score(weights))


def _quotes(hits: Hits, label: str, view: View) -> tuple[Quote, ...]:
    spans = spans_of(hits, label, view)
    document = view.document
    return tuple(
        quote
        for field, text in (("title", document.title), ("text", document.text))
        for quote in quotes_of(text, field, (span for span in spans if span.field == field))
    )


def _leaf_text(leaf: Term | Pattern) -> str:
    return _scope(leaf.field, exact=False) + written(leaf)


def _scope(field: str | None, exact: bool) -> str:
    return (f"{field}:" if field else "") + ("=" if exact else "")


def _sign(holds: bool) -> str:
    return "✓" if holds else "✗"


def _lines(reason: Reason, depth: int) -> Iterator[str]:
    indent = "  " * depth
    note = f"  ({reason.note})" if reason.note else ""
    yield f"{indent}{_sign(reason.holds)} {reason.text}{note}"
    for quote in reason.quotes:
        yield f"{indent}    {quote.field}: {highlight(quote, '[', ']')}"
    missing = [part.text for part in reason.parts if not (part.holds or part.parts)]
    for part in reason.parts:
        if part.holds or part.parts:
            yield from _lines(part, depth + 1)
    if missing:
        yield f"{indent}  ✗ not found: {', '.join(missing)}"
