"""Crawls after the first: only what is new is asked for, and nothing that was missed stays hidden."""

from __future__ import annotations

import multiprocessing
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from spiders_press import XML, Answer, Press, item, listing, page, rows, rss, story, title

from practice_press import load_articles, load_fillers, newspapers, serve, server
from practice_press.story import Block, Story
from spiders.run import CrawlError, crawl
from spiders.sources import Source
from spiders.summary import SourceSummary

LOGGED = (
    "runs",
    "source_runs",
    "source_run_failures",
    "source_health",
    "robots",
    "sqlite_stat1",
    "sqlite_stat4",
)
ADDED = "Pemerintah daerah menambahkan keterangan baru sesudah berita ini pertama kali terbit."


def content(database: Path) -> list[str]:
    """The whole database but the log of the runs."""
    with closing(sqlite3.connect(database)) as db:
        logged = tuple(f'INSERT INTO "{table}"' for table in LOGGED)
        return [line for line in db.iterdump() if not line.startswith(logged)]


# A newspaper's life, on the practice press: an article is edited, another is put in with an old date

TOLD = {
    "harianlembayung": "REST",
    "wartapesisir": "Blogger",
    "kabarcendrawasih": "sitemap",
    "gemahalmahera": "feed",
}
"""The newspapers whose listings tell when an article was changed."""
PAPERS = (*TOLD, "suaratanjungpura", "radarsaddang")


class Life:
    """Three crawls: of the press as it is, after changes, and again."""

    def __init__(self, folder: Path) -> None:
        self.database = folder / "netralitas.db"
        self.asked: list[Counter[str]] = []
        self.contents: list[list[str]] = []
        self.runs: list[dict[str, SourceSummary]] = []
        labels = {article.id: article.expected.label for article in load_articles()}
        stories = [s for s in (*load_articles(), *load_fillers()) if s.source in PAPERS]
        on_subject = [s for s in stories if labels.get(s.id, "none") != "none"]
        self.late: dict[str, Story] = {}
        self.former: dict[str, Story] = {}
        for told in sorted((s for s in on_subject if s.source in TOLD), key=lambda s: s.published):
            if self.late.setdefault(told.source, told) is not told and labels[told.id] != "call":
                self.former.setdefault(told.source, told)
        held_back = {story.id for story in self.late.values()}
        newest = {key: max(s.changed for s in stories if s.source == key) for key in PAPERS}
        edited = {s.id: _edited(s, newest[s.source]) for s in self.former.values()}
        self._crawl([story for story in stories if story.id not in held_back])
        for _ in range(2):
            self._crawl([edited.get(story.id, story) for story in stories])

    def _crawl(self, stories: list[Story]) -> None:
        asked: Counter[str] = Counter()
        answer = server.PracticePress.answer

        def counting(press: Any, request: Any, port: int) -> Any:
            asked[request.host.removesuffix(".example")] += request.path != "/robots.txt"
            return answer(press, request, port)

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(server.PracticePress, "answer", counting)
            with serve(stories=[*stories, *_others(stories)]) as base:
                sources = {key: source for key, source in newspapers(base).items() if key in PAPERS}
                self.runs.append(crawl(sources, self.database).sources)
        self.asked.append(asked)
        self.contents.append(content(self.database))


def _others(stories: list[Story]) -> list[Story]:
    """The other newspapers, which the server needs and nobody asks."""
    return [story for story in load_fillers() if story.source not in PAPERS]


def _edited(story: Story, newest: datetime) -> Story:
    blocks = (*story.blocks, Block(kind="p", text=ADDED))
    return story.model_copy(update={"blocks": blocks, "modified": newest + timedelta(hours=1)})


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Life:
    return Life(tmp_path_factory.mktemp("life"))


def test_a_crawl_with_nothing_new_asks_each_newspaper_once_and_changes_only_the_log(life: Life) -> None:
    assert life.contents[2] == life.contents[1]
    # Radar Saddang has three listings without validators.
    assert life.asked[2] == {**dict.fromkeys(PAPERS, 1), "radarsaddang": 3}
    assert all(run.state == "done" for run in life.runs[2].values())


def test_an_article_that_is_put_in_with_an_old_date_is_found_by_every_way(life: Life) -> None:
    for key, late in life.late.items():
        assert life.runs[1][key].counts["new"] == 1, key
        assert rows(life.database, "SELECT state FROM pages WHERE url = ?", late.address) == [("relevant",)]


def test_an_edited_article_is_fetched_again_and_its_former_text_is_kept(life: Life) -> None:
    for key in TOLD:
        assert life.runs[1][key].counts["edited"] == 1, key
        changed = rows(
            life.database, "SELECT id, text FROM articles WHERE source = ? AND text LIKE ?", key, f"%{ADDED}%"
        )
        ((article, text),) = changed
        kept = rows(life.database, "SELECT title, text FROM article_versions WHERE article_id = ?", article)
        assert [title for title, _ in kept] == [life.former[key].title]
        assert ADDED not in kept[0][1] and text.startswith(kept[0][1].rstrip())
    assert rows(life.database, "SELECT count(*) FROM article_versions") == [(len(TOLD),)]


def test_only_what_changed_is_fetched(life: Life) -> None:
    for key, summary in life.runs[1].items():
        assert summary.counts["fetched"] == (2 if key in TOLD else 0), key


# Listings of all kinds, crawled four times


def feed(press: Press, key: str, *numbers: int, etag: str = '"1"', **headers: str) -> Source:
    """A newspaper with a feed that answers 304."""
    answer = rss(*(item(f"/{n}-sekda-solok-apel", title(n), "Apel.") for n in numbers))
    answer.headers = {"ETag": etag, **{name.replace("_", "-"): value for name, value in headers.items()}}
    answer.conditional = True
    press.on(key, "/rss", answer)
    for number in numbers:
        press.on(key, f"/{number}-sekda-solok-apel", page(number))
    return press.paper(key, "feed", ["/rss"])


def whole_text(press: Press, key: str, headline: str, text: str) -> Source:
    """A newspaper whose feed carries the whole text and says nothing of changes."""
    press.on(key, "/rss", rss(item("/1-sekda-solok-apel", headline, text)))
    return press.paper(key, "feed", ["/rss"])


def sitemap(key: str, *numbers: int, lastmod: str = "") -> str:
    urls = (f"<loc>https://{key}.example/{n}-sekda-solok-apel</loc>{lastmod}" for n in numbers)
    return f"<urlset>{''.join(f'<url>{url}</url>' for url in urls)}</urlset>"


def stamped(_: dict[str, str]) -> Answer:
    """A sitemap that has its own time for every article."""
    now = f"<lastmod>{datetime.now(UTC).isoformat()}</lastmod>"
    return Answer(sitemap("cap", *range(8), lastmod=now), type=XML)


def just_changed(_: dict[str, str]) -> Answer:
    now = format_datetime(datetime.now(UTC), usegmt=True)
    body = rss(item("/1-sekda-solok-apel", title(1), "Apel.")).body
    return Answer(body, headers={"Last-Modified": now})


MARKS = {"nginx": 'W/"1"', "apache": '"1-gzip"', "caddy": 'W/"1;gzip"'}
DATED = {"Last_Modified": "Mon, 16 Sep 2024 01:05:00 GMT"}
HARVEST = "<p>Panen raya bawang merah di Alahan Panjang membaik karena cuaca bersahabat tahun ini.</p>" * 12


class Listings:
    """Four crawls of newspapers whose listings change, or do not, between them."""

    def __init__(self, press: Press, database: Path) -> None:
        self.press, self.database = press, database
        self.conditions: list[dict[str, dict[str, str]]] = []
        self.runs: list[dict[str, SourceSummary]] = []
        self.found: list[dict[str, int]] = []
        papers = [feed(press, key, 1, etag=mark) for key, mark in MARKS.items()]
        papers += [feed(press, "tetap", 1, **DATED), feed(press, "gagal", 1, 2), feed(press, "bisu", 1)]
        papers += [whole_text(press, key, title(1), story(1) * 2) for key in ("sunting", "pergi")]
        press.on("gagal", "/2-sekda-solok-apel", Answer("galat", 404))
        papers.append(feed(press, "segar", 1))
        press.on("segar", "/rss", just_changed)
        press.on("aneh", "/rss", Answer(status=304))
        papers.append(press.paper("aneh", "feed", ["/rss"]))
        papers += self._sitemaps()
        papers.append(self._paged("terlambat", [1], [2]))
        press.on("indeks", "/rss", listing("/1-sekda-apel-solok"))
        press.on("indeks", "/1-sekda-apel-solok", page(1))
        papers.append(press.paper("indeks", "index", ["/rss"]))
        self.sources = {source.key: source for source in papers}
        self._crawl()
        press.on("gagal", "/2-sekda-solok-apel", page(2))
        feed(press, "bisu", 1, 2)  # the server takes no notice of what was put in
        whole_text(press, "sunting", title(1), story(2) * 2)
        whole_text(press, "pergi", "Panen Bawang Merah Membaik", HARVEST)
        self._child(1, 2)
        self._crawl()
        feed(press, "tetap", 1, 2, etag='"2"', **DATED)
        self._paged("terlambat", [1], [3, 2])
        self._crawl()
        self._crawl(settings={"NETRALITAS_WHOLE_DAYS": 0})

    def _sitemaps(self) -> list[Source]:
        index = "<sitemapindex><sitemap><loc>https://peta.example/berita.xml</loc></sitemap></sitemapindex>"
        self.press.on("peta", "/rss", Answer(index, type=XML, headers={"ETag": '"i"'}, conditional=True))
        self._child(1)
        self.press.on("cap", "/rss", stamped)
        for number in range(8):
            self.press.on("cap", f"/{number}-sekda-solok-apel", page(number))
        return [self.press.paper(key, "sitemap", ["/rss"]) for key in ("peta", "cap")]

    def _paged(self, key: str, *pages: list[int]) -> Source:
        """A newspaper with a feed of several pages, all of today."""
        now = format_datetime(datetime.now(UTC))
        for number, of_page in enumerate(pages, start=1):
            items = (item(f"/{n}-sekda-solok-apel", title(n), "Apel.", at=now) for n in of_page)
            self.press.on(key, "/rss" if number == 1 else f"/rss?{number}", rss(*items))
            for n in of_page:
                self.press.on(key, f"/{n}-sekda-solok-apel", page(n))
        return self.press.paper(key, "feed", ["/rss?{page}"])

    def _child(self, *numbers: int) -> None:
        """What the index of "peta" names."""
        body, headers = sitemap("peta", *numbers), {"ETag": f'"{numbers}"'}
        self.press.on("peta", "/berita.xml", Answer(body, type=XML, headers=headers, conditional=True))
        for number in numbers:
            self.press.on("peta", f"/{number}-sekda-solok-apel", page(number))

    def _crawl(self, **how: Any) -> None:
        self.press.forget()
        self.runs.append(crawl(self.sources, self.database, **how).sources)
        first = {}
        for key in self.sources:
            host = f"{key}.example"
            asked = next(i for i, path in enumerate(self.press.asked[host]) if path.startswith("/rss"))
            first[key] = self.press.conditions[host][asked]
        self.conditions.append(first)

    def counts(self, key: str, run: int) -> dict[str, int]:
        """What was counted of a newspaper in a run, without the zeros."""
        counted = self.runs[run - 1][key].counts
        return {name: n for name, n in counted.items() if n and name not in ("bytes", "relevant", "listed")}


@pytest.fixture(scope="module")
def listings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Listings]:
    with Press() as press:
        yield Listings(press, tmp_path_factory.mktemp("listings") / "netralitas.db")


def test_a_listing_that_did_not_change_is_not_sent_again(listings: Listings) -> None:
    dated = {"If-Modified-Since": "Mon, 16 Sep 2024 01:05:00 GMT"}
    assert listings.conditions[1]["tetap"] == {"If-None-Match": '"1"', **dated}
    assert listings.counts("tetap", 2) == {"unchanged": 1}
    assert listings.runs[1]["tetap"].state == "done"
    assert listings.counts("tetap", 3) == {"known": 1, "new": 1, "fetched": 1}
    assert listings.conditions[3]["tetap"] == {}


@pytest.mark.parametrize("server_before", MARKS)
def test_the_mark_that_a_compressing_server_puts_on_an_etag_is_not_sent_back(
    listings: Listings, server_before: str
) -> None:
    assert listings.conditions[1][server_before] == {"If-None-Match": '"1"'}


def test_after_an_article_that_failed_the_listing_is_read_whole_until_it_has_come(listings: Listings) -> None:
    assert listings.runs[0]["gagal"].failures == {"http_404": 1}
    assert listings.conditions[1]["gagal"] == {}
    assert listings.counts("gagal", 2) == {"known": 1, "new": 1, "fetched": 1, "whole": 1}
    assert listings.counts("gagal", 3) == {"unchanged": 1}


def test_now_and_then_a_listing_is_asked_for_whole_although_it_says_304(listings: Listings) -> None:
    assert listings.counts("bisu", 3) == {"unchanged": 1}
    assert listings.counts("bisu", 4) == {"known": 1, "new": 1, "fetched": 1, "whole": 1}


def test_an_article_that_came_late_behind_known_ones_is_found_when_everything_is_asked_for(
    listings: Listings,
) -> None:
    assert listings.counts("terlambat", 3) == {"known": 1}
    assert listings.counts("terlambat", 4) == {"known": 2, "new": 1, "fetched": 1, "whole": 1}


def test_a_last_modified_of_this_very_second_is_not_relied_on(listings: Listings) -> None:
    assert listings.conditions[1]["segar"] == {}
    assert listings.counts("segar", 2) == {"known": 1}


def test_a_304_that_nobody_asked_for_is_a_listing_that_could_not_be_read(listings: Listings) -> None:
    assert (listings.runs[0]["aneh"].state, listings.runs[0]["aneh"].reason) == ("failed", "http_304")


def test_what_a_sitemap_index_names_is_asked_for_although_the_index_did_not_change(
    listings: Listings,
) -> None:
    assert listings.counts("peta", 2) == {"known": 1, "new": 1, "fetched": 1}
    assert listings.counts("peta", 3) == {"unchanged": 1}


def test_a_sitemap_that_stamps_everything_with_its_own_time_does_not_fetch_everything_again(
    listings: Listings,
) -> None:
    assert listings.counts("cap", 3) == {"known": 8}


def test_a_text_in_a_feed_that_differs_is_an_edited_article_and_facts_follow_it(listings: Listings) -> None:
    assert listings.counts("sunting", 2) == {"edited": 1, "fetched": 1}
    assert listings.counts("sunting", 3) == {"known": 1}
    names = rows(listings.database, "SELECT DISTINCT name FROM mentions JOIN articles ON articles.id = article_id "
                                    "WHERE source = 'sunting'")  # fmt: skip
    assert names == [("Sari Wulandani",)]
    ((kept,),) = rows(listings.database, "SELECT text FROM article_versions WHERE url LIKE '%sunting%'")
    assert "Banu Rahadi" in kept


def test_an_article_edited_away_from_the_subject_goes_and_its_former_version_stays(
    listings: Listings,
) -> None:
    assert rows(listings.database, "SELECT state FROM pages WHERE source = 'pergi'") == [("not_relevant",)]
    assert rows(listings.database, "SELECT count(*) FROM articles WHERE source = 'pergi'") == [(0,)]
    kept = rows(listings.database, "SELECT title FROM article_versions WHERE url LIKE '%pergi%'")
    assert kept == [(title(1),)]
    assert rows(listings.database, "PRAGMA foreign_key_check") == []


def test_a_listing_without_validators_is_asked_for_and_nothing_else(listings: Listings) -> None:
    assert listings.press.asked["indeks.example"] == ["/robots.txt", "/rss"]
    assert listings.counts("indeks", 3) == {"known": 1}


# Crawls that did not see everything


def again(press: Press, source: Source, database: Path, **how: Any) -> tuple[dict[str, int], dict[str, str]]:
    """Another crawl: what was counted, and the conditions under which the listing was asked for."""
    press.forget()
    counts = crawl({source.key: source}, database, **how).sources[source.key].counts
    host = f"{source.key}.example"
    return counts, press.conditions[host][press.asked[host].index("/rss")]


def test_a_young_article_of_a_listing_that_tells_no_changes_is_looked_at_again_a_day_later(
    press: Press, database: Path
) -> None:
    today = datetime.now(UTC).date().isoformat()
    press.on("kabar", "/rss", listing("/1-sekda-apel-solok", "/2-sekda-apel-solok"))
    for number, day in ((1, today), (2, "2024-09-16")):
        press.on("kabar", f"/{number}-sekda-apel-solok", page(number).replace("2024-09-16T", f"{day}T"))
    source = press.paper("kabar", "index", ["/rss"])
    assert again(press, source, database)[0]["new"] == 2
    assert again(press, source, database)[0]["edited"] == 0
    with closing(sqlite3.connect(database)) as db, db:
        for table, column, hours in (("pages", "fetched_at", 25), ("runs", "started_at", 24.5)):
            then = (datetime.now(UTC) - timedelta(hours=hours)).isoformat(timespec="seconds")
            db.execute(f"UPDATE {table} SET {column} = ?", [then])
    press.on("kabar", "/1-sekda-apel-solok", page(1, body=story(3)).replace("2024-09-16T", f"{today}T"))
    assert again(press, source, database)[0]["edited"] == 1
    assert press.asked["kabar.example"][1:] == ["/rss", "/1-sekda-apel-solok"]
    assert rows(database, "SELECT count(*) FROM article_versions") == [(1,)]


def test_a_crawl_that_was_killed_or_limited_is_seen_through_before_a_304_is_believed(
    press: Press, database: Path
) -> None:
    source = feed(press, "kabar", 1)
    again(press, source, database)
    feed(press, "kabar", 1, 2, 3, 4, etag='"2"')
    killed = threading.Event()

    def kill(_: dict[str, str]) -> Answer:
        if not killed.is_set():
            killed.set()
            for child in multiprocessing.active_children():
                child.kill()
            time.sleep(0.2)
        return Answer(page(3))

    press.on("kabar", "/3-sekda-solok-apel", kill)
    with pytest.raises(CrawlError, match="broke down"):
        crawl({"kabar": source}, database)
    assert again(press, source, database)[1] == {}
    assert rows(database, "SELECT count(*) FROM articles") == [(4,)]

    feed(press, "kabar", 1, 2, 3, 4, 5, 6, etag='"3"')
    counts, asked = again(press, source, database, limit=1)
    assert (asked, counts["new"]) == ({"If-None-Match": '"2"'}, 1)
    counts, asked = again(press, source, database)
    assert (asked, counts["new"]) == ({}, 1)
