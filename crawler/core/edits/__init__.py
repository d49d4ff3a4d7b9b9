"""Edits: what differs between two versions of an article, of which kind, and whether it matters.

compare_versions(old title, old text, new title, new text) -> Edit
    paragraphs aligned -> sentences aligned -> words compared      passages
    corrections, figures, denials, paragraphs that came or went     kinds of change
"""

from crawler.core.edits.chronicle import Step, chronicle, step_between
from crawler.core.edits.compare import Change, Edit, absence_edit, compare_versions, with_return
from crawler.core.edits.passages import Passage, Piece
from crawler.core.edits.shown import diff_lines, plain_lines

__all__ = [
    "Change",
    "Edit",
    "Passage",
    "Piece",
    "Step",
    "absence_edit",
    "chronicle",
    "compare_versions",
    "diff_lines",
    "plain_lines",
    "step_between",
    "with_return",
]
