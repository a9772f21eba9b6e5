"""What all ways in share: asking for listings, turning their pages, choosing from their candidates."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast
from urllib.parse import quote

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from pipelines.article.address import canonical_address
from pipelines.relevance import may_be_relevant
from pipelines.rows import RobotsRecord
from pipelines.scrapy_items import Desk
from spiders.articles import ArticleSpider, Output
from spiders.blocks import is_blocked, is_check
from spiders.candidate import Candidate
from spiders.failures import MISSING, Unlistable, failure_reason
from spiders.sources import Source, load_sources

Otherwise = Callable[[], Output] | None
"""What to do instead where a listing cannot be had."""


@dataclass(slots=True)
class Trail:
    """The way through the pages of one listing: its address with ``{page}``, and what it has listed so far.

    ``asked`` says that the newspaper was asked for the subject by word or tag; then a title without the
    field's words tells nothing, since the word was found in the text.
    """

    address: str
    asked: bool
    page: int = 1
    listed: set[str] = field(default_factory=set)

    @property
    def url(self) -> str:
        """The address of the page that the trail has come to."""
        return self.address.replace("{page}", str(self.page))


class NewspaperSpider(ArticleSpider):
    """One newspaper in one run. Subclasses say how it lists its articles.

    ``known`` are the addresses that earlier runs have read; ``seen_through`` says that an earlier run went
    through all listings to their end, so that this one may stop where there is nothing new. ``limit`` is
    the largest number of articles to fetch. Without a ``desk`` the pages are not read.
    """

    def __init__(
        self,
        source: Source | str,
        *,
        desk: Desk | None = None,
        known: Collection[str] = (),
        seen_through: bool = False,
        since: date | None = None,
        limit: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(_declared(source) if isinstance(source, str) else source, **kwargs)
        self.desk = desk
        self.known = frozenset(map(canonical_address, known))
        self.seen_through = seen_through
        self.since = since
        self.limit = limit
        self.fates: dict[str, str] = {}
        self.new: set[str] = set()
        self.listings_read = 0
        self.problems: list[tuple[str, str]] = []
        self.robots: dict[str, RobotsRecord] = {}

    async def start(self) -> AsyncIterator[Any]:
        """Ask for the newspaper's listings."""
        for request in self.listings():
            yield request

    def listings(self) -> Iterable[Request]:
        """The first requests of the run."""
        raise NotImplementedError

    @property
    def full(self) -> bool:
        """Whether as many articles were taken as may be."""
        return self.limit is not None and len(self.new) >= self.limit

    def at(self, address: str) -> str:
        """The whole address of one that may be relative to the newspaper's root."""
        return address if "://" in address else f"{self.root}/{address.lstrip('/')}"

    def trails(self, addresses: Iterable[str], words: Sequence[str] | None = None) -> Iterator[Trail]:
        """The listings at addresses, in which ``{word}`` stands for each keyword, ``{tag}`` for each tag."""
        fillings = {"{word}": words or self.source.keywords, "{tag}": self.source.tags}
        subject = [word.lower() for word in (*self.source.keywords, *self.source.tags)]
        for address in addresses:
            mark = next((mark for mark in fillings if mark in address), None)
            if mark:
                for filling in fillings[mark]:
                    yield Trail(self.at(address.replace(mark, quote(filling, safe=""))), asked=True)
            else:
                yield Trail(self.at(address), asked=any(word in address.lower() for word in subject))

    def listing(
        self,
        url: str,
        parse: Callable[..., Output],
        *,
        page: int = 1,
        otherwise: Otherwise = None,
        **kwargs: Any,
    ) -> Request:
        """A request for a listing, which ``parse(response, **kwargs)`` reads.

        Where it cannot be had or read, ``otherwise`` is done, or the run reports it. Past the first page,
        "not found" is the end of the listing (of WordPress's REST: 400).
        """
        wanted = {"parse": parse, "page": page, "otherwise": otherwise, "kwargs": kwargs}
        return Request(url, self.listing_came, errback=self.listing_failed, cb_kwargs=wanted)

    def listing_came(
        self,
        response: Response,
        parse: Callable[..., Output],
        page: int,
        otherwise: Otherwise,
        kwargs: dict[str, Any],
    ) -> Output:
        """A listing has come."""
        if page > 1 and response.status in (*MISSING, 400):
            return
        try:
            if is_check(response):
                otherwise = None  # who keeps programs out does so at every door
                raise Unlistable("blocked")
            if response.status != 200:
                raise Unlistable("blocked" if is_blocked(response) else f"http_{response.status}")
            yield from parse(response, **kwargs)
            self.listings_read += 1
        except Unlistable as error:
            yield from self._without(response.url, error.reason, otherwise)
        except Exception:  # a listing in a form that no spider has met must not pass for an empty one
            self.logger.exception("Could not read the listing %s", response.url)
            yield from self._without(response.url, "read_error", otherwise)

    def listing_failed(self, failure: Failure) -> Output:
        """A listing has not come."""
        request = cast(Request, failure.request)  # type: ignore[attr-defined]
        yield from self._without(request.url, failure_reason(failure), request.cb_kwargs["otherwise"])

    def _without(self, url: str, reason: str, otherwise: Otherwise) -> Output:
        self.logger.info("No listing at %s: %s", url, reason)
        if otherwise:
            yield from otherwise()
        else:
            self.problems.append((url, reason))

    def take(self, candidates: Iterable[Candidate], *, asked: bool) -> Output:
        """Fetch what is new of the candidates, and count what becomes of each."""
        for candidate in candidates:
            address = canonical_address(candidate.url)
            fate = self.fates.get(address)
            # What was left out by its headline counts again where the newspaper calls it to the point.
            if fate == "skipped" and asked:
                self.count("skipped", -1)
            elif fate:
                continue
            else:
                self.count("listed")
            self.fates[address] = fate = self._left_out(candidate, address, asked) or "new"
            self.count(fate)
            if fate == "new":
                self.new.add(address)
                yield self.fetch(candidate)

    def _left_out(self, candidate: Candidate, address: str, asked: bool) -> str | None:
        """Under which count a candidate is left out, or None if it is to be fetched."""
        if not self.owns(candidate.url):
            return "foreign"
        if address in self.known:
            return "known"
        if self.since and candidate.day and candidate.day < self.since:
            return "old"
        if not asked and not self.promising(candidate):
            return "skipped"
        return "over_limit" if self.full else None

    def promising(self, candidate: Candidate) -> bool:
        """Whether an article that was not asked for may be to the point, by what the listing says of it."""
        told = " ".join((candidate.summary or "", *candidate.tags))
        return not candidate.title or may_be_relevant(candidate.title, told)

    def turn(self, trail: Trail, candidates: Sequence[Candidate]) -> bool:
        """Turn the trail to its next page, if that is worth asking for; to be called after ``take``.

        It is not after a page that is empty, that only repeats what was listed (many servers answer any
        number with the first or the last page), that is all older than ``since``, or that had nothing new
        where an earlier run has seen the listing through.
        """
        addresses = {canonical_address(candidate.url) for candidate in candidates}
        if self.full or addresses <= trail.listed:
            return False
        trail.listed |= addresses
        if self.since and all(candidate.day and candidate.day < self.since for candidate in candidates):
            return False
        if (
            self.seen_through
            and not addresses & self.new
            and not self.settings.getbool("NETRALITAS_ALL_PAGES")
        ):
            return False
        if trail.page >= self.settings.getint("NETRALITAS_LISTING_PAGES"):
            self.problems.append((trail.url, "more_pages"))
            return False
        trail.page += 1
        return True


def _declared(key: str) -> Source:
    """The newspaper with a key, for ``scrapy crawl WAY -a source=KEY``."""
    sources = load_sources()
    if key not in sources:
        raise ValueError(f'There is no newspaper "{key}"; `netralitas sources list` shows all of them.')
    return sources[key]
