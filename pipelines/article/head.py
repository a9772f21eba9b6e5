"""Title, author, editor and tags of an article, out of its listing and the head of its page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any

from lxml.html import HtmlElement

from pipelines.article.markup import meta, parse, text_of

_SUFFIX = re.compile(r"\s+[|\-–—»•·]+\s+([^|»•·]{2,60})$")
_PAGE_SUFFIX = re.compile(
    r"\s*[|\-–—]?\s*\(?\b(?:halaman|laman|page|hal)\.?\s+(?:\d{1,2}|all)\)?$", re.IGNORECASE
)
_NO_AUTHOR = frozenset(
    ("admin", "administrator", "user", "editor", "unknown", "anonymous", "noreply@blogger.com")
)


def read_title(listed: str | None, tree: HtmlElement | None, linked: dict[str, Any], domain: str) -> str:
    """The headline, without markup, entities and the newspaper's name; empty where there is none.

    The listing's title comes first, then JSON-LD, Open Graph, the page's only ``h1`` and its ``<title>``.
    """
    if title := plain(listed):
        return title
    if tree is None:
        return ""
    names = [domain.split(".")[0], domain, *meta(tree, "og:site_name", "application-name")]
    headings = [text for heading in tree.iter("h1") if (text := text_of(heading))]
    offers = (
        linked.get("headline"),
        next(meta(tree, "og:title"), ""),
        headings[0] if len(headings) == 1 else "",
        tree.findtext(".//title"),
        next(meta(tree, "twitter:title"), ""),
    )
    for offer in offers:
        if isinstance(offer, str) and (title := _without_site(plain(offer), names)):
            return title
    return ""


def read_author(offers: Iterable[object]) -> str | None:
    """The first offer that names a person or a desk: no address of a profile, no "admin"."""
    for offer in offers:
        for name in _names(offer):
            name = plain(name)
            if name and "/" not in name and "@" not in name and name.casefold() not in _NO_AUTHOR:
                return name
    return None


def read_tags(listed: Iterable[str], tree: HtmlElement | None) -> tuple[str, ...]:
    """The article's tags, each once, as printed: those of the listing, else those of the page."""
    tags = list(listed)
    if not tags and tree is not None:
        tags = list(meta(tree, "article:tag")) or [
            text_of(anchor) for anchor in tree.iter("a") if "tag" in (anchor.get("rel") or "").split()
        ]
        tags = tags or [
            tag for keywords in meta(tree, "news_keywords", "keywords") for tag in keywords.split(",")
        ]
    found: dict[str, str] = {}
    for tag in map(plain, tags):
        tag = tag.lstrip("# ")
        found.setdefault(tag.casefold(), tag)
    return tuple(tag for tag in found.values() if tag)


def plain(text: str | None) -> str:
    """A text without markup, entities (also doubly escaped ones) and superfluous white space."""
    text = unescape(unescape(text or ""))
    if re.search(r"</?[a-z]", text, re.IGNORECASE):
        text = text_of(parse(text))
    return " ".join(text.split())


def _without_site(title: str, names: list[str]) -> str:
    title = _PAGE_SUFFIX.sub("", title)
    folded = {_folded(name) for name in names}
    while match := _SUFFIX.search(title):
        tail = _folded(match[1])
        if not any(
            tail == name or (len(tail) > 3 and (name.startswith(tail) or tail.startswith(name)))
            for name in folded
        ):
            break
        title = title[: match.start()]
    return _PAGE_SUFFIX.sub("", title).strip()


def _folded(text: str) -> str:
    return re.sub(r"\W|_", "", text).casefold()


def _names(offer: object) -> Iterator[str]:
    if isinstance(offer, str):
        yield offer
    elif isinstance(offer, dict):
        yield from _names(offer.get("name"))
    elif isinstance(offer, list):
        for one in offer:
            yield from _names(one)
