"""Lines by which publishers mark what is not the article, recognised by their words alone.

teaser      Read more: What the treaty says
section     Related stories; 12 comments        what follows in that box is not the article
label       Advertisement; Share; #treaty
stamp       Updated on 5 March 2024, 14:30
invitation  Follow us on Telegram
notice      © 2024, all rights reserved
credit      Photo: A. Field / Agency
"""

import re

from crawler.core.articles import labelwords as words
from crawler.core.articles.bylines import is_byline_alone, names_in
from crawler.core.articles.clean import ends_sentence
from crawler.core.datewords import MONTHS
from crawler.core.datewords import fold as fold_date

TEASER_CHARS = 220
"""A longer paragraph that begins like a pointer to another article is a paragraph."""
LABEL_CHARS = 60
SECTION_CHARS = 50
BYLINE_CHARS = 120
STAMP_CHARS = 90
STAMP_WORDS = 3
"""Words of a stamp that are neither dates nor in our lists: weekdays, "at", "Uhr" …"""
MORE_STAMP_WORDS = 5
"""… as many beside a whole date and time: "segunda-feira, 22 de janeiro de 2018 às 0:13"."""
STAMP_BLANKS = 14
"""No stamp has more: "Published: 5 March 2024, 14:30 | Last updated: 6 March 2024, 15:40"."""
DATE_AND_TIME_NUMBERS = 4
"""Day, year, hour and minute, where the month is a word."""
SYNDICATION_CHARS = 400
NOTICE_CHARS = 160
SHORT_NOTICE_CHARS = 70
"""Of a notice that ends as a sentence does: "All rights reserved."."""
LINK_LABEL_CHARS = 50
"""Labels of links stand in the last of a text."""
CREDIT_CHARS = 250

_MARKS = " \"'«»“”„‘’()[]【】*→▶►>|–—-•·+:"
_FIRST_LETTERS = re.compile(r"[\W\d_]*([^\W\d_]{0,2})")
_DOT_ABOVE = "\u0307"  # what the Turkish capital İ leaves behind it


def _opening(text: str) -> str:
    """Return the first two letters of a text: most lines are told from labels by them."""
    letters = text[:2]
    if not letters.isalpha() and (found := _FIRST_LETTERS.match(text)):
        letters = found[1]
    return _lowered(letters)


def _lowered(text: str) -> str:
    """Return a text in lower case: patterns that ignore case try every alternative at length."""
    return text.lower().replace(_DOT_ABOVE, "")


def _openings(pattern: str) -> frozenset[str]:
    return frozenset(map(_opening, pattern.split("|")))


_TEASER_OPENINGS = _openings(words.TEASERS)
_SECTION_OPENINGS = _openings(words.SECTIONS) | _TEASER_OPENINGS
_LABEL_OPENINGS = _openings(words.LABELS)
_INVITING_OPENINGS = _openings(words.INVITING)
_STAMP_OPENINGS = _openings(words.STAMPS)


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"[\W\d_]{{0,20}}(?:{pattern})[\W\d_]{{0,20}}")


def _start(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"[\W_]{{0,3}}(?:{pattern})(?!\w)")


_TEASER = _start(words.TEASERS)
_SECTION = _whole(f"{words.SECTIONS}|{words.TEASERS}")
_LABEL = _whole(words.LABELS)
_INVITING = re.compile(rf"[\W_]{{0,9}}(?:{words.INVITING})")
_INVITING_LATE = re.compile(words.INVITING_LATE)
_PLATFORM = re.compile(rf"(?<![a-zа-я])(?:{words.PLATFORMS})", re.IGNORECASE)
_SYNDICATION = re.compile(words.SYNDICATION, re.IGNORECASE)
_STAMP = re.compile(rf"(?<!\w)(?:{words.STAMPS})(?!\w)", re.IGNORECASE)
_CREDIT = re.compile(
    rf"(?:^|[\W_])(?:{words.CREDITS})\s?(?:by |von |de )?[:：/=©]\s?.{{1,60}}$"
    rf"|(?:[/(|©]|, )\s?(?:{words.AGENCIES})[\W_]{{0,4}}$"
    r"|(?:摄|攝|撮影|供图|제공|재판매 및 DB 금지)[\W_]{0,3}$|^(?:资料图|资料照片)",
    re.IGNORECASE,
)
_CREDIT_SIGN = re.compile("[:：/=©(|,摄攝影图공금]|资料")
"""No credit is without one of these: they are looked for first."""
_HASHTAGS = re.compile(r"(?:[#＃]\w{1,60}[\s,]{0,4})+")
_MAIL = re.compile(r"\W*[\w.+-]{1,60}@[\w-]{1,60}(?:\.[\w-]{1,30}){1,4}\W*")
_DATE = re.compile(
    r"\W{0,3}\d{1,4}[./\s-]{1,2}\d{1,2}[./\s-]{1,2}\d{2,4}\W{0,3}(?:\d{1,2}[:.h]\d{2})?\W{0,3}"
)
_TIME = re.compile(r"\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?")
_CLOCK = re.compile(r"\d\s?(?:[:h時时시]|\.\d\d\b)")
_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"\d+")
_WORDS = re.compile(r"[^\W\d_]+")
_CONTINUE = re.compile(
    rf"[\s\[(>»→]{{0,8}}(?<![a-zа-я])(?:{words.CONTINUES})(?!\w)[\s\])>»→.…:]{{0,6}}$",
    re.IGNORECASE,
)


def is_furniture(text: str) -> bool:
    """Tell whether a line is a label, a stamp, an invitation, a notice or a teaser.

    Asked of every paragraph there is, so patterns are tried on those that begin like a match.
    """
    if len(text) > TEASER_CHARS:
        return is_label(text)
    opening = _opening(text)
    may_invite = opening in _INVITING_OPENINGS or not text.isascii()
    return (
        is_label(text)
        or (opening in _TEASER_OPENINGS and is_teaser(text))
        or is_stamp(text)
        or (may_invite and is_invitation(text))
        or is_notice(text)
    )


def is_label(text: str) -> bool:
    """Tell whether a line is a mere label: a share button, an advert's mark, hashtags, a date."""
    if len(text) > LABEL_CHARS:
        return _HASHTAGS.fullmatch(text) is not None
    if _opening(text) in _LABEL_OPENINGS and _LABEL.fullmatch(_lowered(text)):
        return True
    return any(pattern.fullmatch(text) for pattern in (_HASHTAGS, _DATE, _TIME))


def is_teaser(text: str) -> bool:
    """Tell whether a paragraph only points to another article or asks to sign up."""
    return len(text) <= TEASER_CHARS and _TEASER.match(_lowered(text)) is not None


def is_section(text: str) -> bool:
    """Tell whether a heading announces other articles or comments."""
    if len(text) > SECTION_CHARS or _opening(text) not in _SECTION_OPENINGS:
        return False
    return _SECTION.fullmatch(_lowered(text)) is not None


def is_stamp(text: str) -> bool:
    """Tell whether a line only says when something was published or changed."""
    if len(text) > STAMP_CHARS or text.count(" ") > STAMP_BLANKS or not _DIGIT.search(text):
        return False
    if _CLOCK.search(text) is None and (
        _opening(text) not in _STAMP_OPENINGS or _STAMP.match(text.lstrip(_MARKS)) is None
    ):
        return False
    rest, stamps = _STAMP.subn(" ", text)
    others = [word for word in _WORDS.findall(fold_date(rest)) if word not in MONTHS]
    is_dated = len(_NUMBER.findall(text)) >= DATE_AND_TIME_NUMBERS
    most = MORE_STAMP_WORDS if is_dated and not ends_sentence(text) else STAMP_WORDS
    return bool(is_dated or stamps) and len(others) <= most


def is_invitation(text: str) -> bool:
    """Tell whether a line asks the reader to follow, subscribe or join somewhere."""
    if len(text) > TEASER_CHARS:
        return False
    is_asking = _INVITING.match(_lowered(text)) or (
        not text.isascii() and _INVITING_LATE.search(text)
    )
    return bool(is_asking) and _PLATFORM.search(text) is not None


def is_notice(text: str) -> bool:
    """Tell whether a line is about rights, the editor in charge or an address to write to."""
    if len(text) > (SHORT_NOTICE_CHARS if ends_sentence(text) else NOTICE_CHARS):
        return False
    lowered = text.lower()
    return any(mark in lowered for mark in words.RIGHTS) or _MAIL.fullmatch(text) is not None


def is_syndication_note(text: str) -> bool:
    """Tell whether a line of a feed only says on which site the article appeared first."""
    return len(text) <= SYNDICATION_CHARS and _SYNDICATION.search(text) is not None


def is_credit(text: str) -> bool:
    """Tell whether a line ends in the name of a photographer or an agency."""
    if len(text) > CREDIT_CHARS or ends_sentence(text) or _CREDIT_SIGN.search(text) is None:
        return False
    return _CREDIT.search(text) is not None


def is_byline(text: str, authors: frozenset[str]) -> bool:
    """Tell whether a line only names the authors.

    Args:
        text: the line.
        authors: the words of the authors' names, in lower case.
    """
    if len(text) > BYLINE_CHARS or ends_sentence(text):
        return False
    if is_byline_alone(text):
        return True
    said = re.findall(r"\w+", " ".join(names_in(text)).lower()) if authors else []
    return bool(said) and authors.issuperset(said)


def without_link_label(text: str) -> str:
    """Cut "Continue reading →" and its like off the end of a teaser's text."""
    end = text[-LINK_LABEL_CHARS:]
    return text[:-LINK_LABEL_CHARS] + _CONTINUE.sub("", end)
