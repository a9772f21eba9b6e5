"""Archives of posts gone back through by months, so that a way back that was interrupted can be taken up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

from pipelines.article.address import canonical_address
from pipelines.attempts import READING_FAILURES
from pipelines.listings import Listing, keep_listings
from pipelines.rows import PageRecord
from spiders.articles import Output
from spiders.base import NewspaperSpider, Otherwise
from spiders.candidate import Candidate
from spiders.months import Month, months
from spiders.trail import Trail

THROUGH = "through"
"""State of a month's listing that was gone through to its end, with all its articles stored."""


class MonthlySpider(NewspaperSpider):
    """Goes back to ``since`` month by month; the one before is asked for once a month is listed to its end.

    A month that lies behind and whose articles are all stored is not asked for again by a later run.
    Subclasses say how a month is asked for.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.months_open: list[Month] = []
        self.stored_well: set[str] = set()

    def month_address(self, first: date, end: date, terms: Mapping[str, str]) -> str:
        """The address of a listing of what ``terms`` find from ``first`` to before ``end``."""
        raise NotImplementedError

    def month_page(self, trail: Trail, otherwise: Otherwise) -> Any:
        """The request for the page that ``trail`` has come to."""
        raise NotImplementedError

    def monthly(self, **terms: str) -> Output:
        """Ask for what ``terms`` find, back to ``since``."""
        assert self.since is not None
        tomorrow = datetime.now(self.zone).date() + timedelta(days=1)
        yield from self._next_month(months(self.since, tomorrow), terms)

    def _next_month(self, spans: list[tuple[date, date]], terms: Mapping[str, str]) -> Output:
        for place, (first, end) in enumerate(spans, start=1):
            trail = Trail(self.month_address(first, end, terms), asked=True)
            stored = self.history.listings.get(trail.url)
            if stored and stored.state == THROUGH and stored.fetched_at.astimezone(self.zone).date() >= end:
                self.listings_read += 1
                self.count("unchanged")
                continue
            trail.month = Month(trail.url, terms, spans[place:])
            yield self.month_page(trail, partial(self._without_month, trail))
            return

    def _without_month(self, trail: Trail, reason: str) -> Output:
        """A page of a month cannot be had: report it, so that it is asked for again; go on all the same."""
        assert trail.month is not None
        self.problems.append((trail.url, reason))
        yield from self._next_month(trail.month.earlier, trail.month.terms)

    def ended(self, trail: Trail, candidates: Iterable[Candidate]) -> Output:
        """A month is listed to its end: it waits for its articles, and the month before is asked for."""
        month = trail.month
        if month is None or self.full:
            return
        trail.listed.update(canonical_address(candidate.url) for candidate in candidates)
        if trail.page < self.settings.getint("NETRALITAS_LISTING_PAGES"):
            month.listing = Listing(month.url, datetime.now(UTC), state=THROUGH)
            month.waiting = (trail.listed & self.new) - self.stored_well
            self.months_open.append(month)
        yield from self._next_month(month.earlier, month.terms)

    async def settled(self, record: PageRecord) -> None:
        """A page was stored, or failed. Keep the months that wait for none any more."""
        if record.state != "failed" or record.reason in READING_FAILURES:
            address = canonical_address(record.url)
            self.stored_well.add(address)
            for month in self.months_open:
                month.waiting.discard(address)
        await self.keep_months()

    async def keep_months(self) -> None:
        """Store which months were gone through since this was done last."""
        done = [month.listing for month in self.months_open if month.listing and not month.waiting]
        self.months_open = [month for month in self.months_open if month.waiting]
        if done and self.desk:
            try:
                await self.desk.ask(keep_listings, self.desk.store, self.source.key, done, news=False)
            except Exception:  # they are asked for once more, and nothing is missed
                self.logger.exception("Could not record which months were gone through")
