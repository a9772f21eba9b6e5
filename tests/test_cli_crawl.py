"""``netralitas crawl``: newspapers over HTTP into the database, and how the command tells of it."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from conftest import ROOT, Netralitas, Shell
from spiders_press import Answer, Press, item, page, rss, title


@pytest.fixture
def folder(tmp_path: Path, press: Press) -> Path:
    """Three newspapers on this machine: one with three articles, one that is shut, one that has closed."""
    declared = ""
    for key, status in (("kabar", "active"), ("tutup", "active"), ("usang", "gone")):
        declared += f"""
            [{key}]
            name = "{key.title()}"
            domain = "{key}.example"
            province = "13"
            way = "feed"
            local = true
            base = "{press.base}"
            addresses = ["/feed"]
            status = "{status}"
            verification = {{ method = "stored_page", on = 2024-01-01, evidence = "a test" }}
        """
    found = tmp_path / "sumber"
    found.mkdir()
    found.joinpath("13.toml").write_text(declared)
    links = [f"https://kabar.example/2024/09/{day}/apel-{day}" for day in (16, 17, 18)]
    feed = [
        item(link, title(n), "ASN diminta netral.", at=f"Mon, {16 + n} Sep 2024 01:05:00 +0000")
        for n, link in enumerate(links)
    ]
    press.on("kabar", "/feed", rss(*feed))
    for n, link in enumerate(links):
        press.on("kabar", link.removeprefix("https://kabar.example"), page(n))
    press.on("tutup", "/feed", Answer("Terlarang", 403))
    return found


def row(table: str, key: str) -> dict[str, str]:
    """The line of a newspaper in the table that the command prints."""
    lines = [line.split() for line in table.replace("not relevant", "not_relevant").splitlines()]
    head = next(line for line in lines if line[:1] == ["newspaper"])
    found = next(line for line in lines if line[:1] == [key])
    return dict(zip(head, found, strict=True))


def articles(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as db:
        return [url for (url,) in db.execute("SELECT url FROM articles ORDER BY url")]


def test_what_came_of_each_newspaper_is_told(
    shell: Shell, folder: Path, tmp_path: Path, press: Press
) -> None:
    done = shell("crawl", "--sources", folder)
    assert done.returncode == 0, done.stderr
    assert row(done.stdout, "kabar") == {
        "newspaper": "kabar", "state": "done", "listed": "3", "known": "0", "new": "3", "fetched": "3",
        "relevant": "3", "not_relevant": "0", "failed": "0",
    }  # fmt: skip
    assert row(done.stdout, "tutup")["state"] == "failed"
    assert row(done.stdout, "all")["relevant"] == "3"
    assert "tutup: the listing https://tutup.example/feed could not be read: blocked" in done.stderr
    assert "Newspapers: 2 of 2, " in done.stderr
    assert len(articles(tmp_path / "data" / "netralitas.db")) == 3
    assert "usang.example" not in press.asked  # it has closed


def test_a_second_crawl_fetches_nothing_again(netralitas: Netralitas, folder: Path, press: Press) -> None:
    call = ("crawl", "kabar", "--sources", folder, "--database", "kabar.db")
    assert netralitas(*call).exit_code == 0
    press.forget()
    again = netralitas(*call)
    assert again.exit_code == 0
    assert (row(again.stdout, "kabar")["known"], row(again.stdout, "kabar")["fetched"]) == ("3", "0")
    assert set(press.asked["kabar.example"]) <= {"/robots.txt", "/feed"}


def test_only_the_newspapers_that_are_named_are_crawled_also_if_they_have_closed(
    netralitas: Netralitas, folder: Path, press: Press
) -> None:
    netralitas("crawl", "usang", "--sources", folder)
    assert list(press.asked) == ["usang.example"]


@pytest.mark.parametrize(
    ("option", "value", "days"), [("--limit", "1", {16}), ("--since", "2024-09-17", {17, 18})]
)
def test_a_crawl_may_be_limited(
    netralitas: Netralitas, folder: Path, option: str, value: str, days: set[int]
) -> None:
    assert netralitas("crawl", "kabar", "--sources", folder, option, value).exit_code == 0
    found = articles(Path("data/netralitas.db"))
    assert found == [f"https://kabar.example/2024/09/{day}/apel-{day}" for day in sorted(days)]


def test_if_no_newspaper_could_be_read_the_command_fails(netralitas: Netralitas, folder: Path) -> None:
    result = netralitas("crawl", "tutup", "--sources", folder)
    assert result.exit_code == 1
    assert result.stderr.endswith("Error: No newspaper could be read; the reasons stand above.\n")


def test_live_newspapers_are_not_asked_without_a_contact(netralitas: Netralitas, tmp_path: Path) -> None:
    result = netralitas("crawl", "topsatu")
    assert result.exit_code == 1
    assert "NETRALITAS_CONTACT" in result.stderr
    assert result.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database_is_left_alone(
    netralitas: Netralitas, folder: Path, tmp_path: Path
) -> None:
    path = tmp_path / "catatan.db"
    path.write_text("bukan basis data\n" * 100)
    result = netralitas("crawl", "kabar", "--sources", folder, "--database", path)
    assert result.exit_code == 1
    assert result.stderr == f"Error: {path} is not a SQLite database; give another path.\n"
    assert path.read_text() == "bukan basis data\n" * 100


def test_ctrl_c_ends_the_crawl_and_keeps_what_came(folder: Path, tmp_path: Path, press: Press) -> None:
    paths = [f"/2024/09/16/apel-{n}" for n in range(12)]
    press.on(
        "kabar", "/feed", rss(*(item(f"https://kabar.example{p}", title(n), "") for n, p in enumerate(paths)))
    )
    for n, path in enumerate(paths):
        press.on("kabar", path, Answer(page(n), delay=0.5))
    process = subprocess.Popen(
        [sys.executable, "-m", "netralitas", "crawl", "kabar", "--sources", folder],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    until = time.monotonic() + 60
    while paths[1] not in press.asked["kabar.example"]:
        assert time.monotonic() < until and process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err.endswith("Error: The crawl was stopped; run the same command again to go on.\n")
    assert "Traceback" not in err
    assert row(out, "kabar")["state"] == "stopped"
    asked = [path for path in paths if path in press.asked["kabar.example"]]
    kept = articles(tmp_path / "data" / "netralitas.db")
    assert 1 <= len(kept) <= len(asked) < len(paths)
