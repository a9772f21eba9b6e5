"""Telling the pages by which a site keeps programs out, and those that stand for a page that is not there.

They come with 403, 429 or 503, but also with 200; then nothing else says that they are not articles.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from scrapy.http import HtmlResponse, Response, TextResponse
from w3lib.html import remove_tags, remove_tags_with_content

# What only stands in the page of a check, whoever made it.
_CHECK = re.compile(
    rb"/cdn-cgi/challenge-platform/[^\"']{0,40}orchestrate|cf-browser-verification|cf_chl_opt"
    rb"|cf-error-details|_Incapsula_Resource|Incapsula incident ID"
    rb"|sucuri_cloudproxy_js|Sucuri WebSite Firewall - Access Denied"
    rb"|/\.lsrecap/|ddos-guard/js-challenge|/\.well-known/ddos-guard/|imunify360"
    rb"|document\.cookie\s*=\s*[\"']__test="
    rb"|wordfence[^<]{0,40}blocked|awswaf|perimeterx|_px-captcha",
    re.IGNORECASE,
)
# What also stands below articles, in a form for comments; on a page without an article it is the page.
_CAPTCHA = re.compile(rb"captcha|turnstile", re.IGNORECASE)
_WORDS = re.compile(
    r"just a moment|checking (?:if the site|your browser)|one moment, please|attention required"
    r"|access denied|unusual traffic|verif(?:y|ying) (?:that )?you are (?:a )?(?:not a robot|human)"
    r"|are you (?:a )?(?:human|robot)|bukan robot|akses (?:anda )?(?:ditolak|diblokir)"
    r"|(?:enable|allow|accept|require\w*) (?:\w+ ){0,3}cookies?\b"
    r"|(?:aktifkan|izinkan|hidupkan) (?:\w+ ){0,3}cookies?\b|(?:aktifkan|enable) javascript",
    re.IGNORECASE,
)
_MISSING = re.compile(
    r"(?:oops|ups|maaf)?\W*(?:error\W*)?(?:404\b\W*)?(?:(?:halaman|laman|artikel|berita|konten|postingan?)"
    r"(?: yang (?:anda|kamu) (?:cari|tuju))? (?:tidak|tak|belum) (?:dapat )?(?:ditemukan|ada|tersedia)"
    r"|(?:page|post|article|nothing|content)(?: was| could)? (?:not (?:be )?)?found"
    r"|not found|404\s*(?:$|error|[-–|:!]))",
    re.IGNORECASE,
)
_HEADLINE = re.compile(r"<(title|h1)\b[^>]*>(.*?)</\1\s*>", re.IGNORECASE | re.DOTALL)
_SHORT = 120
"""Words; a page of an article has more, with its menu and its lists alone."""
_SHORTEST = 40
"""Words; even a page that is only a picture with its caption has more."""
_LOOKED_AT = 100_000
"""Bytes; the pages meant here are small."""


def is_check(response: Response) -> bool:
    """Whether a response is the page of a firewall or a test for robots, and not what was asked for."""
    if response.headers.get("cf-mitigated"):
        return True
    start = response.body[:_LOOKED_AT]
    if response.status == 200 and len(response.body) > _LOOKED_AT:
        return False
    if _CHECK.search(start) and (response.status != 200 or _is_short(response)):
        return True
    if not isinstance(response, HtmlResponse):
        return False
    words = _words(response)
    number = len(words.split())
    return bool((number < _SHORT and _WORDS.search(words)) or (number < _SHORTEST and _CAPTCHA.search(start)))


def is_blocked(response: Response) -> bool:
    """Whether the newspaper does not want to be read by us: forbidden, or only after a test for robots."""
    return response.status in (403, 451) or (response.status in (200, 401, 429, 503) and is_check(response))


def is_missing(response: Response) -> bool:
    """Whether a page that came with 200 only says that there is none, or is the home page in its place."""
    if not isinstance(response, TextResponse):
        return False
    asked = (response.request.meta.get("redirect_urls") or [None])[0] if response.request else None
    if asked and urlsplit(response.url).path in ("", "/") and urlsplit(asked).path not in ("", "/"):
        return not urlsplit(response.url).query
    heads = _HEADLINE.findall(response.text[:_LOOKED_AT])
    return any(_MISSING.match(" ".join(remove_tags(head).split())) for _, head in heads)


def _is_short(response: Response) -> bool:
    return not isinstance(response, TextResponse) or len(_words(response).split()) < _SHORT


def _words(response: TextResponse) -> str:
    text = response.text[:_LOOKED_AT]
    return " ".join(remove_tags(remove_tags_with_content(text, ("script", "style"))).split())
