"""One walk over the parsed page: its text as blocks in order, each knowing the boxes around it.

Everything after this works on these plain values; the document tree is not touched again.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from crawler.core.articles.junk import is_body_name, is_junk_name

SKIPPED = frozenset(
    "script style noscript svg iframe button template select option textarea input object embed"
    " canvas map audio video head math datalist progress meter title -comment -doctype".split()
)
"""Elements whose text no reader sees as part of an article."""

INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr q rp"
    " rt ruby s samp small span strike strong sub sup time tt u var wbr".split()
)
"""Elements that do not interrupt a sentence; any other, known or not, does."""

HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
JUNK_TAGS = frozenset("nav footer aside figure dialog figcaption menu".split())
JUNK_ROLES = frozenset(
    "navigation banner contentinfo complementary search dialog alertdialog menu menubar toolbar"
    " button tooltip alert status tablist".split()
)
BREAKS = frozenset(("br", "hr"))

_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_ATTRIBUTE_CAP = 300


@dataclass(slots=True, eq=False)
class Box:
    """An element that holds text, seen from its text."""

    tag: str
    parent: "Box | None"
    depth: int
    junk: bool = False
    """Its tag, role, state or name says that it holds no article text."""
    body: bool = False
    """Its name says that it holds the article's body."""
    name: str = ""
    weight: int = 0
    """Characters of running text inside, nested boxes included."""

    def around(self) -> Iterator["Box"]:
        """Yield this box and every box around it, innermost first."""
        box: Box | None = self
        while box is not None:
            yield box
            box = box.parent


@dataclass(slots=True, eq=False)
class Block:
    """A stretch of text without a break: a paragraph, a heading, a list item, a cell."""

    text: str
    link_chars: int
    """Characters of it inside links, white space counted."""
    tag: str
    """The innermost element that is not inline: p, h2, li, td, div …"""
    box: Box
    bold: bool = False

    @property
    def link_share(self) -> float:
        """How much of the text is links, 0 to 1."""
        return min(1.0, self.link_chars / max(1, len(self.text)))


@dataclass(slots=True)
class _Open:
    """An element whose children are being read."""

    next: LexborNode | None
    box: Box
    links: int
    parts: list[str]
    is_break: bool


@dataclass(slots=True)
class _Run:
    parts: list[str] = field(default_factory=list)
    link_chars: int = 0


def read_blocks(root: LexborNode) -> list[Block]:
    """Read every text of an element as blocks, in document order.

    The walk keeps its own stack: nesting as deep as memory allows is no problem.
    """
    blocks: list[Block] = []
    box = Box(root.tag or "", None, 0)
    run = _Run()
    links = 0  # how many <a> are open
    stack: list[tuple[LexborNode | None, Box, _Run, int, bool]] = []
    node = root.first_child
    while True:
        if node is None:
            if not stack:
                break
            inner = box
            node, box, outer, links, breaks = stack.pop()
            if breaks or outer is not run:
                _flush(run, inner, blocks)
            run = outer
            continue
        tag = node.tag
        if tag == "-text":
            text = node.text_content or ""
            run.parts.append(text)
            if links:
                run.link_chars += len(text)
            node = node.next
            continue
        if tag is None or tag in SKIPPED:
            node = node.next
            continue
        if tag in BREAKS:
            _flush(run, box, blocks)
            node = node.next
            continue
        following = node.next
        child = node.first_child
        if child is None:
            node = following
            continue
        inline = tag in INLINE or (box.tag == 'p' and '-' in tag)
        if inline:
            if tag == "a":
                stack.append((following, box, run, links, False))
                links += 1
                node = child
                continue
            junk = tag != 'p' and _is_junk(node, tag)
            if junk:
                stack.append((following, box, run, links, False))
                box = Box(tag, box, box.depth + 1, junk=1)
                run = _Run()
            else:
                stack.append((following, box, run, links, False))
            node = child
            continue
        _flush(run, box, blocks)
        stack.append((following, box, run, links, True))
        box = Box(tag, box, box.depth + 1, junk=_is_junk(node, tag), body=_is_body(node), name=(node.attributes.get("class") or "")+"#"+(node.id or ""))
        node = child
    _flush(run, box, blocks)
    return blocks


def _flush(run: _Run, box: Box, blocks: list[Block]) -> None:
    if not run.parts:
        return
    text = " ".join("".join(run.parts).split())
    if text:
        blocks.append(Block(text, run.link_chars, box.tag, box))
    run.parts = []
    run.link_chars = 0


def _is_junk(node: LexborNode, tag: str) -> bool:
    if tag in JUNK_TAGS:
        return 1 if tag[0]=="f" and tag!="footer" else 2
    attributes = node.attributes
    if not attributes:
        return False
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    role = attributes.get("role")
    if role and role in JUNK_ROLES:
        return True
    style = attributes.get("style")
    if style and _HIDDEN_STYLE.search(style[:_ATTRIBUTE_CAP]):
        return True
    name = f"{(attributes.get('class') or '')[:_ATTRIBUTE_CAP]} {(attributes.get('id') or '')[:_ATTRIBUTE_CAP]}"
    return is_junk_name(name)


def _is_body(node: LexborNode) -> bool:
    attributes = node.attributes
    if not attributes:
        return False
    if (attributes.get("itemprop") or "").lower() == "articlebody":
        return True
    return is_body_name(f"{(attributes.get('class') or '')[:_ATTRIBUTE_CAP]} {(attributes.get('id') or '')[:_ATTRIBUTE_CAP]}")
