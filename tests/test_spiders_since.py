"""Going back to a day: by months where the newspaper can be asked for them, taken up again where it broke off."""

from __future__ import annotations

import json
import multiprocessing
import threading
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from spiders_press import Answer, Press, page, rows, story, title

from practice_press import load_articles, newspapers, serve
from spiders.months import months
from spiders.run import CrawlError, crawl


def test_months_go_back_to_the_day_and_no_further() -> None:
    assert months(date(2024, 10, 15), date(2025, 1, 31)) == [
        (date(2025, 1, 1), date(2025, 2, 1)),
        (date(2024, 12, 1), date(2025, 1, 1)),
        (date(2024, 11, 1), date(2024, 12, 1)),
        (date(2024, 10, 15), date(2024, 11, 1)),
    ]
    assert months(date(2024, 10, 15), date(2024, 10, 15)) == [(date(2024, 10, 15), date(2024, 11, 1))]
    assert months(date(2024, 10, 16), date(2024, 9, 15)) == []


class Archive:
    """A newspaper on WordPress with a post in each of the last four months; it writes down what is asked."""

    def __init__(self, press: Press, database: Path) -> None:
        self.database = database
        self.source = press.paper("arsip", "wordpress", tags=[], keywords=["netral"])
        self.spans: list[str] = []
        today = datetime.now(UTC).date()
        self.months = [first for first, _ in months(today - timedelta(days=100), today)]
        self.posts = {first + timedelta(days=1): n for n, first in enumerate(self.months) if n}
        self.act = threading.Event()
        press.on("arsip", "/wp-json/wp/v2/posts", self.answer)
        press.on("arsip", "/2-sekda-solok-apel", Answer("galat", 404))

    def answer(self, query: dict[str, str]) -> Answer:
        found = []
        if "after" in query:
            first = date.fromisoformat(query["after"][:10]) + timedelta(days=1)
            self.spans.append(first.isoformat())
            if first == self.months[3] and not self.act.is_set():
                self.act.set()
                while len(rows(self.database, "SELECT 1 FROM listings WHERE state = 'through'")) < 2:
                    time.sleep(0.02)
                for child in multiprocessing.active_children():
                    child.kill()
                time.sleep(0.2)
            found = [
                self.post(day, n)
                for day, n in self.posts.items()
                if query["after"] < f"{day}" < query["before"]
            ]
        return Answer(json.dumps(found), type="application/json", headers={"X-WP-TotalPages": "1"})

    def post(self, day: date, number: int) -> dict[str, Any]:
        """A post; that of number 2 is a film, so its page is fetched."""
        return {
            "date": f"{day}T08:00:00",
            "date_gmt": f"{day}T01:00:00",
            "link": f"https://arsip.example/{number}-sekda-solok-apel",
            "title": {"rendered": title(number)},
            "content": {"rendered": "<video>" if number == 2 else story(number)},
        }


def test_a_way_back_that_broke_off_is_taken_up_without_the_months_that_were_gone_through(
    tmp_path: Path,
) -> None:
    database = tmp_path / "netralitas.db"
    with Press() as press:
        archive = Archive(press, database)
        sources, since = {"arsip": archive.source}, archive.months[3]
        first, second, third, fourth = (month.isoformat() for month in archive.months[:4])
        with pytest.raises(CrawlError, match="broke down"):
            crawl(sources, database, since=since)
        assert archive.spans == [first, second, third, fourth]

        archive.spans.clear()
        press.on("arsip", "/2-sekda-solok-apel", page(2))
        run = crawl(sources, database, since=since)
        # The second was stored; the third had a page that failed, the fourth was not answered.
        assert archive.spans == [first, third, fourth]
        assert run.sources["arsip"].counts["unchanged"] == 1
        assert len(rows(database, "SELECT 1 FROM articles")) == 3

        archive.spans.clear()
        crawl(sources, database, since=since)
        assert archive.spans == [first]


def test_every_article_since_the_day_is_found_through_rest_and_blogger_and_none_before(
    tmp_path: Path,
) -> None:
    database, since = tmp_path / "netralitas.db", date(2024, 9, 20)
    keys = ("harianlembayung", "wartapesisir")
    with serve() as base:
        crawl({key: source for key, source in newspapers(base).items() if key in keys}, database, since=since)
    expected = {
        article.address.rstrip("/")
        for article in load_articles()
        if article.source in keys and article.expected.label != "none" and article.local_time.date() >= since
    }
    stored = {url.rstrip("/"): on for url, on in rows(database, "SELECT url, published_on FROM articles")}
    assert len(expected) > 3
    assert expected <= set(stored)
    assert min(stored.values()) >= since.isoformat()
