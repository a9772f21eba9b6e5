"""Fetching articles: the page of a candidate, the parts of a split one, what the pipelines get."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Literal, cast
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import scrapy
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from pipelines.article.address import domain_of
from pipelines.article.model import Page
from pipelines.places import Place, Role
from pipelines.scrapy_items import COUNTED, Fetched, NotFetched
from spiders.candidate import Candidate
from spiders.failures import MISSING, failure_reason, refusal
from spiders.parts import part_address, whole_address
from spiders.sources import Source

Step = Request | Fetched | NotFetched
"""What comes next for an article: a request, or its end."""
Output = Iterator[Step]
"""What a callback yields."""

ARCHIVE = "netralitas_archive"
"""Key of ``Request.meta``: its answer is to be archived; the value is where an earlier one lies, or None."""
PLACE = "netralitas_place"
"""Key of ``Response.meta``: where the archive has the answer."""


class ArticleSpider(scrapy.Spider):
    """Fetches the articles of one newspaper and joins those that are split over pages."""

    def __init__(self, source: Source, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.source = source
        self.zone = ZoneInfo(source.zone)
        self.root = source.root
        self.site = domain_of(f"https://{source.domain}")

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> ArticleSpider:
        """Scrapy's constructor. A newspaper on this machine is asked without delay."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        if spider.source.local:
            crawler.settings.setdict({"AUTOTHROTTLE_ENABLED": False, "DOWNLOAD_DELAY": 0}, priority="spider")
        return spider

    def owns(self, url: str) -> bool:
        """Whether an address can be fetched and is on the newspaper's own site or below it."""
        try:
            parts = urlsplit(url)
            _ = parts.port  # raises where the port is no number
        except ValueError:
            return False
        host = domain_of(url)
        return parts.scheme in ("http", "https") and (host == self.site or host.endswith(f".{self.site}"))

    def count(self, name: str, amount: int = 1) -> None:
        """Add to one of the counts of this newspaper."""
        assert self.crawler.stats is not None
        self.crawler.stats.inc_value(f"{COUNTED}{name}", amount)

    def fetch(self, candidate: Candidate) -> Request | Fetched:
        """The request for an article's page, or the article itself where the listing carried all of it."""
        if candidate.html is not None:
            self.count("fetched")
            return self.fragment(candidate)
        wanted = {"candidate": candidate}
        return self._request(candidate.url, self.page_came, self.page_failed, wanted, candidate.before)

    def page_came(self, response: Response, candidate: Candidate) -> Output:
        """An article's page has come; if it is split, its other parts are asked for."""
        yield self._guarded(self._read, response, candidate)

    def _read(self, response: Response, candidate: Candidate) -> Step:
        if reason := refusal(response):
            return self._not_fetched(candidate, reason, response.status)
        pages = (cast(TextResponse, response),)
        if whole := whole_address(pages[0]):
            return self._part(whole, candidate, pages, whole=True)
        return self._next_part(candidate, pages)

    def _guarded(
        self, read: Callable[..., Step], response: Response, candidate: Candidate, **more: Any
    ) -> Step:
        """What ``read`` makes of a response; a page in a form that nobody has met fails, but is not lost."""
        try:
            return read(response, candidate, **more)
        except Exception:
            self.logger.exception("Could not read %s", response.url)
            return self._not_fetched(candidate, "read_error", response.status)

    def page_failed(self, failure: Failure) -> Output:
        """An article's page has not come."""
        yield self._not_fetched(_wanted(failure)["candidate"], failure_reason(failure))

    def part_came(
        self, response: Response, candidate: Candidate, pages: tuple[TextResponse, ...], whole: bool
    ) -> Output:
        """A further part of a split article has come, or the page that holds all of it."""
        if reason := refusal(response):
            yield self._without_part(candidate, pages, whole, reason, response.status in MISSING)
            return
        page = cast(TextResponse, response)
        if whole:
            yield self._joined(candidate, pages[0], (page,))
        elif any(
            page.body == other.body for other in pages
        ):  # a number past the end gives the last part again
            yield self._joined(candidate, pages[0], pages)
        else:
            yield self._next_part(candidate, (*pages, page))

    def part_failed(self, failure: Failure) -> Output:
        """A further part of a split article has not come."""
        reason = failure_reason(failure)
        yield self._without_part(**_wanted(failure), reason=reason, for_good=reason == "robots")

    def _part(
        self, address: str, candidate: Candidate, pages: tuple[TextResponse, ...], *, whole: bool
    ) -> Request:
        wanted = {"candidate": candidate, "pages": pages, "whole": whole}
        read = 0 if whole else sum(len(page.body) for page in pages)
        return self._request(address, self.part_came, self.part_failed, wanted, read=read)

    def _request(
        self,
        address: str,
        came: Callable[..., Output],
        failed: Callable[[Failure], Output],
        wanted: dict[str, Any],
        before: Place | None = None,
        read: int = 0,
    ) -> Request:
        """A request for a page, which is not as large as a listing may be, all its parts together.

        ``before`` is where the archive has an earlier answer, ``read`` how many bytes earlier parts had.
        """
        largest = min(self.settings.getint(name) for name in ("DOWNLOAD_MAXSIZE", "NETRALITAS_PAGE_MAXSIZE"))
        meta = {ARCHIVE: before, "download_maxsize": max(largest - read, 1)}
        return Request(address, came, errback=failed, cb_kwargs=wanted, meta=meta)

    def _next_part(self, candidate: Candidate, pages: tuple[TextResponse, ...]) -> Step:
        number = len(pages) + 1
        address = part_address(pages[-1], pages[0].url, number)
        if address is None:
            return self._joined(candidate, pages[0], pages)
        if number > self.settings.getint("NETRALITAS_ARTICLE_PARTS"):
            self.count("incomplete")
            return self._joined(candidate, pages[0], pages)
        return self._part(address, candidate, pages, whole=False)

    def _without_part(
        self, candidate: Candidate, pages: tuple[TextResponse, ...], whole: bool, reason: str, for_good: bool
    ) -> Step:
        """Without the page of the whole the parts are read. An article that lacks a part is kept as it is
        where the part will not come another day either; else the page failed, and the next run tries it
        again."""
        if whole:
            return self._next_part(candidate, pages)
        if for_good:
            self.count("incomplete")
            return self._joined(candidate, pages[0], pages)
        return self._not_fetched(candidate, f"part_{reason}")

    def _joined(self, candidate: Candidate, first: TextResponse, pages: Sequence[TextResponse]) -> Fetched:
        self.count("fetched")
        return self.joined(candidate, first, pages)

    def fragment(self, candidate: Candidate, at: datetime | None = None) -> Fetched:
        """The article that stands in the listing itself."""
        assert candidate.html is not None
        page = self._page(candidate, candidate.url, (candidate.html,), "fragment", at)
        return Fetched(candidate.url, page, place=candidate.listing)

    def joined(
        self,
        candidate: Candidate,
        first: TextResponse,
        pages: Sequence[TextResponse],
        at: datetime | None = None,
    ) -> Fetched:
        """The article of a page, or of the several that it is split over; ``first`` is what was asked for.

        ``at`` is when it was fetched, now unless given.
        """
        page = self._page(candidate, first.url, tuple(page.text for page in pages), "page", at)
        headers: Any = first.headers.to_unicode_dict()
        places = [place_in(response) for response in pages]
        also: list[tuple[Role, Place]] = [("part", place) for place in places[1:] if place]
        if first is not pages[0] and (place := place_in(first)):
            also.append(("first", place))
        if candidate.listing:
            also.append(("listing", candidate.listing))
        etag, last_modified = headers.get("ETag"), headers.get("Last-Modified")
        return Fetched(candidate.url, page, 200, etag, last_modified, places[0], tuple(also))

    def _page(
        self,
        candidate: Candidate,
        url: str,
        bodies: Sequence[str],
        kind: Literal["page", "fragment"],
        at: datetime | None,
    ) -> Page:
        return Page(
            source=self.source.key,
            url=url,
            body=bodies[0],
            kind=kind,
            via=candidate.via,
            fetched_at=at or datetime.now(UTC),
            zone=self.zone.key,
            title=candidate.title,
            published=candidate.published,
            modified=candidate.modified,
            author=candidate.author,
            tags=candidate.tags,
            parts=tuple(bodies[1:]),
        )

    def _not_fetched(self, candidate: Candidate, reason: str, status: int | None = None) -> NotFetched:
        return NotFetched(candidate.url, self.source.key, candidate.via, reason, datetime.now(UTC), status)


def place_in(response: Response) -> Place | None:
    """Where the archive has a response, if it was archived."""
    return response.meta.get(PLACE) if response.request else None


def _wanted(failure: Failure) -> dict[str, Any]:
    """The arguments that the callback would have got."""
    return cast(Request, failure.request).cb_kwargs  # type: ignore[attr-defined]
