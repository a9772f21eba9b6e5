"""A run as a whole: limits, trouble on the way, interruptions, politeness, and what cannot be begun."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from spiders_press import Answer, Press, item, listing, page, rows, rss, story, title

from datasets.database import DatabaseError
from spiders.run import CrawlError, crawl
from spiders.sources import Source
from spiders.summary import SourceSummary

ROOT = Path(__file__).parent.parent


def count(database: Path) -> int:
    """How many articles are stored."""
    return int(rows(database, "SELECT count(*) FROM articles")[0][0])


def archive(press: Press, key: str, articles: int, *, per_page: int = 2) -> Source:
    """A newspaper with a tag feed of ``articles`` articles, the newest first, a day between them."""

    def feed(query: dict[str, str]) -> Answer:
        first = (int(query["p"]) - 1) * per_page
        return rss(
            *(
                item(f"/{n}-sekda-solok-apel", title(n), "Apel.", at=f"{28 - n} Sep 2024 08:00:00 +0700")
                for n in range(first, min(first + per_page, articles))
            )
        )

    press.on(key, "/tag/netralitas-asn/feed", feed)
    for number in range(articles):
        press.on(key, f"/{number}-sekda-solok-apel", page(number))
    return press.paper(key, "feed", ["/tag/netralitas-asn/feed?p={page}"])


# How much is fetched


def test_since_leaves_out_what_is_older_and_does_not_turn_past_it(press: Press, database: Path) -> None:
    press.on("wp", "/wp-json/", Answer('{"timezone_string": "Asia/Jakarta"}', type="application/json"))
    press.on("wp", "/wp-json/wp/v2/posts", Answer("[]", type="application/json"))
    sources = {"arsip": archive(press, "arsip", 9), "wp": press.paper("wp", "wordpress", tags=[])}
    run = crawl(sources, database, since=date(2024, 9, 26))
    counts = run.sources["arsip"].counts
    assert (counts["new"], counts["old"]) == (3, 3)
    assert run.state == "limited"
    assert [path for path in press.asked["arsip.example"] if "feed" in path][-1].endswith("p=3")
    # WordPress leaves out the second itself that it is given.
    assert any("after=2024-09-25T23%3A59%3A59" in path for path in press.asked["wp.example"])


def test_limit_takes_the_newest_and_later_runs_the_rest(press: Press, database: Path) -> None:
    source = archive(press, "arsip", 5)
    assert crawl({"arsip": source}, database, limit=3).sources["arsip"].counts["new"] == 3
    assert rows(database, "SELECT url FROM pages ORDER BY url") == [
        (f"https://arsip.example/{n}-sekda-solok-apel",) for n in range(3)
    ]
    assert crawl({"arsip": source}, database).sources["arsip"].counts["new"] == 2
    assert count(database) == 5
    # The listing is seen through now. A newspaper that is declared anew is read through all the same.
    archive(press, "arsip", 8)
    changed = source.model_copy(update={"tags": ("netralitas-asn", "netralitas")})
    assert crawl({"arsip": changed}, database).sources["arsip"].counts["new"] == 3


def test_a_listing_longer_than_may_be_turned_is_reported_and_its_end_can_be_fetched(
    press: Press, database: Path
) -> None:
    source = archive(press, "arsip", 7)
    summary = crawl({"arsip": source}, database, settings={"NETRALITAS_LISTING_PAGES": 2}).sources["arsip"]
    assert (summary.state, summary.reason, summary.counts["new"]) == ("partial", "more_pages", 4)
    press.forget()
    assert crawl({"arsip": source}, database).sources["arsip"].counts["new"] == 0
    assert sum("feed" in path for path in press.asked["arsip.example"]) == 1  # not turned again every day
    run = crawl({"arsip": source}, database, settings={"NETRALITAS_ALL_PAGES": True})
    assert run.sources["arsip"].counts["new"] == 3


# Trouble on the way


class Troubled:
    """A crawl of newspapers that are in trouble, and another one when it has passed."""

    def __init__(self, press: Press, database: Path) -> None:
        self.press = press
        self.database = database
        index = {"tags": ["asn"]}
        press.on("lambat", "/tag/asn", listing("/1-sekda-apel-solok", "/2-sekda-apel-solok"))
        press.on("lambat", "/1-sekda-apel-solok", Answer(page(1), delay=9))
        press.on("lambat", "/2-sekda-apel-solok", page(2))
        press.on("besar", "/tag/asn", listing("/1-sekda-apel-solok"))
        press.on("besar", "/1-sekda-apel-solok", page(1, below="x" * 60_000))
        answers = iter([Answer("sibuk", 503), rss(item("/1-sekda-solok-apel", title(1), story(1)))])
        press.on("sibuk", "/rss", lambda _: next(answers, rss()))
        press.on("sibuk", "/1-sekda-solok-apel", page(1))
        below = '<a href="/1-sekda-apel-solok/2">2</a>'
        press.on("pecah", "/tag/asn", listing("/1-sekda-apel-solok"))
        press.on("pecah", "/1-sekda-apel-solok", page(1, body=story(1, parts=2), below=below))
        press.on("pecah", "/1-sekda-apel-solok/2", Answer("galat", 500))
        press.on("panjang", "/tag/asn", listing("/1-sekda-apel-solok"))
        press.on("panjang", "/1-sekda-apel-solok", self._endless)
        press.on(
            "aneh", "/feeds/posts/default", rss(item("/1-sekda-solok-apel", title(1), "Apel."))
        )  # no counts
        press.on("aneh", "/1-sekda-solok-apel", page(1))
        ways = {"sibuk": ("feed", ["/rss"], {}), "aneh": ("blogger", [], {"keywords": ["netral"]})}
        for key in ("lambat", "besar", "pecah", "panjang"):
            ways[key] = ("index", ["/tag/asn"], index)
        self.sources = {key: press.paper(key, way, at, **more) for key, (way, at, more) in ways.items()}
        self.told: list[SourceSummary] = []
        settings = {
            "DOWNLOAD_TIMEOUT": 4,
            "DOWNLOAD_MAXSIZE": 50_000,
            "RETRY_TIMES": 1,
            "NETRALITAS_CONTACT": "redaksi@peneliti.example",
        }
        crawled = crawl(
            self.sources, database, progress=self.told.append, settings=settings, log_level="CRITICAL"
        )
        self.first = crawled.sources
        self.articles = count(database)
        press.on("lambat", "/1-sekda-apel-solok", page(1))
        press.on("pecah", "/1-sekda-apel-solok/2", page(1, body=story(1, parts=2, part=2)))
        del self.sources["panjang"], self.sources["aneh"]
        thread = threading.Thread(target=self._again)  # where no signal can be listened to
        thread.start()
        thread.join()

    def _again(self) -> None:
        self.second = crawl(self.sources, self.database).sources

    def _endless(self, query: dict[str, str]) -> Answer:
        number = int(query.get("page", 1))
        return Answer(
            page(1, body=f"{story(1)}<p>Bagian {number}.</p>", below=f'<a href="?page={number + 1}">&gt;</a>')
        )


@pytest.fixture(scope="module")
def troubled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Troubled]:
    with Press() as press:
        yield Troubled(press, tmp_path_factory.mktemp("troubled") / "netralitas.db")


def test_what_hangs_is_given_up_and_tried_again_next_time(troubled: Troubled) -> None:
    assert troubled.first["lambat"].failures == {"timeout": 1}
    assert troubled.first["lambat"].counts["relevant"] == 1
    assert (troubled.second["lambat"].counts["known"], troubled.second["lambat"].counts["relevant"]) == (1, 1)


def test_what_is_too_large_is_not_read(troubled: Troubled) -> None:
    assert troubled.first["besar"].failures == {"too_large": 1}
    assert troubled.second["besar"].counts["relevant"] == 1  # under the default limit


def test_a_server_that_fails_for_a_moment_is_asked_again(troubled: Troubled) -> None:
    assert (troubled.first["sibuk"].state, troubled.first["sibuk"].counts["relevant"]) == ("done", 1)


def test_a_part_that_fails_for_a_moment_fails_the_article_until_it_comes(troubled: Troubled) -> None:
    assert troubled.first["pecah"].failures == {"part_http_500": 1}
    assert troubled.second["pecah"].counts["relevant"] == 1
    (text,) = rows(troubled.database, "SELECT text FROM articles WHERE source = 'pecah'")[0]
    assert "Sampai pekan ke-1" in text


def test_a_split_article_without_end_is_cut_at_twenty_parts_and_counted(troubled: Troubled) -> None:
    assert troubled.first["panjang"].counts["incomplete"] == 1
    assert sum("page=" in path for path in troubled.press.asked["panjang.example"]) == 19


def test_an_answer_in_a_form_that_no_spider_expects_is_reported_and_what_it_had_is_kept(
    troubled: Troubled,
) -> None:
    assert (troubled.first["aneh"].state, troubled.first["aneh"].reason) == ("failed", "read_error")
    assert troubled.first["aneh"].counts["relevant"] == 1


def test_progress_tells_of_every_newspaper_until_its_end(troubled: Troubled) -> None:
    last = {summary.key: summary for summary in troubled.told}
    assert last == troubled.first
    assert "running" in {summary.state for summary in troubled.told}


def test_newspapers_are_told_who_asks(troubled: Troubled) -> None:
    named = [agent for agent in troubled.press.agents if "redaksi@peneliti.example" in agent]
    assert len(named) == 1
    assert named[0].startswith("netralitas/")


# Interruptions


def midway(press: Press, database: Path, act: Callable[[], None]) -> Source:
    """A newspaper of 20 articles. When the fifth is asked for and two are stored, ``act`` is done, once."""
    source = archive(press, "arsip", 20)
    done = threading.Event()

    def fifth(_: dict[str, str]) -> Answer:
        if not done.is_set():
            done.set()
            while count(database) < 2:
                time.sleep(0.02)
            act()
            time.sleep(0.3)
        return Answer(page(4))

    press.on("arsip", "/4-sekda-solok-apel", fifth)
    return source


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_crawl_with_all_that_came_stored_and_the_next_run_fetches_the_rest(
    press: Press, database: Path, number: signal.Signals
) -> None:
    """The next run must not stop at the first page of the listing, although all on it is known."""
    source = midway(press, database, lambda: os.kill(os.getpid(), number))
    before = signal.getsignal(number)
    run = crawl({"arsip": source}, database)
    assert signal.getsignal(number) is before
    assert (run.state, run.sources["arsip"].state) == ("stopped", "stopped")
    stored = run.sources["arsip"].counts["relevant"]
    assert 5 <= stored <= 7  # what was under way is finished
    assert count(database) == stored
    assert rows(database, "SELECT state FROM runs") == [("stopped",)]
    if number == signal.SIGINT:
        again = crawl({"arsip": source}, database)
        assert again.sources["arsip"].counts["new"] == 20 - stored
        assert count(database) == 20


def kill_the_children() -> None:
    for child in multiprocessing.active_children():
        child.kill()


def test_a_crawl_that_is_killed_says_so_and_the_next_run_fetches_the_rest(
    press: Press, database: Path
) -> None:
    source = midway(press, database, kill_the_children)
    with pytest.raises(CrawlError, match="broke down"):
        crawl({"arsip": source}, database)
    assert rows(database, "PRAGMA integrity_check") == [("ok",)]
    assert 2 <= count(database) < 5
    assert database.with_name("netralitas.db.lock").exists()  # the lock of a dead run stops nobody
    crawl({"arsip": source}, database)
    assert count(database) == 20
    assert rows(database, "SELECT state FROM runs ORDER BY started_at, id") == [("killed",), ("finished",)]


# Politeness


def test_crawl_delay_is_kept_where_the_throttle_is_on(press: Press, database: Path) -> None:
    press.on("sopan", "/robots.txt", Answer("User-agent: *\nCrawl-delay: 0.4\n", type="text/plain"))
    source = archive(press, "sopan", 4)
    throttle = {"AUTOTHROTTLE_ENABLED": True, "AUTOTHROTTLE_START_DELAY": 0.01, "DOWNLOAD_DELAY_JITTER": 0}
    crawl({"sopan": source}, database, settings=throttle)
    times = press.times["sopan.example"][1:]
    assert len(times) >= 6
    assert min(later - earlier for earlier, later in pairwise(times)) > 0.35


def test_a_newspaper_that_is_asked_too_much_is_left_in_peace_as_long_as_it_says(
    press: Press, database: Path
) -> None:
    busy = Answer("sabar", 429, headers={"Retry-After": "1"})
    answers = iter([busy, rss(item("/1-sekda-solok-apel", title(1), "Apel."))])
    press.on("sibuk", "/rss", lambda _: next(answers))
    press.on("sibuk", "/1-sekda-solok-apel", page(1))
    throttle = {"AUTOTHROTTLE_ENABLED": True, "AUTOTHROTTLE_START_DELAY": 0.01, "DOWNLOAD_DELAY_JITTER": 0}
    run = crawl({"sibuk": press.paper("sibuk", "feed", ["/rss"])}, database, settings=throttle)
    assert run.sources["sibuk"].counts["relevant"] == 1
    (_, first, second, _) = press.times["sibuk.example"]
    assert second - first > 0.9


# What cannot be begun


def test_a_second_crawl_into_the_same_database_is_refused_while_the_first_is_under_way(
    press: Press, database: Path
) -> None:
    refused: list[str] = []

    def again() -> None:
        with pytest.raises(CrawlError, match="Another crawl") as caught:
            crawl({"lain": press.paper("lain", "feed", ["/rss"])}, database)
        refused.append(str(caught.value))

    source = midway(press, database, again)
    assert crawl({"arsip": source}, database).sources["arsip"].counts["relevant"] == 20
    assert len(refused) == 1
    assert not press.asked["lain.example"]
    names = {path.name for path in database.parent.iterdir()}
    assert names == {"netralitas.db", "netralitas-archive"}


def test_a_live_newspaper_is_not_crawled_without_a_contact_address(database: Path) -> None:
    table = {"key": "kabar", "name": "Kabar", "domain": "kabar.co.id", "province": "13", "way": "wordpress"}
    evidence = {"method": "stored_page", "on": "2024-01-01", "evidence": "a test"}
    source = Source.model_validate({**table, "status": "active", "verification": evidence})
    with pytest.raises(CrawlError, match="NETRALITAS_CONTACT"):
        crawl({"kabar": source}, database, settings={"NETRALITAS_CONTACT": ""})
    assert not database.exists()


@pytest.mark.parametrize("limit", [0, -1])
def test_a_limit_below_one_is_refused(press: Press, database: Path, limit: int) -> None:
    with pytest.raises(CrawlError, match="at least 1"):
        crawl({"arsip": archive(press, "arsip", 1)}, database, limit=limit)


def test_nothing_to_crawl_is_refused(database: Path) -> None:
    with pytest.raises(CrawlError, match="no newspaper"):
        crawl({}, database)


def test_a_file_that_is_no_database_is_left_as_it_is(press: Press, database: Path) -> None:
    database.write_text("bukan basis data " * 100)
    with pytest.raises(DatabaseError):
        crawl({"arsip": archive(press, "arsip", 1)}, database)
    assert database.read_text().startswith("bukan basis data")
    assert not press.asked


def test_scrapy_lists_a_spider_for_every_way_in() -> None:
    command = [sys.executable, "-m", "scrapy", "list"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["blogger", "feed", "index", "sitemap", "wordpress"]
