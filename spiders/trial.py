"""Trying a newspaper's way in: a few of its articles as they would be read, of whatever subject.

Nothing is stored. What is asked is little: the first page of each listing, and a handful of articles.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from scrapy.crawler import AsyncCrawlerProcess, Crawler

from pipelines.article import read_page
from pipelines.article.model import UnreadablePage
from pipelines.extraction import extract
from pipelines.scrapy_items import Fetched, NotFetched
from spiders.base import MORE_PAGES, NewspaperSpider
from spiders.candidate import Candidate
from spiders.sources import Source

SAMPLES: Final = 3
"""Articles that are shown."""

SETTINGS: Final[dict[str, Any]] = {
    "ITEM_PIPELINES": {"spiders.trial.ReadSamples": 300},
    "NETRALITAS_LISTING_PAGES": 1,
    "CLOSESPIDER_PAGECOUNT": 60,
    "CLOSESPIDER_TIMEOUT": 240,
}
"""What differs from a crawl."""

_LIMIT: Final = 5  # some of them may be pictures or films
_COMMON_WORD: Final = "dan"
"""A word ("and") that stands in every Indonesian article: asked for where the subject's words find none."""


@dataclass(frozen=True, slots=True)
class Sample:
    """An article as it would be read. ``label`` is what it is to the subject ("none": not about it)."""

    url: str
    title: str
    published: str | None
    author: str | None
    text: str
    label: str


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of trying a newspaper: how many articles its listings named, some of them as read, the
    listings that could not be read with their reasons, and the failed pages by reason."""

    source: Source
    listed: int = 0
    samples: tuple[Sample, ...] = ()
    problems: tuple[tuple[str, str], ...] = ()
    failures: dict[str, int] = field(default_factory=dict)

    @property
    def works(self) -> bool:
        """Whether articles came and were read with their day of publication."""
        return any(sample.published for sample in self.samples)

    @property
    def found(self) -> str:
        """What came of it, in words."""
        parts = [f"{self.listed} articles listed, {len(self.samples)} read"]
        undated = sum(sample.published is None for sample in self.samples)
        parts += [f"{undated} of them without a day"] if undated else []
        parts += [f"{count} failed: {reason}" for reason, count in self.failures.items()]
        parts += [f"{address}: {reason}" for address, reason in self.problems]
        return "; ".join(parts)


class _TakesAll:
    """Takes articles of whatever subject."""

    def promising(self, candidate: Candidate) -> bool:
        return True


class ReadSamples:
    """Item pipeline: reads what comes, and keeps it with the spider."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ReadSamples:
        return cls(crawler)

    def process_item(self, item: Fetched | NotFetched) -> Fetched | NotFetched:
        """Read one page; never raises for what is wrong with it."""
        spider: Any = self.crawler.spider
        reason = item.reason if isinstance(item, NotFetched) else _read(item, spider.samples)
        if reason:
            spider.failures[reason] = spider.failures.get(reason, 0) + 1
        return item


def _read(item: Fetched, samples: list[Sample]) -> str | None:
    """Add what is read of a page to ``samples``, or give the reason why nothing is."""
    try:
        article = read_page(item.page)
        label = extract(article).label
    except UnreadablePage as error:
        return error.reason
    except Exception:
        return "read_error"
    published = article.published or article.published_on
    samples.append(
        Sample(
            url=article.url,
            title=article.title,
            published=published.isoformat() if published else None,
            author=article.author,
            text=article.text,
            label=label,
        )
    )
    return None


async def attempt(process: AsyncCrawlerProcess, source: Source) -> Trial:
    """Try the way in that a newspaper's table declares; never raises for what the newspaper does.

    Where it has nothing on the subject, it is asked for a common word, to see that it can be read at all.
    """
    trial = await _attempt(process, source)
    if trial.listed or trial.problems or source.way not in ("wordpress", "blogger"):
        return trial
    common = source.model_copy(update={"keywords": (_COMMON_WORD,), "tags": ()})
    return await _attempt(process, common)


async def _attempt(process: AsyncCrawlerProcess, source: Source) -> Trial:
    way: Any = process.spider_loader.load(source.way)
    spider_class = type(way.__name__, (_TakesAll, way), {"samples": [], "failures": {}})
    crawler = process.create_crawler(spider_class)
    await process.crawl(crawler, source=source, limit=_LIMIT)
    spider: Any = crawler.spider
    if not isinstance(spider, NewspaperSpider) or crawler.stats is None:
        return Trial(source, problems=((source.root, "read_error"),))
    problems = tuple((address, reason) for address, reason in spider.problems if reason != MORE_PAGES)
    samples, failures = spider_class.samples, spider_class.failures  # type: ignore[attr-defined]
    return Trial(source, len(spider.fates), tuple(samples[:SAMPLES]), problems, failures)
