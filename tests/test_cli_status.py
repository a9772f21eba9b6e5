"""``netralitas status``, ``alerts`` and ``backup``: after real crawls of newspapers that do well and badly."""

from __future__ import annotations

import json
import socketserver
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from conftest import Netralitas
from rich.console import Console
from spiders_press import Answer, Press, item, listing, page, rss, title

from netralitas import output
from pipelines.store import Store
from spiders.accounting import record
from spiders.run import crawl
from spiders.sources import Source
from spiders.summary import SourceSummary

FEED = ("kabar", "tutup", "bisu", "mati")


class World:
    """One crawl of seven newspapers, each with a fate of its own, and what is needed to crawl them again."""

    def __init__(self, press: Press, database: Path) -> None:
        self.press, self.database = press, database
        link = "https://kabar.example/2024/09/16/apel"
        press.on("kabar", "/feed", rss(item(link, title(1), "ASN diminta netral.")))
        press.on("kabar", "/2024/09/16/apel", page(1))
        press.on("tutup", "/feed", Answer("Terlarang", 403))
        press.on("bisu", "/feed", rss())
        press.on("mati", "/feed", Answer("rusak", 500))
        press.on("ubah", "/tag/netralitas-asn", "<html><body><p>Tampilan baru</p></body></html>")
        paths = [f"/berita/apel-pagi-sekda-solok-{n}" for n in range(4)]
        press.on("kosong", "/tag/netralitas-asn", listing(*paths))
        for path in paths:
            press.on(
                "kosong", path, '<html><body><h1>Apel Pagi Sekda Solok</h1><div id="app"></div></body></html>'
            )
        self.sources: dict[str, Source] = {key: press.paper(key, "feed", ["/feed"]) for key in FEED}
        self.sources["ubah"] = press.paper(
            "ubah", "index", ["/tag/netralitas-asn"], tags=["lain"], keywords=["lain"]
        )
        self.sources["kosong"] = press.paper("kosong", "index", ["/tag/netralitas-asn"])
        self.sources["usang"] = press.paper("usang", "feed", ["/feed"], status="gone")
        self.run = crawl(self.sources, database, settings={"RETRY_TIMES": 0})

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.database)) as db:
            return db.execute(sql).fetchall()


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with Press() as press:
        yield World(press, tmp_path_factory.mktemp("world") / "netralitas.db")


@pytest.fixture
def copied(world: World, tmp_path: Path) -> Path:
    """A copy of the database, to be changed."""
    path = tmp_path / "salinan.db"
    path.write_bytes(world.database.read_bytes())
    return path


# Accounts


def test_every_failure_is_accounted_for_by_reason_with_an_address(world: World) -> None:
    failures = world.rows(
        "SELECT source, kind, reason, count, example FROM source_run_failures ORDER BY source"
    )
    assert [row[:4] for row in failures] == [
        ("kosong", "page", "no_text", 4),
        ("mati", "listing", "http_500", 1),
        ("tutup", "listing", "blocked", 1),
        ("ubah", "listing", "no_articles", 1),
        ("usang", "listing", "http_404", 1),
    ]
    assert failures[0][4].startswith("https://kosong.example/berita/")
    assert failures[1][4] == "https://mati.example/feed"


def test_time_requests_and_bytes_of_each_newspaper_are_counted(world: World) -> None:
    rows = world.rows("SELECT source, state, listings, requests, seconds, bytes, expected FROM source_runs")
    assert len(rows) == 7
    for source, state, listings, requests, seconds, size, expected in rows:
        assert requests >= 2 and 0 < seconds < 60 and size > 0 and expected is None, source
        assert (listings > 0) == (state in ("done", "empty")), source
    kabar = next(row for row in rows if row[0] == "kabar")
    assert kabar[1:4] == ("done", 1, len(world.press.asked["kabar.example"]))


def test_a_run_tells_what_was_to_be_expected_of_it_by_the_weeks_before(copied: Path) -> None:
    now = datetime.now(UTC)
    with Store(copied) as store:
        for back in range(35, 0, -1):
            began = now - timedelta(days=back)
            run = store.start_run(began)
            store.finish_run(run, began, "finished", {"kabar": {"listed": 9, "new": 2}})
        store.db.execute("DELETE FROM source_runs WHERE requests IS NOT NULL")  # the real run of a moment ago
        run = store.start_run(now)
        record(store, run, SourceSummary("kabar", "done", listings=1), now)
        sql = "SELECT expected, new FROM source_runs WHERE run = ?"
        assert store.db.execute(sql, [run]).fetchone() == (pytest.approx(2, abs=0.1), 0)


# States


def test_each_newspaper_is_in_the_state_that_its_run_shows(netralitas: Netralitas, world: World) -> None:
    result = netralitas("status", "--json", "--database", world.database)
    assert result.exit_code == 1  # somebody has to look
    told = json.loads(result.stdout)
    assert {paper["key"]: (paper["state"], paper["reason"]) for paper in told["newspapers"]} == {
        "bisu": ("silent", "no_listed"),
        "kabar": ("ok", None),
        "kosong": ("broken", "no_text"),
        "mati": ("stale", "http_500"),
        "tutup": ("blocked", "blocked"),
        "ubah": ("broken", "no_articles"),
        "usang": ("gone", "declared"),
    }
    assert told["needs_person"] == 5
    assert told["last_run"]["state"] == "finished"
    assert told["newspapers"][0]["state_name"] == {"id": "Diam", "en": "Silent"}
    stored = world.rows("SELECT source, state_code, reason FROM source_health ORDER BY source")
    assert stored == [(paper["key"], paper["state"], paper["reason"]) for paper in told["newspapers"]]


def test_the_table_shows_who_needs_a_person_and_what_the_states_mean(
    netralitas: Netralitas, world: World
) -> None:
    result = netralitas("status", "--database", world.database)
    assert result.exit_code == 1
    assert result.stderr.endswith("Error: 5 of 7 newspapers need a person.\n")
    first, _, legend = result.stdout.partition("States\n")
    assert [line.split()[0] for line in first.splitlines()[2:]] == ["bisu", "kosong", "mati", "tutup", "ubah"]
    assert "Menolak" in legend and "shuts this program out" in legend
    everyone = netralitas("status", "--all", "--database", world.database).stdout
    assert "kabar " in everyone


def test_on_a_terminal_the_states_are_coloured(
    netralitas: Netralitas, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        output, "Console", lambda: Console(force_terminal=True, width=200, color_system="standard")
    )
    shown = netralitas("status", "--all", "--database", world.database).stdout
    lines = {line.split("\x1b")[1]: line for line in shown.splitlines() if "\x1b" in line}
    assert any(code.startswith("[31m") and "tutup" in line for code, line in lines.items())
    assert any(code.startswith("[32m") for code in lines)
    assert any(code.startswith("[33m") for code in lines)


def test_if_all_is_well_the_exit_code_is_0(netralitas: Netralitas, copied: Path) -> None:
    with closing(sqlite3.connect(copied)) as db:
        db.execute("UPDATE sources SET status = 'gone' WHERE key <> 'kabar'")
        db.commit()
    result = netralitas("status", "--database", copied)
    assert (result.exit_code, result.stderr.count("Error")) == (0, 0)


def test_a_crawl_that_no_longer_runs_is_noticed(netralitas: Netralitas, copied: Path) -> None:
    with closing(sqlite3.connect(copied)) as db:
        db.execute("UPDATE runs SET started_at = '2024-01-01T00:00:00+00:00'")
        db.commit()
    told = json.loads(netralitas("status", "--json", "--database", copied).stdout)
    assert {p["state"] for p in told["newspapers"] if p["key"] != "usang"} == {"stale"}


# Alerts


class Receiver:
    """A webhook on this machine that keeps what comes; ``status`` is what it answers."""

    def __init__(self) -> None:
        self.came: list[dict[str, Any]] = []
        self.status = 200
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if receiver.status == 200:
                    receiver.came.append(json.loads(body))
                self.send_response(receiver.status)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_port
        threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        ).start()


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    receiver = Receiver()
    monkeypatch.setenv("NETRALITAS_ALERTS", f"json://127.0.0.1:{receiver.port}/hook")
    yield receiver
    receiver.server.shutdown()
    receiver.server.server_close()


def test_operators_are_told_of_a_change_of_state_and_of_nothing_else(
    netralitas: Netralitas, copied: Path, receiver: Receiver
) -> None:
    result = netralitas("alerts", "send", "--database", copied)
    assert (result.exit_code, result.stdout) == (0, "Told of 6 newspapers.\n")
    (message,) = receiver.came
    assert message["title"] == "Netralitas: newspapers: 6 need a person"
    assert "tutup: ok -> blocked (blocked), never read" in message["message"]
    assert "kabar" not in message["message"]
    assert netralitas("alerts", "send", "--database", copied).stdout == "Nothing has changed.\n"
    assert len(receiver.came) == 1
    with closing(sqlite3.connect(copied)) as db:  # the newspaper lets us in again
        db.execute("DELETE FROM source_run_failures WHERE source = 'tutup'")
        db.execute("UPDATE source_runs SET state = 'done', listings = 1, failed = 0 WHERE source = 'tutup'")
        db.commit()
    assert netralitas("alerts", "send", "--database", copied).stdout == "Told of 1 newspapers.\n"
    assert receiver.came[1]["title"] == "Netralitas: newspapers: 1 read again"
    assert receiver.came[1]["message"] == "tutup: blocked -> ok"


def test_a_message_that_does_not_get_through_is_sent_the_next_time(
    netralitas: Netralitas, copied: Path, receiver: Receiver
) -> None:
    receiver.status = 503
    result = netralitas("alerts", "send", "--database", copied)
    assert result.exit_code == 1
    assert result.stderr == (
        "Error: An alert could not be sent: of the targets in NETRALITAS_ALERTS, number 1 (json) did not take it.\n"
    )
    receiver.status = 200
    assert netralitas("alerts", "send", "--database", copied).exit_code == 0
    assert len(receiver.came) == 1


def test_a_crawl_tells_at_its_end(
    netralitas: Netralitas, world: World, tmp_path: Path, receiver: Receiver
) -> None:
    folder = tmp_path / "sumber"
    folder.mkdir()
    folder.joinpath("13.toml").write_text(
        f"""
        [tutup]
        name = "Tutup"
        domain = "tutup.example"
        province = "13"
        way = "feed"
        local = true
        base = "{world.press.base}"
        addresses = ["/feed"]
        verification = {{ method = "stored_page", on = 2024-01-01, evidence = "a test" }}
        """
    )
    netralitas("crawl", "--sources", folder)
    assert [message["message"] for message in receiver.came] == ["tutup: ok -> blocked (blocked), never read"]


def test_alerts_reach_a_mailbox_a_webhook_and_ntfy_and_a_wrong_address_is_named_without_its_secrets(
    netralitas: Netralitas, monkeypatch: pytest.MonkeyPatch, receiver: Receiver
) -> None:
    mails: list[str] = []

    class Mailbox(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 localhost\r\n")
            while line := self.rfile.readline():
                if line.upper().startswith(b"DATA"):
                    self.wfile.write(b"354 go\r\n")
                    mails.append(b"".join(iter(self.rfile.readline, b".\r\n")).decode())
                self.wfile.write(b"250 ok\r\n")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Mailbox) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        mail = f"mailto://127.0.0.1:{server.server_address[1]}?from=a@kabar.example&to=b@kabar.example&mode=insecure"
        ntfy = f"ntfy://127.0.0.1:{receiver.port}/netralitas"
        monkeypatch.setenv(
            "NETRALITAS_ALERTS", f"{mail} {ntfy} json://127.0.0.1:{receiver.port}/ asing://rahasia@x"
        )
        result = netralitas("alerts", "test")
        server.shutdown()
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1 and "number 4 (asing) is no address" in result.stderr
    assert "rahasia" not in result.stderr
    assert len(mails) == 1 and "Subject: Netralitas: test" in mails[0]
    assert [message["title"] for message in receiver.came] == ["Netralitas: test"] * 2


@pytest.mark.parametrize("command", [("alerts", "test"), ("alerts", "send")])
def test_without_an_address_nobody_can_be_told(netralitas: Netralitas, command: tuple[str, ...]) -> None:
    result = netralitas(*command)
    assert result.exit_code == 2
    assert "NETRALITAS_ALERTS" in result.stderr


# Backup


def test_a_backup_is_one_whole_file_of_one_moment_also_while_the_database_is_written(
    netralitas: Netralitas, copied: Path, tmp_path: Path
) -> None:
    target = tmp_path / "cadangan" / "kemarin.db"
    with Store(copied) as store:
        run = store.start_run(datetime(2026, 1, 1, tzinfo=UTC))  # in the write-ahead log, not in the file
        result = netralitas("backup", target, "--database", copied)
    assert result.exit_code == 0, result.stderr
    assert [path.name for path in target.parent.iterdir()] == [target.name]
    with closing(sqlite3.connect(target)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("SELECT count(*) FROM runs WHERE id = ?", [run]).fetchone() == (1,)
        assert db.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert (
        netralitas("status", "--json", "--database", target).exit_code == 1
    )  # it is a database like any other


def test_a_backup_that_fails_leaves_the_former_one(
    netralitas: Netralitas, tmp_path: Path, copied: Path
) -> None:
    target = tmp_path / "cadangan.db"
    target.write_text("yang lama")
    assert netralitas("backup", target, "--database", tmp_path / "tidak-ada.db").exit_code == 2
    copied.write_bytes(copied.read_bytes()[:8192])
    damaged = netralitas("backup", target, "--database", copied)
    assert damaged.exit_code == 1
    assert f"Error: {copied} is damaged" in damaged.stderr
    assert target.read_text() == "yang lama"
    assert {path.name for path in tmp_path.iterdir()} == {"cadangan.db", "salinan.db"}


def test_the_database_is_not_backed_up_onto_itself(netralitas: Netralitas, copied: Path) -> None:
    result = netralitas("backup", copied, "--database", copied)
    assert result.exit_code == 1
    assert "is the database itself" in result.stderr
