"""What tests share: the command line, called in the same process or as a program of its own."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from spiders_press import Press

from netralitas.cli import main

ROOT = Path(__file__).parent.parent
GOLD = Path(__file__).parent / "gold"

Netralitas = Callable[..., Result]
Shell = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session", autouse=True)
def _quick_start() -> Iterator[None]:
    """Crawls begin in copies of a process that has imported the program: the tests make hundreds of them.

    What ``shell`` runs starts them as everybody does.
    """
    if "forkserver" in multiprocessing.get_all_start_methods():
        multiprocessing.set_forkserver_preload(["spiders.worker"])
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("spiders.run.START_METHOD", "forkserver")
            yield
    else:
        yield


@pytest.fixture
def press() -> Iterator[Press]:
    """Newspapers on this machine that each test fills as it needs them."""
    with Press() as opened:
        yield opened


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Where a crawl stores; not there yet."""
    return tmp_path / "netralitas.db"


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment of whoever runs the tests must not decide them."""
    for name in ("NETRALITAS_DATABASE", "NETRALITAS_CONTACT", "NETRALITAS_DEBUG", "NETRALITAS_ALERTS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def netralitas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Netralitas:
    """Calls the command line in this process, in an empty folder: ``netralitas("extract", "-", input="...")``."""
    monkeypatch.chdir(tmp_path)

    def call(*args: object, input: str | bytes | None = None) -> Result:
        return CliRunner().invoke(main, [str(arg) for arg in args], input=input)

    return call


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """Runs ``python -m netralitas`` as a program of its own, in an empty folder."""

    def run(*args: object, input: str | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "netralitas", *map(str, args)],
            input=input,
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
            timeout=120,
        )

    return run
