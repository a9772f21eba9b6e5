"""Newspapers on WordPress, read through its REST interface; where that is closed, through feeds and pages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from scrapy import Request
from scrapy.http import Response

from spiders.articles import Output
from spiders.base import Trail
from spiders.candidate import Candidate, moment, plain
from spiders.failures import Unlistable
from spiders.feed import FeedSpider
from spiders.index import IndexSpider
from spiders.sources import Selectors

_FIELDS = "date,date_gmt,modified_gmt,link,title,excerpt,content,_links,_embedded"
_PER_PAGE = 100  # the most that WordPress gives
_SHORTEST = 200
"""Characters from which on a post's content is taken for its text; less is a film or a hidden post."""

_FEEDS = ("/tag/{tag}/feed/?paged={page}", "/?s={word}&feed=rss2&paged={page}", "/feed/")
_PAGES = ("/tag/{tag}/page/{page}/", "/page/{page}/?s={word}")
_LINKS = Selectors(link=".entry-title a[href], a[rel~=bookmark][href], h2 a[href], h3 a[href]")

# A site's zone is set by name or by hours. Any other than Indonesia's three was never set, and then the
# newspaper's own holds for what is printed; the moments themselves come in UTC beside it and are right.
_ZONES = {
    "Asia/Jakarta": "Asia/Jakarta",
    "Asia/Pontianak": "Asia/Jakarta",
    "Asia/Makassar": "Asia/Makassar",
    "Asia/Ujung_Pandang": "Asia/Makassar",
    "Asia/Jayapura": "Asia/Jayapura",
    "7": "Asia/Jakarta",
    "8": "Asia/Makassar",
    "9": "Asia/Jayapura",
}


class WordPressSpider(FeedSpider, IndexSpider):
    """Posts by word and by tag, a hundred a request, their text out of the answer: no page is fetched.

    WordPress finds a word anywhere in title and text, also inside another, but not in tags: so both are
    asked for.
    """

    name = "wordpress"
    no_rest = False
    no_feeds = False

    def listings(self) -> Iterator[Request]:
        """Ask first for the site's zone: the times of posts come without one."""
        yield self.rest("", self.parse_site, _fields="name,timezone_string,gmt_offset")

    def rest(self, route: str, parse: Any, **query: str | int) -> Request:
        """A request to the REST interface."""
        return self.listing(self.at(f"/wp-json/{route}?{urlencode(query)}"), parse, otherwise=self.feeds)

    def parse_site(self, response: Response) -> Output:
        """Keep the site's zone; ask for posts by word, and for the numbers of the tags."""
        site = _json(response, dict)
        for setting in (site.get("timezone_string"), site.get("gmt_offset")):
            if str(setting) in _ZONES:
                self.zone = ZoneInfo(_ZONES[str(setting)])
                break
        for word in self.words:
            yield self.posts(self.query(search=word))
        if self.source.tags:
            slugs = ",".join(self.source.tags)
            yield self.rest("wp/v2/tags", self.parse_tags, slug=slugs, per_page=_PER_PAGE, _fields="id")

    def parse_tags(self, response: Response) -> Output:
        """Ask for the posts of the tags that there are."""
        if numbers := [str(tag["id"]) for tag in _json(response, list)]:
            yield self.posts(self.query(tags=",".join(numbers)))

    @property
    def words(self) -> list[str]:
        """The keywords without those that another one finds as well: "netral" finds "netralitas"."""
        words = self.source.keywords
        return [word for word in words if not any(other != word and other in word for other in words)]

    def query(self, **terms: str) -> Trail:
        """The way through the posts that WordPress finds, newest first."""
        query = {**terms, "per_page": _PER_PAGE, "_fields": _FIELDS, "_embed": "author,wp:term"}
        if self.since:  # exclusive, and local where no zone is given
            query["after"] = f"{self.since - timedelta(days=1)}T23:59:59"
        return Trail(self.at(f"/wp-json/wp/v2/posts?{urlencode(query)}&page={{page}}"), asked=True)

    def posts(self, trail: Trail) -> Request:
        """A request for the page of posts that ``trail`` has come to."""
        return self.listing(trail.url, self.parse_posts, page=trail.page, otherwise=self.feeds, trail=trail)

    def parse_posts(self, response: Response, trail: Trail) -> Output:
        """Take the posts of a page and ask for the next one."""
        posts = _json(response, list)
        candidates = [self.post(post) for post in posts]
        yield from self.take(candidates, asked=True)
        pages = int(response.headers.get("X-WP-TotalPages") or 0)
        more = trail.page < pages if pages else len(posts) == _PER_PAGE  # some front servers drop the header
        if more and self.turn(trail, candidates):
            yield self.posts(trail)

    def post(self, post: dict[str, Any]) -> Candidate:
        """The candidate of a post."""
        content = post.get("content", {})
        whole = not content.get("protected") and len(plain(content.get("rendered"))) >= _SHORTEST
        embedded = post.get("_embedded", {})
        terms = [term for group in embedded.get("wp:term", ()) for term in group]
        published = moment(f"{post['date_gmt']}Z" if post.get("date_gmt") else post.get("date"), self.zone)
        return Candidate(
            url=post["link"],
            via="wordpress",
            title=plain(post.get("title", {}).get("rendered")) or None,
            summary=plain(post.get("excerpt", {}).get("rendered")),
            published=published,
            modified=moment(f"{post['modified_gmt']}Z" if post.get("modified_gmt") else None, self.zone),
            day=published.date() if published else None,
            author=next((plain(author.get("name")) for author in embedded.get("author", ())), None) or None,
            tags=tuple(plain(term["name"]) for term in terms if term.get("taxonomy") == "post_tag"),
            html=content["rendered"] if whole else None,
        )

    def feeds(self) -> Output:
        """Without REST: the feeds of tags and searches, and the newest articles of the whole paper."""
        if not self.no_rest:
            self.no_rest = True
            for trail in self.trails(_FEEDS, self.words):
                yield self.feed(trail, otherwise=self.pages)

    def pages(self) -> Output:
        """Without feeds too: the pages of tags and searches."""
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
