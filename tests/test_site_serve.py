"""The site as a program of its own, over real HTTP."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from site_sample import FETCHED, Site, sample

from datasets.database import DatabaseError
from datasets.site import SiteError, serve
from pipelines.store import Store

ROOT = Path(__file__).parent.parent
PROGRAM = """
import sys
from pathlib import Path
from datasets.site import serve
serve(Path(sys.argv[1]), "127.0.0.1", 0, open_message=lambda address: print(address, flush=True))
"""


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[str, subprocess.Popen[str]]]:
    program = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(sample())],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert program.stdout is not None
    try:
        yield program.stdout.readline().strip(), program
    finally:
        program.kill()
        program.communicate()


def test_the_address_is_told_once_the_site_answers_there(served: tuple[str, subprocess.Popen[str]]) -> None:
    address, _ = served
    assert address.startswith("http://127.0.0.1:") and address.endswith("/")
    with urllib.request.urlopen(address, timeout=30) as answer:
        page = answer.read().decode()
        assert (answer.status, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "Netralitas aparatur sipil negara" in page
    with urllib.request.urlopen(f"{address}netralitas/articles.csv?_stream=on", timeout=30) as answer:
        assert len(answer.read().decode().splitlines()) > 70
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"{address}nothing", timeout=30)


def test_a_port_that_is_taken_is_refused_in_words(served: tuple[str, subprocess.Popen[str]]) -> None:
    port = int(served[0].rstrip("/").rpartition(":")[2])
    with pytest.raises(SiteError, match="another program is there; give another port"):
        serve(sample(), "127.0.0.1", port, open_message=pytest.fail)


@pytest.mark.parametrize(
    ("host", "port", "reason"),
    [
        ("no.such.host.invalid", 0, "no address"),
        ("192.0.2.1", 0, "no address"),
        ("127.0.0.1", 70000, "no port"),
    ],
)
def test_an_address_that_cannot_be_had_is_refused_in_words(host: str, port: int, reason: str) -> None:
    with pytest.raises(SiteError, match=reason):
        serve(sample(), host, port, open_message=pytest.fail)


def test_a_database_that_is_not_there_is_told_before_anything_is_served(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="no database"):
        serve(tmp_path / "none.db", "127.0.0.1", 0, open_message=pytest.fail)
    assert not list(tmp_path.iterdir())


def test_pages_show_what_a_crawl_writes_meanwhile(tmp_path: Path) -> None:
    path = tmp_path / "crawled.db"
    shutil.copy(sample(), path)
    site = Site(path)
    with Store(path) as store:
        before = site.page("/netralitas/runs").cssselect(".count strong")[0].text_content()
        store.start_run(FETCHED)
        after = site.page("/netralitas/runs").cssselect(".count strong")[0].text_content()
    site.close()
    assert (before, after) == ("1", "2")


def test_an_interrupt_ends_it_and_frees_the_port(served: tuple[str, subprocess.Popen[str]]) -> None:
    address, program = served
    port = int(address.rstrip("/").rpartition(":")[2])
    program.send_signal(signal.SIGINT)
    _, errors = program.communicate(timeout=30)
    assert "KeyboardInterrupt" in errors or not errors
    with socket.create_server(("127.0.0.1", port)):
        pass
