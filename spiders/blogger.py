"""Newspapers on Blogger, read through the blog's own Atom feed, which searches and pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlencode

from scrapy import Request
from scrapy.http import Response
from w3lib.url import add_or_replace_parameter

from pipelines.article.address import canonical_address
from spiders.articles import Output
from spiders.base import Otherwise
from spiders.candidate import Candidate
from spiders.feed import FeedSpider, read_feed
from spiders.monthly import MonthlySpider
from spiders.trail import Trail

_PER_PAGE = 100  # Blogger gives at most 150, and fewer where the entries are long
_CHANGES = 25


class BloggerSpider(FeedSpider, MonthlySpider):
    """``/feeds/posts/default`` with ``q``, turned by the number of the first entry (``start-index``).

    The feed's own rel=next leads to Blogger's host, so it is not followed.
    """

    name = "blogger"

    def listings(self) -> Iterator[Request]:
        """Ask first whether anything has changed in the blog."""
        query = urlencode({"orderby": "updated", "max-results": _CHANGES, "start-index": 1})
        yield self.changes(Trail(self.at(f"/feeds/posts/default?{query}"), asked=True))

    def changes(self, trail: Trail) -> Request:
        """A request for a page of all posts, those first that were changed last."""
        otherwise = self.searches if trail.page == 1 else None
        return self.listing(trail.url, self.parse_changes, page=trail.page, otherwise=otherwise, trail=trail)

    def parse_changes(self, response: Response, trail: Trail) -> Output:
        """Look for edited posts; if anything is not as it was, search for new ones."""
        feed = read_feed(response)
        posts = self.entries(feed)
        stamps = ((post.url, post.modified) for post in posts)
        if trail.page == 1 and self.same_state(trail.url, self.total(feed), stamps):
            self.count("unchanged")
            return
        known = [post for post in posts if canonical_address(post.url) in self.known]
        yield from self.take(response, known, asked=True)
        address = self.next_address(feed, trail)
        if trail.page == 1:
            yield from self.searches()
        if address and posts and self.within_overlap(posts[-1].modified):
            trail.address, trail.page = address, trail.page + 1
            yield self.changes(trail)

    def searches(self, reason: str = "") -> Output:
        """A search for each keyword; also where the blog does not tell what has changed, for a ``reason``."""
        for word in self.source.keywords:
            if self.since:
                yield from self.monthly(q=word)
            else:
                yield self.feed(Trail(self._found(q=word), asked=True))

    def month_address(self, first: date, end: date, terms: Mapping[str, str]) -> str:
        """A search among the posts of a month."""
        span = (datetime.combine(day, time(), self.zone).isoformat() for day in (first, end))
        return self._found(**terms, **dict(zip(("published-min", "published-max"), span, strict=True)))

    def month_page(self, trail: Trail, otherwise: Otherwise) -> Request:
        """The request for the page that ``trail`` has come to."""
        return self.feed(trail, otherwise)

    def _found(self, **terms: str) -> str:
        query = urlencode({**terms, "max-results": _PER_PAGE, "start-index": 1})
        return self.at(f"/feeds/posts/default?{query}")

    def total(self, feed: Any) -> int | None:
        """Blogger counts what it finds."""
        found = feed.feed.get("opensearch_totalresults", "")
        return int(found) if found.isdecimal() else None

    def next_address(self, feed: Any, trail: Trail) -> str | None:
        """The address that begins behind the last entry of this page, if there are more."""
        behind = int(feed.feed.opensearch_startindex) + len(feed.entries)
        if behind > int(feed.feed.opensearch_totalresults):
            return None
        return add_or_replace_parameter(trail.address, "start-index", str(behind))

    def candidate(self, entry: Any) -> Candidate:
        """The candidate of an entry."""
        return replace(super().candidate(entry), via="blogger")
