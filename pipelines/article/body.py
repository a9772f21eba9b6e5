"""The text of the article's body, a paragraph a line, out of a whole page or a fragment of HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from lxml import etree
from lxml.html import HtmlElement

from pipelines.article.markup import holds_story, parse, text_of
from pipelines.article.model import Removed
from pipelines.article.noise import clean_text
from pipelines.article.phrases import RELATED_MARKER, RELATED_NAME, RELATED_START

if TYPE_CHECKING:
    from configparser import ConfigParser

# fmt: off
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "caption", "dd", "div", "dl", "dt", "fieldset",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol",
    "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))
_SILENT = frozenset((
    "script", "style", "noscript", "iframe", "button", "select", "textarea", "svg", "object", "template",
    "head",
))
# fmt: on
_CAPTION_NAME = re.compile(r"caption|ket(?:erangan)?-?foto|foto-?ket", re.IGNORECASE)
_LONGEST_CAPTION = 60  # words
_RELATED_BLOCKS = (
    "div",
    "section",
    "ul",
    "ol",
    "aside",
    "p",
    "blockquote",
    "table",
    "figure",
    "h4",
    "h5",
    "h6",
)
_OTHER_WORDS_A_LINK = 6
_HEADLINE_WORDS = 4
_INLINE = ("strong", "b", "em", "i", "span", "u")
_SHORTEST_OVERLAP = 40  # characters


def read_body(markups: Iterable[str], title: str, *, whole_pages: bool) -> tuple[str, tuple[Removed, ...]]:
    """The clean text of an article and what was cut, out of the HTML of its page, or pages where it was
    split.

    A paragraph that a later page repeats is dropped, and a paragraph that a page break cut in two is
    joined.
    """
    paragraphs: list[str] = []
    removed: list[Removed] = []
    for markup in markups:
        tree = parse(markup)
        removed += _take_out(tree)
        clean = clean_text(_page_text(tree) if whole_pages else "\n".join(_lines(tree)), title)
        removed += clean.removed
        known = set(paragraphs)
        for number, line in enumerate(clean.text.splitlines()):
            if line in known and len(line) >= _SHORTEST_OVERLAP:
                continue
            if number == 0 and paragraphs and line[0].islower() and paragraphs[-1][-1] not in ".!?:;”\"')":
                paragraphs[-1] = f"{paragraphs[-1]} {line}"
            else:
                paragraphs.append(line)
    return "\n".join(paragraphs), tuple(removed)


def _page_text(tree: HtmlElement) -> str:
    # Half a second to import, which reading plain text and the command line need not pay.
    import trafilatura

    text = trafilatura.extract(tree, include_comments=False, output_format="txt", config=_settings())
    return str(text or "")


@cache
def _settings() -> ConfigParser:
    """trafilatura's settings, with short articles allowed: below 250 characters it would give up the
    paragraphs.
    """
    from trafilatura.settings import use_config

    config: ConfigParser = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "80")
    return config


def _lines(tree: HtmlElement) -> Iterator[str]:
    """The text of a fragment, which is the article and nothing else: every block element and ``br`` ends a
    line.
    """
    pieces: list[str] = []
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        visible = event in ("start", "end") and element.tag not in _SILENT
        if visible and element.tag in _BLOCKS and any(map(str.strip, pieces)):
            yield " ".join("".join(pieces).split())
            pieces = []
        if event == "start" and visible:
            pieces.append(element.text or "")
        elif event != "start":
            pieces.append(element.tail or "")
    if any(map(str.strip, pieces)):
        yield " ".join("".join(pieces).split())


def _take_out(tree: HtmlElement) -> list[Removed]:
    """Take out of the tree what only the markup can tell: captions, and links to other articles inside
    paragraphs.

    A block of such links becomes one paragraph a link, marked "Baca juga:", so that the text between which
    it stands can be joined again.
    """
    removed = []
    for element in list(tree.iter("figcaption", "div", "p", "span", "td", "small")):
        if element.tag == "figcaption" or _CAPTION_NAME.search(element.get("class", "")):
            text = text_of(element)
            if element.getparent() is None or len(text.split()) > _LONGEST_CAPTION or holds_story(element):
                continue
            if text:
                removed.append(Removed("caption", text))
            element.drop_tree()
    for element in list(tree.iter(*_RELATED_BLOCKS)):
        if element.getparent() is not None and _is_related_block(element):
            _mark_links(element)
    for anchor in list(tree.iter("a")):
        if anchor.getparent() is not None and (cut := _cut_inline_related(anchor)):
            removed.append(cut)
    return removed


def _is_related_block(element: HtmlElement) -> bool:
    """A block that holds nothing but links to other articles, told by its class or by its first words."""
    links = [words for anchor in element.iter("a") if (words := text_of(anchor).split())]
    if not links or element.get("data-related") or holds_story(element):
        return False
    text = text_of(element)
    count = len(text.split())
    linked = sum(map(len, links))
    if element.tag == "p" and len(links) == 1 and count == linked >= _HEADLINE_WORDS:
        return True
    named = RELATED_NAME.search(f"{element.get('class', '')} {element.get('id', '')}") is not None
    marked = RELATED_START.match(text) is not None
    return (named or marked) and count - linked <= _OTHER_WORDS_A_LINK * len(links)


def _mark_links(element: HtmlElement) -> None:
    whole = text_of(element)
    headlines = [text for anchor in element.iter("a") if len((text := text_of(anchor)).split()) >= 2]
    tail = element.tail
    element.clear()
    element.tail, element.tag = tail, "div"
    for headline in headlines:
        paragraph = etree.SubElement(element, "p")
        paragraph.text = (
            whole if len(headlines) == 1 and RELATED_START.match(whole) else f"Baca juga: {headline}"
        )


def _cut_inline_related(anchor: HtmlElement) -> Removed | None:
    """Cut "Baca juga: <a>headline</a>" out of a paragraph that goes on around it."""
    holder = anchor
    while holder.getparent().tag in _INLINE and not _text_before(holder).strip():
        holder = holder.getparent()
    before = _text_before(holder)
    matches = list(RELATED_MARKER.finditer(before))
    if not matches or matches[-1].end() != len(before):
        return None
    start = matches[-1].start()
    words = f"{before[start:].strip()} {text_of(holder)}"
    around = holder
    while around.getparent().tag in _INLINE and text_of(around.getparent()) == words:
        around = around.getparent()
    if text_of(around.getparent()) == words:
        return None  # it is the whole paragraph, which the text is cut of later
    if around is holder:
        _set_text_before(holder, before[:start].rstrip() + " ")
    around.drop_tree()
    return Removed("related", words)


def _text_before(element: HtmlElement) -> str:
    """The text right before an element, inside the same parent."""
    previous = element.getprevious()
    return str((element.getparent().text if previous is None else previous.tail) or "")


def _set_text_before(element: HtmlElement, text: str) -> None:
    previous = element.getprevious()
    if previous is None:
        element.getparent().text = text
    else:
        previous.tail = text
