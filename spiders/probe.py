"""Looking at a site that nobody has declared yet: which ways in it offers, the best one first."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

from rapidfuzz.fuzz import ratio
from scrapy import Request
from scrapy.http import Response, TextResponse

from pipelines.article.address import domain_of
from spiders.articles import Output
from spiders.base import NewspaperSpider
from spiders.failures import Unlistable

_FEEDS: Final = ("/feed/", "/rss.xml", "/atom.xml", "/rss")
"""Where feeds lie by custom, asked for where the first page names none."""
_MOST: Final = 5
_COMMENTS: Final = re.compile(r"comments?|komentar", re.IGNORECASE)
_SITEMAP_LINE: Final = re.compile(r"^\s*sitemap:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_FEWEST_WORDS, _FEWEST_LINKS = 4, 5
_CLASS: Final = re.compile(r"-?[a-z_][\w-]*", re.IGNORECASE)


@dataclass(slots=True)
class Findings:
    """What a site showed of itself. ``base`` is the root that it answers under; ``marks`` say in words by
    what each way in was recognised."""

    base: str | None = None
    name: str | None = None
    wordpress: bool = False
    blogger: bool = False
    feeds: list[str] = field(default_factory=list)
    sitemaps: list[str] = field(default_factory=list)
    indexes: list[str] = field(default_factory=list)
    link: str | None = None
    marks: list[str] = field(default_factory=list)

    def ways(self) -> Iterator[dict[str, Any]]:
        """The ways in as keys of a newspaper's table, the one that costs the newspaper least first."""
        if self.wordpress:
            yield {"way": "wordpress"}
        if self.blogger:
            yield {"way": "blogger"}
        if self.feeds:
            yield {"way": "feed", "addresses": tuple(self.feeds[:_MOST])}
        if self.sitemaps:
            news = [address for address in self.sitemaps if "news" in address.lower()]
            yield {"way": "sitemap", "addresses": tuple((news or self.sitemaps)[:_MOST])}
        if self.link:
            addresses = tuple(self.indexes[:_MOST]) or ("/",)
            yield {"way": "index", "addresses": addresses, "selectors": {"link": self.link}}


class ProbeSpider(NewspaperSpider):
    """Asks for the first page, robots.txt, REST, Blogger's feed, feeds and sitemaps; ``findings`` says what
    is there. It has no name of its own, so that it is no way in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.findings = Findings()

    def listings(self) -> Iterable[Request]:
        """The first page, which leads to the rest."""
        yield self.listing(self.at("/"), self.parse_home)

    def ask(self, address: str, parse: Any, **kwargs: Any) -> Request:
        """A request for something that need not be there."""
        return self.listing(self.at(address), parse, otherwise=lambda reason: iter(()), **kwargs)

    def parse_home(self, response: Response) -> Output:
        """Note the marks of the first page and ask for what it does not tell."""
        if not isinstance(response, TextResponse):
            raise Unlistable("not_html")
        found, parts = self.findings, urlsplit(response.url)
        found.base = urlunsplit((parts.scheme, parts.netloc, "", "", ""))
        found.name = response.css('meta[property="og:site_name"]::attr(content)').get() or self._title(
            response
        )
        generator = " ".join(response.css("meta[name=generator]::attr(content)").getall()).lower()
        if "blogger" in generator:
            self._mark("blogger", "the first page is made by Blogger")
        if "wordpress" in generator or response.css('link[rel="https://api.w.org/"]'):
            self._mark("wordpress", "the first page is made by WordPress")
        kinds = 'link[rel~=alternate][type*="rss"], link[rel~=alternate][type*="atom"]'
        for href in response.css(kinds).css("::attr(href)").getall():
            self._feed(response.urljoin(href))
        self._read_links(response)
        robots = self.ask("/robots.txt", self.parse_robots)
        yield robots.replace(meta={**robots.meta, "dont_obey_robotstxt": True})
        yield self.ask("/wp-json/?_fields=name,namespaces", self.parse_wordpress)
        yield self.ask("/feeds/posts/default?max-results=1", self.parse_blogger)
        if not found.feeds:
            for address in _FEEDS:
                yield self.ask(address, self.parse_feed)

    def parse_robots(self, response: Response) -> Output:
        """Note the sitemaps that robots.txt names; ask for the customary one where it names none."""
        text = response.text if isinstance(response, TextResponse) else ""
        for address in _SITEMAP_LINE.findall(text):
            if self.owns(address):
                self.findings.sitemaps.append(self._short(address))
                self.findings.marks.append(f"robots.txt names the sitemap {address}")
        if not self.findings.sitemaps:
            yield self.ask("/sitemap.xml", self.parse_sitemap)

    def parse_wordpress(self, response: Response) -> Output:
        """Note that WordPress's REST interface answers."""
        try:
            site = json.loads(response.body)
        except ValueError as error:
            raise Unlistable("not_json") from error
        if isinstance(site, dict) and "wp/v2" in site.get("namespaces", ()):
            self.findings.name = str(site.get("name") or "") or self.findings.name
            self._mark("wordpress", "/wp-json/ answers")
        yield from ()

    def parse_blogger(self, response: Response) -> Output:
        """Note that Blogger's feed answers."""
        if _is_feed(response) and b"blogger" in response.body[:5000].lower():
            self._mark("blogger", "/feeds/posts/default answers as Blogger's does")
        yield from ()

    def parse_feed(self, response: Response) -> Output:
        """Note a feed that lies where feeds lie by custom."""
        if _is_feed(response):
            self._feed(response.url)
        yield from ()

    def parse_sitemap(self, response: Response) -> Output:
        """Note the sitemap that lies where it lies by custom."""
        if re.search(rb"<(sitemapindex|urlset)\b", response.body[:5000]):
            self.findings.sitemaps.append("/sitemap.xml")
            self.findings.marks.append("there is a /sitemap.xml")
        yield from ()

    def _title(self, page: TextResponse) -> str | None:
        """The part of the first page's title that sounds like the domain, else the first part."""
        parts = re.split(r"\s+[-|–—·:]\s+", " ".join(page.css("title::text").get("").split()))
        letters = re.sub(r"[^a-z]", "", self.site)
        return max(parts, key=lambda part: ratio(re.sub(r"[^a-z]", "", part.lower()), letters)) or None

    def _mark(self, way: str, mark: str) -> None:
        setattr(self.findings, way, True)
        self.findings.marks.append(mark)

    def _feed(self, address: str) -> None:
        short = self._short(address)
        if self.owns(address) and short not in self.findings.feeds and not _COMMENTS.search(address):
            self.findings.feeds.append(short)
            self.findings.marks.append(f"there is a feed at {address}")

    def _short(self, address: str) -> str:
        """An address of the newspaper's own host as a path; of another of its hosts as it is."""
        parts = urlsplit(address)
        if domain_of(address) != self.site:
            return address
        return urlunsplit(("", "", parts.path or "/", parts.query, ""))

    def _read_links(self, page: TextResponse) -> None:
        """Note the pages that list articles, and by what the links to articles are known."""
        self.findings.link = guess_link(page, self.owns)
        addresses = [page.urljoin(href) for href in page.css("a::attr(href)").getall()]
        own = [self._short(address) for address in addresses if self.owns(address)]
        tagged = ["/tag/{tag}"] if any(path.startswith("/tag/") for path in own) else []
        indexes = [path for path in own if re.search(r"^/(indeks|index|terkini|terbaru)\b", path)]
        self.findings.indexes = [*tagged, *dict.fromkeys(indexes), "/"]
        if self.findings.link:
            self.findings.marks.append(f"articles are linked as {self.findings.link}")


def guess_link(page: TextResponse, owns: Any) -> str | None:
    """The CSS of the links that look most like a page's list of articles: many of a kind, with words enough
    for a headline. None where there are fewer than five."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for link in page.css("a[href]"):
        address = page.urljoin(link.attrib["href"].strip())
        words = " ".join(link.xpath(".//text()").getall()).split()
        if len(words) < _FEWEST_WORDS or not owns(address) or urlsplit(address).path.count("/") < 1:
            continue
        for place in (link.root, *list(link.root.iterancestors())[:2]):
            inside = "" if place is link.root else " a"
            classes = [name for name in place.get("class", "").split() if _CLASS.fullmatch(name)]
            heading = [place.tag] if place.tag in ("h1", "h2", "h3", "h4") else []
            for name in (*(f"{place.tag}.{name}" for name in classes), *heading):
                kinds[f"{name}{inside}"].add(address)
    best = max(kinds, key=lambda kind: (len(kinds[kind]), -len(kind), kind), default=None)
    return best if best and len(kinds[best]) >= _FEWEST_LINKS else None


def _is_feed(response: Response) -> bool:
    return response.status == 200 and bool(re.search(rb"<(rss|feed|rdf:RDF)\b", response.body[:2000]))
