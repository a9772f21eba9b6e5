"""The process of one crawl: many newspapers side by side, each with a Scrapy crawler of its own, one desk
for all.

A newspaper that fails, whatever way, takes no other with it.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from filelock import FileLock, Timeout
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from datasets.database import DatabaseError
from pipelines.listings import keep_listings
from pipelines.scrapy_items import Desk
from spiders.archiving import Archive
from spiders.base import MORE_PAGES, NewspaperSpider
from spiders.history import FINISHED, History, begin_run
from spiders.monthly import MonthlySpider
from spiders.settings import user_agent
from spiders.sources import Source
from spiders.summary import COUNTS, RunSummary, SourceSummary, summarize

logger = logging.getLogger(__name__)

_TELL_EVERY = 0.5  # seconds


class CrawlError(RuntimeError):
    """A crawl that cannot be begun, or that broke down. The text is one sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be crawled, into which database, and how: plain data, for it goes to another process."""

    sources: dict[str, Source]
    database: Path
    archive: Path
    since: date | None
    limit: int | None
    log_level: str
    settings: Mapping[str, Any]


def work(job: Job, connection: Connection) -> None:
    """Crawl; send each ``SourceSummary`` as it changes, and in the end the ``RunSummary`` or an error."""
    # Ctrl-C reaches all processes of a terminal; the one that started this one turns it into SIGTERM.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        desk = Desk(job.database)
    except Exception as error:
        connection.send(error)
        return
    try:
        with alone(job.database):
            settings = Settings()
            settings.setmodule("spiders.settings", priority="project")
            local = [urlsplit(source.base).hostname for source in job.sources.values() if source.local]
            settings.set("NETRALITAS_LOCAL_HOSTS", local, priority="project")
            settings.setdict({"LOG_LEVEL": job.log_level, **job.settings}, priority="cmdline")
            crawl = Crawl(job, desk, AsyncCrawlerProcess(settings), connection)
            _hush()
            outcome = crawl.run()
    except CrawlError as error:
        outcome = error
    finally:
        desk.close()
    connection.send(outcome)


@contextlib.contextmanager
def alone(database: Path) -> Iterator[None]:
    """Keep other crawls out of a database, or two of them would ask every newspaper twice as often."""
    path = Path(f"{database}.lock")
    try:
        with FileLock(path, timeout=0):
            try:
                yield
            finally:
                with contextlib.suppress(OSError):  # Windows keeps a file that is open
                    path.unlink()
    except Timeout:
        raise CrawlError(
            f"Another crawl is under way into {database}; wait until it has ended, or stop it."
        ) from None


def _hush() -> None:
    """Leave out what Scrapy says of pages that do not come: the summary counts them, each with its reason."""
    for name in (
        "downloadermiddlewares.robotstxt",
        "downloadermiddlewares.retry",
        "core.downloader.handlers",
    ):
        logging.getLogger(f"scrapy.{name}").setLevel(logging.CRITICAL)


class Crawl:
    """One run over all newspapers of a job."""

    def __init__(self, job: Job, desk: Desk, process: AsyncCrawlerProcess, connection: Connection) -> None:
        self.job = job
        self.desk = desk
        self.process = process
        self.connection = connection
        self.room = asyncio.Semaphore(process.settings.getint("NETRALITAS_NEWSPAPERS_AT_ONCE"))
        self.running: dict[str, Crawler] = {}
        self.summaries = {key: SourceSummary(key) for key in job.sources}
        self.stopped = False

    def run(self) -> RunSummary | Exception:
        """Crawl to the end; gives the summary, or the error that the crawl broke down with."""
        loop = asyncio.get_event_loop()
        with contextlib.suppress(NotImplementedError):  # on Windows there is no such signal
            loop.add_signal_handler(signal.SIGTERM, self.stop)
        task = loop.create_task(self._run())
        self.process.start(stop_after_crawl=False, install_signal_handlers=False)
        return task.result()

    def stop(self) -> None:
        """Begin nothing more, and end what is under way."""
        if not self.stopped:
            self.stopped = True
            self.stopping = asyncio.ensure_future(self.process.stop())

    async def _run(self) -> RunSummary | Exception:
        try:
            return await self._crawl()
        except Exception as error:
            logger.exception("The crawl broke down")
            return error
        finally:
            from twisted.internet import reactor  # may only be imported once Scrapy has installed it

            reactor.stop()  # type: ignore[misc]

    async def _crawl(self) -> RunSummary | Exception:
        started_at = datetime.now(UTC)
        run, histories = await self.desk.ask(begin_run, self.desk.store, self.job.sources, started_at)
        self.run_id = run
        self.archive = Archive(self.job.archive, run, user_agent(""))
        teller = asyncio.ensure_future(self._tell_on())
        newspapers = (self._newspaper(source, histories[key]) for key, source in self.job.sources.items())
        try:
            await asyncio.gather(*newspapers)
        finally:
            self.archive.close()
        teller.cancel()
        if self.desk.broken:
            return self.desk.broken
        state = "stopped" if self.stopped else "limited" if self.job.since or self.job.limit else FINISHED
        copies = await self.desk.ask(self.desk.store.link_copies)
        finished_at = datetime.now(UTC)
        await self.desk.ask(self.desk.store.finish_run, run, finished_at, state, self._counts())
        return RunSummary(run, state, started_at, finished_at, self.summaries, copies)

    async def _newspaper(self, source: Source, history: History) -> None:
        """Crawl one newspaper. Never raises."""
        async with self.room:
            if self.stopped:
                self._tell(replace(self.summaries[source.key], state="stopped"))
                return
            crawler = self.process.create_crawler(source.way)
            self.running[source.key] = crawler
            try:
                await self.process.crawl(
                    crawler,
                    source=source,
                    desk=self.desk,
                    history=history,
                    archive=self.archive,
                    since=self.job.since,
                    limit=self.job.limit,
                )
            except Exception:
                logger.exception("The crawl of %s broke down", source.key)
            if isinstance(crawler.spider, NewspaperSpider):
                await self._record_robots(source.key, crawler.spider)
            del self.running[source.key]
            summary = summarize(source.key, crawler, ended=True)
            await self._keep_listings(crawler, summary)
            self._tell(summary)

    async def _keep_listings(self, crawler: Crawler, summary: SourceSummary) -> None:
        """Keep the listings' validators, but only if nothing behind them was missed or failed: else they
        would hide it from the next run."""
        if isinstance(crawler.spider, MonthlySpider):
            await crawler.spider.keep_months()
        missed = [reason for _, reason in summary.problems if reason != MORE_PAGES]
        limited = self.job.since or self.job.limit
        if summary.state not in ("done", "partial") or missed or summary.counts["failed"] or limited:
            return
        assert isinstance(crawler.spider, NewspaperSpider)
        listings, news = list(crawler.spider.listings_come.values()), bool(summary.counts["fetched"])
        try:
            await self.desk.ask(keep_listings, self.desk.store, summary.key, listings, news=news)
        except Exception:  # without them the next run asks for more, and misses nothing
            logger.exception("The listings of %s could not be kept", summary.key)

    async def _record_robots(self, key: str, spider: NewspaperSpider) -> None:
        try:
            await self.desk.ask(self.desk.store.record_robots, self.run_id, key, spider.robots.values())
        except DatabaseError as error:
            self.desk.broken = error

    async def _tell_on(self) -> None:
        while True:
            await asyncio.sleep(_TELL_EVERY)
            if self.desk.broken:
                self.stop()
            for key, crawler in list(self.running.items()):
                self._tell(summarize(key, crawler, ended=False))

    def _tell(self, summary: SourceSummary) -> None:
        """Send a summary that has changed. If nobody listens any more, the crawl ends."""
        if self.summaries[summary.key] == summary:
            return
        self.summaries[summary.key] = summary
        try:
            self.connection.send(summary)
        except OSError:
            self.stop()

    def _counts(self) -> dict[str, dict[str, int]]:
        """The counts that are stored: a listing that could not be read counts as failed, as a page does.

        One that is only longer than may be turned does not: its far end is out of reach every time.
        """
        left_out = ("foreign", "known", "old", "skipped", "over_limit", "incomplete")
        names = [name for name in COUNTS if name not in left_out]
        counts = {key: {name: s.counts[name] for name in names} for key, s in self.summaries.items()}
        for key, summary in self.summaries.items():
            counts[key]["failed"] += sum(reason != MORE_PAGES for _, reason in summary.problems)
        return counts
