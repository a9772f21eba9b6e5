"""Trying newspapers in a process of its own: those that are declared, and one that is not yet."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import signal
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from typing import Any

from pydantic import ValidationError
from scrapy.crawler import AsyncCrawlerProcess

from spiders import run
from spiders.errors import CrawlError
from spiders.probe import Findings, ProbeSpider
from spiders.settings import project_settings
from spiders.sources import Source
from spiders.trial import SETTINGS, Trial, attempt
from spiders.worker import hush

Work = Callable[[AsyncCrawlerProcess, Any], AsyncIterator[Any]]


@dataclass(frozen=True, slots=True)
class Look:
    """What was found at a site that is not declared yet: its marks, the trials of its ways in, the best way
    first, and what its first page failed with. ``chosen`` is the trial that worked, if any did."""

    findings: Findings
    trials: tuple[Trial, ...]
    problems: tuple[tuple[str, str], ...]

    @property
    def chosen(self) -> Trial | None:
        """The first way in over which articles came."""
        return next((trial for trial in self.trials if trial.works), None)


def try_sources(sources: Mapping[str, Source], settings: Mapping[str, Any] | None = None) -> Iterator[Trial]:
    """Try the declared way in of each newspaper, and give what came of it as each is done.

    Raises ``CrawlError`` where it cannot be begun or breaks down.
    """
    return _results(_try_all, list(sources.values()), {**SETTINGS, **run.signed(settings or {}, sources)})


def look_at(draft: Source, settings: Mapping[str, Any] | None = None) -> Look:
    """Look at the site of ``draft``, of which everything but the way in is declared, and try its ways in.

    Raises ``CrawlError`` as ``try_sources`` does.
    """
    return next(look_at_all([draft], settings))


def look_at_all(drafts: Sequence[Source], settings: Mapping[str, Any] | None = None) -> Iterator[Look]:
    """What ``look_at`` finds at each of several sites, one after the other."""
    sources = {draft.key: draft for draft in drafts}
    return _results(_look_at_all, drafts, {**SETTINGS, **run.signed(settings or {}, sources)})


async def _try_all(process: AsyncCrawlerProcess, sources: list[Source]) -> AsyncIterator[Trial]:
    room = asyncio.Semaphore(process.settings.getint("NETRALITAS_NEWSPAPERS_AT_ONCE"))

    async def one(source: Source) -> Trial:
        async with room:
            return await attempt(process, source)

    for done in asyncio.as_completed([one(source) for source in sources]):
        yield await done


async def _look_at_all(process: AsyncCrawlerProcess, drafts: Sequence[Source]) -> AsyncIterator[Look]:
    for draft in drafts:
        yield await _look(process, draft)


async def _look(process: AsyncCrawlerProcess, draft: Source) -> Look:
    crawler = process.create_crawler(ProbeSpider)
    await process.crawl(crawler, name="probe", source=draft)
    spider = crawler.spider
    assert isinstance(spider, ProbeSpider)
    found, trials = spider.findings, []
    for way in found.ways():
        base = {} if draft.local or not found.base else {"base": found.base}
        try:
            source = Source.model_validate({**draft.model_dump(), "addresses": (), **way, **base})
        except ValidationError:  # such as an address with a brace in it
            continue
        trial = await attempt(process, source)
        trials.append(_without_failing(trial))
        if trial.works:
            break
    return Look(found, tuple(trials), tuple(spider.problems))


def _without_failing(trial: Trial) -> Trial:
    """The trial with those addresses left out that could not be read, as long as any is left."""
    failing = {address for address, _ in trial.problems}
    source = trial.source
    good = tuple(address for address in source.addresses if not _hits(source, address, failing))
    if not good or not trial.works:
        return trial
    return replace(trial, source=source.model_copy(update={"addresses": good}))


def _hits(source: Source, address: str, failing: set[str]) -> bool:
    whole = address if "://" in address else f"{source.root}{address}"
    head = whole.partition("{")[0]
    return whole in failing or ("{" in whole and any(failed.startswith(head) for failed in failing))


def _results(work: Work, given: Any, settings: dict[str, Any]) -> Iterator[Any]:
    """What ``work`` gives, in a process of its own: Scrapy's reactor cannot be started twice."""
    context: Any = multiprocessing.get_context(run.START_METHOD)
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(work, given, settings, theirs), daemon=True)
    process.start()
    theirs.close()
    try:
        with ours:
            while True:
                try:
                    message = ours.recv()
                except EOFError:
                    break
                if isinstance(message, Exception):
                    raise CrawlError(f"The trial broke down ({message!r}).") from message
                if message is None:
                    return
                yield message
        raise CrawlError(f"The trial broke down (exit code {process.exitcode}).")
    finally:
        process.terminate()
        process.join()


def _work(work: Work, given: Any, settings: dict[str, Any], connection: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that started this one ends it
    process = AsyncCrawlerProcess(project_settings({"LOG_LEVEL": "WARNING", **settings}))
    hush()

    async def work_through() -> None:
        try:
            async for result in work(process, given):
                connection.send(result)
            connection.send(None)
        except Exception as error:
            with contextlib.suppress(OSError):
                connection.send(error)
        finally:
            from twisted.internet import reactor  # may only be imported once Scrapy has installed it

            reactor.stop()  # type: ignore[misc]

    task = asyncio.get_event_loop().create_task(work_through())
    process.start(stop_after_crawl=False, install_signal_handlers=False)
    task.result()
