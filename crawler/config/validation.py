"""Nodes -> the typed file, reporting every error and keeping whatever is sound.

What is wrong is reported, cut out, and the rest validated again: so one mistyped key hides neither
the errors of other sections nor those of its own, and later checks see all that can be used.
"""

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from crawler.config.complaints import complain, section_at
from crawler.config.findings import Findings
from crawler.config.near import nearest
from crawler.config.nodes import (
    ListNode,
    MapNode,
    Node,
    NodePath,
    Place,
    key_place,
    plain,
    resolve,
    without,
)
from crawler.config.schema import FeedsFile
from crawler.config.section import known_keys

_FORMS = frozenset({"type", "opml"})
"""Keys that say which other keys belong in a section: without them nothing can be said of these."""


def validate(root: Node, findings: Findings) -> tuple[FeedsFile, Node]:
    """Type the file; note every error; leave the wrong parts out.

    Returns:
        What remains, typed, and the nodes that remain: paths of the one are paths of the other.
    """
    left = root
    while True:
        try:
            return FeedsFile.model_validate(plain(left)), left
        except ValidationError as error:
            wrong = set()
            for details in error.errors(include_url=False, include_input=False):
                path, node = resolve(left, details["loc"])
                wrong.add(path)
                if not _follows_from_another(details, node):
                    problem, hint = complain(details, FeedsFile, path, node)
                    findings.error(_place(details, left, path, node), problem, hint)
            left = MapNode((), root.place) if () in wrong else without(left, wrong)


def _follows_from_another(details: ErrorDetails, node: Node) -> bool:
    """Whether something is missing only because it was cut out before, or is there but mistyped."""
    if isinstance(node, ListNode):  # pydantic calls a list of wrong items too short
        return node.lost or (details["type"] == "too_short" and bool(node.items))
    if not isinstance(node, MapNode):
        return False
    if not node.lost.isdisjoint(_FORMS):
        return True
    if details["type"] != "missing":
        return False
    known = known_keys(section_at(FeedsFile, details["loc"][:-1]))
    mistyped = {nearest(str(key.text), known) for key, _ in node.entries if key.text not in known}
    return details["loc"][-1] in mistyped | node.lost


def _place(details: ErrorDetails, root: Node, path: NodePath, node: Node) -> Place:
    if details["type"] == "extra_forbidden" or details["loc"][-1:] == ("[key]",):
        return key_place(root, path)
    if details["type"] == "union_tag_invalid" and isinstance(node, MapNode):
        kind = node.get("type")
        return kind.place if kind else node.place
    return node.place
