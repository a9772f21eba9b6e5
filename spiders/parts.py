"""Articles that are split over pages: which links of a page lead to the article's other parts.

The press splits in three ways: ``?page=2`` (also ``halaman``, ``hal``, ``showpage``), ``/2`` behind the
article's own address, and one address for the whole (``?page=all``, "Tampilkan semua"). A link counts only
if it is the article's own address with a part's number added, because ``rel=next`` and "Selengkapnya" lead
to other articles as often as to the next part.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urldefrag, urlsplit

from parsel import Selector
from scrapy.http import TextResponse

from pipelines.article.address import canonical_address

_PARAMETERS = frozenset(("page", "halaman", "hal", "paged", "showpage", "start_page"))
_TAIL = re.compile(r"/(?:(?:page|halaman|hal)[/-]?)?(\d{1,2}|all|semua)/?$", re.IGNORECASE)
_ALL = frozenset(("all", "semua", "full"))
_ALL_WORDS = re.compile(
    r"(?:tampilkan|lihat|baca|buka|show|view) (?:semua|seluruh|all)\b.*"
    r"|(?:baca |lihat )?selengkapnya|semua halaman",
    re.IGNORECASE,
)


def whole_address(response: TextResponse) -> str | None:
    """The address of a page that holds the whole of a split article, if the page offers one."""
    for link, address in _links(response, "a[href]"):
        words = " ".join(" ".join(link.css("::text").getall()).split())
        if _part(address, response.url) == "all" or (
            _ALL_WORDS.fullmatch(words) and _is_variant(address, response.url)
        ):
            return address
    return None


def part_address(response: TextResponse, article: str, number: int) -> str | None:
    """The address of part ``number`` of the article at address ``article``, if the page links to it."""
    for _, address in _links(response, "a[href], link[rel=next][href]"):
        if _part(address, article) == str(number):
            return address
    return None


def _links(response: TextResponse, selector: str) -> Iterator[tuple[Selector, str]]:
    """The links of a page with their whole addresses, without those that are no address at all."""
    for link in response.css(selector):
        with contextlib.suppress(ValueError):
            yield link, response.urljoin(link.attrib["href"])


def _part(address: str, article: str) -> str | None:
    """Which part of the article an address names: a number, "all", or None where it names none."""
    if _named_part(article) in _ALL:
        return None
    part = _named_part(address)
    if part is None:
        bare = urldefrag(address.partition("?")[0]).url
        if not (tail := _TAIL.search(bare)):
            return None
        part, address = tail[1].lower(), address.replace(bare, bare[: tail.start()], 1)
    if canonical_address(address) != canonical_address(article):
        return None
    return "all" if part in _ALL else str(int(part)) if part.isdigit() else None


def _named_part(address: str) -> str | None:
    """The value of the paging parameter of an address, in lower case."""
    parameters = parse_qsl(address.partition("?")[2].partition("#")[0])
    return next((value.lower() for name, value in parameters if name.lower() in _PARAMETERS), None)


def _is_variant(address: str, article: str) -> bool:
    """Whether it is the article's own path with other parameters ("?single=1")."""
    try:
        theirs, own = urlsplit(address), urlsplit(article)
    except ValueError:
        return False
    same_path = (theirs.netloc, theirs.path.rstrip("/")) == (own.netloc, own.path.rstrip("/"))
    return same_path and theirs.query not in ("", own.query) and _named_part(address) is None
