"""What a news page says of itself in its markup: meta tags, JSON-LD, and which parts belong to other
articles.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from html import unescape
from typing import Any

from lxml import etree, html
from lxml.html import HtmlElement

from pipelines.article.address import canonical_address

_ARTICLE_TYPES = {"newsarticle", "article", "reportagenewsarticle", "blogposting", "analysisnewsarticle"}
_PAGE_TYPES = {"webpage", "itempage"}
# Objects below these keys are other articles, or pictures and videos, which have dates of their own.
_OWN_KEYS = ("@graph", "mainEntity", "mainEntityOfPage")
_DEEPEST = 8
_FOREIGN_NAME = re.compile(
    r"related|terkait|terkini|terbaru|terpopuler|populer|popular|sidebar|(?<!elementor-)widget|recent"
    r"|latest|trending"
    r"|comment|komentar"
    r"|lainnya|rekomendasi|recommend|baca-?juga|post-template|wp-block-query|nav(?:igation|bar|-links)"
    r"|breadcrumb|ticker"
    r"|headline-news|terpilih|pilihan|menu|footer-widget|more-?(?:news|posts|stories)|carousel|slider",
    re.IGNORECASE,
)
_FOREIGN_TAGS = {"aside", "nav"}
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_SMALL = 400
LONG_PARAGRAPH = 20
"""Words from which a paragraph is surely one of a story."""
_PARAGRAPHS_OF_A_STORY = 3
_HEADLINE_WORDS = 4


def parse(markup: str) -> HtmlElement:
    """The element tree of a page or a fragment; broken markup is repaired, none gives an empty body."""
    # lxml refuses text with an encoding declaration, and null characters end the document.
    markup = re.sub(r"^\s*<\?xml[^>]*\?>", "", without_controls(markup))
    try:
        return html.document_fromstring(markup)
    except etree.ParserError:  # not one element in it
        return html.document_fromstring("<html><body></body></html>")


def text_of(element: HtmlElement) -> str:
    """The element's text with single white space."""
    return " ".join(element.text_content().split())


def without_controls(text: str) -> str:
    """The text without control characters and halves of surrogate pairs, which no parser and no database
    takes.
    """
    return _CONTROLS.sub("", text)


def tidy(text: str) -> str:
    """A line of text with single white space, composed letters, and no invisible or broken characters."""
    # "Â" before a no-break space is that space, decoded twice.
    text = unicodedata.normalize("NFC", text.replace("Â\u00a0", " "))
    return " ".join(_INVISIBLE.sub("", without_controls(text)).split())


def meta(tree: HtmlElement, *names: str) -> Iterator[str]:
    """The contents of the meta tags of these names (``property``, ``name`` or ``itemprop``), in the names'
    order.
    """
    for name in names:
        for element in tree.iter("meta"):
            key = element.get("property") or element.get("name") or element.get("itemprop") or ""
            if key.lower() == name.lower() and (content := element.get("content", "").strip()):
                yield unescape(content)


def link(tree: HtmlElement, relation: str) -> str | None:
    """The address of the page's ``<link rel=...>``, or None."""
    for element in tree.iter("link"):
        if relation in (element.get("rel") or "").lower().split() and element.get("href"):
            return str(element.get("href"))
    return None


def linked_data(tree: HtmlElement, address: str) -> dict[str, Any]:
    """The JSON-LD object that describes the page's own article, or an empty one.

    Articles inside lists ("ItemList", "hasPart") are other articles. Among several, the one counts that
    names the canonical ``address``; when none does and there is more than one, none is believed.
    """
    articles: list[dict[str, Any]] = []
    pages: list[dict[str, Any]] = []
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            for item in _objects(_loaded(script.text or "")):
                kinds = _kinds(item)
                if kinds & _ARTICLE_TYPES:
                    articles.append(item)
                elif kinds & _PAGE_TYPES and "datePublished" in item:
                    pages.append(item)
    for found in (articles, pages):
        own = [item for item in found if address in _addresses(item)]
        if own:
            return own[0]
        if len(found) == 1:
            return found[0]
    return {}


def is_foreign(element: HtmlElement, address: str) -> bool:
    """Whether an element belongs to something else than the page's article: a list of other articles, a
    menu.

    It does when it lies in a container that is named so, or in a small container that links to another page
    with a text of the length of a headline. A container that holds the title or the story itself is never
    foreign, whatever its name: themes call the whole page "has-sidebar".
    """
    around: HtmlElement | None = element
    while around is not None and around.tag not in ("body", "html") and not holds_story(around):
        if around.tag in _FOREIGN_TAGS or _FOREIGN_NAME.search(
            f"{around.get('class', '')} {around.get('id', '')}"
        ):
            return True
        if len(around.text_content()) <= _SMALL and any(
            len(text_of(anchor).split()) >= _HEADLINE_WORDS and not _is_own(anchor, address)
            for anchor in around.iter("a")
        ):
            return True
        around = around.getparent()
    return False


def holds_story(element: HtmlElement) -> bool:
    """Whether a container holds the title or the story itself."""
    if element.find(".//h1") is not None:
        return True
    paragraphs = (text_of(paragraph).split() for paragraph in element.iter("p"))
    return sum(len(words) >= LONG_PARAGRAPH for words in paragraphs) >= _PARAGRAPHS_OF_A_STORY


def _is_own(anchor: HtmlElement, address: str) -> bool:
    target = anchor.get("href") or ""
    return target.startswith("#") or canonical_address(target) == address


def _loaded(text: str) -> object:
    text = (
        re.sub(r"^\s*(?://)?\s*<!\[CDATA\[|(?://)?\s*\]\]>\s*$|^\s*<!--|-->\s*$", "", text)
        .strip()
        .rstrip(";")
    )
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        pass
    # Hand-made JSON is often broken by an unescaped quotation mark; a date that stands there once is still
    # the date.
    broken: dict[str, Any] = {"@type": re.findall(r'"@type"\s*:\s*"(\w+)"', text)}
    for key in ("datePublished", "dateModified"):
        if len(dates := set(re.findall(rf'"{key}"\s*:\s*"([^"\n]{{8,40}})"', text))) == 1:
            broken[key] = dates.pop()
    return broken


def _objects(data: object, depth: int = 0) -> Iterator[dict[str, Any]]:
    if isinstance(data, dict):
        yield data
        below = [data[key] for key in _OWN_KEYS if isinstance(data.get(key), list | dict)]
    else:
        below = data if isinstance(data, list) else []
    if depth < _DEEPEST:
        for item in below:
            yield from _objects(item, depth + 1)


def _kinds(item: dict[str, Any]) -> set[str]:
    kind = item.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return {str(one).lower() for one in kinds}


def _addresses(item: dict[str, Any]) -> set[str]:
    page = item.get("mainEntityOfPage")
    named = [item.get("url"), item.get("@id"), page.get("@id") if isinstance(page, dict) else page]
    return {canonical_address(one.split("#")[0]) for one in named if isinstance(one, str)}
