"""Pages out of the archive, by the same code that reads live ones: the listing, the candidate, the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import cast

from scrapy.http import TextResponse
from scrapy.spiderloader import SpiderLoader

from pipelines.archive import Answer, ArchiveError, read_answer
from pipelines.article.address import canonical_address
from pipelines.article.model import Via
from pipelines.places import Also, Place
from pipelines.scrapy_items import Fetched, Judged, judged
from spiders.archiving import response_of
from spiders.base import NewspaperSpider
from spiders.candidate import Candidate
from spiders.failures import Unlistable
from spiders.settings import project_settings
from spiders.sources import Source


@dataclass(frozen=True, slots=True)
class Archived:
    """A page as the database has it: its address, how it was found, when it was fetched, where it lies."""

    url: str
    via: Via
    fetched_at: datetime
    place: Place
    also: Also

    @property
    def listing(self) -> Place:
        """Where the listing lies that named the page; the page itself where the article stands in it."""
        return next((place for role, place in self.also if role == "listing"), self.place)


@dataclass(frozen=True, slots=True)
class Reread:
    """A page with what today's rules make of it, or with the reason why it cannot be read again."""

    page: Archived
    outcome: Judged | str


def reread(folder: Path, source: Source, pages: Sequence[Archived]) -> list[Reread]:
    """Read pages of one newspaper again; those of one listing should stand together."""
    reader = _Reader(folder, source)
    return [Reread(page, reader.read(page)) for page in pages]


class _Reader:
    """Reads archived pages; keeps the listing that was read last."""

    def __init__(self, folder: Path, source: Source) -> None:
        self.folder = folder
        self.source = source
        self.settings = project_settings()
        self.loader = SpiderLoader.from_settings(self.settings)
        self.listing: tuple[Place, Via] | None = None

    def read(self, page: Archived) -> Judged | str:
        """What today's rules make of a page, or why it cannot be read again."""
        try:
            if self.listing != (page.listing, page.via):
                self._open(page)
            candidate = self.candidates.get(page.url) or self.candidates.get(canonical_address(page.url))
            if candidate is None:
                return "not_listed"
            record, article, facts = judged(self._fetched(page, replace(candidate, listing=page.listing)))
        except ArchiveError as error:
            return str(error)
        except Unlistable as error:
            return error.reason
        return replace(record, url=page.url, fetched_at=page.fetched_at), article, facts

    def _open(self, page: Archived) -> None:
        """Read the listing of a page with a new spider, since one keeps what it learns of its site's zone."""
        answer = read_answer(self.folder, page.listing)
        # A newspaper on WordPress is also read through feeds and index pages.
        way = self.source.way if page.via == "index" else page.via
        spider = self.loader.load(way)(source=self.source)
        spider.settings = self.settings
        self.spider = cast(NewspaperSpider, spider)
        self.candidates: dict[str, Candidate] = {}
        for candidate in self.spider.candidates_in(response_of(answer, page.listing), page.via):
            self.candidates.setdefault(candidate.url, candidate)
            self.candidates.setdefault(canonical_address(candidate.url), candidate)
        self.answer: Answer = answer
        self.listing = page.listing, page.via

    def _fetched(self, page: Archived, candidate: Candidate) -> Fetched:
        """The page as the spider would hand it over."""
        candidate = replace(candidate, url=page.url)
        if page.listing == page.place:
            return self.spider.fragment(candidate, self.answer.at)
        parts = [page.place, *(place for role, place in page.also if role == "part")]
        firsts = [place for role, place in page.also if role == "first"]
        answers = {place: read_answer(self.folder, place) for place in (*parts, *firsts)}
        responses = {place: cast(TextResponse, response_of(answers[place], place)) for place in answers}
        first = firsts[0] if firsts else page.place
        pages = [responses[place] for place in parts]
        return self.spider.joined(candidate, responses[first], pages, answers[first].at)
