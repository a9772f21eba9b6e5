"""Telling the pages by which a site keeps programs out, and those that stand for a page that is not there.

They come with 403, 429 or 503, but also with 200; then nothing else says that they are not articles.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from scrapy.http import HtmlResponse, Response, TextResponse
from w3lib.html import remove_tags, remove_tags_with_content

# What only stands in the page of a check, whoever made it; in lower case.
_CHECKS = (
    *(b"/orchestrate/chl", b"cf-browser-verification", b"cf_chl_opt", b"cf-error-details"),
    *(b"_incapsula_resource", b"incapsula incident id", b"sucuri_cloudproxy_js", b"sucuri website firewall"),
    *(b"/.lsrecap/", b"ddos-guard/js-challenge", b"/.well-known/ddos-guard/", b"imunify360"),
    *(b'cookie="__test=', b"cookie='__test=", b"wordfence", b"awswaf", b"perimeterx", b"_px-captcha"),
)
# What a page says of itself that is to be shared; a check is not.
_DESCRIBED = (b"og:title", b"article:published_time", b"application/ld+json")
# What also stands below articles, in a form for comments; on a page without an article it is the page.
_CAPTCHAS = (b"captcha", b"turnstile")
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
_LARGEST = 40_000
"""Bytes; the pages meant here are small, and those of articles mostly are not."""


def is_check(response: Response) -> bool:
    """Whether a response is the page of a firewall or a test for robots, and not what was asked for."""
    if response.headers.get("cf-mitigated"):
        return True
    if len(response.body) > _LARGEST or not isinstance(response, HtmlResponse):
        return False
    body = response.body.lower()
    if response.status == 200 and any(mark in body for mark in _DESCRIBED):
        return False
    words = _words(response)
    number = len(words.split())
    if number >= _SHORT:
        return response.status != 200 and any(mark in body for mark in _CHECKS)
    if any(mark in body for mark in _CHECKS) or _WORDS.search(words):
        return True
    return number < _SHORTEST and any(mark in body for mark in _CAPTCHAS)


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
    heads = _HEADLINE.findall(response.text[:_LARGEST])
    return any(_MISSING.match(" ".join(remove_tags(head).split())) for _, head in heads)


def _words(response: TextResponse) -> str:
    text = response.text
    return " ".join(remove_tags(remove_tags_with_content(text, ("script", "style"))).split())
