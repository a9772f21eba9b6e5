"""``netralitas demo``, ``serve`` and ``export``: the whole way, from invented newspapers to Datasette and CSV."""

from __future__ import annotations

import csv
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import urlopen

import pytest
from conftest import ROOT, Netralitas

import practice_press
from pipelines.store import Store
from practice_press.newspapers import declared
from spiders.sources import load_sources

RUN_TABLES = ("runs", "source_runs", "source_run_failures", "source_health", "robots")
"""What every crawl adds to."""


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder in which ``demo --no-serve`` ran, and what it printed."""
    folder = tmp_path_factory.mktemp("demo")
    done = subprocess.run(
        [sys.executable, "-m", "netralitas", "demo", "--no-serve"],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=200,
    )
    assert done.returncode == 0, done.stderr
    return folder, done.stdout


@pytest.fixture
def database(crawled: tuple[Path, str]) -> Path:
    return crawled[0] / "data" / "demo.db"


def contents(database: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables but those that tell of the runs."""
    with closing(sqlite3.connect(database)) as db:
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            table: sorted(db.execute(f'SELECT * FROM "{table}"'), key=repr)
            for table in tables
            if table not in RUN_TABLES and "_fts" not in table and not table.startswith("sqlite_")
        }


@contextmanager
def serving(folder: Path, *args: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A program that serves the dataset, and the address that it printed."""
    process = subprocess.Popen(
        [sys.executable, "-m", "netralitas", *args],
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout
        address = next(filter(None, (re.search(r"http://[\w.:]+/", line) for line in process.stdout)))
        yield process, address[0]
    finally:
        process.kill()
        process.communicate()


def test_every_practice_newspaper_gives_articles_and_the_tables_say_how_many(
    crawled: tuple[Path, str], database: Path
) -> None:
    printed = crawled[1]
    rows = contents(database)
    by_newspaper = printed.partition("Rows by newspaper")[2].partition("Rows by table")[0]
    for source in declared().values():
        line = next(line for line in by_newspaper.splitlines() if line.startswith(f"{source.name} "))
        assert int(line.removeprefix(source.name).split()[1]) >= 1
    by_table = dict(line.split() for line in printed.partition("Rows by table")[2].splitlines()[2:])
    for name in ("articles", "violations", "sanctions", "statements", "mentions", "regions"):
        assert int(by_table[name]) == len(rows[name]) > 0
    assert by_table["violations_flat"] == by_table["violations"]


def test_a_second_demo_changes_nothing_and_opens_the_dataset(
    crawled: tuple[Path, str], database: Path
) -> None:
    before = contents(database)
    with serving(crawled[0], "demo") as (process, address):
        with urlopen(f"{address}-/versions.json", timeout=30) as answer:
            assert "datasette" in json.load(answer)
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
    assert contents(database) == before
    with closing(sqlite3.connect(database)) as db:
        fetched = db.execute("SELECT run, sum(fetched) FROM source_runs GROUP BY run ORDER BY run").fetchall()
    assert [count > 0 for _, count in fetched] == [True, False]


def test_serve_opens_the_database_that_is_named(crawled: tuple[Path, str]) -> None:
    with serving(crawled[0], "serve", "data/demo.db") as (process, address):
        with urlopen(f"{address}-/databases.json", timeout=30) as answer:
            assert len(json.load(answer)) == 1
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0


def test_export_writes_every_row(netralitas: Netralitas, database: Path, tmp_path: Path) -> None:
    result = netralitas("export", tmp_path / "keluaran", "--database", database)
    assert result.exit_code == 0
    told = dict(line.split() for line in result.stdout.splitlines()[2:])
    for name, rows in contents(database).items():
        if f"{name}.csv" in told:
            with tmp_path.joinpath("keluaran", f"{name}.csv").open(encoding="utf-8", newline="") as file:
                assert len(list(csv.reader(file))) - 1 == len(rows) == int(told[f"{name}.csv"])
    assert {"articles.csv", "violations_flat.csv", "sanctions_flat.csv", "statements_flat.csv"} <= told.keys()


def test_newspapers_without_an_article_make_the_demo_fail(
    netralitas: Netralitas, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve = practice_press.serve
    monkeypatch.setattr(practice_press, "serve", lambda: serve(stories=[]))
    result = netralitas("demo", "--no-serve")
    assert result.exit_code == 1
    last = result.stderr.splitlines()[-1]
    assert last.startswith("Error: No article came from ")
    assert all(source.name in last for source in declared().values())


def test_a_fresh_demo_begins_with_an_empty_database(
    netralitas: Netralitas, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "demo.db"
    with Store(path) as store:
        old = store.start_run(datetime(2024, 1, 1, tzinfo=UTC))
    serve = practice_press.serve
    monkeypatch.setattr(practice_press, "serve", lambda: serve(stories=[]))
    netralitas("demo", "--no-serve", "--fresh", "--database", path)
    with closing(sqlite3.connect(path)) as db:
        (run,) = (name for (name,) in db.execute("SELECT id FROM runs"))
    assert run != old
    assert set(tmp_path.iterdir()) == {path, tmp_path / "demo-archive"}


def test_a_fresh_demo_that_fails_keeps_the_old_database(
    netralitas: Netralitas, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "demo.db"
    with Store(path) as store:
        store.start_run(datetime(2024, 1, 1, tzinfo=UTC))
    before = path.read_bytes()

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a fault")

    with monkeypatch.context() as patched:
        patched.setattr("spiders.run.crawl", broken)
        assert netralitas("demo", "--no-serve", "--fresh", "--database", path).exit_code == 1
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_the_demo_keeps_off_a_database_with_real_newspapers(netralitas: Netralitas, tmp_path: Path) -> None:
    path = tmp_path / "netralitas.db"
    with Store(path) as store:
        store.sync_sources([next(iter(load_sources().values())).model_dump()])
    before = path.read_bytes()
    for more in ([], ["--fresh"]):
        result = netralitas("demo", "--no-serve", "--database", path, *more)
        assert result.exit_code == 2
        assert "holds real newspapers" in result.stderr
        assert path.read_bytes() == before
