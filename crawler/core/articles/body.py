import re
from crawler.core.articles.labels import is_label, is_teaser
"""Choose the box that holds the article and give its paragraphs."""

from crawler.core.articles.blocks import HEADINGS, Block, Box

GOOD_CHARS = 40
GOOD_LINK_SHARE = 0.4
JUNK_SHARE = 0.35
STRONG_SHARE = 0.65
KEEP = 0.85
KEEP_HINTED = 0.75
HINT_SHARE = 0.45


def is_good(block: Block) -> bool:
    return (
        len(block.text) >= GOOD_CHARS
        and block.link_share < GOOD_LINK_SHARE
        and block.tag not in HEADINGS
        and block.tag != "li"
    )


def weigh(blocks: list[Block]) -> int:
    for block in blocks:
        for box in block.box.around():
            box.weight = 0
    total = 0
    for block in blocks:
        if is_good(block):
            size = len(block.text)
            total += size
            for box in block.box.around():
                box.weight += size
    return total


def drop_junk(blocks: list[Block]) -> list[Block]:
    total = weigh(blocks)
    groups: dict[str, int] = {}
    seen: set[Box] = set()
    for b in blocks:
        for box in b.box.around():
            if box in seen:
                break
            seen.add(box)
            if box.junk:
                key = group(box)
                groups[key] = groups.get(key, 0) + box.weight
    safe: set[Box] = set()
    for b in blocks:
        if b.tag == "h1": safe.update(b.box.around())
    verdict: dict[Box, bool] = {}

    def junk(box: Box) -> bool:
        path = []
        at: Box | None = box
        while at is not None and at not in verdict:
            path.append(at)
            at = at.parent
        found = verdict[at] if at is not None else False
        for one in reversed(path):
            found = found or (one.junk > 0 and one not in safe and groups[group(one)] < (JUNK_SHARE if one.junk == 1 else STRONG_SHARE) * total)
            verdict[one] = found
        return found

    return [b for b in blocks if not junk(b.box)]


def group(box):
    return box.tag + " " + box.name.split("#")[0]

def ends(text):
    return text.rstrip('"”»’\'」』）)]').endswith((".","!","?","…","。","！","？","؟","।","۔","：",":")) 

ALPHA = .5
def value(block: Block) -> float:
    n = len(block.text)
    if block.tag in HEADINGS:
        return 0 if block.link_share < GOOD_LINK_SHARE else -ALPHA*n
    if block.link_share >= GOOD_LINK_SHARE:
        return -ALPHA*n
    if n >= GOOD_CHARS and block.tag != "li" and (ends(block.text) or n>=100):
        return n
    if block.tag == "li":
        return 0
    return -ALPHA*n


SENT=False
def strong(block):
    return is_good(block) and (not SENT or ends(block.text) or len(block.text)>=120)

def choose(blocks: list[Block]) -> Box | None:
    weight: dict[Box, int] = {}
    total = 0
    titled: set[Box] = set()
    for b in blocks:
        if b.tag == "h1":
            titled.update(b.box.around())
        if not is_good(b): continue
        total += len(b.text)
        for box in b.box.around():
            weight[box] = weight.get(box, 0) + len(b.text)
    if not total: return None
    children: dict[Box, list[Box]] = {}
    root = None
    for box in weight:
        if box.parent is None: root = box
        else: children.setdefault(box.parent, []).append(box)
    at = root
    while True:
        kids = children.get(at, ())
        heaviest = max(kids, key=lambda b: weight[b], default=None)
        if heaviest is None or weight[heaviest] < KEEP * weight[at]:
            return at
        if any(b is not heaviest and group(b)==group(heaviest) and b not in titled and weight[b] >= SIB*total for b in kids):
            return at
        at = heaviest
SIB=.05
KEEP=.75


SPLIT=re.compile(r"\W+")
def fold(text): return " ".join(SPLIT.split(text.casefold())).strip()

LINKY=.5
LEAD=True
def body_blocks(blocks: list[Block], titles=(), description="") -> list[Block]:
    kept = drop_junk(blocks)
    box = choose(kept)
    if box is None:
        return []
    flags = [box in b.box.around() for b in kept]
    folded = {fold(t) for t in titles if t}
    start = flags.index(True)
    stop = len(flags) - flags[::-1].index(True)
    # title: last matching heading before half of the good text
    total = sum(len(b.text) for b, f in zip(kept, flags) if f and is_good(b))
    seen = 0
    cut = None
    for i, b in enumerate(kept[:stop]):
        if flags[i] and is_good(b): seen += len(b.text)
        if seen > .5*total: break
        if b.tag in ("h1","h2") and fold(b.text) in folded: cut = i+1
    lead = []
    if cut is not None:
        if cut <= start and LEAD:
            lead = [b for b in kept[cut:start] if is_good(b) and ends(b.text) and b.tag in LEADTAGS and not b.text.startswith("©")]
        start = max(start, cut)
    inside = kept[start:stop]
    out = []
    for b in lead+inside:
        if fold(b.text) in folded: continue
        if b.link_share >= LINKY: continue
        if is_teaser(b.text) or is_label(b.text): continue
        out.append(b)
    good = [i for i,b in enumerate(out) if is_good(b)]
    if not good: return out
    first, last = good[0], good[-1]
    head = [b for b in out[:first] if b.tag in ("p",) and ends(b.text)]
    tail = []
    for b in out[last+1:]:
        if ends(b.text) or b.tag=="li" or b.tag in HEADINGS: tail.append(b)
    while tail and tail[-1].tag in HEADINGS: tail.pop()
    return head + out[first:last+1] + tail
LEADTAGS=("p","div","h2","h3","span")
