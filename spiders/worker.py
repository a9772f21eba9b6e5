"""The process of one crawl: many newspapers side by side, each with a Scrapy crawler of its own, one desk
for all.

A newspaper that fails, whatever way, takes no other with it.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import multiprocessing
import signal
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess, Crawler

from datasets.database import DatabaseError
from pipelines.listings import keep_listings
from pipelines.scrapy_items import Desk
from spiders.accounting import assess, counted, record
from spiders.archiving import Archive
from spiders.base import NewspaperSpider
from spiders.errors import CrawlError
from spiders.history import FINISHED, History, begin_run
from spiders.lock import alone
from spiders.monthly import MonthlySpider
from spiders.settings import project_settings, user_agent
from spiders.sources import Source
from spiders.summary import RunSummary, SourceSummary, summarize

logger = logging.getLogger(__name__)

_TELL_EVERY = 0.5  # seconds


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

    @property
    def limited(self) -> bool:
        """Whether less is asked for than there may be, so that the run tells nothing of what it left out."""
        return self.since is not None or self.limit is not None


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
            settings = project_settings({"LOG_LEVEL": job.log_level, **job.settings})
            crawl = Crawl(job, desk, AsyncCrawlerProcess(settings), connection)
            hush()
            outcome = crawl.run()
    except CrawlError as error:
        outcome = error
    finally:
        desk.close()
    connection.send(outcome)


def hush() -> None:
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
        self.settings = process.settings
        self.room = asyncio.Semaphore(self.settings.getint("NETRALITAS_NEWSPAPERS_AT_ONCE"))
        self.running: dict[str, Crawler] = {}
        self.begun: set[str] = set()
        self.summaries = {key: SourceSummary(key) for key in job.sources}
        self.stopped: str | None = None
        self.stop_asked = asyncio.Event()
        self.began = time.monotonic()

    def run(self) -> RunSummary | Exception:
        """Crawl to the end; gives the summary, or the error that the crawl broke down with."""
        loop = asyncio.get_event_loop()
        with contextlib.suppress(NotImplementedError):  # on Windows there is no such signal
            loop.add_signal_handler(signal.SIGTERM, self.stop)
        task = loop.create_task(self._run())
        self.process.start(stop_after_crawl=False, install_signal_handlers=False)
        return task.result()

    def stop(self, state: str = "stopped") -> None:
        """Begin nothing more, and end what is under way; ``state`` is how the run ended then."""
        if not self.stopped:
            self.stopped = state
            self.stop_asked.set()
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
        started_at, limited = datetime.now(UTC), self.job.limited
        run, histories = await self.desk.ask(
            begin_run, self.desk.store, self.job.sources, started_at, limited=limited
        )
        archive = Archive(self.job.archive, run, user_agent(""))
        teller = asyncio.ensure_future(self._tell_on())
        try:
            await self._until_ended(
                asyncio.ensure_future(self._newspaper(run, archive, self.job.sources[key], history))
                for key, history in histories.items()
            )
            teller.cancel()
            if self.desk.broken:
                return self.desk.broken
            state = self.stopped or ("limited" if limited else FINISHED)
            copies = 0
            if state != "stopped":  # whoever stops a crawl does not want to wait; the next run links them
                copies = await self.desk.ask(self.desk.store.link_copies)
            finished_at = datetime.now(UTC)
            await self.desk.ask(self.desk.store.finish_run, run, finished_at, state, self._counts())
            await self.desk.ask(assess, self.desk.store.db, finished_at)
        finally:
            archive.close()
        return RunSummary(run, state, started_at, finished_at, self.summaries, copies)

    async def _until_ended(self, newspapers: Iterable[asyncio.Future[None]]) -> None:
        """Wait for the newspapers; when the crawl has been stopped, only as long as the settings say.

        A newspaper may take half a minute to send a page. What has come by then is stored, the rest is left
        to the next run.
        """
        all_ended = asyncio.gather(*newspapers, return_exceptions=True)
        stop_asked = asyncio.ensure_future(self.stop_asked.wait())
        await asyncio.wait((all_ended, stop_asked), return_when=asyncio.FIRST_COMPLETED)
        stop_asked.cancel()
        if not all_ended.done():
            await asyncio.wait((all_ended,), timeout=self.settings.getfloat("NETRALITAS_STOP_SECONDS"))
        all_ended.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await all_ended
        for key, summary in self.summaries.items():
            if summary.state in ("waiting", "running"):
                self._tell(replace(self.summaries[key], state="stopped"))

    async def _newspaper(self, run: str, archive: Archive, source: Source, history: History) -> None:
        """Crawl one newspaper. Never raises but where it is cancelled before it was begun."""
        async with self.room:
            if self.stopped:
                return
            crawler = self.process.create_crawler(source.way)
            self.running[source.key] = crawler
            try:
                await self.process.crawl(
                    crawler,
                    source=source,
                    desk=self.desk,
                    history=history,
                    archive=archive,
                    since=self.job.since,
                    limit=self.job.limit,
                )
            except asyncio.CancelledError:
                logger.info("The crawl of %s was cut off", source.key)
            except Exception:
                logger.exception("The crawl of %s broke down", source.key)
            del self.running[source.key]
            summary = summarize(source.key, crawler, ended=True)
            self.begun.add(source.key)
            await self._settle(run, crawler, summary)
            self._tell(summary)

    async def _settle(self, run: str, crawler: Crawler, summary: SourceSummary) -> None:
        """Write down what became of a newspaper: its account, what its robots.txt said, its listings."""
        store, spider = self.desk.store, crawler.spider
        if self.desk.broken:
            return
        try:
            await self.desk.ask(record, store, run, summary, datetime.now(UTC))
            if not isinstance(spider, NewspaperSpider):
                return
            await self.desk.ask(store.record_robots, run, summary.key, spider.robots.values())
            if isinstance(spider, MonthlySpider):
                await spider.keep_months()
            if summary.without_hole and not self.job.limited:
                listings, news = list(spider.listings_come.values()), bool(summary.counts["fetched"])
                await self.desk.ask(keep_listings, store, summary.key, listings, news=news)
        except DatabaseError as error:
            self.desk.broken = error
        except (
            Exception
        ):  # the run's end writes the counts once more; the next run asks for more than changes
            logger.exception("The account of %s could not be written", summary.key)

    async def _tell_on(self) -> None:
        while True:
            await asyncio.sleep(_TELL_EVERY)
            if self.desk.broken:
                self.stop()
            for key, crawler in list(self.running.items()):
                self._tell(summarize(key, crawler, ended=False))
            self._look_at_budget()
            parent = multiprocessing.parent_process()
            if parent and not parent.is_alive():  # nobody is left to stop this crawl or to hear of it
                self.stop()

    def _look_at_budget(self) -> None:
        """Stop when the run has used up its time or its pages."""
        seconds = self.settings.getfloat("NETRALITAS_RUN_SECONDS")
        pages = self.settings.getint("NETRALITAS_RUN_PAGES")
        sent = sum(summary.requests for summary in self.summaries.values())
        if (seconds and time.monotonic() - self.began >= seconds) or (pages and sent >= pages):
            self.stop("budget")

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
        """The counts of the newspapers that were asked; those that the run did not come to have none."""
        return {key: counted(self.summaries[key]) for key in self.summaries if key in self.begun}
