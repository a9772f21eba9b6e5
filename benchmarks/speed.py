"""What reading and storing costs, in time of one core; every ratio is taken within one run."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import trafilatura

from benchmarks.pages import wordpress_page
from benchmarks.sets import SETS, read_set
from benchmarks.texts import HOSTILE, hostile_article, ordinary_article
from pipelines.article import Article, Page, article_from_record, read_page
from pipelines.article.address import article_id
from pipelines.extraction import extract
from pipelines.extraction.facts import Facts
from pipelines.rows import FACT_TABLES, PageRecord
from pipelines.store import Store
from practice_press import newspapers

PROBES = (1_600, 6_250)
"""Characters of the first texts, which only warn of what explodes."""
SIZES = (25_000, 100_000, 400_000)
"""Characters of a text whose reading is to take proportional time."""
LONG = 2_000_000
LINEAR = 1.5
"""How many times the cost of a kilobyte may rise with the size of the text and still be called linear."""
COPIES = 4
"""How often each practice article is stored, every time under another address."""


@dataclass(frozen=True, slots=True)
class Growth:
    """The cost of a text by its size: milliseconds a kilobyte for every size that was within the limit."""

    name: str
    per_kb: dict[int, float]

    @property
    def ratio(self) -> float:
        """The cost of a kilobyte of the largest text measured to that of 25 kB, else of the first probe."""
        largest = max(self.per_kb)
        return self.per_kb[largest] / self.per_kb[SIZES[0] if largest > SIZES[0] else PROBES[0]]

    @property
    def linear(self) -> bool | None:
        """Whether the cost of a kilobyte stayed nearly the same; None if nothing over 25 kB was measured."""
        if self.ratio > LINEAR:
            return False
        return True if max(self.per_kb) > SIZES[0] else None


def seconds(work: Callable[[], object]) -> float:
    """The time of one core that ``work`` takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def facts_of_articles(rounds: int = 3) -> tuple[float, float, int]:
    """Median milliseconds for the facts of an article on the subject, and of any; how many there are.

    The articles are those of the practice press and, where they are there, of ``tests/press``.
    """
    sets = [read_set(one) for one in SETS if one.key in ("practice", "press")]
    every, relevant = [], []
    for one in sets:
        for key, article in one.articles.items():
            cost = 1000 * min(seconds(partial(extract, article)) for _ in range(rounds))
            every.append(cost)
            if one.records[key]["label"] != "none":
                relevant.append(cost)
    return median(relevant), median(every), len(every)


def page_reading(rounds: int = 15) -> tuple[float, float, int]:
    """Median milliseconds that trafilatura with metadata and ``read_page`` take for one page; its bytes.

    The page is one of WordPress of about 60 kB (``benchmarks.pages``).
    """
    address, body = wordpress_page()
    page = Page("harianlembayung", address, body, "page", "wordpress", datetime.now(UTC))
    theirs = partial(trafilatura.extract, body, url=address, output_format="json", with_metadata=True)
    ours = partial(read_page, page)
    theirs_ms, ours_ms = (1000 * median(seconds(work) for _ in range(rounds)) for work in (theirs, ours))
    return theirs_ms, ours_ms, len(body.encode())


def growth(name: str, text: Callable[[int], Mapping[str, Any]], sizes: Sequence[int], limit: float) -> Growth:
    """Read texts of growing ``sizes`` while the next is expected to take ``limit`` seconds at most.

    What to expect is drawn from the two sizes before, so that what explodes is found out in time.
    """
    taken: dict[int, float] = {}
    for size in (*PROBES, *sizes):
        if len(taken) >= 2:
            before, last = list(taken.values())[-2:]
            if last * last / before > limit:
                break
        taken[size] = seconds(partial(_read, text(size)))
    return Growth(name, {size: 1000 * cost / (size / 1000) for size, cost in taken.items()})


def _read(record: Mapping[str, Any]) -> Facts:
    return extract(article_from_record(record))


def growths(limit: float, sizes: Sequence[int] = SIZES) -> Iterator[Growth]:
    """The growth of ordinary press text, then of every hostile piece."""
    yield growth("ordinary press text", ordinary_article, sizes, limit)
    for name, piece in HOSTILE.items():
        yield growth(f"{name}: {piece!r}", partial(hostile_article, piece), sizes, limit)


def stored_rows() -> tuple[int, float, float]:
    """How many rows the practice articles make; the seconds of one core and of the clock to store them."""
    pages = list(_pages(read_set(SETS[0]).articles.values()))
    with TemporaryDirectory() as folder, Store(Path(folder) / "benchmark.db") as store:
        store.sync_sources(source.model_dump(mode="json") for source in newspapers(_BASE).values())
        clock = time.perf_counter()
        taken = seconds(lambda: [store.write(*page) for page in pages])
        clock = time.perf_counter() - clock
        rows = sum(store.db.table(table).count for table in ("articles", "pages", *FACT_TABLES))
    return rows, taken, clock


_BASE = "http://127.0.0.1"


def _pages(articles: Iterable[Article]) -> Iterator[tuple[PageRecord, Article | None, Facts | None]]:
    """What the store is handed for the articles, ``COPIES`` times under addresses of their own."""
    sources = {source.domain: source.key for source in newspapers(_BASE).values()}
    for article in articles:
        facts, source = extract(article), sources[article.domain]
        for number in range(COPIES):
            url = f"{article.url}?copy={number}"
            page = PageRecord(url, source, "not_relevant", datetime.now(UTC), "feed", status=200)
            if facts.label == "none":
                yield page, None, None
            else:
                copy = replace(article, id=article_id(url), url=url, source=source)
                yield replace(page, state="relevant"), copy, facts
