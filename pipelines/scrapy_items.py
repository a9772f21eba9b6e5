"""The thin layer between Scrapy and the pipelines: a fetched page is read, its facts are read, its rows are
written.

Reading an article takes tens of milliseconds of pure computing. It is done in a thread of its own, so that
the newspapers' answers are not kept waiting, and in one thread only, because SQLite has one writer.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import ParamSpec, TypeVar

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from datasets.database import DatabaseError
from pipelines.article import read_page
from pipelines.article.model import Article, Page, UnreadablePage, Via
from pipelines.extraction import VERSION, extract
from pipelines.extraction.facts import Facts
from pipelines.places import Also, Place
from pipelines.store import PageRecord, Store

logger = logging.getLogger(__name__)

COUNTED = "netralitas/"
"""Prefix of the Scrapy stats that become the counts of a source."""
FAILURES = "netralitas_failures/"
"""Prefix of the Scrapy stats that count failed pages by reason."""

Judged = tuple[PageRecord, Article | None, Facts | None]
"""What became of a page, with its article and facts where it is relevant."""

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page and how it came. ``address`` is the one that the listing gave, before any redirect.

    ``place`` is where the archive has the answer that the article stands in; ``also`` are the listing and
    the further parts, where they are answers of their own.
    """

    address: str
    page: Page
    status: int = 200
    etag: str | None = None
    last_modified: str | None = None
    place: Place | None = None
    also: Also = ()


@dataclass(frozen=True, slots=True)
class NotFetched:
    """An article's page that did not come, with the code of the reason ("http_404", "timeout")."""

    address: str
    source: str
    via: Via
    reason: str
    at: datetime
    status: int | None = None


class Desk:
    """Reads pages and writes them into the database, one after the other, in its own thread."""

    def __init__(self, database: Path) -> None:
        """Open the database; raises what ``Store`` raises where it cannot be opened."""
        self.broken: DatabaseError | None = None
        """Why nothing can be written any more (a full disk); then fetching more would be for nothing."""
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="desk")
        self._store = self._thread.submit(Store, database, extractor=VERSION).result()

    async def ask(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run ``function`` in the desk's thread."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, lambda: function(*args, **kwargs))

    @property
    def store(self) -> Store:
        """The store; to be used in the desk's thread only, that is through ``ask``."""
        return self._store

    def close(self) -> None:
        """Finish what is waiting, close the database and end the thread."""
        self._thread.submit(self._store.close).result()
        self._thread.shutdown()

    def settle(self, item: Fetched | NotFetched) -> PageRecord:
        """Read and write one page. Whatever goes wrong with it becomes the reason in its record."""
        return self._write(*judged(item))

    def _write(
        self, record: PageRecord, article: Article | None = None, facts: Facts | None = None
    ) -> PageRecord:
        try:
            self._store.write(record, article, facts)
        except Exception as error:  # the page is not recorded, so the next run fetches it again
            _report("store", record.url, error)
            if isinstance(error, DatabaseError):
                self.broken = error
            return replace(record, state="failed", reason="store_error", article_id=None)
        return record


def judged(item: Fetched | NotFetched) -> Judged:
    """Read one page. Whatever goes wrong with it becomes the reason in its record."""
    article: Article | None = None
    facts: Facts | None = None
    reason = None
    if isinstance(item, NotFetched):
        reason = item.reason
    else:
        try:
            article = read_page(item.page)
            facts = extract(article)
        except UnreadablePage as error:
            reason = error.reason
        except Exception as error:
            _report("read", item.address, error)
            reason = "read_error"
    if article is None or facts is None:
        return _record(item, "failed", reason=reason), None, None
    if facts.label == "none":
        return _record(item, "not_relevant"), None, None
    return _record(item, "relevant", article_id=article.id), article, facts


def text_digest(*bodies: str) -> str:
    """The digest of a page's text: the SHA-256 of its bodies, one after the other."""
    return hashlib.sha256("".join(bodies).encode("utf-8", "surrogatepass")).hexdigest()


class ReadAndStore:
    """Item pipeline: gives every page to the desk of the run and counts how it ended.

    Without a desk (``scrapy crawl`` by hand) it is left out, and the pages go to Scrapy's own exports.
    """

    def __init__(self, crawler: Crawler, desk: Desk) -> None:
        self.crawler = crawler
        self.desk = desk

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ReadAndStore:
        desk = getattr(crawler.spider, "desk", None)
        if desk is None:
            raise NotConfigured("no database")
        return cls(crawler, desk)

    async def process_item(self, item: Fetched | NotFetched) -> Fetched | NotFetched:
        """Read and write the page; never raises for what is wrong with a page."""
        record = await self.desk.ask(self.desk.settle, item)
        stats = self.crawler.stats
        assert stats is not None
        stats.inc_value(f"{COUNTED}{record.state}")
        if record.state == "failed":
            stats.inc_value(f"{FAILURES}{record.reason}")
        if settled := getattr(self.crawler.spider, "settled", None):
            await settled(record)
        return item


def _report(act: str, address: str, error: Exception) -> None:
    """One line for the operator; where it happened, for whoever looks for the cause."""
    logger.error("Could not %s %s: %r", act, address, error)
    logger.debug("It happened here:", exc_info=error)


def _record(
    item: Fetched | NotFetched, state: str, *, reason: str | None = None, article_id: str | None = None
) -> PageRecord:
    if isinstance(item, NotFetched):
        return PageRecord(
            url=item.address,
            source=item.source,
            state=state,
            fetched_at=item.at,
            via=item.via,
            reason=reason,
            status=item.status,
        )
    return PageRecord(
        url=item.address,
        source=item.page.source,
        state=state,
        fetched_at=item.page.fetched_at,
        via=item.page.via,
        reason=reason,
        article_id=article_id,
        status=item.status,
        etag=item.etag,
        last_modified=item.last_modified,
        digest=text_digest(item.page.body, *item.page.parts),
        modified=item.page.modified,
        place=item.place,
        also=item.also,
    )
