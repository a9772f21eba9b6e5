"""Crawl newspapers into a database. ``crawl`` may be called as often as one likes in a process.

Scrapy's reactor cannot be started twice, so every crawl has a process of its own; that process also writes
the database. Here it is started, listened to, and told to stop.
"""

from __future__ import annotations

import multiprocessing
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pipelines.archive import archive_folder
from spiders import settings as project
from spiders.errors import CrawlError, CrawlStoppedError, CrawlUnderWayError
from spiders.sources import Source
from spiders.summary import RunSummary, SourceSummary
from spiders.worker import Job, work

__all__ = [
    "CrawlError",
    "CrawlStoppedError",
    "CrawlUnderWayError",
    "RunSummary",
    "SourceSummary",
    "crawl",
]

START_METHOD = "spawn"
"""How the process of a crawl is started, in the words of ``multiprocessing``. Never "fork": a reactor or a
thread of whoever calls would come along."""
STOPS_WITHIN = 9.5
"""Seconds after which a crawl that was told to stop and has not is killed. What it stored is whole."""

Progress = Callable[[SourceSummary], None]
"""Is told how a newspaper stands whenever that has changed, about twice a second, and when it has ended."""


def crawl(
    sources: Mapping[str, Source],
    database: Path,
    *,
    since: date | None = None,
    progress: Progress | None = None,
    limit: int | None = None,
    log_level: str = "WARNING",
    settings: Mapping[str, Any] | None = None,
) -> RunSummary:
    """Crawl ``sources`` (by key) into ``database`` and tell how each newspaper and each of its pages ended.

    ``since`` is the earliest day of publication to fetch; ``limit`` the most articles to fetch of a
    newspaper; ``settings`` overrides ``spiders.settings``. Pages that are known are not fetched again. The
    answers go into the archive beside the database (``pipelines.archive.archive_folder``). What goes wrong
    with a page or a newspaper stands in the summary and stops nothing else. SIGINT (Ctrl-C) and SIGTERM end
    the crawl after what is under way, with all that was fetched stored; a second one ends it at once.

    Raises ``CrawlError`` for a crawl that cannot be begun or broke down,
    ``datasets.database.DatabaseError`` for a database that cannot be used.
    """
    if not sources:
        raise CrawlError(
            "There is no newspaper to crawl; name at least one that `netralitas sources list` shows."
        )
    settings = signed(settings or {}, sources)
    if limit is not None and limit < 1:
        raise CrawlError(f"The limit is {limit}; give a number of articles of at least 1.")
    database = Path(database)
    job = Job(dict(sources), database, archive_folder(database), since, limit, log_level, settings)
    context: Any = multiprocessing.get_context(START_METHOD)
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=work, args=(job, theirs), name="netralitas-crawl", daemon=True)
    process.start()
    theirs.close()
    with _stopping(process) as signals, ours:
        outcome = _outcome(ours, progress)
        process.join()
    if isinstance(outcome, Exception):
        raise outcome
    if outcome is None and signals:
        raise CrawlStoppedError(
            "The crawl was stopped at once; what it had stored is kept. Run it again to go on."
        )
    if outcome is None:
        raise CrawlError(
            f"The crawl broke down (exit code {process.exitcode}); what it had stored is kept. "
            "Run it again; with log level DEBUG it says more."
        )
    return outcome


def signed(settings: Mapping[str, Any], sources: Mapping[str, Source]) -> dict[str, Any]:
    """Settings with the name under which these newspapers are asked, and the hosts of those on this machine.

    Raises ``CrawlError`` if a live newspaper could not reach whoever asks it.
    """
    contact = settings.get("NETRALITAS_CONTACT", project.NETRALITAS_CONTACT)
    if not contact and any(not source.local for source in sources.values()):
        raise CrawlError(
            "Newspapers must be able to reach whoever crawls them: set the environment variable "
            "NETRALITAS_CONTACT to your e-mail address or a web page, and run it again."
        )
    local = tuple(urlsplit(source.base).hostname for source in sources.values() if source.local)
    return {"NETRALITAS_LOCAL_HOSTS": local, **settings, "USER_AGENT": project.user_agent(contact)}


def _outcome(connection: Connection, progress: Progress | None) -> RunSummary | Exception | None:
    """Pass the progress on until the crawl tells how it ended; None if it ended without a word."""
    while True:
        try:
            message = connection.recv()
        except EOFError:
            return None
        if isinstance(message, RunSummary | Exception):
            return message
        if progress:
            progress(message)


@contextmanager
def _stopping(process: BaseProcess) -> Iterator[list[int]]:
    """Pass SIGINT and SIGTERM on to the crawl: the first asks it to end, the second ends it.

    A crawl that does not end by itself within ten seconds, say in the midst of a page that takes a minute
    to read, is ended. Gives a list of the signals that came. They come to the main thread only; elsewhere
    nothing is changed.
    """
    came: list[int] = []
    ender = threading.Timer(STOPS_WITHIN, process.kill)
    ender.daemon = True

    def stop(number: int, _: Any) -> None:
        if came:
            process.kill()
        else:
            process.terminate()
            ender.start()
        came.append(number)

    before = {}
    if threading.current_thread() is threading.main_thread():
        before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield came
    finally:
        ender.cancel()
        for number, handler in before.items():
            signal.signal(number, handler)
