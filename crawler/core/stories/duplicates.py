"""Which article of the window a new one repeats, and how.

same text    same words (hash)                     another outlet: a copy; same outlet and
                                                   headline: the very same article
copy         much of the shorter text is in the    only across outlets: an outlet reuses its own
             longer one (sketch)                   text, and a later version is not a copy
update       the same, within one outlet           a new article of the same story
contained    in a text over three times as long    a flash inside a round-up: no copy
template     a copy but for its figures            tomorrow's weather: no copy, no common story
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from enum import StrEnum

from crawler.core.stories.anatomy import dense_pairs, normal_words, take_apart
from crawler.core.stories.sketch import SAMPLE_EVERY, expected_size, resampled, sampled_every
from crawler.model.article import Article
from crawler.model.filing import NEW_ARTICLE_ID, Archive, Containment, Draft
from crawler.model.story import Overlap

WINDOW = timedelta(days=7)
MIN_CHARACTERS = 20  # letters and digits, headline included: “Live” and “Video” tell no article
STEM_LETTERS = 4
MIN_COMMON = 8  # hashes; fewer meet by chance
CLEAR_COPY = 0.6
ALIKE = 0.4
"""Containment from which two texts that are no report of one thing come from one template."""
POSSIBLE_COPY = 0.25
"""Containment from here to CLEAR_COPY is a copy only if the words stand in the same order too: 15 %
of the words changed leave (1 - .15)**3 = .61 of the 3-grams but 85 % of the words, and of the
characters (1 - .15)**6 = .38 of the 6-grams; a long quotation or a common phrase book does not."""
ALIGNED = 0.7
MOST_ALIGNED = 1_000  # words; aligning takes their square
CONTAINED_RATIO = 3.0
CUT_RATIO = 4.0
"""Up to here a text with the same beginning is a copy cut to its first paragraphs."""
LEAD = 60  # words or characters; a dateline is a small part of so many
MIN_FIGURES = 2
MIN_FIGURE_SHARE = 0.03  # of the words: a bulletin is made of figures, a report has some
SHARED_FIGURES = 0.5
SHARED_FIGURES_LATER = 0.8
"""Bulletins made from one template keep few of their figures; those of another day must keep
nearly all to be believed a reprint."""
LATER = timedelta(hours=18)
MOST_COMPARED = 20  # candidates looked at in full, best first
MOST_CHARACTERS = 200_000
"""Of a text that are looked at, from its beginning: no report is longer. Two pages of 4 MB took a
second, 100 MiB and the archive with them."""


class Repeat(StrEnum):
    """How an article repeats an earlier one, the closest first."""

    SAME_ARTICLE = "same article"
    SAME_TEXT = "same text"
    COPY = "copy"
    UPDATE = "update"
    CONTAINED = "contained"


@dataclass(frozen=True, slots=True, kw_only=True)
class Repetition:
    """What an article repeats, and which stories it must not join."""

    repeat: Repeat | None = None
    article: Article | None = None
    """The earlier article; set whenever ``repeat`` is."""
    templates: frozenset[str] = field(default_factory=frozenset)
    """Stories of texts alike that tell something else: bulletins from one template, walls."""
    passages: tuple[Containment, ...] = ()
    """Texts that are part of this one, or of which it is a part."""


def find_repetition(draft: Draft, archive: Archive, now: datetime) -> Repetition:
    """Find out whether a new article repeats one of the last seven days.

    Args:
        draft: an article at an address not seen before.
        archive: what was filed before.
        now: the moment of filing.
    """
    verbatim = _same_text(draft, archive, now)
    if verbatim is not None:
        return verbatim
    found: dict[Repeat, Article] = {}
    templates: set[str] = set()
    passages: list[Containment] = []
    print_ = draft.fingerprint
    hashes = resampled(print_.sketch, print_.shingles, SAMPLE_EVERY)
    least = max(MIN_COMMON, int(POSSIBLE_COPY / CUT_RATIO * hashes))
    candidates = archive.overlaps(print_.sketch, print_.language, now - WINDOW, least)
    for overlap in candidates[:MOST_COMPARED]:
        share = containment(draft, overlap)
        if share < POSSIBLE_COPY:
            continue
        article = archive.article(overlap.article_id)
        if not _is_related(draft, article) or _is_template(draft, article, now):
            if share >= ALIKE:
                templates.add(article.story_id)
        elif repeat := _near_repeat(draft, overlap, article):
            found.setdefault(repeat, article)
            if repeat is Repeat.CONTAINED:
                passages.append(_passage(draft, overlap))
        if Repeat.COPY in found:
            break
    best = next((repeat for repeat in Repeat if repeat in found), None)
    return Repetition(
        repeat=best,
        article=found[best] if best else None,
        templates=frozenset(templates),
        passages=tuple(passages),
    )


def containment(draft: Draft, overlap: Overlap) -> float:
    """Estimate how much of the shorter text is part of the longer one, from 0 to 1 or slightly over.

    A short text keeps all its hashes, a long one a quarter: the two are compared at the coarser
    sampling.
    """
    print_ = draft.fingerprint
    modulus = max(sampled_every(print_.shingles), sampled_every(overlap.shingles))
    mine = resampled(print_.sketch, print_.shingles, modulus)
    theirs = expected_size(overlap.size, overlap.shingles, modulus)
    smaller = min(mine, theirs)
    return overlap.common / smaller if smaller else 0.0


def _same_text(draft: Draft, archive: Archive, now: datetime) -> Repetition | None:
    """Find the very same text; under another headline of its own outlet it is no repetition."""
    title = normal_words(draft.text.title)
    if len("".join(title + normal_words(_opening(draft.text.text)))) < MIN_CHARACTERS:
        return None
    abroad: Article | None = None
    for overlap in archive.same_text(draft.fingerprint.text_hash, now - WINDOW):
        article = archive.article(overlap.article_id)
        if article.outlet == draft.feed.name:
            if normal_words(article.title) == title:
                return Repetition(repeat=Repeat.SAME_ARTICLE, article=article)
        elif abroad is None and _is_related(draft, article):
            abroad = article
    return None if abroad is None else Repetition(repeat=Repeat.SAME_TEXT, article=abroad)


def _is_related(draft: Draft, article: Article) -> bool:
    """Tell whether two texts alike can be one report: their headlines meet, or it has words of both.

    Words are compared by their beginnings, which inflection leaves alone. A consent wall shares
    some word with the headline of one of the articles behind it, hardly with those of two.
    """
    headline = _beginnings(normal_words(draft.text.title))
    other = _beginnings(normal_words(article.title))
    if not headline or not other or headline & other:
        return True
    told = _beginnings(normal_words(_opening(draft.text.text)))
    return not headline.isdisjoint(told) and not other.isdisjoint(told)


def _beginnings(words: list[str]) -> set[str]:
    found: set[str] = set()
    for word in words:
        if pairs := dense_pairs(word):
            found.update(pairs)
        elif len(word) >= STEM_LETTERS:
            found.add(word[:STEM_LETTERS])
    return found


def _near_repeat(draft: Draft, overlap: Overlap, article: Article) -> Repeat | None:
    mine, theirs = _tokens(draft.text.text), _tokens(article.text)
    if containment(draft, overlap) < CLEAR_COPY and _aligned(mine, theirs) < ALIGNED:
        return None
    shorter, longer = sorted((len(mine), len(theirs)))
    ratio = longer / max(1, shorter)
    if ratio > CUT_RATIO or (ratio > CONTAINED_RATIO and not _begin_alike(mine, theirs)):
        return Repeat.CONTAINED
    return Repeat.UPDATE if article.outlet == draft.feed.name else Repeat.COPY


def _passage(draft: Draft, overlap: Overlap) -> Containment:
    if draft.fingerprint.shingles < overlap.shingles:
        return Containment(inner_id=NEW_ARTICLE_ID, outer_id=overlap.article_id)
    return Containment(inner_id=overlap.article_id, outer_id=NEW_ARTICLE_ID)


def _is_template(draft: Draft, article: Article, now: datetime) -> bool:
    """Tell whether two texts that share their wording are full of figures and differ in these."""
    mine, theirs = take_apart(_opening(draft.text.text)), take_apart(_opening(article.text))
    fewer = min(len(mine.figures), len(theirs.figures))
    words = min(len(mine.words), len(theirs.words))
    if fewer < MIN_FIGURES or fewer < MIN_FIGURE_SHARE * words:
        return False
    apart = abs((draft.text.published or now) - (article.published or article.first_seen_at))
    needed = SHARED_FIGURES if apart < LATER else SHARED_FIGURES_LATER
    return len(mine.figures.keys() & theirs.figures.keys()) < needed * fewer


def _opening(text: str) -> str:
    return text[:MOST_CHARACTERS]


def _tokens(text: str) -> list[str]:
    """Return a text as words, or as characters in CJK, Thai and kin."""
    anatomy = take_apart(_opening(text))
    return [*"".join(anatomy.words)] if anatomy.dense else anatomy.words


def _aligned(tokens: list[str], others: list[str]) -> float:
    """Return the share of the shorter text that stands in the longer one in the same order.

    Of texts longer than MOST_ALIGNED their beginnings are compared.
    """
    tokens, others = tokens[:MOST_ALIGNED], others[:MOST_ALIGNED]
    blocks = SequenceMatcher(None, tokens, others, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / max(1, min(len(tokens), len(others)))


def _begin_alike(tokens: list[str], others: list[str]) -> bool:
    """Tell whether the first words of the shorter text stand near the beginning of the longer."""
    shorter, longer = sorted((tokens, others), key=len)
    return _aligned(shorter[:LEAD], longer[: 2 * LEAD]) >= ALIGNED
