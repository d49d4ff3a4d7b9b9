"""Edits: what differs between two versions of an article, of which kind, and whether it matters.

compare_versions(old title, old text, new title, new text) -> Edit
    paragraphs aligned -> sentences aligned -> words compared      passages
    corrections, figures, denials, paragraphs that came or went     kinds of change
"""

from crawler.core.edits.compare import Change, Edit, absence_edit, compare_versions, with_return
from crawler.core.edits.passages import Passage, Piece

__all__ = [
    "Change",
    "Edit",
    "Passage",
    "Piece",
    "absence_edit",
    "compare_versions",
    "with_return",
]
