"""What all ways in share: asking for listings, turning their pages, choosing from their candidates."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from pipelines.article.address import canonical_address
from pipelines.article.model import Via
from pipelines.listings import Known, Listing
from pipelines.relevance import may_be_relevant
from pipelines.rows import RobotsRecord
from pipelines.scrapy_items import Desk, text_digest
from spiders.articles import ARCHIVE, ArticleSpider, Output, place_in
from spiders.blocks import is_blocked, is_check
from spiders.candidate import Candidate
from spiders.failures import MISSING, Unlistable, failure_reason
from spiders.history import History
from spiders.sources import Source, load_sources
from spiders.trail import Trail
from spiders.validators import conditions, validators

if TYPE_CHECKING:
    from spiders.archiving import Archive

Otherwise = Callable[[str], Output] | None
"""What to do instead where a listing cannot be had; is told the reason."""

_LOOK_AGAIN = timedelta(days=1)

MORE_PAGES = "more_pages"
"""The problem of a listing that is longer than may be turned: its far end is out of reach every time."""


class NewspaperSpider(ArticleSpider):
    """One newspaper in one run. Subclasses say how it lists its articles.

    ``history`` is what earlier runs have left. ``limit`` is the largest number of articles to fetch. Without
    a ``desk`` the pages are not read; without an ``archive`` they are not archived.
    """

    def __init__(
        self,
        source: Source | str,
        *,
        desk: Desk | None = None,
        archive: Archive | None = None,
        history: History | None = None,
        since: date | None = None,
        limit: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(_declared(source) if isinstance(source, str) else source, **kwargs)
        self.desk = desk
        self.archive = archive
        self.history = history or History()
        self.known = {canonical_address(url): known for url, known in self.history.known.items()}
        self.since = since
        self.limit = limit
        self.fates: dict[str, str] = {}
        self.new: set[str] = set()
        self.listings_read = 0
        self.listings_come: dict[str, Listing] = {}
        self.problems: list[tuple[str, str]] = []
        self.robots: dict[str, RobotsRecord] = {}

    async def start(self) -> AsyncIterator[Any]:
        """Ask for the newspaper's listings."""
        if not self.changes_only:
            self.count("whole")
        for request in self.listings():
            yield request

    def listings(self) -> Iterable[Request]:
        """The first requests of the run."""
        raise NotImplementedError

    @property
    def seen_through(self) -> bool:
        """Whether the run before left no hole, so that this one may stop where there is nothing new."""
        return self.history.seen_through_at is not None and not self.settings.getbool("NETRALITAS_ALL_PAGES")

    @cached_property
    def changes_only(self) -> bool:
        """Whether listings are asked for changes only.

        Now and then they are asked for whole all the same, since servers are wrong about changes: WordPress
        takes no notice of posts that are put in with an old date, or taken out.
        """
        whole_at = self.history.whole_at
        if whole_at is None or self.since or not self.seen_through:
            return False
        return datetime.now(UTC) - whole_at < timedelta(days=self.settings.getfloat("NETRALITAS_WHOLE_DAYS"))

    def stored(self, address: str) -> Listing | None:
        """What an earlier run left of a listing, if changes since then are enough."""
        return self.history.listings.get(address) if self.changes_only else None

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
        "not found" is the end of the listing (of WordPress's REST: 400). A first page that has not changed
        since the listing was seen through is not read again.
        """
        stored = self.stored(url) if page == 1 else None
        headers = conditions(stored)
        earlier = self.history.listings.get(url)
        wanted = {
            "parse": parse,
            "address": url,
            "page": page,
            "conditional": bool(headers),
            "otherwise": otherwise,
            "kwargs": kwargs,
        }
        return Request(
            url,
            self.listing_came,
            errback=self.listing_failed,
            headers=headers,
            cb_kwargs=wanted,
            meta={ARCHIVE: earlier.place if earlier else None},
        )

    def listing_came(
        self,
        response: Response,
        parse: Callable[..., Output],
        address: str,
        page: int,
        conditional: bool,
        otherwise: Otherwise,
        kwargs: dict[str, Any],
    ) -> Output:
        """A listing has come."""
        if page > 1 and response.status in (*MISSING, 400):
            if trail := kwargs.get("trail"):
                yield from self.ended(trail, ())
            return
        if conditional and response.status == 304:
            self.listings_read += 1
            self.count("unchanged")
            return
        try:
            if is_check(response):
                otherwise = None  # who keeps programs out does so at every door
                raise Unlistable("blocked")
            if response.status != 200:
                raise Unlistable("blocked" if is_blocked(response) else f"http_{response.status}")
            if page == 1:
                etag, last_modified = validators(response)
                self.listings_come[address] = Listing(
                    address, datetime.now(UTC), etag, last_modified, place=place_in(response)
                )
            yield from parse(response, **kwargs)
            self.listings_read += 1
        except Unlistable as error:
            self.listings_come.pop(address, None)
            yield from self._without(response.url, error.reason, otherwise)
        except Exception:  # a listing in a form that no spider has met must not pass for an empty one
            self.listings_come.pop(address, None)
            self.logger.exception("Could not read the listing %s", response.url)
            yield from self._without(response.url, "read_error", otherwise)

    def candidates_in(self, response: Response, via: Via) -> Iterable[Candidate]:
        """The articles that a listing names, read in the way ``via``; raises ``Unlistable``."""
        raise NotImplementedError

    def owe(self, trail: Trail, total: int | None) -> None:
        """Note how many articles the newspaper says that a listing has; to be called before ``turn``."""
        if total is not None and trail.page == 1:
            self.listings_come[trail.url].total = total
            earlier = self.history.listings.get(trail.url)
            if earlier and earlier.total is not None:
                trail.owed = max(0, total - earlier.total)

    def same_state(
        self, address: str, total: int | None, changes: Iterable[tuple[str, datetime | None]]
    ) -> bool:
        """Note what a newspaper says of all its articles: how many there are, and when those that were
        changed last were changed; whether it says the same as before."""
        told = "\n".join(f"{article} {moment}" for article, moment in changes)
        state = f"{total} {hashlib.sha256(told.encode()).hexdigest()[:16]}"
        self.listings_come[address].state = state
        stored = self.stored(address)
        return stored is not None and stored.state == state

    def within_overlap(self, changed: datetime | None) -> bool:
        """Whether a change is not so old that the last run without a hole must have seen it."""
        looked_at, days = self.history.looked_at, self.settings.getfloat("NETRALITAS_OVERLAP_DAYS")
        return changed is not None and looked_at is not None and changed > looked_at - timedelta(days=days)

    def listing_failed(self, failure: Failure) -> Output:
        """A listing has not come."""
        request = cast(Request, failure.request)  # type: ignore[attr-defined]
        yield from self._without(request.url, failure_reason(failure), request.cb_kwargs["otherwise"])

    def _without(self, url: str, reason: str, otherwise: Otherwise) -> Output:
        self.logger.info("No listing at %s: %s", url, reason)
        if otherwise:
            yield from otherwise(reason)
        else:
            self.problems.append((url, reason))

    def take(self, response: Response, candidates: Iterable[Candidate], *, asked: bool) -> Output:
        """Fetch what is new or was edited of a listing's candidates, and count what becomes of each."""
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
            if fate in ("new", "edited"):
                known = self.known.get(address)
                before = known.place if known else None
                yield self.fetch(replace(candidate, listing=place_in(response), before=before))

    def _left_out(self, candidate: Candidate, address: str, asked: bool) -> str | None:
        """Under which count a candidate is left out or fetched again, or None if it is new."""
        if not self.owns(candidate.url):
            return "foreign"
        if known := self.known.get(address):
            return "edited" if self.edited(candidate, known) else "known"
        if self.since and candidate.day and candidate.day < self.since:
            return "old"
        if not asked and not self.promising(candidate):
            return "skipped"
        return "over_limit" if self.full else None

    def edited(self, candidate: Candidate, known: Known) -> bool:
        """Whether an article that was read has been changed, by what the listing says or carries of it.

        Where it tells nothing, a young article on the subject is looked at again in the first crawl a day
        after it was fetched.
        """
        if candidate.modified:
            return candidate.modified.replace(microsecond=0) > (known.modified or known.fetched_at)
        if candidate.html is not None:
            return known.digest not in (None, text_digest(candidate.html))
        looked_at, now, get = self.history.looked_at, datetime.now(UTC), self.settings.getfloat
        if looked_at is None or known.published_on is None:
            return False
        young = known.published_on >= (now - timedelta(days=get("NETRALITAS_OVERLAP_DAYS"))).date()
        return young and looked_at - known.fetched_at < _LOOK_AGAIN <= now - known.fetched_at

    def promising(self, candidate: Candidate) -> bool:
        """Whether an article that was not asked for may be to the point, by what the listing says of it."""
        told = " ".join((candidate.summary or "", *candidate.tags))
        return not candidate.title or may_be_relevant(candidate.title, told)

    def turn(self, trail: Trail, candidates: Sequence[Candidate]) -> bool:
        """Turn the trail to its next page, if that is worth asking for; to be called after ``take``.

        It is not after a page that is empty, that only repeats what was listed (many servers answer any
        number with the first or the last page), that is all older than ``since``, or that had nothing new
        where an earlier run has seen the listing through, unless the newspaper says that it has more by now,
        or the run asks for everything and the page is so young that articles may have come late behind it.
        """
        addresses = {canonical_address(candidate.url) for candidate in candidates}
        if self.full or addresses <= trail.listed:
            return False
        trail.listed |= addresses
        if self.since and all(candidate.day and candidate.day < self.since for candidate in candidates):
            return False
        owing = trail.owed > len(trail.listed & self.new)
        if trail.month:
            pass  # it was not seen through, or it would not be asked for
        elif self.seen_through and not (addresses & self.new or owing or self._may_hide_late(candidates)):
            return False
        if trail.page >= self.settings.getint("NETRALITAS_LISTING_PAGES"):
            self.problems.append((trail.url, MORE_PAGES))
            return False
        trail.page += 1
        return True

    def ended(self, trail: Trail, candidates: Iterable[Candidate]) -> Output:
        """What follows when a trail is not turned after the page that gave ``candidates``."""
        return iter(())

    def _may_hide_late(self, candidates: Iterable[Candidate]) -> bool:
        """Whether an article that was put in with an earlier day since everything was asked for last could
        stand behind a page of articles that are all known."""
        if self.changes_only:
            return False
        get = self.settings.getfloat
        span = timedelta(days=get("NETRALITAS_WHOLE_DAYS") + get("NETRALITAS_OVERLAP_DAYS"))
        earliest = (datetime.now(UTC) - span).date()
        return any(candidate.day and candidate.day >= earliest for candidate in candidates)


def _declared(key: str) -> Source:
    """The newspaper with a key, for ``scrapy crawl WAY -a source=KEY``."""
    sources = load_sources()
    if key not in sources:
        raise ValueError(f'There is no newspaper "{key}"; `netralitas sources list` shows all of them.')
    return sources[key]
