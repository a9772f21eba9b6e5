"""What a run tells of itself: how each newspaper ended, and how every page of it did."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from scrapy.crawler import Crawler

from pipelines.scrapy_items import COUNTED, FAILURES
from spiders.base import NewspaperSpider

State = Literal["waiting", "running", "done", "empty", "partial", "failed", "stopped"]
"""How a newspaper ended.

``done``: all listings were read. ``empty``: they were, and named no article at all. ``partial``: some could
not be had. ``failed``: none could, or the spider broke down. ``stopped``: the run was ended before.
"""
COUNTS = (
    "listed",
    "foreign",
    "known",
    "old",
    "skipped",
    "over_limit",
    "new",
    "edited",
    "fetched",
    "incomplete",
    "relevant",
    "not_relevant",
    "failed",
    "bytes",
    "unchanged",
    "whole",
)
"""``listed`` is the sum of ``foreign``, ``known``, ``old``, ``skipped``, ``over_limit``, ``edited`` and
``new``; of a newspaper that was not stopped, ``new`` and ``edited`` together are the sum of ``relevant``,
``not_relevant`` and ``failed``. ``unchanged`` are listings; ``whole`` is 1 for a newspaper that was asked for
everything and not only for changes."""


@dataclass(frozen=True, slots=True)
class SourceSummary:
    """One newspaper in one run. ``failures`` counts failed pages by reason; ``problems`` are the listings
    that could not be read or not to their end, each with its address and reason."""

    key: str
    state: State = "waiting"
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTS, 0))
    failures: dict[str, int] = field(default_factory=dict)
    problems: tuple[tuple[str, str], ...] = ()

    @property
    def reason(self) -> str | None:
        """Why the newspaper did not end well, in one code."""
        return self.problems[0][1] if self.problems else None


@dataclass(frozen=True, slots=True)
class RunSummary:
    """A whole run. ``state``: ``finished``, ``limited`` (by ``since`` or ``limit``) or ``stopped``;
    ``copies`` is how many articles of the database are republished ones."""

    run: str
    state: str
    started_at: datetime
    finished_at: datetime
    sources: dict[str, SourceSummary]
    copies: int = 0

    @property
    def totals(self) -> dict[str, int]:
        """The counts of all newspapers together."""
        return {name: sum(source.counts[name] for source in self.sources.values()) for name in COUNTS}


def summarize(key: str, crawler: Crawler, *, ended: bool) -> SourceSummary:
    """How a newspaper's crawl stands or, if ``ended``, how it has ended."""
    spider, stats = crawler.spider, crawler.stats.get_stats() if crawler.stats else {}
    counts = {name: stats.get(f"{COUNTED}{name}", 0) for name in COUNTS}
    counts["bytes"] = stats.get("downloader/response_bytes", 0)
    failures = {name.removeprefix(FAILURES): n for name, n in stats.items() if name.startswith(FAILURES)}
    problems = tuple(spider.problems) if isinstance(spider, NewspaperSpider) else ()
    return SourceSummary(key, _state(crawler, counts, ended), counts, failures, problems)


def _state(crawler: Crawler, counts: dict[str, int], ended: bool) -> State:
    spider = crawler.spider
    if not ended:
        return "running"
    if not isinstance(spider, NewspaperSpider) or (spider.problems and not spider.listings_read):
        return "failed"
    if crawler.stats and crawler.stats.get_value("finish_reason") != "finished":
        return "stopped"
    if spider.problems:
        return "partial"
    return "done" if counts["listed"] or counts["unchanged"] else "empty"
