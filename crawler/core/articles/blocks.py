"""One walk over the parsed page: its text as blocks in order, each knowing the boxes around it.

Everything after this works on these plain values; the document tree is not touched again.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from crawler.core.articles.clean import ends_sentence
from crawler.core.articles.junk import Suspicion, suspicion_of

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

BREAKS = frozenset(("br", "hr"))
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
RUNNING_CHARS = 40
RUNNING_DENSE_CHARS = 14
"""Of a sentence in Chinese or Japanese, where a character says as much as three letters."""
RUNNING_LINK_SHARE = 0.4
NAME_CHARS = 200
VOUCHING_CHARS = 60
ENOUGH_CHARS = 500

_ACCUSED_TAGS = {
    **dict.fromkeys("nav footer aside dialog menu".split(), Suspicion.STRONG),
    **dict.fromkeys("figure figcaption".split(), Suspicion.SOME),
}
_ACCUSED_ROLES = frozenset(
    "navigation banner contentinfo complementary search dialog alertdialog menu menubar toolbar"
    " button tooltip alert status tablist".split()
)
MOST_LONE_LINKS = 10_000
"""Items, cells and the like that are one link: beyond, they are no part of any article."""
_NOT_RUNNING = HEADINGS | {"li"}
_INNOCENT = (Suspicion.NONE, "")
_HIDDEN_STYLE = re.compile(r"display\s{0,4}:\s{0,4}none|visibility\s{0,4}:\s{0,4}hidden")


@dataclass(slots=True, eq=False)
class Box:
    """An element that holds text, seen from its text."""

    name: str
    """Tag and class: what elements made by one template have in common."""
    parent: "Box | None"
    depth: int
    suspicion: Suspicion = Suspicion.NONE
    """How strongly tag, role, state or name say that it holds no article text."""
    word: str = ""
    """The word that says so."""

    @property
    def tag(self) -> str:
        """The element's tag."""
        return self.name.partition(" ")[0]

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
    """White space collapsed."""
    link_chars: int
    """Characters of it inside links."""
    tag: str
    """The innermost element that is not inline: p, h2, li, td, div …"""
    box: Box
    ends_linked: bool = False
    """Its last words are a link's."""
    is_running: bool = field(init=False)
    """It is a paragraph by its looks: long, few links, no heading or item."""

    def __post_init__(self) -> None:
        """Judge the looks once: every later step asks for them."""
        text, size = self.text, len(self.text)
        self.is_running = (
            (size >= RUNNING_CHARS or (size >= RUNNING_DENSE_CHARS and _is_dense(text)))
            and self.link_chars < RUNNING_LINK_SHARE * size
            and self.tag not in _NOT_RUNNING
        )

    @property
    def link_share(self) -> float:
        """How much of the text is links, 0 to 1."""
        return min(1.0, self.link_chars / len(self.text))


@dataclass(slots=True)
class _Run:
    """Text being gathered until a break."""

    parts: list[str] = field(default_factory=list)
    link_chars: int = 0
    ends_linked: bool = False


class _Walk:
    """The state of one walk."""

    def __init__(self, root: LexborNode) -> None:
        self.blocks: list[Block] = []
        self.tag = root.tag or ""
        self.box = Box(self.tag, None, 0)
        self.run = _Run()
        self.links = 0  # how many <a> are open
        self.lone_links = 0  # how many elements were one link
        self.vouched = _vouched(root)
        self.stack: list[tuple[LexborNode | None, Box, str, _Run, int]] = []

    def enter(self, node: LexborNode, child: LexborNode, tag: str) -> LexborNode | None:
        """Open an element that has children; return the node to go on with."""
        following = node.next
        if tag == "a":
            self.stack.append((following, self.box, self.tag, self.run, self.links))
            self.links += 1
            return child
        is_inline = tag in INLINE or ("-" in tag and self.tag == "p")
        suspicion, word, name = _judge(node, tag)
        if not is_inline:
            self.flush()
            if suspicion and self.vouched and node.mem_id not in self.vouched:
                return following
        self.stack.append((following, self.box, self.tag, self.run, self.links))
        if not is_inline:
            self.tag = tag
        elif suspicion:  # gathered apart, so that the sentence around it stays whole without it
            self.run = _Run()
        else:
            return child
        self.box = Box(name, self.box, self.box.depth + 1, suspicion, word)
        return child

    def add_leaf(self, node: LexborNode, tag: str, text: str, is_link: bool) -> None:
        """Take up an element that holds one text only, as most do: that spares the stack."""
        if tag == "a":
            self.add_link(text)
            return
        is_inline = tag in INLINE or ("-" in tag and self.tag == "p")
        if is_link and not is_inline:
            self.lone_links += 1
            if self.lone_links > MOST_LONE_LINKS:
                self.flush()
                return
        suspicion, word, name = _judge(node, tag)
        if is_inline and not suspicion:
            (self.add_link if is_link else self.add_text)(text)
            return
        if not is_inline:
            self.flush()
            if suspicion and self.vouched and node.mem_id not in self.vouched:
                return
        if text := " ".join(text.split()):
            is_linked = is_link or self.links > 0
            box = Box(name, self.box, self.box.depth + 1, suspicion, word)
            own = self.tag if is_inline else tag
            self.blocks.append(Block(text, len(text) if is_linked else 0, own, box, is_linked))

    def leave(self) -> LexborNode | None:
        """Close the innermost open element; return what follows it."""
        following, box, tag, run, self.links = self.stack.pop()
        if box is not self.box:
            self.flush()
            self.box, self.tag, self.run = box, tag, run
        return following

    def add_text(self, text: str) -> None:
        """Take up a text."""
        if self.links:
            self.add_link(text)
            return
        run = self.run
        run.parts.append(text)
        if run.ends_linked and not text.isspace():
            run.ends_linked = False

    def add_link(self, text: str) -> None:
        """Take up the text of a link."""
        run = self.run
        run.parts.append(text)
        run.link_chars += len(text)
        run.ends_linked = True

    def flush(self) -> None:
        """End the block being gathered."""
        run = self.run
        if run.parts:
            text = " ".join("".join(run.parts).split())
            if text:
                self.blocks.append(Block(text, run.link_chars, self.tag, self.box, run.ends_linked))
            run.parts = []
            run.link_chars = 0
            run.ends_linked = False


def _vouched(root: LexborNode) -> set[int]:
    """Return the elements around long paragraphs and first headings; empty if paragraphs are few.

    What is accused of junk and holds none of them is not walked: that spares most of a page.
    """
    found: set[int] = set()
    chars = 0
    for node in root.css("p, h1, h2"):
        if node.tag == "p":
            size = len(node.text())
            if size < VOUCHING_CHARS:
                continue
            chars += size
        at: LexborNode | None = node
        while at is not None and at.mem_id not in found:
            found.add(at.mem_id)
            at = at.parent
    return found if chars >= ENOUGH_CHARS else set()


def read_blocks(root: LexborNode) -> list[Block]:
    """Read every text of an element as blocks, in document order.

    The walk keeps its own stack: nesting as deep as memory allows is no problem.
    """
    walk = _Walk(root)
    node = root.first_child
    while True:
        if node is None:
            if not walk.stack:
                break
            node = walk.leave()
            continue
        tag = node.tag
        if tag == "-text":
            walk.add_text(node.text_content or "")
        elif tag in BREAKS:
            walk.flush()
        elif tag not in SKIPPED and tag is not None and (child := node.first_child) is not None:
            leaf = _only_text(child)
            if leaf is None:
                node = walk.enter(node, child, tag)
                continue
            walk.add_leaf(node, tag, *leaf)
        node = node.next
    walk.flush()
    return walk.blocks


def _only_text(child: LexborNode) -> tuple[str, bool] | None:
    """Return the text an element consists of and whether it is a link; None if there is more."""
    if child.next is not None:
        return None
    tag = child.tag
    if tag == "-text":
        return child.text_content or "", False
    if tag != "a" or (inner := child.first_child) is None or inner.next is not None:
        return None
    return (inner.text_content or "", True) if inner.tag == "-text" else None


def _judge(node: LexborNode, tag: str) -> tuple[Suspicion, str, str]:
    """Return how strongly an element is accused of junk, by which word, and its name."""
    if tag in HEADINGS:
        return Suspicion.NONE, "", tag
    attributes = node.attributes
    if not attributes:
        accused = _ACCUSED_TAGS.get(tag, Suspicion.NONE)
        return accused, tag if accused else "", tag
    classes = (attributes.get("class") or "")[:NAME_CHARS]
    name = f"{tag} {classes}"
    if tag in _ACCUSED_TAGS:
        return _ACCUSED_TAGS[tag], tag, name
    if tag != "p" and _is_hidden(attributes):
        return Suspicion.SOME, "hidden", name
    role = attributes.get("role")
    if role in _ACCUSED_ROLES:
        return Suspicion.SOME, role or "", name
    suspicion, word = suspicion_of(classes) if classes else _INNOCENT
    if identity := attributes.get("id"):
        suspicion, word = max((suspicion, word), suspicion_of(identity[:NAME_CHARS]))
    return suspicion, word, name


def _is_dense(text: str) -> bool:
    return "\u3040" <= text[len(text) // 2] <= "\u9fff" and ends_sentence(text)


def _is_hidden(attributes: dict[str, str | None]) -> bool:
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    return style is not None and _HIDDEN_STYLE.search(style[:NAME_CHARS]) is not None
