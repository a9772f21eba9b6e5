"""The process of one crawl: many newspapers side by side, each with a Scrapy crawler of its own, one desk
for all.

A newspaper that fails, whatever way, takes no other with it.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import multiprocessing
import os
import signal
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from pipelines.scrapy_items import Desk
from spiders.accounting import assess, counted, record
from spiders.history import FINISHED, History, begin_run
from spiders.sources import Source
from spiders.summary import RunSummary, SourceSummary, summarize

logger = logging.getLogger(__name__)

_TELL_EVERY = 0.5  # seconds


class CrawlError(RuntimeError):
    """A crawl that cannot be begun, or that broke down. The text is one sentence that says what to do."""


class CrawlStoppedError(CrawlError):
    """A crawl that was ended at once, before it could tell what came of it."""


class CrawlUnderWayError(CrawlError):
    """A crawl that cannot be begun because another one is under way into the same database."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be crawled, into which database, and how: plain data, for it goes to another process."""

    sources: dict[str, Source]
    database: Path
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
        with _alone(job.database):
            settings = project_settings({"LOG_LEVEL": job.log_level, **job.settings})
            crawl = Crawl(job, desk, AsyncCrawlerProcess(settings), connection)
            hush()
            outcome = crawl.run()
    except CrawlError as error:
        outcome = error
    finally:
        desk.close()
    connection.send(outcome)


@contextlib.contextmanager
def _alone(database: Path) -> Iterator[None]:
    """Keep other crawls out of a database, or two of them would ask every newspaper twice as often.

    The system itself holds the lock and drops it when the process ends, in whatever way; the file that a
    killed run leaves behind stops nobody. It has the number of the process, for whoever finds it.
    """
    path = Path(f"{database}.lock")
    try:
        with FileLock(path, timeout=0):
            with contextlib.suppress(OSError):  # Windows lets nobody else write
                path.write_text(str(os.getpid()))
            try:
                yield
            finally:
                with contextlib.suppress(OSError):  # Windows keeps a file that is open
                    path.unlink()
    except Timeout:
        raise CrawlUnderWayError(
            f"Another crawl{_holder(path)} is under way into {database}; wait until it has ended, or stop it."
        ) from None


def _holder(lock: Path) -> str:
    with contextlib.suppress(OSError, ValueError):
        return f" (process {int(lock.read_text())})"
    return ""


def project_settings(overrides: Mapping[str, Any]) -> Settings:
    """The project's Scrapy settings, some of them overridden."""
    settings = Settings()
    settings.setmodule("spiders.settings", priority="project")
    settings.setdict(dict(overrides), priority="cmdline")
    return settings


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

    async def _crawl(self) -> RunSummary:
        started_at = datetime.now(UTC)
        run, histories = await self.desk.ask(begin_run, self.desk.store, self.job.sources, started_at)
        teller = asyncio.ensure_future(self._tell_on())
        await self._until_ended(
            asyncio.ensure_future(self._newspaper(run, self.job.sources[key], history))
            for key, history in histories.items()
        )
        teller.cancel()
        state = self.stopped or ("limited" if self.job.since or self.job.limit else FINISHED)
        copies = 0
        if state != "stopped":  # whoever stops a crawl does not want to wait; the next run links them
            copies = await self.desk.ask(self.desk.store.link_copies)
        finished_at = datetime.now(UTC)
        await self.desk.ask(self.desk.store.finish_run, run, finished_at, state, self._counts())
        await self.desk.ask(assess, self.desk.store.db, finished_at)
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

    async def _newspaper(self, run: str, source: Source, history: History) -> None:
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
                    known=history.known,
                    seen_through=history.seen_through,
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
            try:
                await self.desk.ask(record, self.desk.store, run, summary, datetime.now(UTC))
            except Exception:  # the run's end writes the counts once more
                logger.exception("The account of %s could not be written", source.key)
            self._tell(summary)

    async def _tell_on(self) -> None:
        while True:
            await asyncio.sleep(_TELL_EVERY)
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
