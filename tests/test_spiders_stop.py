"""How a run ends before its time: signals, budgets, death; and what the next run makes of it."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Netralitas
from spiders_press import Answer, Press, item, page, rows, rss, title

import spiders.run
from pipelines.store import Store
from spiders.accounting import record
from spiders.history import begin_run
from spiders.run import CrawlStoppedError, crawl
from spiders.sources import Source
from spiders.summary import SourceSummary


def paper(press: Press, key: str, articles: int = 12, delays: Mapping[int, float] | None = None) -> Source:
    """A newspaper whose tag feed lists articles on three pages; some take long to come."""
    links = [f"/{n}-sekda-solok-apel" for n in range(articles)]

    def feed(query: dict[str, str]) -> Answer:
        size = -(-articles // 3)
        first = (int(query["p"]) - 1) * size
        return rss(*(item(links[n], title(n), "Apel.") for n in range(first, min(first + size, articles))))

    press.on(key, "/tag/netralitas-asn/feed", feed)
    for number, link in enumerate(links):
        press.on(key, link, Answer(page(number), delay=(delays or {}).get(number, 0)))
    return press.paper(key, "feed", ["/tag/netralitas-asn/feed?p={page}"])


def declared(folder: Path, *sources: Source) -> Path:
    """A folder of TOML in which the newspapers stand, for the command line."""
    tables = ""
    for source in sources:
        tables += f"""
            [{source.key}]
            name = "{source.name}"
            domain = "{source.domain}"
            province = "13"
            way = "feed"
            local = true
            base = "{source.base}"
            addresses = {list(source.addresses)}
            verification = {{ method = "stored_page", on = 2024-01-01, evidence = "a test" }}
        """
    folder.mkdir()
    folder.joinpath("13.toml").write_text(tables)
    return folder


def begun(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """``netralitas crawl`` as a program of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "netralitas", "crawl", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def until(reached: Any, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < end
        time.sleep(0.02)


def stored(database: Path) -> int:
    with contextlib.suppress(sqlite3.OperationalError):
        return int(rows(database, "SELECT count(*) FROM pages")[0][0])
    return 0


# Signals


def test_a_crawl_that_waits_for_hanging_newspapers_lets_nobody_else_in_and_ends_within_ten_seconds(
    press: Press, tmp_path: Path
) -> None:
    hanging = [paper(press, f"lambat{n}", delays={2: 28.0}) for n in range(3)]
    folder = declared(tmp_path / "sumber", *hanging, paper(press, "cepat"))
    process = begun(tmp_path, "--sources", str(folder))
    database = tmp_path / "data" / "netralitas.db"
    until(lambda: all("/2-sekda-solok-apel" in press.asked[f"lambat{n}.example"] for n in range(3)))
    done = "SELECT count(*) FROM source_runs WHERE source = 'cepat'"
    until(lambda: stored(database) >= 12 and rows(database, done) == [(1,)])
    second = begun(tmp_path, "--sources", str(folder))
    _, errors = second.communicate(timeout=60)
    assert second.returncode == 75
    assert "Another crawl (process " in errors and errors.count("\n") == 1
    asked = time.monotonic()
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=60)
    assert time.monotonic() - asked < 10
    assert process.returncode == 130
    assert errors.endswith("Error: The crawl was stopped; run the same command again to go on.\n")
    assert "Traceback" not in errors
    assert rows(database, "SELECT state FROM runs") == [("stopped",)]
    accounts = dict(rows(database, "SELECT source, state FROM source_runs"))
    assert accounts == {"cepat": "done", "lambat0": "stopped", "lambat1": "stopped", "lambat2": "stopped"}
    assert rows(database, "PRAGMA integrity_check") == [("ok",)]
    assert not list(database.parent.glob("*.lock"))


def test_a_crawl_that_does_not_end_by_itself_is_ended(
    press: Press, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spiders.run, "STOPS_WITHIN", 0.5)
    source = paper(press, "lambat", delays={2: 28.0})

    def stop() -> None:
        until(lambda: "/2-sekda-solok-apel" in press.asked["lambat.example"])
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=stop, daemon=True).start()
    began = time.monotonic()
    with pytest.raises(CrawlStoppedError, match="what it had stored is kept"):
        crawl({"lambat": source}, database, settings={"NETRALITAS_STOP_SECONDS": 60})
    assert time.monotonic() - began < 20
    assert rows(database, "PRAGMA integrity_check") == [("ok",)]


# Death


def test_a_crawl_whose_command_was_killed_ends_by_itself(press: Press, tmp_path: Path) -> None:
    folder = declared(tmp_path / "sumber", paper(press, "lambat", 30, delays=dict.fromkeys(range(30), 0.5)))
    process = begun(tmp_path, "--sources", str(folder))
    until(lambda: "/2-sekda-solok-apel" in press.asked["lambat.example"])
    process.kill()
    process.communicate(timeout=60)
    database = tmp_path / "data" / "netralitas.db"
    until(lambda: not Path(f"{database}.lock").exists(), seconds=10)
    assert rows(database, "SELECT state FROM runs") == [("stopped",)]
    assert stored(database) < 30


# Budgets


def test_a_run_ends_when_its_budget_is_used_up_and_the_next_fetches_the_rest_and_no_more(
    press: Press, database: Path
) -> None:
    sources = {
        "arsip": paper(press, "arsip"),
        "warta": paper(press, "warta", delays=dict.fromkeys(range(12), 0.3)),
    }
    settings = {"NETRALITAS_NEWSPAPERS_AT_ONCE": 1, "NETRALITAS_STOP_SECONDS": 1, "NETRALITAS_RUN_PAGES": 23}
    sources["usai"] = paper(press, "usai")
    run = crawl(sources, database, settings=settings)
    states = {key: summary.state for key, summary in run.sources.items()}
    assert (run.state, states) == ("budget", {"arsip": "done", "warta": "stopped", "usai": "stopped"})
    assert 1 <= run.sources["warta"].counts["relevant"] < 12
    assert not press.asked["usai.example"]
    accounts = "SELECT source, state FROM source_runs ORDER BY source"
    assert rows(database, accounts) == [("arsip", "done"), ("warta", "stopped")]  # the third was not asked
    press.forget()
    again = crawl(sources, database)
    assert sum("feed" in path for path in press.asked["arsip.example"]) == 1  # it was seen through
    assert {key: summary.counts["new"] for key, summary in again.sources.items()} == {
        "arsip": 0,
        "warta": 12 - run.sources["warta"].counts["relevant"],
        "usai": 12,
    }


def test_who_was_not_asked_for_longest_is_asked_first(press: Press, database: Path) -> None:
    sources = {key: press.paper(key, "feed", ["/feed"]) for key in ("arsip", "baru", "warta")}
    began = datetime(2026, 11, 1, tzinfo=UTC)
    with Store(database) as store:
        for day, key in enumerate(("warta", "arsip")):
            run, _ = begin_run(store, sources, began + timedelta(days=day))
            store.finish_run(run, began + timedelta(days=day), "budget", {key: {}})
        _, histories = begin_run(store, sources, began + timedelta(days=2))
    assert list(histories) == ["baru", "warta", "arsip"]


@pytest.mark.parametrize("limited", [True, False])
def test_a_newspaper_of_a_limited_run_that_was_stopped_was_not_seen_through(
    press: Press, database: Path, limited: bool
) -> None:
    """How the run ended does not tell that less was asked for."""
    sources = {"arsip": press.paper("arsip", "feed", ["/feed"])}
    began = datetime(2026, 11, 1, tzinfo=UTC)
    with Store(database) as store:
        store.sync_sources(source.model_dump(mode="json") for source in sources.values())
        run, _ = begin_run(store, sources, began, limited=limited)
        record(store, run, SourceSummary("arsip", "done", listings=1), began)
        store.finish_run(run, began, "stopped", {})
        _, histories = begin_run(store, sources, began + timedelta(days=1))
    assert (histories["arsip"].seen_through_at is None) == limited
    assert (histories["arsip"].looked_at is None) == limited


def test_a_newspaper_ends_when_its_budget_is_used_up_and_no_hole_is_left(
    netralitas: Netralitas, press: Press, tmp_path: Path
) -> None:
    folder = declared(tmp_path / "sumber", paper(press, "arsip"), paper(press, "warta", 1))
    assert netralitas("crawl", "--sources", folder, "--pages-each", 6, "--minutes-each", 5).exit_code == 0
    database = tmp_path / "data" / "netralitas.db"
    assert rows(database, "SELECT state FROM runs") == [("finished",)]
    accounts = "SELECT source, state FROM source_runs ORDER BY source"
    assert rows(database, accounts) == [("arsip", "budget"), ("warta", "done")]
    assert 1 <= stored(database) < 13
    netralitas("crawl", "--sources", folder)
    found = rows(database, "SELECT source, count(*) FROM articles GROUP BY source")
    assert found == [("arsip", 12), ("warta", 1)]
