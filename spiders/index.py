"""Newspapers that are read through the pages that list their articles: of a tag, a search, or all."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import dateparser
from scrapy import Request, Selector
from scrapy.http import Response, TextResponse

from pipelines.article.model import Via
from spiders.articles import Output
from spiders.base import NewspaperSpider, Otherwise
from spiders.candidate import Candidate, day, moment
from spiders.failures import Unlistable
from spiders.sources import Selectors
from spiders.trail import Trail


class IndexSpider(NewspaperSpider):
    """Index pages, read by CSS selectors; turned by ``{page}`` in the address or by the link to the next."""

    name = "index"

    def listings(self) -> Iterator[Request]:
        """The index pages of the newspaper's table."""
        assert self.source.selectors is not None  # the schema sees to it
        for trail in self.trails(self.source.addresses):
            yield self.index(trail, self.source.selectors)

    def index(self, trail: Trail, selectors: Selectors, otherwise: Otherwise = None) -> Request:
        """A request for the index page that ``trail`` has come to."""
        return self.listing(
            trail.url,
            self.parse_index,
            page=trail.page,
            otherwise=otherwise,
            trail=trail,
            selectors=selectors,
        )

    def parse_index(self, response: Response, trail: Trail, selectors: Selectors) -> Output:
        """Take the articles of an index page and ask for the next one."""
        candidates = list(self.candidates(response, selectors))
        if not candidates and trail.page == 1 and not trail.asked:
            raise Unlistable(
                "no_articles"
            )  # a search may find nothing; an index without articles was rebuilt
        yield from self.take(response, candidates, asked=trail.asked)
        address = trail.address if "{page}" in trail.address else _next(response, selectors)
        if address and self.turn(trail, candidates):
            trail.address = address
            yield self.index(trail, selectors)

    def candidates_in(self, response: Response, via: Via) -> Iterable[Candidate]:
        """The articles that an index page lists."""
        assert self.source.selectors is not None  # the schema sees to it
        return self.candidates(response, self.source.selectors)

    def candidates(self, page: Response, selectors: Selectors) -> Iterator[Candidate]:
        """The articles that an index page lists, each once, with the title and date that stand in its box."""
        if not isinstance(page, TextResponse):
            raise Unlistable("not_html")
        for address, box in read_boxes(page, selectors.link):
            stamp = (
                box.css(selectors.date).xpath("descendant-or-self::*/@datetime").get()
                if selectors.date
                else None
            )
            yield Candidate(
                url=address,
                via="index",
                title=_text(box, selectors.title),
                published=moment(stamp, self.zone),
                day=day(stamp, self.zone) or self._day(_text(box, selectors.date)),
            )

    def _day(self, printed: str | None) -> date | None:
        """The day of a printed date, needed only to leave out what is older than ``since``."""
        if not printed or not self.since:
            return None
        settings: Any = {"TIMEZONE": self.zone.key, "DATE_ORDER": "DMY", "PREFER_DATES_FROM": "past"}
        found = dateparser.parse(printed, languages=["id"], settings=settings)
        return found.date() if found else None


def _next(page: Response, selectors: Selectors) -> str | None:
    """The address of the next index page, as the page links to it."""
    link = page.css(selectors.next) if selectors.next else page.css("link[rel=next], a[rel~=next]")
    address = link.xpath("descendant-or-self::*/@href").get()
    return page.urljoin(address.strip()) if address else None


def read_boxes(page: TextResponse, link: str) -> Iterator[tuple[str, Selector]]:
    """Every article's address with its box: the outermost element that links to no other article."""
    addresses: dict[Any, str] = {}
    for found in page.css(link):
        if href := found.xpath("descendant-or-self::*/@href").get():
            with contextlib.suppress(ValueError):  # what is no address at all
                addresses[found.root] = page.urljoin(href.strip())
    inside: dict[Any, set[str]] = defaultdict(set)
    for element, address in addresses.items():
        for around in (element, *element.iterancestors()):
            inside[around].add(address)
    boxes: dict[str, Any] = {}
    for element, address in addresses.items():
        for around in (element, *element.iterancestors()):
            if len(inside[around]) == 1:
                boxes[address] = around
    for address, box in boxes.items():
        yield address, Selector(root=box, type="html")


def _text(box: Selector, selector: str | None) -> str | None:
    """The words of the first element of a box that a selector finds."""
    if not selector or not (found := box.css(selector)):
        return None
    return " ".join(" ".join(found[0].xpath(".//text()").getall()).split()) or None
