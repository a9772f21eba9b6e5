"""The whole way, end to end: the practice press crawled over HTTP into a database, twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from pipelines.article.address import canonical_address
from practice_press import load_articles, newspapers, serve
from spiders.run import crawl
from spiders.summary import RunSummary

EXPECTED = {canonical_address(article.address): article for article in load_articles()}
RELEVANT = {url: article for url, article in EXPECTED.items() if article.expected.label != "none"}


class Crawled:
    def __init__(self, base: str, database: Path) -> None:
        self.database = database
        self.first: RunSummary = crawl(newspapers(base), database)
        self.rows_before = self.rows()
        self.second: RunSummary = crawl(newspapers(base), database)

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.database)) as db:
            return db.execute(sql).fetchall()

    def rows(self) -> list[str]:
        """Every row of the database but those that record the runs, and SQLite's own statistics."""
        with closing(sqlite3.connect(self.database)) as db:
            return [
                line
                for line in db.iterdump()
                if not line.startswith(
                    tuple(f'INSERT INTO "{name}' for name in ('runs"', 'robots"', "source_", "sqlite_stat"))
                )
            ]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    with serve() as base:
        yield Crawled(base, tmp_path_factory.mktemp("press") / "netralitas.db")


def test_every_newspaper_is_read_without_a_failure(crawled: Crawled) -> None:
    for key, summary in crawled.first.sources.items():
        assert (summary.state, summary.failures, summary.problems) == ("done", {}, ()), key
        assert summary.counts["relevant"], key


def test_every_relevant_article_is_found_whole_and_under_its_own_newspaper(crawled: Crawled) -> None:
    """The labels are the extractor's matter: here it counts that no article was missed on the way."""
    pages = {
        canonical_address(url): (source, state)
        for url, source, state in crawled.ask("SELECT url, source, state FROM pages")
    }
    assert set(RELEVANT) <= set(pages)
    for url, article in RELEVANT.items():
        assert pages[url][0] == article.source
    texts = dict(crawled.ask("SELECT url, text FROM articles"))
    for url in set(texts) & set(RELEVANT):
        lost = set(EXPECTED[url].text.split()) - set(texts[url].split())
        assert len(lost) < 10, (url, lost)


def test_no_relevant_article_is_left_out_by_its_headline(crawled: Crawled) -> None:
    assert sum(summary.counts["skipped"] for summary in crawled.first.sources.values()) > 0
    read = crawled.ask("SELECT count(*) FROM pages WHERE state <> 'failed'")[0][0]
    assert read == crawled.first.totals["new"]


def test_publication_times_are_exact_to_the_minute_with_the_local_offset(crawled: Crawled) -> None:
    times = dict(crawled.ask("SELECT url, published_at FROM articles"))
    for url in set(times) & set(RELEVANT):
        stored, printed = datetime.fromisoformat(times[url]), EXPECTED[url].published
        assert stored.replace(second=0) == printed.replace(second=0), url


def test_rest_feeds_and_pages_are_each_used_where_they_should_be(crawled: Crawled) -> None:
    ways = dict(crawled.ask("SELECT source, group_concat(DISTINCT via) FROM pages GROUP BY source"))
    assert ways == {
        "gemahalmahera": "feed",
        "harianlembayung": "wordpress",
        "kabarcendrawasih": "sitemap",
        "mandaukita": "wordpress",
        "nusakabarjateng": "index",
        "nusakabarjatim": "index",
        "nusakabarntb": "index",
        "radarsaddang": "index",
        "suaratanjungpura": "feed",
        "wartapesisir": "blogger",
    }


def test_a_second_crawl_writes_no_row_and_fetches_no_article(crawled: Crawled) -> None:
    assert crawled.rows() == crawled.rows_before
    totals = crawled.second.totals
    assert (totals["new"], totals["fetched"], totals["failed"]) == (0, 0, 0)
    assert totals["known"] > 0 and totals["unchanged"] > 0
    for key, summary in crawled.second.sources.items():
        assert summary.counts["listed"] or summary.counts["unchanged"], key
