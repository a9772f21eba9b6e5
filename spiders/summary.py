"""What a run tells of itself: how each newspaper ended, and how every page of it did."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from scrapy.crawler import Crawler

from pipelines.scrapy_items import COUNTED, FAILURES
from spiders.base import MORE_PAGES, NewspaperSpider

State = Literal["waiting", "running", "done", "empty", "partial", "failed", "stopped", "budget"]
"""How a newspaper ended.

``done``: all listings were read. ``empty``: they were, and named no article at all. ``partial``: some could
not be had. ``failed``: none could, or the spider broke down. ``stopped``: the run was ended before.
``budget``: the newspaper had used up its time or its pages.
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
    that could not be read or not to their end, each with its address and reason. ``listings`` is how many
    pages of listings were read, ``requests`` how many requests were sent; ``seconds`` is told at the end."""

    key: str
    state: State = "waiting"
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTS, 0))
    failures: dict[str, int] = field(default_factory=dict)
    problems: tuple[tuple[str, str], ...] = ()
    listings: int = 0
    requests: int = 0
    seconds: float = 0.0

    @property
    def reason(self) -> str | None:
        """Why the newspaper did not end well, in one code."""
        return self.problems[0][1] if self.problems else None

    @property
    def missed(self) -> tuple[str, ...]:
        """The reasons of the listings that were not read. One that is only longer than may be turned is none
        of them: its far end is out of reach every time."""
        return tuple(reason for _, reason in self.problems if reason != MORE_PAGES)

    @property
    def without_hole(self) -> bool:
        """Whether all that the newspaper had was read, so that the next run may ask for changes only."""
        return self.state in ("done", "partial") and not self.missed and not self.counts["failed"]


@dataclass(frozen=True, slots=True)
class RunSummary:
    """A whole run. ``state``: ``finished``, ``limited`` (by ``since`` or ``limit``), ``stopped`` (by a
    signal) or ``budget`` (its time or pages were used up); ``copies`` is how many articles of the
    database are republished ones."""

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
    read = (tuple(spider.problems), spider.listings_read) if isinstance(spider, NewspaperSpider) else ((), 0)
    requests = stats.get("downloader/request_count", 0)
    seconds = (
        (datetime.now(UTC) - stats["start_time"]).total_seconds() if ended and "start_time" in stats else 0
    )
    return SourceSummary(key, _state(crawler, counts, ended), counts, failures, *read, requests, seconds)


def _state(crawler: Crawler, counts: dict[str, int], ended: bool) -> State:
    spider = crawler.spider
    if not ended:
        return "running"
    if not isinstance(spider, NewspaperSpider) or (spider.problems and not spider.listings_read):
        return "failed"
    reason = crawler.stats.get_value("finish_reason") if crawler.stats else None
    if reason != "finished":
        return "budget" if str(reason).startswith("closespider_") else "stopped"
    if spider.problems:
        return "partial"
    return "done" if counts["listed"] or counts["unchanged"] else "empty"
