"""Walls against robots: pages that stand in place of what was asked for.

A wall is told by its maker's marks in the headers or the page, or by what it says to people. With
a status that refuses, one mark is enough. With a status that grants, the page must also be empty
but for the wall: an HTML page of few words and hardly a link. So an article about captchas, or a
newspaper that guards its comments with one, is no wall.

Source: answers of the makers' own products, as seen by clients without a browser.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from crawler.model.web import Response

MAX_WALL_BYTES = 256 * 1024
"""Of a page that may be a wall; with a script inlined they stay below a third of it."""
MAX_WALL_CHARS = 1_000
"""Of visible text; a wall says a sentence or two, in several languages at most."""
MAX_WALL_LINKS = 5
MAX_BARE_CHARS = 500
"""Of visible text, where one sentence of it, or a script that sets a cookie and comes back, gives
the wall away."""

_REFUSING = frozenset({401, 403, 405, 406, 429, 451, 503})
_GRANTING = frozenset({200, 202, 203})
_HEADERS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {  # name -> what its value holds, maker; these are on walls only
        "cf-mitigated": ("challenge", "Cloudflare"),
        "x-amzn-waf-action": ("", "AWS WAF"),
        "x-vercel-mitigated": ("", "Vercel"),
        "x-sucuri-block": ("", "Sucuri"),
    }
)
_REFUSING_HEADERS = MappingProxyType({"x-datadome": "DataDome", "x-kpsdk-ct": "Kasada"})
"""On every answer of a guarded site: they mean something with a status that refuses only."""
_MARKS: Mapping[bytes, str] = MappingProxyType(
    {  # in lower case; of a challenge itself, not of a site that has one up its sleeve
        b"cf-chl-": "Cloudflare",
        b"_cf_chl_opt": "Cloudflare",
        b"attention required! | cloudflare": "Cloudflare",
        b"captcha-delivery.com": "DataDome",
        b"px-captcha": "PerimeterX",
        b"_incapsula_resource": "Imperva",
        b"errors.edgesuite.net": "Akamai",
        b"sec-if-cpt-container": "Akamai",
        b"awswafintegration": "AWS WAF",
        b"ddos-guard": "DDoS-Guard",
        b"servicepipe.ru": "Servicepipe",
        b"smartcaptcha": "Yandex",
        b"acw_sc__v2": "Alibaba Cloud",
        b"aliyun_waf": "Alibaba Cloud",
        b"anubis_challenge": "Anubis",
        b"vercel security checkpoint": "Vercel",
        b"your support id is": "F5",
        b"sucuri website firewall": "Sucuri",
    }
)
_A_CAPTCHA, _A_CHECK = "a captcha", "a check for robots"
_CAPTCHAS = re.compile(rb"g-recaptcha|h-captcha|cf-turnstile|geetest")
_SENTENCE = re.compile(
    r"just a moment\b"
    r"|checking (?:your|the) (?:browser|connection)|verifying (?:your|the) (?:browser|connection)"
    r"|(?:verify|confirm|prove)(?:ing)?\s(?:that\s)?you(?:.re|\sare)\s(?:an?\s)?(?:not\s)?(?:an?\s)?"
    r"(?:human|robot|bot)"
    r"|are you (?:an? )?(?:human|robot)\b|i.?.?m not a robot|you.{1,4}re not a (?:ro)?bot"
    r"|enable (?:javascript|js) and (?:cookies|disable any ad)|unusual traffic|pardon our interruption"
    r"|не робот|проверка браузера|kein roboter|pas un robot|no (?:soy|eres) un robot"
    r"|não (?:sou|é) um robô|non sono un robot|nie jestem robotem"
    r"|安全验证|人机验证|浏览器安全检查|ロボットではありません|로봇이 아닙니다|자동화된 접근",
    re.IGNORECASE,
)
_SETS_COOKIE = re.compile(rb"document\.cookie\s{0,9}=")
_COMES_BACK = re.compile(
    rb"location\s{0,9}(?:\.href\s{0,9})?=|location\.(?:reload|replace|assign)\("
)
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s{0,99}<(?:!doctype\s{1,9}html|html|head|body|title|script|noscript)\b",
    re.IGNORECASE,
)
_UNSEEN = re.compile(r"<(script|style|svg|template)\b.*?(?:</\1|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_TITLE = re.compile(rb"<title[^<>]*>([^<]{0,300})")


def speaks_as_wall(text: str) -> bool:
    """Tell whether a title or a short text says what walls say to people."""
    return _SENTENCE.search(text) is not None


def wall_of(response: Response) -> str | None:
    """Return who keeps robots out, ``a captcha`` or ``a check for robots``; None = nobody.

    Args:
        response: whole, with whatever status.
    """
    if response.status in _REFUSING:
        return _by_header(response) or _refusing(response.body.lower())
    if response.status in _GRANTING:
        return _by_header(response) or _granting(response)
    return None


def _by_header(response: Response) -> str | None:
    for name, value in response.headers:
        said, maker = _HEADERS.get(name, ("", None))
        if maker is not None and said in value.lower():
            return maker
        if name in _REFUSING_HEADERS and response.status in _REFUSING:
            return _REFUSING_HEADERS[name]
    return None


def _refusing(body: bytes) -> str | None:
    if maker := _maker(body):
        return maker
    if _CAPTCHAS.search(body):
        return _A_CAPTCHA
    return _A_CHECK if _SENTENCE.search(_visible(body)) else None


def _granting(response: Response) -> str | None:
    if len(response.body) > MAX_WALL_BYTES or not _HTML.match(response.body):
        return None
    body = response.body.lower()
    links, text = body.count(b"<a "), _visible(body)
    if links > MAX_WALL_LINKS or len(text) > MAX_WALL_CHARS:
        return None
    if maker := _maker(body):
        return maker
    if _SENTENCE.search(text if len(text) <= MAX_BARE_CHARS else _title(body)):
        return _A_CAPTCHA if _CAPTCHAS.search(body) else _A_CHECK
    is_bare = not links and len(text) <= MAX_BARE_CHARS
    is_script = is_bare and _SETS_COOKIE.search(body) and _COMES_BACK.search(body)
    return "a script that sets a cookie" if is_script else None


def _maker(body: bytes) -> str | None:
    return next((maker for mark, maker in _MARKS.items() if mark in body), None)


def _visible(body: bytes) -> str:
    """Return the text people see of a page in lower case, the title included, blanks folded."""
    text = body.decode("utf-8", errors="replace")
    return " ".join(_TAG.sub(" ", _UNSEEN.sub(" ", text)).split())


def _title(body: bytes) -> str:
    found = _TITLE.search(body)
    return found[1].decode("utf-8", errors="replace") if found else ""
