"""Pages that hold no article, and what they hold instead.

An "article" made of a login form or a list of headlines would hide the failure: the caller then
uses the feed's own text and tries the page again.
"""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from crawler.core.articles.blocks import HEADINGS, Block
from crawler.core.articles.head import Head
from crawler.core.articles.jsonld import LinkedData
from crawler.core.articles.trim import LINKED
from crawler.core.walls import speaks_as_wall
from crawler.model.errors import ExtractError, VanishedError

MIN_CHARS = 140
"""A shorter text is no article, unless the page says that it is one."""
MIN_DECLARED_CHARS = 25
WALL_CHARS = 800
"""Walls, error pages and what lists of articles have beside their headlines are shorter."""
MIN_HEADINGS = 8
CHARS_A_HEADING = 40
"""With this many linked headlines, less text for each and little text in all is a list."""

_LOGIN_FORM = "a login form stands where the article would be"
_DENSE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_DENSITY = 3
"""An East Asian character says as much as three letters."""
_WALL = re.compile(r"attention required|access denied|captcha|request blocked|ddos", re.IGNORECASE)
"""Words a news item may hold: they count in what is no article anyhow, beside the walls' own."""
_LOGIN = re.compile(
    r"\blog ?in\b|\bsign ?in\b|anmelde|einloggen|connexion|se connecter|identifi(?:ez|cate)"
    r"|iniciar sesi|entrar|\bacced[ei]|inloggen|logga in|logg inn|log ind|kirjaudu|zaloguj|přihlá"
    r"|войти|вход|увійти|giriş yap|σύνδεση|autentific|bejelentkez|تسجيل الدخول|ورود|התחבר|लॉग ?इन"
    r"|ログイン|로그인|登录|登錄|登入|đăng nhập|masuk|เข้าสู่ระบบ",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r"consent|toestemming|einwilligung|zustimmung|consentement|consentimiento|consentimento|consenso"
    r"|samtyck|samtykke|suostumus|zgod[ayę]|souhlas|súhlas|hozzájárul|consimțământ|συγκατάθεση|соглас"
    r"|згод|rıza|onay|موافق|הסכמ|同意|동의|partners?\b|partner|advert|werbung|annonce|publici|reklam|реклам"
    r"|privacy|datenschutz|confidentialité|privacidad|privacidade|prywatno|soukrom|конфиденц|隐私",
    re.IGNORECASE,
)
CONSENT_WORDS = 3
"""Different ones of these beside "cookie" in a short text make a consent dialog."""
_ERROR_PAGE = re.compile(
    r"\b404\b|not found|doesn.t exist|nicht gefunden|introuvable|no encontrad[ao]|não encontrad[ao]"
    r"|no existe|non trovat[ao]|niet gevonden|hittades inte|ble ikke funnet|ikke fundet|ei löyty"
    r"|не найден|не знайден|не е намерена|nie znaleziono|nenalezen|nenájden|nije pronađena|bulunamadı"
    r"|δεν βρέθηκε|nu a fost găsit|nem található|غير موجودة|یافت نشد|לא נמצא|नहीं मिला|tidak ditemukan"
    r"|không tìm thấy|không tồn tại|ไม่พบ|找不到|不存在|見つかりません|찾을 수 없",
    re.IGNORECASE,
)


def what_instead(
    text: str,
    blocks: Sequence[Block],
    head: Head,
    data: LinkedData,
    *,
    url: str,
) -> ExtractError | None:
    """Return the error that says what a page is instead of an article, or None when it is one.

    Args:
        text: the body that was found.
        blocks: the page's blocks.
        head: its declarations.
        data: its JSON-LD.
        url: its address.
    """
    size = len(text) + (_DENSITY - 1) * len(_DENSE.findall(text[:MIN_CHARS]))
    title = head.title or next(iter(head.headings), "")
    if size < WALL_CHARS and not _is_dated(head, data):
        wall = _wall(title, text, head, url)
        if wall:
            return wall
    if _is_front_page(url):
        return VanishedError(url, "this is the front page of a site")
    if size < (MIN_DECLARED_CHARS if _says_article(head, data) else MIN_CHARS):
        return ExtractError(url, _nothing(head))
    if not _says_article(head, data) and _is_list(text, blocks):
        return ExtractError(url, "this is a list of articles")
    return None


def _wall(title: str, text: str, head: Head, url: str) -> ExtractError | None:
    """Return what stands before or instead of an article, told by the title or a short text."""
    if any(_WALL.search(said) or speaks_as_wall(said) for said in (title, text)):
        return ExtractError(url, "a wall against robots stands before the page")
    if head.has_password and any(map(_LOGIN.search, (title, *head.headings))):
        return ExtractError(url, _LOGIN_FORM)
    asked = {found.lower() for found in _CONSENT.findall(text)}
    if "cookie" in text.lower() and len(asked) >= CONSENT_WORDS:
        return ExtractError(url, "a consent dialog stands where the article would be")
    if _ERROR_PAGE.search(title):
        return VanishedError(url, "the page says that there is nothing at this address")
    return None


def _nothing(head: Head) -> str:
    if head.has_password:
        return _LOGIN_FORM
    if head.first("og:type").startswith("video"):
        return "a video without a text"
    return "the page holds no text of an article"


def _is_front_page(url: str) -> bool:
    parts = urlsplit(url)
    return bool(parts.netloc) and parts.path in ("", "/") and not parts.query


def _says_article(head: Head, data: LinkedData) -> bool:
    return _is_dated(head, data) or head.first("og:type") == "article"


def _is_dated(head: Head, data: LinkedData) -> bool:
    """Tell whether a page describes an article, as no wall and no error page does."""
    return bool(data.article) or "article:published_time" in head.meta


def _is_list(text: str, blocks: Sequence[Block]) -> bool:
    headings = sum(b.tag in HEADINGS and b.link_share >= LINKED for b in blocks)
    return headings >= MIN_HEADINGS and len(text) < min(WALL_CHARS, CHARS_A_HEADING * headings)
