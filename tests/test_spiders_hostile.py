"""A crawl among newspapers that do to it whatever a server can do: each fault under its reason, none of the
others the worse for it, and the memory bounded."""

from __future__ import annotations

import multiprocessing
import re
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from hostile_faults import LISTING_PAGES, Fault, all_faults
from hostile_server import HostileServer
from spiders_press import Press

from spiders.run import crawl
from spiders.summary import RunSummary

ROOT = Path(__file__).parent.parent
MOST_MEMORY = 380  # MB; the project allows 400
FAULTS = {fault.key: fault for fault in all_faults(0)}


class Survived:
    """The crawl of all of them."""

    def __init__(self, database: Path) -> None:
        self.database = database
        with Press() as papers, HostileServer() as server:
            self.server = server
            faults = all_faults(server.port)
            sources = {}
            for fault in faults:
                more = {"base": server.base, "keywords": ["netral"], **fault.more}
                sources[fault.key] = papers.paper(fault.key, fault.way, fault.addresses, **more)
                server.routes[f"{fault.key}.example"].update(fault.routes)
            settings = {
                "DOWNLOAD_TIMEOUT": 2,
                "RETRY_TIMES": 1,
                "NETRALITAS_LISTING_PAGES": LISTING_PAGES,
            }
            with peak_memory() as peak:
                self.run: RunSummary = crawl(sources, database, settings=settings, log_level="CRITICAL")
        self.megabytes = peak[0] / 1024

    def ask(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.database)) as db:
            return db.execute(sql, values).fetchall()


@contextmanager
def peak_memory() -> Iterator[list[int]]:
    """The peak (kB) of the crawl's process, as Linux keeps it."""
    peak, ended = [0], threading.Event()

    def watch() -> None:
        while not ended.wait(0.02):
            for child in multiprocessing.active_children():
                try:
                    status = Path(f"/proc/{child.pid}/status").read_text()
                except OSError:
                    continue
                if found := re.search(r"VmHWM:\s+(\d+)", status):
                    peak[0] = max(peak[0], int(found[1]))

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield peak
    finally:
        ended.set()
        thread.join()


@pytest.fixture(scope="module")
def survived(tmp_path_factory: pytest.TempPathFactory) -> Survived:
    return Survived(tmp_path_factory.mktemp("hostile") / "netralitas.db")


@pytest.mark.parametrize("key", FAULTS)
def test_every_fault_is_recorded_under_its_reason(survived: Survived, key: str) -> None:
    fault: Fault = FAULTS[key]
    summary = survived.run.sources[key]
    assert (summary.state, summary.reason) == (fault.state, fault.problem)
    assert summary.failures == fault.failures
    assert summary.counts["relevant"] == fault.relevant
    assert summary.counts["new"] == fault.relevant + sum(fault.failures.values())


def test_there_are_at_least_forty_kinds() -> None:
    assert sum(not key.startswith("sehat") for key in FAULTS) >= 40


def test_the_memory_of_the_crawl_is_bounded(survived: Survived) -> None:
    assert 50 < survived.megabytes < MOST_MEMORY


def test_nothing_inside_the_network_is_asked_for(survived: Survived) -> None:
    """Where newspapers redirect to the very server that they come from, by its address."""
    assert all(host.endswith(".example") for host in survived.server.asked)
    assert not any("rahasia" in path for paths in survived.server.asked.values() for path in paths)


def test_who_keeps_programs_out_is_asked_once_and_at_one_door(survived: Survived) -> None:
    assert survived.server.asked["challenge-with-503.example"].count("/1-sekda-apel-solok") == 1
    assert len(survived.server.asked["rest-behind-a-challenge.example"]) == 2  # robots.txt, REST


def test_one_article_in_six_spellings_is_fetched_once(survived: Survived) -> None:
    assert survived.server.asked["six-spellings.example"].count("/1-sekda-apel-solok") == 1
    assert survived.run.sources["six-spellings"].counts["listed"] == 1


def test_a_charset_that_is_named_wrongly_spoils_the_signs_and_not_the_article(survived: Survived) -> None:
    [(text,)] = survived.ask("SELECT text FROM articles WHERE url LIKE '%wrong-charset.example/1-%'")
    assert "pelanggaran netralitas akan dikenai sanksi" in text


def test_what_robots_txt_said_is_recorded_with_the_run(survived: Survived) -> None:
    sql = "SELECT state, reason, http_status, bytes, refused FROM robots WHERE source = ?"
    assert survived.ask(sql, "robots-is-missing") == [("no_rules", None, 404, None, 0)]
    assert survived.ask(sql, "robots-fails") == [("unavailable", "robots_unavailable", 500, None, 1)]
    assert survived.ask(sql, "robots-hangs") == [("unavailable", "timeout", None, None, 1)]
    assert survived.ask(sql, "robots-forbids") == [("rules", None, 200, 35, 1)]
    [(size, paths)] = survived.ask("SELECT bytes, disallowed FROM robots WHERE source = 'robots-of-5-mb'")
    assert size > 5_000_000
    assert paths.startswith('["/wp-admin/"')


def test_the_database_is_whole(survived: Survived) -> None:
    assert survived.ask("PRAGMA integrity_check") == [("ok",)]
    assert survived.ask("PRAGMA foreign_key_check") == []
