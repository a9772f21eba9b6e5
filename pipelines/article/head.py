"""Title, author, editor and tags of an article, out of its listing and the head of its page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any

from lxml.html import HtmlElement

from pipelines.article.markup import is_foreign, meta, parse, text_of, tidy

_SUFFIX = re.compile(r"\s+[|\-–—»•·]+\s+([^|»•·]{2,60})$")
_PAGE_SUFFIX = re.compile(
    r"\s*[|\-–—]?\s*\(?\b(?:halaman|laman|page|hal)\.?\s+(?:\d{1,2}|all)\)?$", re.IGNORECASE
)
_SECTION_ADDRESS = re.compile(
    r"/(?:category|kategori|section|kanal)/", re.IGNORECASE
)  # also rel="tag" in WordPress
_BYLINE_NAME = re.compile(r"(?:^|[\s_-])(?:author|byline|penulis|reporter|jurnalis)", re.IGNORECASE)
_BYLINE_WORDS = re.compile(
    r"^(?:(?:oleh|by|penulis|reporter|laporan|pewarta|author)\b\s*[:–-]?\s*)+", re.IGNORECASE
)
_LONGEST_NAME = 6  # words
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


def bylines(tree: HtmlElement, address: str) -> Iterator[str]:
    """The names in the page's visible bylines, told by ``rel``, ``itemprop`` or the class of the element."""
    for element in tree.iter("a", "span", "div", "p", "em", "b", "strong", "address", "li"):
        named = element.get("rel") == "author" or element.get("itemprop") == "author"
        if not named and not _BYLINE_NAME.search(element.get("class", "")):
            continue
        name = _BYLINE_WORDS.sub("", text_of(element))
        if name and len(name.split()) <= _LONGEST_NAME and not is_foreign(element, address):
            yield name


def read_tags(listed: Iterable[str], tree: HtmlElement | None) -> tuple[str, ...]:
    """The article's tags, each once, as printed: those of the listing, else those of the page."""
    tags = list(listed)
    if not tags and tree is not None:
        tags = next(filter(None, _page_tags(tree)), [])
    found: dict[str, str] = {}
    for tag in map(plain, tags):
        tag = tag.lstrip("# ")
        found.setdefault(tag.casefold(), tag)
    return tuple(tag for tag in found.values() if tag)


def _page_tags(tree: HtmlElement) -> Iterator[list[str]]:
    """The tags as the ways to mark them give them, the surest first."""
    yield list(meta(tree, "article:tag"))
    links = [
        (text_of(anchor), anchor.get("rel") or "", anchor.get("href") or "") for anchor in tree.iter("a")
    ]
    yield [text for text, rel, href in links if "tag" in rel.split() and not _SECTION_ADDRESS.search(href)]
    yield [text for text, _, _ in links if text.startswith("#")]
    yield [tag for keywords in meta(tree, "news_keywords", "keywords") for tag in keywords.split(",")]


def plain(text: str | None) -> str:
    """A text without markup, entities (also doubly escaped ones) and superfluous white space."""
    text = unescape(unescape(text or ""))
    if re.search(r"</?[a-z]", text, re.IGNORECASE):
        text = text_of(parse(text))
    return tidy(text)


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
