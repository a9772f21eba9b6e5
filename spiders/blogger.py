"""Newspapers on Blogger, read through the blog's own Atom feed, which searches and pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from scrapy import Request
from w3lib.url import add_or_replace_parameter

from spiders.base import Trail
from spiders.candidate import Candidate
from spiders.feed import FeedSpider

_PER_PAGE = 100  # Blogger gives at most 150, and fewer where the entries are long


class BloggerSpider(FeedSpider):
    """``/feeds/posts/default`` with ``q``, turned by the number of the first entry (``start-index``).

    The feed's own rel=next leads to Blogger's host, so it is not followed.
    """

    name = "blogger"

    def listings(self) -> Iterator[Request]:
        """A search for each keyword."""
        for word in self.source.keywords:
            query = urlencode({"q": word, "max-results": _PER_PAGE, "start-index": 1})
            yield self.feed(Trail(self.at(f"/feeds/posts/default?{query}"), asked=True))

    def next_address(self, feed: Any, trail: Trail) -> str | None:
        """The address that begins behind the last entry of this page, if there are more."""
        behind = int(feed.feed.opensearch_startindex) + len(feed.entries)
        if behind > int(feed.feed.opensearch_totalresults):
            return None
        return add_or_replace_parameter(trail.address, "start-index", str(behind))

    def candidate(self, entry: Any) -> Candidate:
        """The candidate of an entry."""
        return replace(super().candidate(entry), via="blogger")
