"""Newspapers that are read through their sitemaps: an index, news sitemaps, sitemaps by month."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from urllib.parse import urlsplit

from lxml import etree
from scrapy import Request
from scrapy.http import Response
from scrapy.utils.gz import gunzip, gzip_magic_number

from pipelines.article.address import canonical_address
from pipelines.article.model import Via
from pipelines.relevance import may_be_relevant
from spiders.articles import Output
from spiders.base import MORE_PAGES, NewspaperSpider
from spiders.candidate import Candidate, day, moment
from spiders.failures import Unlistable, check_prolog

_NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
# The parts of a sitemap index that list no articles, as WordPress and its plugins name them.
_NO_ARTICLES = re.compile(
    r"(taxonomies|users|category|categories|kategori|post_tag|tag|author|page|image|video)-", re.IGNORECASE
)

_TELLING_WORDS = 5
_MOST_ENTRIES = 50_000
"""Of one sitemap, as its protocol has it (sitemaps.org)."""
_DEEPEST = 3
"""How deep sitemaps may name sitemaps. The protocol has one level, some newspapers have two."""
_EDITED_AT_ONCE = 5

Entry = dict[str, str]
"""``kind`` ("sitemap" or "url"), ``loc``, ``lastmod``; in news sitemaps ``title``, ``publication_date`` and
``keywords``."""


class SitemapSpider(NewspaperSpider):
    """Sitemaps from the index down, the newest first."""

    name = "sitemap"

    def listings(self) -> Iterator[Request]:
        """The sitemaps of the newspaper's table."""
        self.asked_for: set[str] = set()
        for trail in self.trails(self.source.addresses):
            yield from self.sitemap(trail.url, 1)

    def sitemap(self, address: str, depth: int, lastmod: str = "") -> Iterator[Request]:
        """A request for a sitemap; none for one that was asked for before, since they may name each other.

        Nor is one asked for whose ``lastmod`` in the index is the same moment as before. A day is not enough:
        what came later on that day would never be seen.
        """
        if address in self.asked_for:
            return
        if depth > _DEEPEST:
            self.problems.append((address, "too_deep"))
            return
        if len(self.asked_for) >= self.settings.getint("NETRALITAS_SITEMAPS"):
            self.problems.append((address, MORE_PAGES))
            return
        self.asked_for.add(address)
        stored = self.stored(address)
        if stored and stored.state == lastmod and moment(lastmod, self.zone):
            self.count("unchanged")
            return
        yield self.listing(address, self.parse_sitemap, address=address, depth=depth, lastmod=lastmod)

    def parse_sitemap(self, response: Response, address: str, depth: int, lastmod: str) -> Output:
        """Ask for the sitemaps of an index, or take the articles of a sitemap."""
        entries = sorted(self.entries(response), key=self._changed, reverse=True)
        sitemaps = [entry for entry in entries if entry["kind"] == "sitemap"]
        came = self.listings_come[address]
        came.state = lastmod
        if sitemaps:  # an index says 304 also where what it names has changed
            came.etag = came.last_modified = None
        for entry in sitemaps:
            too_old = self.since and entry.get("lastmod") and self._changed(entry) < self.since
            if not too_old and not _NO_ARTICLES.search(entry["loc"]):
                yield from self.sitemap(response.urljoin(entry["loc"]), depth + 1, entry.get("lastmod", ""))
        yield from self.take(response, self._believed(self._candidates(entries)), asked=False)

    def candidates_in(self, response: Response, via: Via) -> Iterable[Candidate]:
        """The articles that a sitemap names."""
        return self._candidates(self.entries(response))

    def entries(self, response: Response) -> list[Entry]:
        """The entries of a sitemap or an index."""
        return read_sitemap(self._xml(response))

    def _candidates(self, entries: Iterable[Entry]) -> list[Candidate]:
        return [self.candidate(entry) for entry in entries if entry["kind"] == "url"]

    def _believed(self, candidates: list[Candidate]) -> list[Candidate]:
        """The candidates without their ``lastmod`` where most articles are said to have been edited at once.

        Many sitemaps have the time at which they were made there.
        """
        known = [(c, k) for c in candidates if (k := self.known.get(canonical_address(c.url)))]
        edited = sum(self.edited(candidate, page) for candidate, page in known)
        if edited <= max(_EDITED_AT_ONCE, len(known) / 2):
            return candidates
        return [replace(candidate, modified=None) for candidate in candidates]

    def candidate(self, entry: Entry) -> Candidate:
        """The candidate of an entry."""
        published = entry.get("publication_date")
        return Candidate(
            url=entry["loc"],
            via="sitemap",
            title=entry.get("title"),
            summary=entry.get("keywords"),
            published=moment(published, self.zone),
            modified=moment(entry.get("lastmod"), self.zone),
            day=day(published or entry.get("lastmod"), self.zone),
        )

    def promising(self, candidate: Candidate) -> bool:
        """In a sitemap without headlines the words of the address are all there is to choose by.

        Without a choice the whole archive would be fetched, so a long one without a word of the field is
        left out.
        """
        if candidate.title:
            return super().promising(candidate)
        words = re.split(r"[-_.]+", urlsplit(candidate.url).path.rstrip("/").rpartition("/")[2])
        if len(words) < _TELLING_WORDS:
            return True
        headline = " ".join(words)
        return may_be_relevant(headline, " ".join([headline] * 5))

    def _changed(self, entry: Entry) -> date:
        return day(entry.get("publication_date") or entry.get("lastmod"), self.zone) or date.min

    def _xml(self, response: Response) -> bytes:
        if not gzip_magic_number(response):
            return response.body
        try:
            return gunzip(response.body, max_size=self.settings.getint("DOWNLOAD_MAXSIZE"))
        except (OSError, EOFError, ValueError) as error:
            raise Unlistable("not_a_sitemap") from error


def read_sitemap(xml: bytes) -> list[Entry]:
    """The entries of a sitemap or a sitemap index; raises ``Unlistable`` for what is neither."""
    check_prolog(xml)
    entries = []
    parser = etree.iterparse(
        BytesIO(xml), events=("end",), recover=True, resolve_entities=False, no_network=True
    )
    try:
        for _, element in parser:
            kind = etree.QName(element).localname
            if kind in ("sitemap", "url"):
                if loc := (fields := _fields(element)).get("loc"):
                    entries.append({**fields, "kind": kind, "loc": loc})
                if len(entries) > _MOST_ENTRIES:
                    raise Unlistable("too_many")
                element.clear()
    except etree.XMLSyntaxError as error:
        raise Unlistable("not_a_sitemap") from error
    if parser.root is None or etree.QName(parser.root).localname not in ("sitemapindex", "urlset"):
        raise Unlistable("not_a_sitemap")
    return entries


def _fields(element: etree._Element) -> Entry:
    """What stands in an entry and in its news part; the titles of pictures and films are not its own."""
    own = [(etree.QName(child).localname, child) for child in element.iterchildren("{*}loc", "{*}lastmod")]
    news = [(etree.QName(child).localname, child) for child in element.iterfind(f"{_NEWS}news/{_NEWS}*")]
    return {name: child.text.strip() for name, child in (*own, *news) if child.text and child.text.strip()}
