"""Newspapers on WordPress, read through its REST interface; where that is closed, through feeds and pages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from scrapy import Request
from scrapy.http import Response

from pipelines.article.address import canonical_address
from pipelines.article.model import Via
from pipelines.listings import Listing
from spiders.articles import Output
from spiders.base import Otherwise
from spiders.candidate import Candidate, moment, plain
from spiders.failures import Unlistable
from spiders.feed import FeedSpider
from spiders.index import IndexSpider
from spiders.monthly import MonthlySpider
from spiders.sources import Selectors
from spiders.trail import Trail

_CHANGES = "id,link,modified_gmt"
_FIELDS = "date,date_gmt,modified_gmt,link,title,excerpt,content,_links,_embedded"
_UTC_ZONE = ZoneInfo("UTC")
_PER_PAGE = 100  # the most that WordPress gives
_SHORTEST = 200
"""Characters from which on a post's content is taken for its text; less is a film or a hidden post."""

_FRONT_FEED = "/feed/"
_FEEDS = ("/tag/{tag}/feed/?paged={page}", "/?s={word}&feed=rss2&paged={page}")
_PAGES = ("/tag/{tag}/page/{page}/", "/page/{page}/?s={word}")
_LINKS = Selectors(link=".entry-title a[href], a[rel~=bookmark][href], h2 a[href], h3 a[href]")

# Where REST is closed, and not only out of order.
_CLOSED = ("http_401", "blocked", "http_404", "not_json", "robots")

# What a site's local times are ahead of UTC, in hours. Any other than Indonesia's three was never set, and
# then the newspaper's own zone holds for what is printed; the moments themselves come in UTC and are right.
_ZONES = {7: "Asia/Jakarta", 8: "Asia/Makassar", 9: "Asia/Jayapura"}


class WordPressSpider(FeedSpider, IndexSpider, MonthlySpider):
    """Posts by word and by tag, a hundred a request, their text out of the answer: no page is fetched.

    WordPress finds a word anywhere in title and text, also inside another, but not in tags: so both are
    asked for.
    """

    name = "wordpress"
    no_rest = False
    no_feeds = False

    def listings(self) -> Iterator[Request]:
        """Ask first whether anything has changed on the site; if REST was closed the last time, by a feed."""
        query: dict[str, str | int] = {
            "orderby": "modified",
            "order": "desc",
            "per_page": _PER_PAGE,
            "_fields": _CHANGES,
        }
        trail = Trail(self._posts(query), asked=True)
        self.front, stored = trail.url, self.stored(trail.url)
        if stored and stored.state in _CLOSED:
            yield from self.feeds(stored.state)
        else:
            yield self.changes(trail)

    def changes(self, trail: Trail) -> Request:
        """A request for a page of all posts, those first that were changed last."""
        otherwise = self.feeds if trail.page == 1 else None
        return self.listing(trail.url, self.parse_changes, page=trail.page, otherwise=otherwise, trail=trail)

    def parse_changes(self, response: Response, trail: Trail) -> Output:
        """Ask for edited posts; if anything is not as it was, for new ones by word and by tag.

        The number of all posts tells of those that were put in with an old date, or taken out.
        """
        posts = _json(response, list)
        changed = [_utc(post.get("modified_gmt")) for post in posts]
        if trail.page == 1:
            stamps = zip((post["link"] for post in posts), changed, strict=True)
            if self.same_state(trail.url, _number(response, "X-WP-Total"), stamps):
                self.count("unchanged")
                return
        edited = [
            str(post["id"])
            for post, modified in zip(posts, changed, strict=True)
            if (known := self.known.get(canonical_address(post["link"])))
            and self.edited(Candidate(post["link"], "wordpress", modified=modified), known)
        ]
        if edited:
            yield self.posts(self.query(include=",".join(edited)))
        if trail.page == 1:
            yield from self.searches()
        if len(posts) == _PER_PAGE and self.within_overlap(changed[-1]):
            trail.page += 1
            yield self.changes(trail)

    def searches(self) -> Output:
        """Ask for posts by word, and for the numbers of the tags."""
        for word in self.words:
            yield from self.found(search=word)
        if self.source.tags:
            query = {"slug": ",".join(self.source.tags), "per_page": _PER_PAGE, "_fields": "id"}
            address = self.at(f"/wp-json/wp/v2/tags?{urlencode(query)}")
            yield self.listing(address, self.parse_tags, otherwise=self.feeds)

    def parse_tags(self, response: Response) -> Output:
        """Ask for the posts of the tags that there are."""
        if numbers := [str(tag["id"]) for tag in _json(response, list)]:
            yield from self.found(tags=",".join(numbers))

    def found(self, **terms: str) -> Output:
        """Ask for the posts that ``terms`` find: all of them, or month by month back to ``since``."""
        if self.since:
            yield from self.monthly(**terms)
        else:
            yield self.posts(self.query(**terms))

    @property
    def words(self) -> list[str]:
        """The keywords without those that another one finds as well: "netral" finds "netralitas"."""
        words = self.source.keywords
        return [word for word in words if not any(other != word and other in word for other in words)]

    def month_address(self, first: date, end: date, terms: Mapping[str, str]) -> str:
        """The posts of a month. Both bounds are exclusive, and local where no zone is given."""
        bounds = {"after": f"{first - timedelta(days=1)}T23:59:59", "before": f"{end}T00:00:00"}
        return self.query(**terms, **bounds).address

    def month_page(self, trail: Trail, otherwise: Otherwise) -> Request:
        """The request for the page that ``trail`` has come to."""
        return self.posts(trail, otherwise)

    def query(self, **terms: str) -> Trail:
        """The way through the posts that WordPress finds, newest first."""
        query: dict[str, str | int] = {
            **terms,
            "per_page": _PER_PAGE,
            "_fields": _FIELDS,
            "_embed": "author,wp:term",
        }
        return Trail(self._posts(query), asked=True)

    def _posts(self, query: Mapping[str, str | int]) -> str:
        return self.at(f"/wp-json/wp/v2/posts?{urlencode(query)}&page={{page}}")

    def posts(self, trail: Trail, otherwise: Otherwise = None) -> Request:
        """A request for the page of posts that ``trail`` has come to; without it, the feeds are read."""
        otherwise = otherwise or self.feeds
        return self.listing(
            trail.url, self.parse_posts, page=trail.page, otherwise=otherwise, trail=trail, further=otherwise
        )

    def parse_posts(self, response: Response, trail: Trail, further: Otherwise) -> Output:
        """Take the posts of a page and ask for the next one."""
        posts = _json(response, list)
        candidates = [self.post(post) for post in posts]
        self.owe(trail, _number(response, "X-WP-Total"))
        yield from self.take(response, candidates, asked=True)
        pages = _number(response, "X-WP-TotalPages")
        more = trail.page < pages if pages else len(posts) == _PER_PAGE  # some front servers drop the header
        if more and self.turn(trail, candidates):
            yield self.posts(trail, further)
        else:
            yield from self.ended(trail, candidates)

    def post(self, post: dict[str, Any]) -> Candidate:
        """The candidate of a post. The site's zone is kept: the difference between its two times tells it."""
        if zone := _zone(post):
            self.zone = zone
        content = post.get("content", {})
        whole = not content.get("protected") and len(plain(content.get("rendered"))) >= _SHORTEST
        embedded = post.get("_embedded", {})
        terms = [term for group in embedded.get("wp:term", ()) for term in group]
        published = _utc(post.get("date_gmt")) or moment(post.get("date"), self.zone)
        published = published.astimezone(self.zone) if published else None
        return Candidate(
            url=post["link"],
            via="wordpress",
            title=plain(post.get("title", {}).get("rendered")) or None,
            summary=plain(post.get("excerpt", {}).get("rendered")),
            published=published,
            modified=_utc(post.get("modified_gmt")),
            day=published.date() if published else None,
            author=next((plain(author.get("name")) for author in embedded.get("author", ())), None) or None,
            tags=tuple(plain(term["name"]) for term in terms if term.get("taxonomy") == "post_tag"),
            html=content["rendered"] if whole else None,
        )

    def candidates_in(self, response: Response, via: Via) -> Iterable[Candidate]:
        """The articles of a REST answer, a feed or an index page, whichever served."""
        if via == "wordpress":
            return [self.post(post) for post in _json(response, list)]
        if via == "index":
            return self.candidates(response, _LINKS)
        return super().candidates_in(response, via)

    def feeds(self, reason: str) -> Iterator[Request]:
        """Without REST, for a ``reason``: the feed of the whole paper. If it has not changed, no other has
        either: WordPress dates each of its feeds by the last change on the whole site."""
        if not self.no_rest:
            self.no_rest = True
            if reason in _CLOSED:
                self.listings_come[self.front] = Listing(self.front, datetime.now(UTC), state=reason)
            trail = next(self.trails([_FRONT_FEED]))
            yield self.listing(trail.url, self.parse_front_feed, otherwise=self.subject_feeds, trail=trail)

    def parse_front_feed(self, response: Response, trail: Trail) -> Output:
        """Take the newest articles, and ask for the feeds of tags and searches."""
        yield from self.parse_feed(response, trail)
        yield from self.subject_feeds()

    def subject_feeds(self, reason: str = "") -> Output:
        """The feeds of tags and searches; also where that of the whole paper fails, for a ``reason``."""
        for trail in self.trails(_FEEDS, self.words):
            yield self.feed(trail, otherwise=self.pages)

    def pages(self, reason: str) -> Output:
        """Without feeds too, for a ``reason``: the pages of tags and searches."""
        if not self.no_feeds:
            self.no_feeds = True
            for trail in self.trails(_PAGES, self.words):
                yield self.index(trail, _LINKS)


def _json(response: Response, kind: type) -> Any:
    """The value of a REST answer; raises ``Unlistable`` if it is not JSON of that kind."""
    try:
        value = json.loads(response.body.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError) as error:
        raise Unlistable("not_json") from error
    if not isinstance(value, kind):
        raise Unlistable("not_json")
    return value


def _number(response: Response, header: str) -> int | None:
    value = (response.headers.get(header) or b"").decode("latin-1")
    return int(value) if value.isdecimal() else None


def _utc(text: str | None) -> datetime | None:
    """A time of WordPress's that is UTC and does not say so."""
    return moment(f"{text}Z", _UTC_ZONE) if text else None


def _zone(post: Mapping[str, Any]) -> ZoneInfo | None:
    """The site's zone, by the difference between a post's local time and the same in UTC."""
    try:
        ahead = datetime.fromisoformat(post["date"]) - datetime.fromisoformat(post["date_gmt"])
    except (KeyError, TypeError, ValueError):
        return None
    name = _ZONES.get(int(ahead.total_seconds() // 3600))
    return ZoneInfo(name) if name else None
