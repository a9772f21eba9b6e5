"""Newspapers that are read through RSS and Atom feeds: of a tag, of a search, or of the whole paper."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

import feedparser
from scrapy import Request
from scrapy.http import Response

from pipelines.article.model import Via
from spiders.articles import Output
from spiders.base import NewspaperSpider, Otherwise
from spiders.candidate import Candidate, day, is_whole, moment, plain
from spiders.failures import Unlistable, check_prolog
from spiders.trail import Trail

_ENTRY = re.compile(rb"<(?:item|entry)[\s>]", re.IGNORECASE)
_MOST_ENTRIES = 2000
"""No feed of a newspaper has as many, and reading more would keep all other newspapers waiting."""


class FeedSpider(NewspaperSpider):
    """Feeds, turned by ``{page}`` in the address, by the feed's own rel=next, or by WordPress's ``paged``."""

    name = "feed"

    def listings(self) -> Iterator[Request]:
        """The feeds of the newspaper's table."""
        for trail in self.trails(self.source.addresses):
            yield self.feed(trail)

    def feed(self, trail: Trail, otherwise: Otherwise = None) -> Request:
        """A request for the page of a feed that ``trail`` has come to."""
        # What is done instead of a whole listing is not done instead of its further pages.
        further = otherwise if trail.month else None
        return self.listing(
            trail.url, self.parse_feed, page=trail.page, otherwise=otherwise, trail=trail, further=further
        )

    def parse_feed(self, response: Response, trail: Trail, further: Otherwise = None) -> Output:
        """Take the entries of a feed and ask for its next page."""
        feed = read_feed(response)
        candidates = self.entries(feed)
        self.owe(trail, self.total(feed))
        yield from self.take(response, candidates, asked=trail.asked)
        address = self.next_address(feed, trail)
        if address and self.turn(trail, candidates):
            trail.address = address
            yield self.feed(trail, further)
        else:
            yield from self.ended(trail, candidates)

    def candidates_in(self, response: Response, via: Via) -> Iterable[Candidate]:
        """The articles that a feed names."""
        return self.entries(read_feed(response))

    def entries(self, feed: Any) -> list[Candidate]:
        """The candidates of a feed's entries."""
        return [self.candidate(entry) for entry in feed.entries if _link(entry)]

    def total(self, feed: Any) -> int | None:
        """How many entries there are on all pages of a feed, if it says so."""
        return None

    def next_address(self, feed: Any, trail: Trail) -> str | None:
        """The address of the feed's further pages, with ``{page}`` or as the feed itself names it.

        WordPress turns every feed; that of the whole paper is left at its first page, for it is an archive.
        """
        if "{page}" in trail.address:
            return trail.address
        for link in feed.feed.get("links", ()):
            if link.get("rel") == "next":
                return str(link.href)
        if trail.asked and "wordpress" in feed.feed.get("generator", "").lower():
            return f"{trail.address}{'&' if '?' in trail.address else '?'}paged={{page}}"
        return None

    def candidate(self, entry: Any) -> Candidate:
        """The candidate of a feed's entry; with its text where that is the whole article.

        Where the feed gives no time of publication the page is fetched, which may have one.
        """
        texts = [content.get("value", "") for content in entry.get("content", ())]
        text = max((*texts, entry.get("summary", "")), key=len)
        published = moment(entry.get("published"), self.zone)
        updated = dict.get(entry, "updated")  # feedparser's own get() would give the time of publication
        return Candidate(
            url=_link(entry),
            via="feed",
            title=plain(entry.get("title")) or None,
            summary=plain(text),
            published=published,
            modified=moment(updated, self.zone),
            day=day(entry.get("published") or updated, self.zone),
            author=entry.get("author_detail", {}).get("name") or entry.get("author"),
            tags=tuple(tag.term for tag in entry.get("tags", ()) if tag.term),
            html=text if published and is_whole(text) else None,
        )


def read_feed(response: Response) -> Any:
    """The feed of a response, as feedparser gives it; raises ``Unlistable`` if it is none, or too large."""
    check_prolog(response.body)
    if len(_ENTRY.findall(response.body)) > _MOST_ENTRIES:
        raise Unlistable("too_many")
    content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
    # Relative links start at the location.
    headers = {"content-type": content_type, "content-location": response.url}
    feed = feedparser.parse(BytesIO(response.body), response_headers=headers)
    if not feed.version and not feed.entries:
        raise Unlistable("not_a_feed")
    return feed


def _link(entry: Any) -> str:
    return entry.get("feedburner_origlink") or entry.get("link") or ""
