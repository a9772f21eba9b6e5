"""Crawls that are killed, run out of disk or meet a locked database: afterwards the database is that of a
crawl that nobody has disturbed."""

from __future__ import annotations

import random
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing

import pytest

from benchmarks.kills import Disturbed, contents, damage
from datasets.database import open_database

SEED = 20241127


@pytest.fixture(scope="module")
def disturbed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Disturbed]:
    with Disturbed(tmp_path_factory.mktemp("disturbed"), papers=3) as opened:
        yield opened


def test_an_undisturbed_crawl_is_what_the_others_are_compared_with(disturbed: Disturbed) -> None:
    assert len(disturbed.expected["articles"]) > 10
    assert len(disturbed.expected["violations"]) > 2


@pytest.mark.parametrize("seed", [SEED, SEED + 1])
def test_a_crawl_that_is_killed_is_made_up_for_by_the_next(disturbed: Disturbed, seed: int) -> None:
    """``make test-kill`` does it fifty times."""
    killed = disturbed.kill_and_run_again(random.Random(seed))
    assert killed.under_way
    assert killed.problems == []


def test_a_full_disk_ends_the_crawl_with_a_sentence_and_the_next_one_makes_up_for_it(
    disturbed: Disturbed,
) -> None:
    database = disturbed.fresh()
    open_database(database).close()
    full = disturbed.crawl_with(database, most_bytes=database.stat().st_size + 20_000)
    assert full.returncode == 1
    assert str(database) in full.stdout
    assert "disk" in full.stdout
    assert "Traceback" not in full.stdout
    assert damage(database) == []
    stored = len(contents(database)["pages"])
    assert 0 < stored < len(disturbed.expected["pages"])
    assert disturbed.problems_after(database) == []


def test_a_reader_who_never_ends_does_not_keep_the_crawl_from_writing(disturbed: Disturbed) -> None:
    database = disturbed.fresh()
    open_database(database).close()
    with closing(sqlite3.connect(database)) as writer:  # as it is while another crawl has left its log behind
        writer.execute("PRAGMA journal_mode = wal")
        with closing(sqlite3.connect(database)) as reader:
            reader.execute("BEGIN")
            assert reader.execute("SELECT count(*) FROM pages").fetchone() == (0,)
            done = disturbed.crawl_with(database)
            assert done.returncode == 0, done.stdout
            assert reader.execute("SELECT count(*) FROM pages").fetchone() == (0,)  # as of its beginning
    assert contents(database) == disturbed.expected
    assert damage(database) == []


def test_a_database_that_a_reader_has_locked_is_waited_for(disturbed: Disturbed) -> None:
    """Before the first crawl there is no log yet, and a reader shuts writers out."""
    database = disturbed.fresh()
    open_database(database).close()
    with closing(sqlite3.connect(database, check_same_thread=False)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM pages").fetchone()
        threading.Timer(disturbed.seconds / 2 + 1, reader.rollback).start()
        done = disturbed.crawl_with(database)
    assert done.returncode == 0, done.stdout
    assert contents(database) == disturbed.expected
