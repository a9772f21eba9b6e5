"""The command line as a whole: help, versions, and how every command fails."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import click
import pytest
from conftest import Netralitas, Shell

from netralitas import __version__
from netralitas.cli import main


def commands(group: click.Group = main, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """The words that call each command, groups too."""
    found = [path]
    for name, command in group.commands.items():
        words = (*path, name)
        found += commands(command, words) if isinstance(command, click.Group) else [words]
    return found


def assert_one_sentence(text: str) -> None:
    assert re.fullmatch(r"Error: [^\n]+[.?!]\n", text), text
    assert "Traceback" not in text


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_every_command_has_help_with_an_example(netralitas: Netralitas, command: tuple[str, ...]) -> None:
    result = netralitas(*command, "--help")
    assert result.exit_code == 0
    example = re.search(r"(?:Example|Begin with):\n +(netralitas .+)", result.stdout)
    assert example and example[1].startswith(" ".join(("netralitas", *command)))


def test_the_version_is_told(shell: Shell) -> None:
    done = shell("--version")
    assert (done.returncode, done.stdout) == (0, f"netralitas, version {__version__}\n")


def test_the_command_that_is_installed_is_this_one() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("netralitas"), "--version"],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert __version__ in done.stdout


def test_without_a_command_the_help_is_shown(netralitas: Netralitas) -> None:
    result = netralitas()
    assert result.exit_code == 2
    assert "Commands:\n  demo" in result.stderr


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["kirim"], "No such command 'kirim'"),
        (["extract"], "Missing argument 'FILE'"),
        (["extract", "tidak-ada.jsonl"], "'tidak-ada.jsonl' does not exist"),
        (["extract", "."], "is a directory"),
        (["evaluate", "tidak-ada"], "'tidak-ada' does not exist"),
        (["evaluate", "."], "no annotated article"),
        (["evaluate", ".", "--min-f1", "95"], "not in the range"),
        (["crawl", "--since", "kemarin"], "'kemarin' does not match"),
        (["crawl", "--limit", "0"], "not in the range"),
        (["crawl", "topsat"], 'did you mean "topsatu"?'),
        (["crawl", "--sources", "tidak-ada"], "'tidak-ada' does not exist"),
        (["sources", "list", "--province", "99"], '"99" is no province'),
        (["serve"], "netralitas crawl"),
        (["serve", "tidak-ada.db"], "no database at tidak-ada.db"),
        (["serve", "--port", "70000"], "not in the range"),
        (["export", "keluaran"], "no database at data/netralitas.db"),
        (["demo", "--database", "."], "is a directory"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_wrong_call_is_one_sentence_and_code_2(
    netralitas: Netralitas, tmp_path: Path, args: list[str], words: str
) -> None:
    result = netralitas(*args)
    assert result.exit_code == 2
    assert_one_sentence(result.stderr)
    assert words in result.stderr
    assert result.stdout == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["serve {0}", "export keluaran --database {0}", "demo --database {0}"])
@pytest.mark.parametrize("kind", ["no database", "damaged", "another program's"])
def test_a_database_that_cannot_be_used_is_one_sentence_and_code_1(
    netralitas: Netralitas, tmp_path: Path, command: str, kind: str
) -> None:
    path = tmp_path / "rusak.db"
    if kind == "no database":
        path.write_text("bukan basis data\n" * 100)
    else:
        connection = sqlite3.connect(path)
        connection.executescript("CREATE TABLE lain (a); INSERT INTO lain VALUES (1)")
        connection.close()
        if kind == "damaged":
            path.write_bytes(path.read_bytes()[:4096] + b"\x00" * 4096)
    before = path.read_bytes()
    result = netralitas(*command.format(path).split())
    assert result.exit_code == 1
    assert_one_sentence(result.stderr)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_the_database_may_be_named_by_the_environment(
    netralitas: Netralitas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NETRALITAS_DATABASE", "lain/tempat.db")
    for command in (["serve"], ["export", "keluaran"]):
        assert "no database at lain/tempat.db" in netralitas(*command).stderr


def test_a_fault_of_the_program_is_one_sentence_too(
    netralitas: Netralitas, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("a fault")

    monkeypatch.setattr("datasets.export.export_csv", broken)
    result = netralitas("export", "keluaran")
    assert result.exit_code == 1
    assert_one_sentence(result.stderr)
    assert "ZeroDivisionError: a fault" in result.stderr
    monkeypatch.setenv("NETRALITAS_DEBUG", "1")
    assert isinstance(netralitas("export", "keluaran").exception, ZeroDivisionError)


def test_the_newspapers_are_listed(shell: Shell) -> None:
    done = shell("sources", "list", "--province", "13")
    assert done.returncode == 0
    title, head, *rows = done.stdout.splitlines()
    assert title == f"{len(rows)} newspapers"
    assert head.split() == ["key", "name", "domain", "province", "way", "status", "verified"]
    assert len(rows) >= 2
    assert all("Sumatera Barat" in row for row in rows)


def test_the_newspapers_are_listed_as_json(netralitas: Netralitas) -> None:
    everything = json.loads(netralitas("sources", "list", "--json").stdout)
    of_aceh = json.loads(netralitas("sources", "list", "--json", "--province", "11").stdout)
    assert of_aceh == [source for source in everything if source["province"] == "11"]
    assert 0 < len(of_aceh) < len(everything)
    assert {"key", "domain", "way", "verification"} <= of_aceh[0].keys()


def test_a_wrong_declaration_is_one_sentence(netralitas: Netralitas, tmp_path: Path) -> None:
    tmp_path.joinpath("13.toml").write_text('[kabar]\nname = "Kabar"\n')
    for command in (["sources", "list"], ["crawl"]):
        result = netralitas(*command, "--sources", tmp_path)
        assert result.exit_code == 1
        assert_one_sentence(result.stderr)
        assert "13.toml: [kabar]" in result.stderr
